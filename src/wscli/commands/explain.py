"""Why a case went as it did, and what an agent saw: by running again with an observer (interface §7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from wscli.commands._complete import saved_runs
from wscli.commands._run_options import options_of, with_run_options
from wscli.errors import Usage
from wscli.session import Format, Session, current

if TYPE_CHECKING:
    from wscli.dryrun.inputs import Inputs
    from wscli.dryrun.invocation import Commands
    from wscli.dryrun.request import Options, Request
    from wscli.model.organisation import Organisation


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
        str | None,
        typer.Option(
            "--at",
            metavar="T",
            help="What --agent held, saw and could have taken then: 09:10, 2026-03-02T09:10, +2h",
        ),
    ] = None,
    saved: Annotated[
        str | None,
        typer.Option(
            "--run",
            metavar="RUN",
            autocompletion=saved_runs,
            help="Of a saved run, in place of CASES and options",
        ),
    ] = None,
    moved: Annotated[
        str | None,
        typer.Option("--cases", metavar="FILE", help="With --run: where its case file is now"),
    ] = None,
    **run: Any,
) -> None:
    """Say why: the branch and the rule that matched, each attempt to place the case, what ended each wait.

    The cases are run again as `simulate` would run them, so give the same options; nothing is changed. With
    --run configuration, options and files are those of a saved run: then only --set and --overlay may be
    given, which change its configuration, and --events where that file is elsewhere now.

    Examples:

        wscli explain C-17 cases.csv -f centre.yaml --events sign-ins.csv
        wscli explain C-17 cases.csv -f centre.yaml --agent ben
        wscli explain C-17 --run baseline
        wscli explain --agent ben --at 2026-03-02T09:10 --run baseline
    """
    from wscli.commands import _explanation
    from wscli.dryrun import explaining
    from wscli.dryrun.stages import Doing

    session = current()
    places = [each for each in (first, second) if each is not None]
    case_id, cases = _places(places, agent, at, saved, moved)
    options = options_of(run)
    asked = _of_files(session, cases, options) if saved is None else _of_run(session, saved, moved, options)
    organisation, read, request, commands, name = asked
    with session.progress(Doing("running the cases again")):
        if case_id is not None:
            facts = explaining.explain_case(
                organisation, read, request, case_id, agent=agent, commands=commands
            )
        else:
            facts = explaining.explain_agent(
                organisation, read, request, agent or "", at or "", commands=commands
            )
    facts["run"] = name
    if session.format is Format.TABLE and session.fields is None:
        _explanation.show(session, facts)
    else:
        session.emit_object(facts)


class _Asked(NamedTuple):
    """The run that is asked about, ready to be made once more, and commands that ask further."""

    organisation: Organisation
    inputs: Inputs
    request: Request
    commands: Commands
    run: str | None = None


def _of_files(session: Session, cases: str, options: Options) -> _Asked:
    from wscli.dryrun import inputs
    from wscli.dryrun.invocation import Commands
    from wscli.dryrun.request import understand

    inputs.check_places(cases, options)
    # What is to be warned of was said when the configuration was made, and is when the cases are simulated.
    organisation, _ = inputs.configuration(session.store(), options, session.stdin)
    request = understand(options, organisation)
    read = inputs.read(cases, request, organisation, None, session.progress)
    return _Asked(organisation, read, request, Commands.of(cases, options))


def _of_run(session: Session, name: str, cases: str | None, options: Options) -> _Asked:
    """Return a saved run, its configuration changed by --set and --overlay; warns of files that differ."""
    from wscli.dryrun import inputs, invocation, repeating

    own = [each for each in invocation.given(options) if each not in ("overlay", "settings", "events")]
    if own:
        raise Usage(
            f"{', '.join(map(invocation.flag, own))} cannot be given with --run: a saved run has its own",
            hint="--set and --overlay change its configuration; other options go with CASES",
        )
    inputs.check_places(cases or "", options)
    saved = session.store().run(name)
    ready = repeating.prepare(
        saved,
        cases,
        options.events,
        lambda stored: inputs.what_if(stored, options, session.stdin)[0],
        session.progress,
    )
    for change in ready.changed:
        session.warn(change)
    commands = invocation.Commands.of_run(saved.name, options, cases, read=saved.options)
    return _Asked(ready.organisation, ready.inputs, ready.request, commands, saved.name)


def _places(
    places: list[str], agent: str | None, at: str | None, saved: str | None, moved: str | None
) -> tuple[str | None, str]:
    """Return the case, None with --at, and the case file, empty with --run; raises Usage."""
    see = "see `wscli explain --help`"
    if at is not None and agent is None:
        raise Usage("missing option --agent, in `wscli explain --at`", hint="whose state do you ask for?")
    if moved is not None and saved is None:
        raise Usage(
            "--cases says where the file of a saved run is now", hint="without --run CASES is an argument"
        )
    wanted = [*(["CASE_ID"] if at is None else []), *(["CASES"] if saved is None else [])]
    if len(places) < len(wanted):
        missing = wanted[len(places) :]
        if agent is not None and "CASE_ID" in wanted and (len(missing) == len(wanted) or _is_file(places)):
            missing, see = wanted[: len(missing)], f"give a case, or --at for what {agent} held at a time"
        raise Usage(f"missing argument {', '.join(missing)}, in `wscli explain`", hint=see)
    if len(places) > len(wanted):
        # A case that goes with no --at is the one too many: it stands before the file.
        odd = places[0] if at is not None else places[len(wanted)]
        hint = "--at asks for an agent, not for a case: leave one of them out" if at is not None else see
        if saved is not None and at is None:
            hint = "--run has its own cases; --cases FILE says where the file is now"
        raise Usage(f"unexpected argument {odd!r}, in `wscli explain`", hint=hint)
    return (None if at is not None else places[0]), ("" if saved is not None else places[-1])


def _is_file(places: list[str]) -> bool:
    from pathlib import Path

    return places == ["-"] or Path(places[0]).is_file()
