"""A case file and an events file → their tables: the door of the room.

The events come first, as far as they can be judged without the cases; then the cases; then the two are
linked. Everything that is wrong with either ends in one error, so that a user corrects a file once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from wscli.cases.case_rows import CASE_FIELDS, CaseReader, attributes_of
from wscli.cases.event_rows import AN_EVENT_LOG, EVENT_FIELDS, REQUIRED_FIELDS, EventReader, Events, link
from wscli.cases.header import Layout
from wscli.cases.instants import InstantReader, check_time_format
from wscli.cases.meter import Meter
from wscli.cases.problems import BadRows, refuse
from wscli.cases.rows import read_records
from wscli.cases.sources import STDIN, format_of, open_source, shown_name
from wscli.cases.table import CaseFormat, CaseTable, EventTable, Format
from wscli.cases.vocabulary import Vocabulary
from wscli.errors import Usage


def read_inputs(
    cases_source: str,
    events_source: str | None,
    format: Format,
    vocabulary: Vocabulary,
    *,
    wanted: frozenset[str] = frozenset(),
    handle_optional: bool = False,
    stdin: BinaryIO | None = None,
    meter: Meter | None = None,
) -> tuple[CaseTable, EventTable | None]:
    """Read the cases and, if there are any, the events (interface §6); `-` is `stdin`.

    `wanted` are the attributes that conditions mention. `handle_optional` says that `--handle-time` fills
    what `handle_seconds` leaves out. Of `format`, `mapping` and `case_format` are about the case file only.
    `meter` tells another thread how far the reading is.

    Raises `Invalid` with the problems of both files, each with file and line: the first 20 bad rows of each
    file, and the count of all in the message. With `skip_bad_rows` bad rows are dropped and counted in
    `skipped`, and only what breaks a file is an error. `NotFound`: a file is missing; `Failed`: it cannot be
    read; `Usage`: both are stdin.
    """
    if cases_source == events_source == STDIN:
        raise Usage(
            "cases and events cannot both come from standard input", hint="give one of them as a file"
        )
    if format.time_format is not None:
        check_time_format(format.time_format)
    meter = meter or Meter()
    instant = InstantReader(format.zone, format.time_format).read
    judged = [BadRows(shown_name(cases_source))]
    events = None
    if events_source is not None:
        judged.append(BadRows(shown_name(events_source)))
        events = _read_events(events_source, format, vocabulary, instant, judged[1], stdin, meter)
    finished = events.finished if events else set()
    # where the events file is broken, nobody knows which cases it would have finished
    handle_optional = handle_optional or any(bad.breaks for bad in judged)
    layout = Layout(
        fields=CASE_FIELDS,
        required=CASE_FIELDS[: 2 if handle_optional or finished else 3],
        attributes=attributes_of(wanted),
        mapping=format.mapping,
    )
    reader = CaseReader(
        layout,
        judged[0],
        vocabulary,
        instant,
        handle_optional=handle_optional,
        finished=finished,
        skip_bad_rows=format.skip_bad_rows,
    )
    cases = _read_cases(cases_source, format, layout, reader, judged[0], stdin, meter)
    if events and not any(bad.breaks for bad in judged):
        link(events, cases, reader.rejected, judged[1])
    refuse(judged, skip_bad_rows=format.skip_bad_rows)
    cases.skipped = judged[0].count
    if events is None:
        return cases, None
    events.table.skipped = judged[1].count
    return cases, events.table


def _read_events(
    source: str,
    format: Format,
    vocabulary: Vocabulary,
    instant: Callable[[str], int],
    bad: BadRows,
    stdin: BinaryIO | None,
    meter: Meter,
) -> Events:
    layout = Layout(fields=EVENT_FIELDS, required=REQUIRED_FIELDS, renames=False, mistaken=AN_EVENT_LOG)
    case_format = format_of(source) or CaseFormat.CSV
    reader = EventReader(bad, vocabulary, instant, skip_bad_rows=format.skip_bad_rows)
    with open_source(source, stdin, case_format) as opened:
        meter.begin("events", opened, reader.events.table)
        events = reader.read(read_records(opened, layout, bad))
        if not bad.breaks:
            events.table.fingerprint = opened.fingerprint()
        return events


def _read_cases(
    source: str,
    format: Format,
    layout: Layout,
    reader: CaseReader,
    bad: BadRows,
    stdin: BinaryIO | None,
    meter: Meter,
) -> CaseTable:
    case_format = format.case_format or format_of(source) or CaseFormat.CSV
    with open_source(source, stdin, case_format) as opened:
        meter.begin("cases", opened, reader.table)
        table = reader.read(read_records(opened, layout, bad))
        if not bad.breaks:
            table.fingerprint = opened.fingerprint()
    if not table.ids and not bad.breaks and (format.skip_bad_rows or not bad.count):
        message = (
            f"no cases in {bad.file}" if not bad.count else f"no cases left in {bad.file}: every row is bad"
        )
        bad.broken("file", message, "a case needs a row with case_id and arrived_at")
    return table
