"""What the playbooks beside this folder do with the text of a configuration.

Secrets stand in a configuration as `{{ rackc_secret_NAME }}`. Nothing else between braces means anything: the text is
never handed to a template engine, so that a description may say what it likes.
"""
import base64
import difflib
import io
import json
import re
import tarfile

from ansible.errors import AnsibleFilterError

PLACE = re.compile(r"\{\{ (rackc_secret_[a-z0-9_]+) \}\}")
HASHES = {
    "sha512-crypt": re.compile(r"\$6\$(rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{86}"),
    "sha256-crypt": re.compile(r"\$5\$(rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43}"),
}
SECRET_LINE = re.compile(
    r"(?i)(\b(?:secret|password|encrypted-password|hashed-password|key|md5|auth|priv|authentication-key|privacy-key"
    r"|authentication-password|privacy-password|community|passphrase|shared-secret|createuser)\b[:=]?\s+)(\S.*)$"
)


def names(text):
    """The variables that a configuration asks for, in order, each once."""
    return list(dict.fromkeys(PLACE.findall(text)))


def fill(text, values, rules=None):
    """The configuration with every secret in its place.

    `values` maps variables to secrets. A secret may be a mapping by form of hash. Of the rules, `passwords` are the
    variables that must hold a hash of `form`, and `refuse` are characters that no secret may hold. A secret that could
    change the structure of the text is refused, and never shown.
    """
    rules = rules or {}
    passwords, form, refuse = rules.get("passwords") or (), rules.get("form") or "sha512-crypt", rules.get("refuse") or ""

    def value(name):
        secret = values.get(name)
        if isinstance(secret, dict):
            secret = secret.get(form)
        if secret is None or str(secret) == "":
            raise AnsibleFilterError(f"{name} is not set: give it in a vault (vault.example.yml lists what is needed)")
        secret = str(secret)
        if not all("!" <= character <= "~" for character in secret):
            raise AnsibleFilterError(f"{name} holds a blank, a line break or a character beyond ASCII, which no configuration can carry")
        if any(mark in secret for mark in ("{{", "{%", "{#")):
            raise AnsibleFilterError(f"{name} holds the beginning of a template, which no configuration can carry")
        wrong = sorted(set(secret) & set("\"'\\" + refuse))
        if wrong:
            raise AnsibleFilterError(f"{name} holds {' '.join(wrong)}, which would end or change the statement that it stands in")
        if name in passwords and not HASHES[form].fullmatch(secret):
            raise AnsibleFilterError(f"{name} must be a {form} hash: give one, or a mapping `{form}: HASH` beside the other forms")
        return secret

    return PLACE.sub(lambda found: value(found.group(1)), text)


def archive(files, values, rules=None):
    """Files by path, filled and packed: what base64 -d | tar -xz takes."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for path, text in files.items():
            data = fill(text, values, rules).encode()
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(data), 0o600
            tar.addfile(entry, io.BytesIO(data))
    return base64.encodebytes(packed.getvalue()).decode()


def masked(text, values):
    """A message without the secrets in it."""
    secrets = [form for value in values.values() for form in (value.values() if isinstance(value, dict) else [value])]
    for secret in sorted({str(secret) for secret in secrets if secret}, key=len, reverse=True):
        text = text.replace(secret, "********")
    return text


def commands(text, comment="!", end="EOF"):
    """The statements of a configuration as they are typed; a banner, which has lines of its own, is one of them."""
    typed, banner = [], None
    for line in text.splitlines():
        if banner is not None:
            banner.append(line)
            if line.strip() == end:
                typed.append("\n".join(banner))
                banner = None
        elif line.startswith("banner "):
            banner = [line]
        elif line.strip() and not line.strip().startswith(comment) and line.strip() != "end":
            typed.append(line.strip())
    if banner is not None:
        raise AnsibleFilterError("a banner of the configuration has no end")
    return typed


def mapping(text):
    """An answer in JSON as a mapping; empty where the switch had nothing to say."""
    if not isinstance(text, str):
        return text or {}
    try:
        return json.loads(text) or {}
    except ValueError:
        return {}


def _lines(text, drop):
    lines = [line.rstrip() for line in text.splitlines()]
    return [line for line in lines if line.strip() and not any(re.search(one, line) for one in drop)]


def config_diff(running, intended, drop=(), name="configuration"):
    """What would change, as a unified diff without secrets: those of the program stay references, others are masked."""
    old, new = _lines(running, drop), _lines(intended, drop)
    wanted = [line for line in new if PLACE.search(line)]
    masks = [(line, re.compile(r"\S+".join(re.escape(part) for part in PLACE.split(line)[::2]))) for line in wanted]

    def clean(line):
        for reference, form in masks:
            if form.fullmatch(line):
                return reference
        return SECRET_LINE.sub(r"\1********", line)

    old = [line if line in new else clean(line) for line in old]
    shown = [line if PLACE.search(line) or line in old else SECRET_LINE.sub(r"\1********", line) for line in new]
    return list(difflib.unified_diff(old, shown, f"{name} (running)", f"{name} (program)", lineterm="", n=2))


class FilterModule:
    """The filters."""

    def filters(self):
        return {
            "rackc_names": names,
            "rackc_fill": fill,
            "rackc_archive": archive,
            "rackc_masked": masked,
            "rackc_commands": commands,
            "rackc_mapping": mapping,
            "rackc_diff": config_diff,
        }
