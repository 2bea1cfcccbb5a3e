(function () {
  "use strict";
  var facts = JSON.parse(document.getElementById("facts").textContent);
  var select = document.getElementById("pick");
  var clear = document.getElementById("clear");
  var said = document.getElementById("said");
  var picture = document.querySelector("svg.fabric");
  var all = function (what) { return Array.prototype.slice.call(picture.querySelectorAll(what)); };
  var switches = all(".switch"), lines = all("[data-a]"), units = all(".unit"), picks = all("[data-pick]");

  function element(name, text, parent) {
    var made = document.createElement(name);
    made.textContent = text;
    parent.appendChild(made);
    return made;
  }

  function describe(id, fact) {
    said.textContent = "";
    said.className = fact ? "lossy" : "";
    element("h3", fact ? "Without " + fact.title : "Nothing is lost", said);
    if (!fact) { element("p", "Everything stands as it is drawn.", said); return; }
    if (fact.ask && !fact.rows.length) {
      element("p", "In so large a fabric this is not worked out ahead. Ask:", said);
      element("code", fact.ask, said);
      return;
    }
    var list = element("dl", "", said), last = "";
    fact.rows.forEach(function (row) {
      if (row[0] !== last) { element("dt", row[0], list); }
      element("dd", row[1], list);
      last = row[0];
    });
    if (fact.ask) {
      element("p", "In so large a fabric it is not worked out ahead which expectations would not hold. Ask:", said);
      element("code", fact.ask, said);
    }
    if (!fact.rows.length) { element("p", "Nothing else is lost, and nothing is weaker.", said); }
  }

  function show(id) {
    var fact = Object.prototype.hasOwnProperty.call(facts, id) ? facts[id] : null;
    if (!fact) { id = ""; }
    var lost = {}, down = {}, thin = {}, places = (fact && fact.places) || {};
    ((fact && fact.switches) || []).forEach(function (name) { lost[name] = true; });
    ((fact && fact.links) || []).forEach(function (link) {
      (link[2] ? down : thin)[link[0] + " " + link[1]] = true;
    });
    var count = Object.keys(lost).length + Object.keys(down).length;
    picture.classList.toggle("loud", count > 0 && count <= 12);
    switches.forEach(function (one) { one.classList.toggle("lost", lost[one.dataset.name] === true); });
    lines.forEach(function (line) {
      var ends = line.dataset.a + " " + line.dataset.b;
      var dead = lost[line.dataset.a] || lost[line.dataset.b] || down[ends];
      line.classList.toggle("lost", !!dead);
      line.classList.toggle("thin", !dead && !!thin[ends]);
    });
    units.forEach(function (unit) {
      var text = Object.prototype.hasOwnProperty.call(places, unit.dataset.place) ? places[unit.dataset.place] : null;
      var hosts = unit.querySelector(".hosts");
      unit.classList.toggle("hit", text !== null);
      if (hosts) { hosts.lastChild.data = text === null ? hosts.dataset.text : text; }
    });
    picks.forEach(function (one) {
      var picked = one.dataset.pick === id;
      one.classList.toggle("picked", picked);
      one.setAttribute("aria-pressed", picked ? "true" : "false");
    });
    select.value = id;
    clear.disabled = !id;
    describe(id, fact);
  }

  function go(id) {
    if (decodeURIComponent(location.hash.slice(1)) === id) { show(id); return; }
    history.replaceState(null, "", id ? "#" + encodeURIComponent(id) : location.pathname + location.search);
    show(id);
  }

  picks.forEach(function (one) {
    one.setAttribute("tabindex", "0");
    one.setAttribute("role", "button");
    one.setAttribute("aria-label", one.dataset.pick.replace("-", " "));
    one.addEventListener("click", function () { go(one.classList.contains("picked") ? "" : one.dataset.pick); });
    one.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        go(one.classList.contains("picked") ? "" : one.dataset.pick);
      }
    });
  });
  select.addEventListener("change", function () { go(select.value); });
  clear.addEventListener("click", function () { go(""); });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { go(""); } });
  window.addEventListener("hashchange", function () { show(decodeURIComponent(location.hash.slice(1))); });
  show(decodeURIComponent(location.hash.slice(1)));
})();
