"""The page: its sections in order, and the document around them.

What decides stands first: what was run, the key figures, what stands out. Then the charts, each with its
figures; how the run was made, and can be made again, stands last. The document refers to nothing outside, and
its policy forbids the browser to load or run anything but the style that it has the hash of.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any

from wscli.report.html import figures
from wscli.report.html.against import lede, section
from wscli.report.html.charts.agents import occupancy
from wscli.report.html.charts.backlog import backlog
from wscli.report.html.charts.chart import Chart, figure
from wscli.report.html.charts.holding import holding
from wscli.report.html.charts.offers import offers
from wscli.report.html.charts.waits import waits
from wscli.report.html.facts import Facts, gather
from wscli.report.html.markup import Content, Html, block, markup, named, stylesheet, table, tag
from wscli.report.html.subject import Subject


def page(
    subject: Subject, against: Subject | None = None, comparison: Mapping[str, Any] | None = None
) -> str:
    """Return the page as text; raises Failed where the library that draws the charts is missing.

    Of two runs, `comparison` is the document that holds `subject` against `against` (interface §7).
    """
    facts = gather(subject)
    changes = None
    if against is not None and comparison is not None:
        changes = section(comparison, gather(against), facts)
    css = files("wscli.report.html").joinpath("style.css").read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src 'sha256-{_hash(css)}'; base-uri 'none'; form-action 'none'"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        # The name, not the value: `http-equiv` is no identifier.
        tag("meta", **{"http-equiv": "Content-Security-Policy", "content": policy}),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content=f"wscli {subject.summary['version']}"),
        tag("title", f"{subject.name} – wscli report"),
        stylesheet(css),
    )
    body = tag(
        "body", tag("header", _title(subject, against, comparison)), tag("main", changes, _sections(facts))
    )
    return "<!doctype html>\n" + tag("html", head, body, lang="en") + "\n"


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode("ascii")


def _title(subject: Subject, against: Subject | None, comparison: Mapping[str, Any] | None) -> Html:
    summary = subject.summary
    files_read = [markup("from ", tag("code", each.path)) for each in subject.files if each.role == "cases"]
    return markup(
        tag("p", "Dry run", class_="kind"),
        tag("h1", named(subject.name), [" against ", named(against.name)] if against else None),
        lede(comparison, is_stored=_differ(subject, against))
        if comparison
        else tag("p", figures.lede(summary), class_="lede"),
        tag(
            "p",
            f"{_moment(summary['from'])} – {_moment(summary['until'])} ",
            f"({summary['settings']['timezone']}) ",
            files_read,
            class_="beside",
        ),
        [_warnings(each) for each in (against, subject) if each],
    )


def _moment(text: str) -> str:
    """Return an instant without the `T`, and without what is zero anyway."""
    return text.replace("T", " ").replace(".000", "").removesuffix("Z")


def _differ(subject: Subject, against: Subject | None) -> bool:
    """Whether a run comes out otherwise than it is stored, or may."""
    return any(each.warnings for each in (subject, against) if each)


def _warnings(subject: Subject) -> Html | None:
    if not subject.warnings:
        return None
    return tag(
        "aside",
        tag("strong", "This is not quite the run ", named(subject.name), " that was saved."),
        tag(
            "ul",
            (tag("li", each.message, f" ({each.hint})" if each.hint else None) for each in subject.warnings),
        ),
        class_="warning",
    )


def _sections(facts: Facts) -> Iterator[Html]:
    summary = facts.subject.summary
    yield _section("Key figures", figures.cards(summary))
    yield _findings(facts.subject)
    yield _section("Over time", _drawn(backlog(facts), "Nothing happened in this run."))
    yield _section(
        "Waits",
        _drawn(waits(facts), "No case was answered, so there are no waits to show."),
        figures.places(summary, "queues", "Queues"),
        figures.places(summary, "workstreams", "Workstreams") if len(summary["workstreams"]) > 1 else None,
    )
    yield _section(
        "Agents",
        _drawn(occupancy(facts), "Nobody with a capacity was signed in."),
        _drawn(holding(facts), "Nobody held anything."),
        figures.agents(summary) if summary["agents"] else None,
    )
    yield _section(
        "Offers and picks",
        _drawn(offers(facts), "No offer was made: what was handed out was assigned or picked."),
        figures.offers(summary),
    )
    yield _section("Not distributed", figures.undistributed(summary))
    yield _assumptions(facts.subject)
    yield _made(facts.subject)


def _section(title: str, *content: Content) -> Html:
    return tag("section", tag("h2", title), content)


def _drawn(chart: Chart | None, instead: str) -> Html:
    return figure(chart) if chart else tag("p", instead)


def _findings(subject: Subject) -> Html:
    findings = subject.summary.get("findings", [])
    if not findings:
        return _section("What stands out", tag("p", "Nothing that the program looks for."))
    entries = [
        tag("li", each["message"], tag("code", each["command"]) if each.get("command") else None)
        for each in findings
    ]
    return _section("What stands out", tag("ol", entries, class_="findings"))


def _assumptions(subject: Subject) -> Html:
    summary = subject.summary
    said = list(summary["assumptions"])
    if summary["skipped_rows"]:
        said.append(f"bad rows left out: {summary['skipped_rows']:,}")
    said += [
        f"event rows that could not apply ({reason}): {count:,}"
        for reason, count in summary["refused_events"].items()
    ]
    return _section(
        "Assumptions",
        tag(
            "p",
            "The cases, and the handle times that they have, are taken as they were; what the rules of "
            "distribution would have done with them is worked out. Nothing is forecast.",
        ),
        tag("ul", (tag("li", each) for each in said)) if said else None,
    )


def _made(subject: Subject) -> Html:
    summary = subject.summary
    stated = [
        ("run", named(subject.name)),
        ("saved", _moment(subject.created_at) + " UTC"),
        ("rules", summary["semantics"]),
        ("seed", summary["seed"]),
        ("program", f"wscli {summary['version']}"),
        ("result", tag("code", summary["digest"], class_="long")),
    ]
    rows = [
        [each.role, tag("code", each.path), tag("code", each.sha256, class_="long"), f"{each.size:,}"]
        for each in subject.files
    ]
    given = [f"{name}: {_option(value)}" for name, value in subject.options.items() if name != "cases"]
    return _section(
        "How this was made, and can be made again",
        tag("dl", (markup(tag("dt", name), tag("dd", value)) for name, value in stated), class_="facts"),
        table(["file", "path", "SHA-256", "bytes"], rows, texts=3, caption="Files") if rows else None,
        tag("p", "Options: ", ", ".join(given), ".") if given else None,
        tag("p", "The same again, and whether the same comes of it:") if subject.repeat else None,
        block("\n".join(subject.repeat)) if subject.repeat else None,
        tag("details", tag("summary", "The configuration that was run"), block(subject.configuration)),
    )


def _option(value: object) -> str:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    if isinstance(value, dict):
        return " ".join(f"{key}={each}" for key, each in value.items())
    return "yes" if value is True else str(value)
