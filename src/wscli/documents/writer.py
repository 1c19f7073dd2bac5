"""Values to canonical YAML and JSON: the same value is always the same text, and every reader agrees on it.

YAML is written by hand rather than by PyYAML, which leaves text plain that a YAML 1.2 (or 1.1) reader would
take for something else, and knows no rule for when a line is nicer than a block. A text that needs quotes is
written as JSON would, which every YAML reader understands.

    a list of scalars, if it fits the line            [available, busy]
    below a list, up to four scalars, if it fits      {attribute: priority, equals: 1}
    everything else                                   a block
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

WIDTH = 100
"""Characters of a line that holds a whole list or mapping."""

_LONGEST_SIMPLE_KEY = 1_000  # YAML allows 1,024 before the colon; longer ones need a `?`
_FEW = 4  # entries of a mapping on one line
_DURATION = re.compile(r"(?:[0-9]+(?:ms|[smhd]))+")  # starts like a number, but no reader takes it for one
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"})
_INDICATORS = re.compile(r"[:#]")
_FLOW_INDICATORS = re.compile(r"[:#,?\[\]{}]")
# Line breaks of YAML 1.1, controls, what turns the direction of text, the byte order mark, halves of pairs
# and what is no character.
_ESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


def dump_json(value: Any, stream: TextIO) -> None:
    """Write a value as JSON, indented by two, text as it is."""
    import json

    stream.write(_escaped(json.dumps(value, indent=2, ensure_ascii=False)) + "\n")


def dump_yaml(value: Any, stream: TextIO) -> None:
    """Write a value of mappings, lists, text, integers, floats, booleans and None as block-style YAML."""
    stream.writelines(f"{line}\n" for line in _lines(value, 0, listed=False))


def _lines(value: Any, indent: int, *, listed: bool) -> Iterator[str]:
    """Yield the lines of a value that starts a line of its own."""
    pad = " " * indent
    inline = _inline(value, WIDTH - indent, listed=listed)
    if inline is not None:
        yield pad + inline
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _entry(pad, key, entry, indent, listed=listed)
    else:
        for entry in value:
            nested = _lines(entry, indent + 2, listed=True)
            yield f"{pad}- {next(nested)[indent + 2 :]}"
            yield from nested


def _entry(pad: str, key: str, value: Any, indent: int, *, listed: bool) -> Iterator[str]:
    head = f"{pad}{_text(key, _INDICATORS)}:"
    if len(head) > _LONGEST_SIMPLE_KEY:
        yield f"{pad}? {_text(key, _INDICATORS)}"
        head = f"{pad}:"
    inline = _inline(value, WIDTH - len(head) - 1, listed=listed)
    if inline is not None:
        yield f"{head} {inline}"
    else:
        yield head
        yield from _lines(value, indent + 2, listed=listed)


def _inline(value: Any, room: int, *, listed: bool) -> str | None:
    """Return a value that is written on the line of its key, or None."""
    if _is_scalar(value):
        return _scalar(value, _INDICATORS)
    if not value:
        return "{}" if isinstance(value, Mapping) else "[]"
    if isinstance(value, Mapping):
        flow = _flow_mapping(value) if listed else None
    else:
        flow = _flow_list(value, room)
    return flow if flow is not None and len(flow) <= room else None


def _flow_mapping(value: Mapping[str, Any]) -> str | None:
    if len(value) > _FEW or not all(map(_is_scalar, value.values())):
        return None
    pairs = (f"{_text(k, _FLOW_INDICATORS)}: {_scalar(v, _FLOW_INDICATORS)}" for k, v in value.items())
    return f"{{{', '.join(pairs)}}}"


def _flow_list(value: Sequence[Any], room: int) -> str | None:
    if len(value) > room or not all(map(_is_scalar, value)):
        return None
    return f"[{', '.join(_scalar(entry, _FLOW_INDICATORS) for entry in value)}]"


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def _scalar(value: Any, indicators: re.Pattern[str]) -> str:
    if isinstance(value, str):
        return _text(value, indicators)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _float(value) if isinstance(value, float) else str(int(value))


def _float(value: float) -> str:
    """Return a float as YAML 1.1 wants it, with a point even before an exponent."""
    text = repr(value)
    if text.lstrip("-") in ("inf", "nan"):
        return f"{'-' if text.startswith('-') else ''}.{text.lstrip('-')}"
    return text.replace("e", ".0e") if "e" in text and "." not in text else text


def _text(text: str, indicators: re.Pattern[str]) -> str:
    """Return text plain where every reader takes it for text, else in double quotes."""
    if _is_plain(text) and not indicators.search(text):
        return str(text)
    from json import dumps

    return _escaped(dumps(text, ensure_ascii=False))


def _is_plain(text: str) -> bool:
    if not text[:1].isalpha() and text[:1] != "_":
        return _DURATION.fullmatch(text) is not None
    return text.isprintable() and not text.endswith(" ") and text.casefold() not in _NOT_TEXT


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
