"""A comparison as people read it: what differs, what came of it with its certainty, where, and for whom.

Every change is b against a and has its sign: `−24s` is shorter than it was. Nothing is worked out here but
the text: what is shown stands in the document that `-o json` gives (interface §7).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wscli.amounts import NOTHING, duration
from wscli.commands._changes import (
    COUNT,
    IF_CHANGED,
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
from wscli.session import Column, Format, Session

Row = dict[str, Any]
_MOST = 10
"""So many rows of a table are shown; of more it is said how many."""
_LINES = 20
"""So many lines say what differs."""
_SHORT = 14
"""Characters of a name that stands beside another."""
_ALL = 1_000_000_000
_PLAIN = str.maketrans({"−": "-", "–": "-", "→": "->", "…": "...", "≈": "~"})
"""What stands for the typographic characters where the stream cannot carry them."""


def give(session: Session, document: Row, *, everything: bool = False) -> None:
    """Write a comparison to stdout: tables for people, with `everything` whole; the document for programs."""
    if session.format is not Format.TABLE or session.fields is not None:
        session.emit_object(document)
        return
    page = _Page(session, everything)
    if document["identical"]:
        digest = document["a"]["digest"].removeprefix("sha256:")[:12]
        page.line(f"identical: the same became of all {document['cases']['b']:,} cases (digest {digest})")
        return
    _show_head(page, document)
    _show_differences(page, document["differences"])
    _show_measures(page, document)
    _show_cases(page, document)
    for title, key in (("Queues", "queues"), ("Workstreams", "workstreams"), ("Priorities", "priorities")):
        _show_places(page, title, parts_of(document, key))
    _show_agents(page, parts_of(document, "agents"))
    _show_changed(page, document)


class _Page:
    """What is written to stdout, no wider than the page but for commands."""

    def __init__(self, session: Session, everything: bool) -> None:
        from wscli.terminal import is_unicode

        self.most = _ALL if everything else _MOST

        self.session = session
        self.width = session.page_width
        self.colour = session.colour(session.stdout)
        self.unicode = is_unicode(session.stdout)

    def line(self, text: str = "", style: str = "", more: str = "") -> None:
        """Write one line as it is, its first part in a style."""
        from wscli.terminal import paint, printable

        shown = f"{paint(printable(text), style, self.colour) if style else printable(text)}{printable(more)}"
        self.session.stdout.write(f"{shown if self.unicode else shown.translate(_PLAIN)}\n")

    def text(self, text: str, hang: str = "") -> None:
        """Write a text, wrapped; what stands below its first line hangs."""
        from wscli.dryrun.explaining.words import wrapped

        for line in wrapped(text, self.width, "", hang):
            self.line(line)

    def heading(self, text: str, more: str = "") -> None:
        """Write a heading below an empty line, and behind it what is said of it."""
        self.line()
        self.line(text, "heading", f"  ({more})" if more else "")

    def table(
        self,
        texts: Sequence[str],
        figures: Sequence[str],
        rows: Iterable[Sequence[str]],
        cut: int = 0,
    ) -> None:
        """Write a table: columns of text, of which one gives way, then columns of figures that have any."""
        columns = [Column(f"text {place}", head, cut=place == cut) for place, head in enumerate(texts)]
        columns += [Column(f"figure {place}", head, right=True) for place, head in enumerate(figures)]
        keys = [column.name for column in columns]
        cells = ([cell if self.unicode else cell.translate(_PLAIN) for cell in row] for row in rows)
        records = [dict(zip(keys, row, strict=True)) for row in cells]
        used = [
            column for column in columns if not column.right or any(record[column.name] for record in records)
        ]
        self.session.emit_rows(records, used, width=self.width)


# What was run ---------------------------------------------------------------------------------------------


def _show_head(page: _Page, document: Row) -> None:
    cases = document["cases"]
    page.text(f"a  {document['labels']['a']}", "   ")
    page.text(f"b  {document['labels']['b']}", "   ")
    if document["paired"]:
        page.text(f"The same {cases['a']:,} cases, case by case. Changes are b − a.")
    else:
        page.text(
            f"Compared as two groups, {cases['a']:,} cases in a and {cases['b']:,} in b: "
            f"{document['why_unpaired']}. Changes are b − a."
        )


def _show_differences(page: _Page, differences: list[Row]) -> None:
    from wscli.commands._differences import changed

    page.heading("What differs", "" if differences else "nothing")
    lines = [line for each in differences for line in changed(*_told(each), page.width)]
    shown = lines if page.most == _ALL or len(lines) <= _LINES else lines[: _LINES - 1]
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
    "With 0 in it the change may be chance; without one there are too few cases, or it has none."
)
_NO_INTERVALS = "Too few cases to say how far these changes may be chance: there are no intervals."


def _show_measures(page: _Page, document: Row) -> None:
    rows = []
    for title, path, unit in (*MAIN, *IF_CHANGED):
        a, b, delta, interval = (at(document[key], path) for key in ("a", "b", "delta", "interval"))
        always = (title, path, unit) in MAIN
        if (a is None and b is None) or not (delta or always):
            continue
        figures = (value(unit, a), value(unit, b), change(unit, delta), range_text(unit, interval))
        rows.append((title, *figures))
    page.heading("All cases")
    certain = any(row[-1] for row in rows)
    page.table([""], ["a", "b", "change", "95 % interval"], rows)
    page.line()
    page.text(_INTERVALS if certain else _NO_INTERVALS)


def _show_cases(page: _Page, document: Row) -> None:
    if not document["paired"]:
        return
    cases = document["cases"]
    parts = [f"Of {cases['answered_in_both']:,} cases answered in both, {cases['same']:,} waited as long"]
    for word, key, sign in (("shorter", "better", "−"), ("longer", "worse", "+")):
        found = cases[key]
        by = ""
        if found["count"]:
            mean, most = duration(found["mean_seconds"]), duration(found["max_seconds"])
            by = f" (on average {sign}{mean}, at most {sign}{most})"
        parts.append(f"{found['count']:,} {word}{by}")
    page.line()
    page.text(f"{', '.join(parts)}.")
    only = [(cases[f"answered_only_in_{side}"], side) for side in ("a", "b")]
    if any(count for count, _ in only):
        page.text(f"Answered {' and '.join(f'only in {side}: {count:,}' for count, side in only if count)}.")


# By queue, workstream, priority and agent -----------------------------------------------------------------


def _show_places(page: _Page, title: str, parts: list[Part]) -> None:
    figures = ("wait.mean", "wait.p95", "service_level.fraction", "cases.arrived", "cases.withdrawn")
    changed = [part for part in parts if part.changed(*figures)]
    if len(parts) < 2 or not changed:
        return
    changed.sort(key=lambda part: -abs(at(part.delta, "wait.mean") or 0))
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
                range_text(TIME, at(part.interval, "wait.mean")),
                change(SHARE, at(part.delta, "service_level.fraction")),
            )
            for part in changed[: page.most]
        ],
    )


def _heading_of(page: _Page, title: str, parts: list[Part], changed: list[Part]) -> None:
    said = f"{len(changed):,} of {len(parts):,} changed" if len(changed) < len(parts) else ""
    if len(changed) > page.most:
        said = f"{said or f'all {len(parts):,} changed'}, {page.most} are shown: --all"
    page.heading(title, said)


def _arrived(side: Row) -> int:
    cases = side.get("cases", 0)
    return int(cases["arrived"] if isinstance(cases, dict) else cases)


def _both(a: int, b: int) -> str:
    return f"{b:,}" if a == b else f"{a:,} → {b:,}"


def _show_agents(page: _Page, parts: list[Part]) -> None:
    changed = [part for part in parts if part.changed("handled", "occupancy", "utilisation")]
    if not changed:
        return
    changed.sort(
        key=lambda part: (-abs(at(part.delta, "handled") or 0), -abs(part.delta.get("occupancy") or 0))
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


def _show_changed(page: _Page, document: Row) -> None:
    if document.get("changed"):
        page.heading("Waits that changed most")
        page.table(
            ["case", "queue", "agent"],
            ["wait a", "wait b", "change"],
            [
                (
                    each["case_id"],
                    _turned(each["a"]["queue"], each["b"]["queue"]),
                    _turned(_short(each["a"]["agent"]), _short(each["b"]["agent"])),
                    value(TIME, each["a"]["wait_seconds"]),
                    value(TIME, each["b"]["wait_seconds"]),
                    change(TIME, each["delta_seconds"]),
                )
                for each in document["changed"]
            ],
            cut=1,
        )
    if document["next"]:
        page.heading("Next")
        for command in document["next"]:
            page.line(f"  {command}")


def _turned(a: str | None, b: str | None) -> str:
    return b or NOTHING if a == b else f"{a or NOTHING} → {b or NOTHING}"


def _short(name: str | None) -> str | None:
    """Return a name that leaves room for another beside it."""
    return name if name is None or len(name) <= _SHORT else f"{name[: _SHORT - 1]}…"
