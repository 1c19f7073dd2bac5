"""Presences of the organisation's own (interface §3)."""

from __future__ import annotations

import typer

from wscli.commands import _verbs
from wscli.model.fields import PRESENCE

app = typer.Typer(help="Create, list, show, change and delete presences of your own.")

app.command("create")(
    _verbs.create(
        PRESENCE,
        """Create a presence that counts as one of the base presences.

        The base presences available, busy, busy-dnd, away and offline are always there.

        Examples:

            wscli presence create "In training" --base-status away
        """,
    )
)
app.command("list")(_verbs.list_(PRESENCE, "List the presences of your own, in order of definition."))
app.command("show")(_verbs.show(PRESENCE, "Show a presence, and which agents have it."))
app.command("update")(_verbs.update(PRESENCE, "Change what a presence counts as, and print old → new."))
app.command("rename")(_verbs.rename(PRESENCE, "Rename a presence; agents who have it follow."))
app.command("delete")(_verbs.delete(PRESENCE, "Delete a presence that no agent has."))
