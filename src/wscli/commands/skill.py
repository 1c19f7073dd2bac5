"""Skills, which cases may require and agents may have (interface §3)."""

from __future__ import annotations

import typer

from wscli.commands import _verbs
from wscli.model.fields import SKILL

app = typer.Typer(help="Create, list, show, rename and delete skills.")

app.command("create")(
    _verbs.create(
        SKILL,
        """Create a skill. Agents have it by `wscli agent update NAME --skill SKILL:RATING`.

        Examples:

            wscli skill create spanish
        """,
    )
)
app.command("list")(_verbs.list_(SKILL, "List the skills, in order of definition."))
app.command("show")(_verbs.show(SKILL, "Show a skill, and which agents have it."))
app.command("rename")(_verbs.rename(SKILL, "Rename a skill; agents who have it follow."))
app.command("delete")(_verbs.delete(SKILL, "Delete a skill that no agent has."))
