"""The summary as people read it: totals and waits first, then a table each of queues, workstreams, agents."""

from __future__ import annotations

from typing import Any

from wscli.session import Column, Session

Row = dict[str, Any]
_LEFT_OUT = "–"


def duration(seconds: float | None) -> str:
    """Return seconds as people read them: two units at most, tenths below a minute."""
    from wscli.model.duration import write_duration

    if seconds is None:
        return _LEFT_OUT
    if 0 < seconds < 59.95 and seconds != int(seconds):
        return f"{seconds:.1f}s" if seconds >= 0.05 else "<0.1s"
    whole = round(seconds)
    for size in (86_400, 3_600, 60):
        if whole >= size:
            step = max(size // {86_400: 24, 3_600: 60, 60: 60}[size], 1)
            whole = round(whole / step) * step
            break
    return write_duration(whole * 1000) if whole else "0s"


def percent(share: float | None) -> str:
    """Return a share as a percentage."""
    return _LEFT_OUT if share is None else f"{share:.1%}"


def show(session: Session, summary: Row) -> None:
    """Write the summary to stdout."""
    out = session.stdout
    for line in _head(summary):
        out.write(line + "\n")
    for title, rows, columns in (
        ("Queues", [_place(each) for each in summary["queues"]], _PLACE),
        ("Workstreams", [_place(each) for each in summary["workstreams"]], _PLACE),
        ("Agents", [_agent(each) for each in summary["agents"]], _AGENT),
    ):
        if rows:
            out.write(f"\n{title}\n")
            session.emit_rows(rows, columns)
    _notes(session, summary)


def _head(summary: Row) -> list[str]:
    cases, wait, handle = summary["cases"], summary["wait"], summary["handle"]
    level, offers, picks = summary["service_level"], summary["offers"], summary["picks"]
    ended = [("resolved", "resolved"), ("auto_closed", "auto-closed"), ("withdrawn", "withdrawn")]
    left = [
        ("active", "active"),
        ("waiting", "waiting"),
        ("open", "open"),
        ("undistributed", "undistributed"),
    ]
    # An undistributed case is Open as well; here each case is counted once.
    counts = {**cases, "open": cases["open"] - cases["undistributed"]}
    parts = [f"{counts[key]:,} {word}" for key, word in ended + left if counts[key] or key == "resolved"]
    lines = [
        f"{summary['from']} – {summary['until']}  ({duration(summary['simulated_seconds'])})",
        "",
        f"Cases          {cases['arrived']:,} arrived: {', '.join(parts)}",
        f"Wait           mean {duration(wait['mean'])}, median {duration(wait['p50'])}, "
        f"p90 {duration(wait['p90'])}, p95 {duration(wait['p95'])}, longest {duration(wait['max'])}",
        f"Service level  {percent(level['fraction'])} of {level['answered']:,} answered "
        f"in less than {duration(level['threshold'])}",
        f"Handle time    mean {duration(handle['mean'])}, median {duration(handle['p50'])}, "
        f"p90 {duration(handle['p90'])}",
        f"Agents         occupancy {percent(summary['occupancy'])}, "
        f"utilisation {percent(summary['utilisation'])}",
        f"Backlog        at most {summary['backlog']['max']:,}, "
        f"on average {summary['backlog']['mean'] or 0:.1f}",
    ]
    if offers["made"]:
        lines.append(
            f"Offers         {offers['made']:,} made: {offers['accepted']:,} accepted, "
            f"{offers['declined']:,} declined, {offers['timed_out']:,} timed out, "
            f"{offers['cancelled']:,} cancelled"
        )
    if picks["made"]:
        lines.append(f"Picks          {picks['made']:,}, {picks['over_capacity']:,} of them over capacity")
    return lines


_PLACE = (
    Column("name", ""),
    Column("arrived"),
    Column("closed"),
    Column("withdrawn", "withdr."),
    Column("open"),
    Column("mean_wait", "mean wait"),
    Column("p95_wait", "p95 wait"),
    Column("level", "in time"),
    Column("backlog", "backlog"),
)
_AGENT = (
    Column("name", ""),
    Column("handled"),
    Column("offers"),
    Column("missed"),
    Column("picks"),
    Column("occupancy"),
    Column("utilisation"),
    Column("signed_in", "signed in"),
)


def _place(each: Row) -> Row:
    cases, wait = each["cases"], each["wait"]
    return {
        "name": each["name"],
        "arrived": cases["arrived"],
        "closed": cases["closed"],
        "withdrawn": cases["withdrawn"],
        "open": cases["open"],
        "mean_wait": duration(wait["mean"]),
        "p95_wait": duration(wait["p95"]),
        "level": percent(each["service_level"]["fraction"]),
        "backlog": each["backlog"]["max"],
    }


def _agent(each: Row) -> Row:
    offers = each["offers"]
    return {
        "name": each["name"],
        "handled": each["handled"],
        "offers": offers["made"],
        "missed": offers["declined"] + offers["timed_out"],
        "picks": each["picks"]["made"],
        "occupancy": percent(each["occupancy"]),
        "utilisation": percent(each["utilisation"]),
        "signed_in": duration(each["signed_in_seconds"]),
    }


def _notes(session: Session, summary: Row) -> None:
    """Say what was left out, refused or assumed: below the tables, on stderr."""
    for reason, number in summary["undistributed_reasons"].items():
        session.warn(f"{_were(number, 'case')} not distributed: {reason}")
    if summary["skipped_rows"]:
        session.warn(f"{_were(summary['skipped_rows'], 'bad row')} skipped")
    for reason, number in summary["refused_events"].items():
        session.warn(f"{_were(number, 'event row')} refused: {reason}")
    for assumption in summary["assumptions"]:
        session.say(f"note: {assumption}")


def _were(number: int, what: str) -> str:
    return f"{number:,} {what} was" if number == 1 else f"{number:,} {what}s were"
