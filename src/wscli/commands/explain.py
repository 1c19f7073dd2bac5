"""Why a case went as it did, and what an agent saw: by running again with an observer (interface §7)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wscli.commands._run_options import options_of, with_run_options
from wscli.errors import Usage
from wscli.session import Format, current


@with_run_options
def explain(
    first: Annotated[
        str | None, typer.Argument(metavar="CASE_ID", help="The case; left out where --at asks for an agent")
    ] = None,
    second: Annotated[
        str | None, typer.Argument(metavar="CASES", help="The case file, as simulate takes it")
    ] = None,
    agent: Annotated[str | None, typer.Option("--agent", metavar="NAME", help="Why not that one")] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="T", help="What --agent held, saw and could have taken then")
    ] = None,
    **run: Any,
) -> None:
    """Say why: the branch and the rule that matched, each attempt to place the case, what ended each wait.

    The cases are run again as `simulate` would run them, so give the same options; nothing is changed.

    Examples:

        wscli explain C-17 cases.csv -f centre.yaml --events sign-ins.csv
        wscli explain C-17 cases.csv -f centre.yaml --agent ben
        wscli explain --agent ben --at 2026-03-02T09:10 cases.csv -f centre.yaml
    """
    from wscli.commands import _explanation
    from wscli.dryrun import explaining, inputs
    from wscli.dryrun.invocation import Commands
    from wscli.dryrun.request import understand

    session = current()
    case_id, cases = _places([each for each in (first, second) if each is not None], agent, at)
    options = options_of(run)
    inputs.check_places(cases, options)
    # What is to be warned of was said when the configuration was made, and is when the cases are simulated.
    organisation, _ = inputs.configuration(session.store(), options, session.stdin)
    request = understand(options, organisation)
    read = inputs.read(cases, request, organisation, None)
    commands = Commands.of(cases, options)
    if case_id is not None:
        facts = explaining.explain_case(organisation, read, request, case_id, agent=agent, commands=commands)
    else:
        facts = explaining.explain_agent(
            organisation, read, request, agent or "", at or "", commands=commands
        )
    if session.format is Format.TABLE and session.fields is None:
        _explanation.show(session, facts)
    else:
        session.emit_object(facts)


def _places(places: list[str], agent: str | None, at: str | None) -> tuple[str | None, str]:
    """Return the case, None where an agent is asked for, and the case file; raises Usage."""
    see = "see `wscli explain --help`"
    if at is not None and agent is None:
        raise Usage("missing option --agent, in `wscli explain --at`", hint="whose state do you ask for?")
    wanted = ["CASES"] if at is not None else ["CASE_ID", "CASES"]
    if len(places) < len(wanted):
        raise Usage(f"missing argument {', '.join(wanted[len(places) :])}, in `wscli explain`", hint=see)
    if len(places) > len(wanted):
        raise Usage(
            f"unexpected argument {places[len(wanted)]!r}, in `wscli explain`",
            hint="--at asks for an agent, not for a case: leave one of them out" if at is not None else see,
        )
    return (None, places[0]) if at is not None else (places[0], places[1])
