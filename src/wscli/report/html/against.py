"""What one run changes against another: the verdict and a section on top of the page, from a comparison.

Nothing is compared here; what is shown stands in the document (interface §7). Every change is b − a, with its
sign, and where there is an interval it is said in words whether the change may be chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from wscli.amounts import NOTHING, count, number, percent, signed
from wscli.report.html import figures
from wscli.report.html.charts.both import both
from wscli.report.html.charts.chart import figure
from wscli.report.html.differing import differences
from wscli.report.html.facts import Facts
from wscli.report.html.markup import Content, Html, markup, named, table, tag
from wscli.report.html.words import duration

Document = Mapping[str, Any]
Words = Callable[[Any], str]

_MEASURES: Sequence[tuple[str, str, str]] = (
    ("Mean wait", "wait.mean", "time"),
    ("Median wait", "wait.p50", "time"),
    ("95% within", "wait.p95", "time"),
    ("Longest wait", "wait.max", "time"),
    ("Service level", "service_level.fraction", "share"),
    ("In time is within", "service_level.threshold", "time"),
    ("… with those withdrawn", "service_level.fraction_with_withdrawn", "share"),
    ("Answered", "wait.count", "count"),
    ("Withdrawn", "cases.withdrawn", "count"),
    ("Open at the end", "cases.open", "count"),
    ("Handle time, mean", "handle.mean", "time"),
    ("Most open at once", "backlog.max", "count"),
    ("Open on average", "backlog.mean", "count"),
    ("Occupancy", "occupancy", "share"),
    ("Utilisation", "utilisation", "share"),
)
"""What is called how, where it stands in the document, and what kind of figure it is."""

_IF_CHANGED = ("service_level.threshold",)
_IN_ONE_PIECE = 24
_NOTE = (
    "The interval is where the change lies in the long run, with 95% confidence, for cases like these. With "
    "0 in it the change may be chance. Where there are too few cases for it, it says how many there are; "
    "where it is empty, none is worked out."
)

_NO_INTERVALS = "Too few cases to say how far these changes may be chance: there are no intervals."

_VALUES: Mapping[str, Words] = {"time": duration, "share": percent, "count": number}
_CHANGES: Mapping[str, Words] = {
    "time": duration,
    "share": lambda share: f"{100 * share:.1f} points",
    "count": number,
}


def lede(document: Document, *, is_stored: bool = False) -> Html:
    """Return the verdict, which opens the page, and what a and b are.

    `is_stored`: the rest of the page is of runs that come out otherwise now, which is said.
    """
    first, *others = document["verdict"]
    labels = document["labels"]
    return markup(
        tag("p", first, class_="lede"),
        (tag("p", each) for each in others),
        tag(
            "p",
            ("a is ", named(labels["a"]), ", b is ", named(labels["b"]), ". Changes are b − a."),
            class_="beside",
        ),
        tag("p", tag("strong", "This compares the runs as they were saved. "), _NOW) if is_stored else None,
    )


def section(document: Document, before: Facts, after: Facts) -> Html:
    """Return the section: what differs, what it changes, for whom."""
    return tag("section", tag("h2", "What changes"), _content(document, before, after))


def _content(document: Document, before: Facts, after: Facts) -> Iterator[Content]:
    is_stored = bool(before.subject.warnings or after.subject.warnings)
    if is_stored:
        yield tag("p", tag("strong", "Of the runs as they were saved. "), _NOW, class_="warning")
    yield tag("p", _pairing(document))
    yield differences(document["differences"])
    if not document["identical"]:
        yield from _came_of_it(document, before, after)
        yield tag("p", tag("strong", "Intervals. "), document["method"], class_="footnote")
    elif any(at(document["delta"], path) for _, path, _ in _MEASURES):
        yield _measures(document)
    label = named(document["labels"]["b"])
    now = ", as it comes out now" if is_stored else ""
    yield tag(
        "p",
        tag("strong", "From here on the page is of b, ", label, now, ". "),
        figures.lede(after.subject.summary),
    )


_NOW = (
    "Their files have changed since, or they come out otherwise: the chart of both runs, and all that stands "
    "after the section on what changes, is of what comes out now."
)


def _came_of_it(document: Document, before: Facts, after: Facts) -> Iterator[Content]:
    yield _measures(document)
    yield tag("p", _NOTE if _is_certain(document) else _NO_INTERVALS, class_="beside")
    yield figure(both(before, after))
    yield _queues(document)
    yield _changed(document, "Waits that became shorter most", -1)
    yield _changed(document, "Waits that became longer most", 1)


def _pairing(document: Document) -> str:
    cases = document["cases"]
    if not document["paired"]:
        return (
            f"The runs are compared as two groups, {count(cases['a'], 'case')} and {cases['b']:,}: "
            f"{document['why_unpaired']}."
        )
    answered = f"{cases['answered_in_both']:,} of them were answered in both"
    return f"The same {count(cases['a'], 'case')} in both, compared case by case; {answered}."


def _measures(document: Document) -> Html:
    rows = [
        _row(title, path, kind, document)
        for title, path, kind in _MEASURES
        if at(document["a"], path) is not None or at(document["b"], path) is not None
        if path != "utilisation" or any(document[side][path] != document[side]["occupancy"] for side in "ab")
        # Of runs of which the same came, few figures can be others.
        if at(document["delta"], path) or not (document["identical"] or path in _IF_CHANGED)
    ]
    head = ["measure", "a", "b", "change", "95% interval", ""]
    if not _is_certain(document):
        head, rows = head[:4], [row[:4] for row in rows]
    return table(head, rows, caption="What came of it", stacked="measures")


def _is_certain(document: Document) -> bool:
    """Whether any change of all cases has an interval to be shown."""
    shown = (at(document["interval"], path) for _, path, _ in _MEASURES)
    return not document["identical"] and any(each is not None for each in shown)


def _row(title: str, path: str, kind: str, document: Document) -> list[Content]:
    interval, why_not = at(document["interval"], path), at(document["no_interval"], path)
    return [
        title,
        _VALUES[kind](at(document["a"], path)),
        _VALUES[kind](at(document["b"], path)),
        change(at(document["delta"], path), kind),
        span(interval, kind, why_not),
        verdict(interval, why_not),
    ]


def change(value: float | None, kind: str) -> str:
    """Return a change with its sign; `=` where there is none, `≈0` where it is too small to be written."""
    return NOTHING if value is None else signed(value, _CHANGES[kind](abs(value)))


def span(interval: Sequence[float] | None, kind: str, why_not: Mapping[str, Any] | None = None) -> str:
    """Return an interval, or that there are too few for one; nothing where none is worked out."""
    if interval is None:
        return f"too few ({why_not['count']:,})" if why_not else ""
    return " … ".join(change(edge, kind) if edge else _CHANGES[kind](0) for edge in interval)


def verdict(interval: Sequence[float] | None, why_not: Mapping[str, Any] | None = None) -> str:
    """Return whether a change may be chance, in words; nothing where no interval is worked out."""
    if interval is None:
        return "unknown" if why_not else ""
    return "may be chance" if interval[0] <= 0 <= interval[1] else "more than chance"


def at(found: Any, path: str) -> Any:
    """Return what stands at a path of keys, None where there is nothing."""
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _queues(document: Document) -> Html:
    sides = [{each["name"]: each for each in document[key]["queues"]} for key in ("a", "b")]
    deltas = {each["name"]: each for each in document["delta"].get("queues", [])}
    sure, why_not = (
        {each["name"]: each for each in document[key].get("queues", [])}
        for key in ("interval", "no_interval")
    )
    rows = []

    def by_how_much(name: str) -> tuple[bool, float]:
        # A queue that only one run has comes before those that changed, the largest first.
        found = at(deltas[name], "wait.mean")
        if found is not None:
            return True, -abs(found)
        return False, -max(at(side.get(name), "cases.arrived") or 0 for side in sides)

    for name in sorted(deltas, key=by_how_much):
        delta = deltas[name]
        interval, why = (at(each.get(name), "wait.mean") for each in (sure, why_not))
        why = why if at(delta, "wait.mean") is not None else None
        rows.append(
            [
                named(name),
                *(duration(at(side.get(name), "wait.mean")) for side in sides),
                change(at(delta, "wait.mean"), "time"),
                span(interval, "time", why),
                verdict(interval, why),
                change(at(delta, "service_level.fraction"), "share"),
                change(at(delta, "cases.withdrawn"), "count"),
            ]
        )
    head = ["queue", "mean wait a", "b", "change", "95% interval", "", "in time", "withdrawn"]
    if not _is_certain(document):
        head, rows = head[:4] + head[6:], [row[:4] + row[6:] for row in rows]
    return table(head, rows, caption="By queue", stacked="measures")


def _changed(document: Document, title: str, sign: int) -> Html | None:
    found = [each for each in document["changed"] if each["delta_seconds"] * sign > 0]
    if not found:
        return None
    rows = (
        [
            _case(each["case_id"]),
            _where(each["a"]),
            _where(each["b"]),
            duration(each["a"]["wait_seconds"]),
            duration(each["b"]["wait_seconds"]),
            change(each["delta_seconds"], "time"),
        ]
        for each in found
    )
    head = ["case", "a: queue, agent", "b: queue, agent", "wait a", "b", "change"]
    return table(head, rows, texts=3, caption=title, stacked="cases")


def _case(case_id: str) -> Html:
    """Return the id of a case in one piece, unless it is so long that it takes up a line."""
    return tag("bdi", case_id, class_="id" if len(case_id) <= _IN_ONE_PIECE else None)


def _where(side: Mapping[str, Any]) -> Html:
    return markup(named(side["queue"]), ", ", named(side["agent"]))
