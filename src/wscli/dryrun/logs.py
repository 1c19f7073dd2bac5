"""The event log and the case log as files: CSV or JSON Lines, by the ending (interface §7).

A log is written beside its place and moved there when the run is over, so that a run that fails leaves
what was there before.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from wscli.errors import Failed, Invalid
from wscli.measures import seconds
from wscli.simulation import Outcome
from wscli.simulation.outcome import STATES

CASE_COLUMNS = (
    "case_id",
    "arrived_at",
    "queue",
    "workstream",
    "state",
    "outcome",
    "agent",
    "first_offered_at",
    "accepted_at",
    "closed_at",
    "offers",
    "declines",
    "timeouts",
    "transfers",
    "wait_seconds",
    "handle_seconds",
    "reason",
)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_QUARTER = 900_000
_Quarter = tuple[str, int, str]
"""The date and hour, the minute, and the offset at the beginning of a quarter of an hour."""

# A run writes millions of instants: to look two digits up takes a third of the time of formatting them.
_TWO_DIGITS = [f"{number:02d}" for number in range(60)]
_THREE_DIGITS = [f"{number:03d}" for number in range(1000)]
_FRACTIONS = ["", *(f".{digits}".rstrip("0") for digits in _THREE_DIGITS[1:])]


class Instants:
    """Writes epoch milliseconds as ISO 8601 with milliseconds and the zone's offset; `Z` for UTC."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self.utc = str(zone) == "UTC"
        self.quarters: dict[int, _Quarter | None] = {}

    def __call__(self, at: int) -> str:
        """Return the text of an instant; raises Invalid behind the year 9999."""
        quarter, rest = divmod(at, _QUARTER)
        try:
            known = self.quarters[quarter]
        except KeyError:
            known = self.quarters[quarter] = self._quarter(quarter)
        if known is None:
            return self._moment(at).isoformat(timespec="milliseconds")
        head, minute, tail = known
        minutes, milliseconds = divmod(rest, 60_000)
        whole, fraction = divmod(milliseconds, 1000)
        clock = f"{_TWO_DIGITS[minute + minutes]}:{_TWO_DIGITS[whole]}.{_THREE_DIGITS[fraction]}"
        return f"{head}:{clock}{tail}"

    def _quarter(self, quarter: int) -> _Quarter | None:
        """Work out a quarter of an hour once; None where its clock is not simply counted on."""
        # Some zones have had odd offsets (Monrovia, -00:44:30) or changed them at 00:01 (St John's).
        moment = self._moment(quarter * _QUARTER)
        offset = moment.utcoffset()
        if (
            offset is None
            or offset % timedelta(milliseconds=_QUARTER)
            or offset != self._moment((quarter + 1) * _QUARTER - 1).utcoffset()
        ):
            return None
        text = moment.isoformat(timespec="minutes")
        return text[:13], moment.minute, "Z" if self.utc else text[16:]

    def _moment(self, at: int) -> datetime:
        try:
            return (_EPOCH + timedelta(milliseconds=at)).astimezone(self.zone)
        except OverflowError:
            raise Invalid("the run goes on behind the year 9999", hint="--until ends it earlier") from None


def seconds_text(milliseconds: int) -> str:
    """Return seconds as a plain decimal without trailing zeros."""
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole}{_FRACTIONS[rest]}"


def require_place(path: Path) -> None:
    """Raise Failed where no file can be: found out before a run, not after it."""
    if path.is_dir():
        raise Failed(f"{path} cannot be written: it is a folder", hint="name a file in it")
    if not path.parent.is_dir():
        raise Failed(f"{path} cannot be written: there is no folder {path.parent}", hint="make it first")


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Give a stream whose text is at `path` once the block has ended well, packed as .gz; raises Failed."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.suffix.lower() == ".gz":
            with draft.open("wb") as stream, _packed(stream) as text:
                yield text
        else:
            with draft.open("w", encoding="utf-8", newline="") as text:
                yield text
        draft.replace(path)
    except OSError as error:
        raise Failed(f"{path} cannot be written: {error.strerror}", hint="choose another place") from error
    finally:
        draft.unlink(missing_ok=True)


def _packed(stream: BinaryIO) -> TextIO:
    """Return a text stream that is packed into another: with neither name nor time, so always alike."""
    import gzip
    import io

    packed = gzip.GzipFile("", "wb", 6, stream, mtime=0)
    return io.TextIOWrapper(cast("BinaryIO", packed), encoding="utf-8", newline="")


class LogWriter:
    """Writes rows of a log in the form that the file's ending says."""

    def __init__(self, stream: TextIO, columns: Sequence[str], *, lines: bool) -> None:
        self.stream = stream
        self.columns = columns
        self.lines = lines
        self.csv = csv.writer(stream, lineterminator="\n")
        if not lines:
            self.csv.writerow(columns)

    def write(self, row: Sequence[Any]) -> None:
        """Write one row; None is an empty field, `null` in JSON Lines."""
        if self.lines:
            record = dict(zip(self.columns, row, strict=True))
            self.stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        else:
            self.csv.writerow(row)


def case_rows(outcome: Outcome, zone: tzinfo, *, plain: bool) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the case log in case-file order.

    Seconds are numbers, or text where `plain`.
    """
    instant = Instants(zone)
    agents = [agent.name for agent in outcome.agents]
    lasting = seconds_text if plain else seconds
    ids = outcome.cases.ids
    for case in outcome.present():
        arrived, accepted, closed = outcome.cases.arrived[case], outcome.accepted[case], outcome.closed[case]
        queue, workstream, agent = outcome.queue[case], outcome.workstream[case], outcome.agent[case]
        offered = outcome.first_offered[case]
        handled = accepted >= 0 and closed >= 0
        yield (
            ids[case],
            instant(arrived),
            outcome.queue_names[queue] if queue >= 0 else None,
            outcome.workstream_names[workstream] if workstream >= 0 else None,
            STATES[outcome.state[case]],
            outcome.outcome_of(case),
            agents[agent] if agent >= 0 else None,
            instant(offered) if offered >= 0 else None,
            instant(accepted) if accepted >= 0 else None,
            instant(closed) if closed >= 0 else None,
            outcome.offers[case],
            outcome.declines[case],
            outcome.timeouts[case],
            outcome.transfers[case],
            lasting(accepted - arrived) if accepted >= 0 else None,
            lasting(outcome.active_ms[case]) if handled else None,
            outcome.reason_of(case) or None,
        )


def write_case_log(path: Path, outcome: Outcome, zone: tzinfo) -> None:
    """Write the case log; raises Failed."""
    lines = path.suffix.lower() == ".jsonl"
    with opened(path) as stream:
        writer = LogWriter(stream, CASE_COLUMNS, lines=lines)
        for row in case_rows(outcome, zone, plain=not lines):
            writer.write(row)
