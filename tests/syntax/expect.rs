//! Expectations.

use rackc::syntax::ast::{Expect, Item, LostKind};

use super::{errors, items};

fn expect(text: &str) -> Expect {
    let mut found = items(text);
    match (found.pop(), found.is_empty()) {
        (Some(Item::Expect(expect)), true) => expect,
        other => panic!("{text}: {other:#?}"),
    }
}

/// The alternatives of `despite`, each with its parts, in words.
fn losses(text: &str) -> Vec<Vec<String>> {
    let word = |kind: &LostKind| match kind {
        LostKind::Any { count, zone, kind } => {
            let count = count.map_or_else(String::new, |count| format!("{count} "));
            format!("any {count}{}{kind}", if *zone { "zone of " } else { "" })
        }
        LostKind::Zones(names) => format!("zone {names}"),
        LostKind::Racks(names) => format!("rack {names}"),
        LostKind::Switches(names) => format!("switch {names}"),
        LostKind::Cables(end) => format!("cable {}:{:?}", end.switch, end.ports.value),
    };
    let expect = expect(text);
    let parts = expect.losses.iter().map(|loss| loss.parts.iter());
    parts.map(|parts| parts.map(|part| word(&part.kind)).collect()).collect()
}

/// Kind and name of both sides.
fn sides(text: &str) -> [(Option<String>, String); 2] {
    let expect = expect(text);
    [expect.from, expect.to].map(|side| (side.kind.map(|kind| kind.value), side.name.value))
}

#[test]
fn a_kind_may_stand_before_a_name_and_be_one_itself() {
    let some = |kind: &str| Some(kind.to_owned());
    let cases = [
        ("expect web reaches internet", [(None, "web"), (None, "internet")]),
        (
            "expect vlan web isolated from /* the */ host /* one */ db1",
            [(some("vlan"), "web"), (some("host"), "db1")],
        ),
        ("expect vlan reaches host", [(None, "vlan"), (None, "host")]),
        ("expect vlan vlan reaches host within 2 hops", [(some("vlan"), "vlan"), (None, "host")]),
        ("expect rack isolated from switch despite any link", [(None, "rack"), (None, "switch")]),
        ("expect reaches reaches within", [(None, "reaches"), (None, "within")]),
    ];
    for (text, expected) in cases {
        assert_eq!(sides(text), expected.map(|(kind, name)| (kind, name.to_owned())), "{text}");
    }
}

#[test]
fn clauses_stand_in_any_order() {
    for text in [
        "expect a reaches b within 1 hop bandwidth at least 50% symmetric despite any switch",
        "expect a reaches b despite any switch symmetric bandwidth at least 50% within 1 hops",
    ] {
        let expect = expect(text);
        assert!(!expect.isolated.value && expect.symmetric.is_some());
        assert_eq!(expect.within.map(|hops| hops.value), Some(1));
        assert_eq!(expect.bandwidth.map(|share| share.value), Some(5000));
        assert_eq!(expect.losses.len(), 1);
        assert_eq!((expect.span.start, expect.span.end as usize), (0, text.len()));
    }
}

#[test]
fn commas_separate_alternatives_and_and_joins_their_parts() {
    assert_eq!(
        losses(
            "expect a reaches b despite any 2 of switch, any zone of power and any cable,
               zone feed-a, zones feed-[a,b] and switch spine1 and rack r01, any 2 zones of row"
        ),
        [
            vec!["any 2 switch"],
            vec!["any zone of power", "any cable"],
            vec!["zone feed-a"],
            vec!["zone feed-[a,b]", "switch spine1", "rack r01"],
            vec!["any 2 zone of row"],
        ]
    );
    let cables = losses("expect a reaches b despite cable leaf1:49, links leaf[1..2]:50..51");
    assert!(cables[0][0].starts_with("cable leaf1:Panel"), "{cables:?}");
    assert!(cables[1][0].starts_with("cable leaf[1..2]:Panel"), "{cables:?}");
}

#[test]
fn lists_end_where_an_expectation_begins() {
    let text = "zone z kind power expect a reaches b expect b isolated from c object o x expect o reaches a \
                attach h to p port 1 as q in z expect h reaches a route 10.0.0.0/8 discard on s expect a reaches h \
                expect a reaches b despite zone z link a:1 -- b:1";
    let found = items(text);
    let expects = found.iter().filter(|item| matches!(item, Item::Expect(_))).count();
    assert_eq!((found.len(), expects), (11, 6), "{found:#?}");
}

#[test]
fn what_may_follow_is_told() {
    let cases = [
        ("expect web", "expected `reaches` or `isolated`, found the end of the line"),
        ("expect web reahces db", "did you mean `reaches`?"),
        ("expect web isolated db", "expected `from`, found `db`"),
        ("expect web reaches", "expected a name such as `web-1`, found the end of the line"),
        ("expect web reaches db within 4", "expected `hop` or `hops`, found the end of the line"),
        ("expect web reaches db bandwidth 50%", "expected `at`, found `50%`"),
        (
            "expect web reaches db bandwidth at least half",
            "expected a share such as `1%`, found `half`",
        ),
        (
            "expect web reaches db despite",
            "expected `any`, `zone`, `rack`, `switch` or `cable`, found the end",
        ),
        (
            "expect web reaches db despite feed-a",
            "expected `any`, `zone`, `rack`, `switch` or `cable`, found `feed-a`",
        ),
        (
            "expect web reaches db despite any 2 switches",
            "expected `zone` or `of`, found `switches`",
        ),
        (
            "expect web reaches db despite cable leaf1",
            "expected a switch and its port such as `leaf1:49`",
        ),
        (
            "expect web reaches db despite any switch despite any link",
            "`despite` stands twice in one statement",
        ),
        (
            "expect web reaches db symmetric within 2 hops within 3 hops",
            "`within` stands twice in one statement",
        ),
        ("tier expect { }", "`expect` cannot be the name of a tier"),
    ];
    for (text, said) in cases {
        let errors = errors(text);
        assert!(errors.len() == 1 && errors[0].contains(said), "{text}\n{errors:#?}");
    }
}
