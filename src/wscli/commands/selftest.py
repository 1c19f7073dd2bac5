"""The documented vectors, replayed on this installation (interface §7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wscli.model.terms import Semantics
from wscli.session import Column, Format, Session, current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wscli.conformance.vectors import Vector
    from wscli.selftest import Verdict

COLUMNS = (
    Column("id"),
    Column("title", "what"),
    Column("document", "source"),
    Column("result"),
    Column("source", table=False),
    Column("why", table=False),
)
ABSENT = (Column("id"), Column("title", "what"), Column("why"))


def selftest(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="V1, T1, R1 …; all if none is named")
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Print what is replayed and expected instead, as documents")
    ] = False,
) -> None:
    """Replay the documented vectors and compare: what the product's own pages say has to come out.

    V are examples of the product's documentation, T whole traces worked out by hand or by others, R rules
    of the rulebook. Nothing is stored. Exit code 1 if one does not hold.

    Examples:

        wscli selftest
        wscli selftest V3 R1 --show
    """
    from wscli.conformance.vectors import named, read_vectors

    session = current()
    chosen = named(read_vectors(), ids or ())
    if show:
        _show(session, chosen)
        return
    from wscli.selftest import judge

    verdicts = [judge(vector) for vector in chosen]
    _list(session, verdicts)
    _conclude(session, verdicts)


def _list(session: Session, verdicts: Sequence[Verdict]) -> None:
    """Write the verdicts: to people what was replayed first, then what these semantics leave out."""
    records = [verdict.record() for verdict in verdicts]
    if session.format is not Format.TABLE or session.fields is not None:
        session.emit_rows(records, COLUMNS)
        return
    replayed = [record for record in records if record["result"] != "not-modelled"]
    absent = [record for record in records if record["result"] == "not-modelled"]
    session.emit_rows(replayed, COLUMNS)
    if absent:
        heading = f"Not part of {Semantics.CLASSIC_2019}\n"
        session.stdout.write(f"\n{heading}" if replayed else heading)
        session.emit_rows(absent, ABSENT)


def _conclude(session: Session, verdicts: Sequence[Verdict]) -> None:
    """Say how many hold; raises Failed with the first row that differs of each that does not."""
    from wscli.errors import Failed, Problem
    from wscli.selftest import Result

    replayed = [verdict for verdict in verdicts if verdict.result is not Result.NOT_MODELLED]
    failing = [verdict for verdict in replayed if verdict.result is Result.FAILS]
    if failing:
        hold = "does not hold" if len(failing) == 1 else "do not hold"
        raise Failed(
            f"{len(failing)} of {len(replayed)} vectors {hold}",
            problems=[Problem(path=verdict.vector.id, message=verdict.why or "") for verdict in failing],
            hint=f"`wscli selftest {failing[0].vector.id} --show` prints what is replayed and expected",
        )
    if replayed:
        session.say(f"{len(replayed)} of {len(replayed)} hold")


def _show(session: Session, vectors: Sequence[Vector]) -> None:
    """Write the files as they are, or as an array; like every document, whatever WSCLI_OUTPUT says."""
    from wscli import documents
    from wscli.errors import Invalid

    format = session.output or Format.YAML
    if format is Format.YAML:
        session.stdout.write("---\n".join(vector.text for vector in vectors))
    elif format is Format.JSON:
        documents.dump_json([vector.raw for vector in vectors], session.stdout)
    else:
        raise Invalid(f"a document is yaml or json, not {format}, in --output", hint="leave -o out for YAML")
