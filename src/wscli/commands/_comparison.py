"""A comparison as people read it: what differs, what came of it with its certainty, where, and for whom.

Every change is b against a and has its sign: `−24s` is shorter than it was. Nothing is worked out here but
the text: what is shown stands in the document that `-o json` gives (interface §7).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wscli.amounts import NOTHING, count
from wscli.commands._changes import (
    COUNT,
    IF_CHANGED,
    IF_IDENTICAL,
    MAIN,
    SHARE,
    TIME,
    Part,
    Unit,
    at,
    change,
    parts_of,
    range_text,
    value,
)
from wscli.commands._comparing_page import Page
from wscli.session import Format, Session

Row = dict[str, Any]
_LINES = 20
"""So many lines say what differs."""
_SHORT = 14
"""Characters of a name that stands beside another."""


def give(session: Session, document: Row, *, everything: bool = False) -> None:
    """Write a comparison to stdout: tables for people, with `everything` whole; the document for programs."""
    if session.format is not Format.TABLE or session.fields is not None:
        session.emit_object(document)
        return
    page = Page(session, everything)
    if document["identical"]:
        _show_identical(page, document)
        return
    _show_verdict(page, document["verdict"])
    _show_head(page, document)
    _show_differences(page, document["differences"])
    _show_measures(page, document)
    certain = _are_certain(document)
    for title, key in _PLACES:
        _show_places(page, title, parts_of(document, key), certain)
    _show_agents(page, parts_of(document, "agents"))
    _show_changed(page, document)


def _show_identical(page: Page, document: Row) -> None:
    """Say in a line that the same came of both; figures that changed, as by a threshold, stand below."""
    from wscli.dryrun.comparing import figures_changed, in_a_line

    page.line(f"identical: {in_a_line(document)}")
    if not figures_changed(document):
        return
    _show_differences(page, document["differences"])
    _show_measures(page, document)
    for title, key in _PLACES:
        _show_places(page, title, parts_of(document, key), certain=False)
    _show_agents(page, parts_of(document, "agents"))


# What was run ---------------------------------------------------------------------------------------------


def _show_verdict(page: Page, sentences: list[str]) -> None:
    for sentence in sentences:
        page.text(sentence)


def _show_head(page: Page, document: Row) -> None:
    cases = document["cases"]
    page.line()
    page.text(f"a  {document['labels']['a']}", "   ")
    page.text(f"b  {document['labels']['b']}", "   ")
    if document["paired"]:
        page.text(f"The same {count(cases['a'], 'case')}, case by case. Changes are b − a.")
    else:
        page.text(
            f"Compared as two groups, {count(cases['a'], 'case')} in a and {cases['b']:,} in b: "
            f"{document['why_unpaired']}. Changes are b − a."
        )


def _show_differences(page: Page, differences: list[Row]) -> None:
    from wscli.commands._differences import changed

    page.heading("What was changed", "" if differences else "nothing")
    lines = [line for each in differences for line in changed(*_told(each), page.width)]
    shown = lines if page.everything or len(lines) <= _LINES else lines[: _LINES - 1]
    for style, line in shown:
        page.line(line, style)
    if len(lines) > len(shown):
        page.line(f"    … {len(lines) - len(shown)} more lines: --all")


def _told(difference: Row) -> tuple[str, Any, Any]:
    """Return a difference as it is shown: a file is known by the first digits of its fingerprint."""
    path, a, b = difference["path"], difference["a"], difference["b"]
    role = path.removesuffix("_sha256")
    if role == path:
        return path, a, b
    return f"{role} file", a and f"sha256 {a[:12]}…", b and f"sha256 {b[:12]}…"


_INTERVALS = (
    "The interval is where the change lies in the long run, with 95 % confidence, for cases like these. "
    "With 0 in it the change may be chance. "
)
_TOO_FEW = "Where there are too few for it (it takes {}), it says how many. "
_NONE = "Where it is empty, none is worked out. Above, more is asked where several queues are looked through."
_NO_INTERVALS = "Too few cases to say how far these changes may be chance: there are no intervals."


def _show_measures(page: Page, document: Row) -> None:
    same = document["identical"]
    rows, certain = [], _are_certain(document) and not same
    for title, path, unit in (*MAIN, *IF_CHANGED, *(IF_IDENTICAL if same else ())):
        a, b, delta = (at(document[key], path) for key in ("a", "b", "delta"))
        always = (title, path, unit) in MAIN and not same
        if (a is None and b is None) or not (delta or always) or _says_nothing_new(document, path):
            continue
        sure = range_text(unit, *(at(document[key], path) for key in _SURE)) if certain else ""
        rows.append((title, value(unit, a), value(unit, b), change(unit, delta), sure))
    page.heading("All cases")
    page.table([""], ["a", "b", "change", "95 % interval"], rows, whole=True)
    if same:
        return
    page.line()
    needed = sorted({why["needed"] for why in _reasons(document) if why})
    too_few = _TOO_FEW.format(" or ".join(f"{each:,}" for each in needed)) if needed else ""
    page.text(f"{_INTERVALS}{too_few}{_NONE}" if certain else _NO_INTERVALS)


_SURE = ("interval", "no_interval")
_PLACES = (("Queues", "queues"), ("Workstreams", "workstreams"), ("Priorities", "priorities"))


def _are_certain(document: Row) -> bool:
    """Whether any change of all cases has an interval; then those of parts are shown too."""
    return any(at(document["interval"], path) is not None for _, path, _ in MAIN)


def _reasons(document: Row) -> Iterator[Row | None]:
    """Yield why there is no interval, of what is shown."""
    yield from (at(document["no_interval"], path) for _, path, _ in MAIN)
    for _, key in _PLACES:
        parts = parts_of(document, key)
        yield from (at(part.no_interval, "wait.mean") for part in parts if len(parts) > 1)


def _says_nothing_new(document: Row, path: str) -> bool:
    """Whether a measure is the same as one above it: of cases that take all of an agent."""
    return path == "utilisation" and all(document[key][path] == document[key]["occupancy"] for key in "ab")


# By queue, workstream, priority and agent -----------------------------------------------------------------


def _show_places(page: Page, title: str, parts: list[Part], certain: bool) -> None:
    figures = ("wait.mean", "wait.p95", "service_level.fraction", "cases.arrived", "cases.withdrawn")
    changed = [part for part in parts if part.changed(*figures)]
    if len(parts) < 2 or not changed:
        return
    changed.sort(key=lambda part: part.by_how_much("wait.mean", "cases.arrived"))
    _heading_of(page, title, parts, changed)
    moved = any(_arrived(part.a) != _arrived(part.b) for part in changed)
    page.table(
        [""],
        ["cases", "wait a", "wait b", "change", "95 % interval", "in time"],
        [
            (
                part.name,
                _both(_arrived(part.a), _arrived(part.b)) if moved else "",
                value(TIME, at(part.a, "wait.mean")),
                value(TIME, at(part.b, "wait.mean")),
                change(TIME, at(part.delta, "wait.mean")),
                range_text(TIME, *(at(side, "wait.mean") for side in part.sure)) if certain else "",
                change(SHARE, at(part.delta, "service_level.fraction")),
            )
            for part in changed[: page.most]
        ],
    )


def _heading_of(page: Page, title: str, parts: list[Part], changed: list[Part]) -> None:
    said = f"{len(changed):,} of {len(parts):,} changed" if len(changed) < len(parts) else ""
    if len(changed) > page.most:
        said = f"{said or f'all {len(parts):,} changed'}, {page.most} are shown: --all"
    page.heading(title, said)


def _arrived(side: Row) -> int:
    cases = side.get("cases", 0)
    return int(cases["arrived"] if isinstance(cases, dict) else cases)


def _both(a: int, b: int) -> str:
    return f"{b:,}" if a == b else f"{a:,} → {b:,}"


def _show_agents(page: Page, parts: list[Part]) -> None:
    changed = [part for part in parts if part.changed("handled", "occupancy", "utilisation")]
    if not changed:
        return
    changed.sort(
        key=lambda part: (*part.by_how_much("handled", "handled"), -abs(part.delta["occupancy"] or 0))
    )
    _heading_of(page, "Agents", parts, changed)
    page.table(
        [""],
        ["handled a", "b", "change", "occupancy a", "b", "change"],
        [
            (part.name, *_three(COUNT, part, "handled"), *_three(SHARE, part, "occupancy"))
            for part in changed[: page.most]
        ],
    )


def _three(unit: Unit, part: Part, path: str) -> list[str]:
    values = [value(unit, at(side, path)) for side in (part.a, part.b)]
    return [*values, change(unit, at(part.delta, path))]


# Case by case ---------------------------------------------------------------------------------------------


def _show_changed(page: Page, document: Row) -> None:
    for title, sign in (("Waits that became shorter most", -1), ("Waits that became longer most", 1)):
        found = [each for each in document["changed"] if each["delta_seconds"] * sign > 0]
        if found:
            page.heading(title)
            page.table(
                ["case", "queue", "agent"], ["wait a", "wait b", "change"], map(_of_case, found), cut=1
            )
    told = [each for each in document["next"] if each["command"] is not None]
    if told:
        page.heading("Next")
        for each in told:
            page.text(f"  {each['why'][:1].upper()}{each['why'][1:]}", "  ")
            page.line(f"    {each['command']}")


def _of_case(each: Row) -> tuple[str, ...]:
    return (
        each["case_id"],
        _turned(each["a"]["queue"], each["b"]["queue"]),
        _turned(_short(each["a"]["agent"]), _short(each["b"]["agent"])),
        value(TIME, each["a"]["wait_seconds"]),
        value(TIME, each["b"]["wait_seconds"]),
        change(TIME, each["delta_seconds"]),
    )


def _turned(a: str | None, b: str | None) -> str:
    return b or NOTHING if a == b else f"{a or NOTHING} → {b or NOTHING}"


def _short(name: str | None) -> str | None:
    """Return a name that leaves room for another beside it."""
    return name if name is None or len(name) <= _SHORT else f"{name[: _SHORT - 1]}…"
