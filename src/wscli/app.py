"""The front door: the table of commands, and the way from the command line to an exit code.

It imports nothing heavy at its top and answers a bare `--version` by itself, because shell scripts pay for
the start on every line and Typer alone costs five times the interpreter. All else is imported inside
`main`, so that Ctrl-C is quiet even while modules load. What a command does is in `wscli.commands`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from wscli import __version__

# name → where it is (a Typer app for a noun, a function for a verb) and what it is for, in one line
COMMANDS: Mapping[str, tuple[str, str]] = {
    "workstream": ("wscli.commands.workstream:app", "Create, list, show, change and delete workstreams"),
    "queue": ("wscli.commands.queue:app", "Create, list, show, change and delete queues"),
    "agent": ("wscli.commands.agent:app", "Create, list, show, change and delete agents"),
    "presence": ("wscli.commands.presence:app", "Create, list, show, change and delete own presences"),
    "skill": ("wscli.commands.skill:app", "Create, list, show, rename and delete skills"),
    "ruleset": ("wscli.commands.ruleset:app", "Rule sets and their rules: which queue a case goes to"),
    "flow": ("wscli.commands.flow:app", "Flows and their branches: which workstream a case gets"),
    "settings": ("wscli.commands.settings:app", "Show and change the settings of agents and simulation"),
    "validate": ("wscli.commands.validate:validate", "Judge configuration files, or what is stored"),
    "apply": ("wscli.commands.apply:apply", "Make the database say what configuration files say"),
    "diff": ("wscli.commands.diff:diff", "Show what apply would do"),
    "export": ("wscli.commands.export:export", "Write the configuration as one document"),
    "schema": ("wscli.commands.schema:schema", "Write the JSON Schema of the document"),
    "init": ("wscli.commands.init:init", "Write a small working configuration and case file"),
    "doctor": ("wscli.commands.doctor:doctor", "Say what this installation is, and whether it is well"),
    "simulate": ("wscli.commands.simulate:simulate", "Replay a case file through the routing rules"),
    "explain": ("wscli.commands.explain:explain", "Why this agent, why not that one, why nobody"),
    "runs": ("wscli.commands.runs:app", "List, show, export, repeat, compare and delete saved runs"),
    "report": ("wscli.commands.report:report", "Write a saved run as a page to hand over"),
    "replay": ("wscli.commands.replay:replay", "Show a saved run once more, live in the terminal"),
    "selftest": ("wscli.commands.selftest:selftest", "Replay the documented vectors and compare"),
}


def main(argv: Sequence[str] | None = None, commands: Mapping[str, tuple[str, str]] = COMMANDS) -> int:
    """Run one command line and return its exit code (interface §2).

    Never raises for what a user, a file or the environment did; `commands` is another table for tests.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments == ["--version"]:
            print(f"wscli {__version__}", flush=True)
            return 0
        from wscli.front.run import run

        return run(arguments, commands)
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        code = 0
    except Exception as error:
        from wscli.front.failures import report

        code = report(error, arguments)
    from wscli.front.streams import settle_stdout

    settle_stdout()
    return code
