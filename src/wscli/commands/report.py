"""A saved run as a page to hand over (interface §7)."""

from __future__ import annotations

from typing import Annotated

import typer

from wscli.commands._complete import saved_runs
from wscli.commands._options import CasesMoved, EventsMoved
from wscli.session import current


def report(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Its name or number", autocompletion=saved_runs)],
    html: Annotated[
        str, typer.Option("--html", metavar="FILE", help="The page to write, .html; - is stdout")
    ],
    candidate: Annotated[
        str | None,
        typer.Argument(
            metavar="B", help="A second run: the page is of it, held against RUN", autocompletion=saved_runs
        ),
    ] = None,
    cases: CasesMoved = None,
    events: EventsMoved = None,
) -> None:
    """Write a saved run as one HTML page, for people who use no terminal.

    The run is repeated from what is stored and its files, and drawn: key figures with their definitions, what
    stands out, open cases and staffing, waits, agents, who held what when. The page is one file that needs no
    network and runs no script. Of two runs it also says what B changes, as `runs compare RUN B` does.

    Examples:

        wscli report baseline --html baseline.html
        wscli report baseline candidate --html decision.html
        wscli report baseline --cases archive/2026-03.csv.gz --html march.html
    """
    from wscli.commands import _page

    session = current()
    session.expect_fields(_page.FIELDS)
    _page.write(session, _page.Wanted(run=run, candidate=candidate, html=html, cases=cases, events=events))
