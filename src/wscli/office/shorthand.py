"""What options say in one word where a document states a mapping.

`--skill spanish:3`, `--shift 'mon-fri 08:00-16:30 Europe/Madrid'`, `--behaviour accept_after=15s` and
`--when 'priority equals 1'` are spelled out here, before the reader sees them: a document has one way to
state a thing, and the reader judges both alike. Values stay text; whether they mean anything is the reader's
to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wscli.errors import Path
from wscli.model.condition_lines import spell_conditions
from wscli.model.fields import Noun
from wscli.model.findings import Findings
from wscli.model.terms import name_key

Raw = dict[str, Any]

# A blank may stand for the T of an instant.
_DATED = re.compile(r"([0-9]{4}-\S+(?:\s+[0-9]{1,2}:[0-9]{2}\S*)?)\s+(\S.*)", re.DOTALL)


def expand(noun: Noun, raw: Raw, found: Findings) -> Raw:
    """Return raw input with every shorthand spelled out; what is none is noted, and its field left out."""
    expanded = dict(raw)
    for field in noun.fields:
        spell_out = _EXPANDERS.get(str(field.kind))
        if spell_out is not None and isinstance(raw.get(field.name), list):
            expanded[field.name] = spell_out(raw[field.name], (field.name,), found)
    return expanded


def _skills(items: list[Any], path: Path, found: Findings) -> Raw:
    pairs = (str(item).rpartition(":") for item in items)
    # A name alone is a rating of 1.
    return _mapping([(n, r.strip()) if colon else (r, "1") for n, colon, r in pairs], path, found)


def _behaviour(items: list[Any], path: Path, found: Findings) -> Raw:
    """Spell out `KEY=VALUE`; the dashes of an option may stand for those of a key."""
    pairs = (str(item).partition("=") for item in items if str(item).strip())
    return _mapping([(k.strip().replace("-", "_"), v.strip()) for k, _, v in pairs], path, found)


def _mapping(pairs: list[tuple[str, str]], path: Path, found: Findings) -> Raw:
    """Return the pairs as a mapping; a name twice, which it could not hold, is noted."""
    seen: set[str] = set()
    for name, _ in pairs:
        if name_key(name) in seen:
            found.add((*path, name), f"{name!r} is listed twice", rule="duplicate-name")
        seen.add(name_key(name))
    return {} if len(seen) < len(pairs) else dict(pairs)


def _schedule(items: list[Any], path: Path, found: Findings) -> list[Any]:
    entries = []
    for index, item in enumerate(items):
        entry = split_entry(item) if isinstance(item, str) else item
        if entry is None:
            hint = "write it like 'mon-fri 08:00-16:30 Europe/Madrid', or '2026-03-02T12:00 In training'"
            found.add((*path, index), f"{item!r} is neither a shift nor a dated presence", hint=hint)
        else:
            entries.append(entry)
    return entries


def split_entry(text: str) -> Raw | None:
    """Return an entry of a schedule, written in one line, as a raw mapping; None for another form.

    `DAYS HH:MM-HH:MM [ZONE]` is a shift, `INSTANT PRESENCE` a dated presence.
    """
    dated = _DATED.fullmatch(text.strip())
    if dated is not None:
        return {"at": dated[1], "presence": dated[2]}
    days, _, rest = text.strip().partition(" ")
    times, _, zone = rest.strip().partition(" ")
    start, dash, end = times.partition("-")
    if not dash:
        return None
    return {"days": days, "from": start, "to": end} | ({"timezone": zone.strip()} if zone.strip() else {})


_EXPANDERS: dict[str, Callable[[list[Any], Path, Findings], Any]] = {
    "skills": _skills,
    "behaviour": _behaviour,
    "schedule": _schedule,
    "condition": spell_conditions,
}
"""By kind of field."""
