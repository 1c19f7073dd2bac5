"""What one run changes against another: a section on top of the page, from the document of a comparison.

Nothing is compared here; what is shown stands in the document (interface §7). Every change is b − a, with its
sign, and where there is an interval it is said in words whether the change may be chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from wscli.amounts import NOTHING, count, number, percent
from wscli.report.html.charts.both import both
from wscli.report.html.charts.chart import figure
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

_VALUES: Mapping[str, Words] = {"time": duration, "share": percent, "count": number}
_CHANGES: Mapping[str, Words] = {
    "time": duration,
    "share": lambda share: f"{100 * share:.1f} points",
    "count": number,
}


def section(document: Document, before: Facts, after: Facts) -> Html:
    """Return the section: what differs, what it changes, for whom."""
    return tag("section", tag("h2", "What changes"), _content(document, before, after))


def _content(document: Document, before: Facts, after: Facts) -> Iterator[Content]:
    labels = document["labels"]
    yield tag("p", "a is ", named(labels["a"]), ", b is ", named(labels["b"]), ". Changes are b − a.")
    if document["identical"]:
        yield tag("p", tag("strong", "The same became of every case in both runs."))
    yield tag("p", _pairing(document))
    yield _differences(document)
    if not document["identical"]:
        yield from _came_of_it(document, before, after)
    yield tag("p", "From here on the page is of b, ", named(labels["b"]), ".")


def _came_of_it(document: Document, before: Facts, after: Facts) -> Iterator[Content]:
    yield _measures(document)
    yield tag("p", document["method"], class_="beside")
    yield figure(both(before, after))
    yield _queues(document)
    yield _changed(document)


def _pairing(document: Document) -> str:
    cases = document["cases"]
    if not document["paired"]:
        return (
            f"The runs are compared as two groups, {count(cases['a'], 'case')} and {cases['b']:,}: "
            f"{document['why_unpaired']}."
        )
    said = [
        f"{cases[kind]['count']:,} waited {word} (on average by {duration(cases[kind]['mean_seconds'])})"
        for kind, word in (("better", "less"), ("worse", "longer"))
        if cases[kind]["count"]
    ]
    said.append(f"{cases['same']:,} as long")
    both_answered = f"Of the {cases['answered_in_both']:,} that were answered in both"
    return f"The same {count(cases['a'], 'case')} in both. {both_answered}, {', '.join(said)}."


def _differences(document: Document) -> Html:
    found = document["differences"]
    if not found:
        return tag("p", "Nothing was configured otherwise, and nothing else went in otherwise.")
    rows = ([tag("code", each["path"]), _plain(each["a"]), _plain(each["b"])] for each in found)
    return table(["what differs", "a", "b"], rows, texts=3, caption="What went in otherwise")


def _plain(value: Any) -> str:
    """Return a value of the configuration on one line, cut where it goes on and on."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        text = ", ".join(f"{key}: {_plain(each)}" for key, each in value.items())
    elif isinstance(value, list | tuple):
        text = ", ".join(map(_plain, value))
    else:
        text = str(value)
    return text if len(text) <= 300 else text[:299] + "…"


def _measures(document: Document) -> Html:
    rows = [
        _row(title, path, kind, document)
        for title, path, kind in _MEASURES
        if at(document["a"], path) is not None or at(document["b"], path) is not None
    ]
    head = ["measure", "a", "b", "change", "95% interval", ""]
    return table(head, rows, caption="What came of it")


def _row(title: str, path: str, kind: str, document: Document) -> list[Content]:
    interval = at(document["interval"], path)
    return [
        title,
        _VALUES[kind](at(document["a"], path)),
        _VALUES[kind](at(document["b"], path)),
        change(at(document["delta"], path), kind),
        span(interval, kind),
        verdict(interval),
    ]


def change(value: float | None, kind: str) -> str:
    """Return a change with its sign; `=` where there is none."""
    if value is None:
        return NOTHING
    if not value:
        return "="
    return f"{'+' if value > 0 else '−'}{_CHANGES[kind](abs(value))}"


def span(interval: Sequence[float] | None, kind: str) -> str:
    """Return an interval; nothing where there is none."""
    if interval is None:
        return ""
    return " … ".join(change(edge, kind) if edge else "0" for edge in interval)


def verdict(interval: Sequence[float] | None) -> str:
    """Return whether a change may be chance, in words; nothing where nobody can say."""
    if interval is None:
        return ""
    return "may be chance" if interval[0] <= 0 <= interval[1] else "more than chance"


def at(found: Any, path: str) -> Any:
    """Return what stands at a path of keys, None where there is nothing."""
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _queues(document: Document) -> Html:
    sides = [{each["name"]: each for each in document[key]["queues"]} for key in ("a", "b")]
    deltas = {each["name"]: each for each in document["delta"].get("queues", [])}
    intervals = {each["name"]: each for each in document["interval"].get("queues", [])}
    rows = []
    for name, delta in deltas.items():
        interval = at(intervals.get(name), "wait.mean")
        rows.append(
            [
                named(name),
                *(duration(at(side.get(name), "wait.mean")) for side in sides),
                change(at(delta, "wait.mean"), "time"),
                span(interval, "time"),
                change(at(delta, "service_level.fraction"), "share"),
                change(at(delta, "cases.withdrawn"), "count"),
            ]
        )
    head = ["queue", "mean wait a", "b", "change", "95% interval", "in time", "withdrawn"]
    return table(head, rows, caption="By queue")


def _changed(document: Document) -> Html | None:
    found = [each for each in document["changed"] if each["delta_seconds"]]
    if not found:
        return None
    rows = (
        [
            named(each["case_id"]),
            _where(each["a"]),
            _where(each["b"]),
            duration(each["a"]["wait_seconds"]),
            duration(each["b"]["wait_seconds"]),
            change(each["delta_seconds"], "time"),
        ]
        for each in found
    )
    head = ["case", "a: queue, agent", "b: queue, agent", "wait a", "b", "change"]
    return table(head, rows, texts=3, caption="The cases whose wait changed most")


def _where(side: Mapping[str, Any]) -> Html:
    return markup(named(side["queue"]), ", ", named(side["agent"]))
