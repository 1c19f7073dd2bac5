"""Rule sets: how a case finds its queue (interface §3)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from wscli.commands import _complete, _reports, _verbs
from wscli.commands._options import At, DryRun, Name, given, require, said, with_fields
from wscli.model.fields import RULE, RULESET

app = typer.Typer(help="Create, list, show, change and delete rule sets, and the rules in them.")
Set = Annotated[str, typer.Argument(metavar="SET", autocompletion=_complete.own_names, help="The rule set")]
Rule = Annotated[str, typer.Argument(metavar="NAME", autocompletion=_complete.rules_of_set, help="The rule")]

app.command("create")(
    _verbs.create(
        RULESET,
        """Create a rule set, without rules.

        Of the rule sets of an entity one is active. A case goes to the queue of the first rule that it
        matches, or else to the default queue.

        Examples:

            wscli ruleset create "Case routing rules" --active
        """,
    )
)
app.command("list")(_verbs.list_(RULESET, "List the rule sets, in order of definition."))
app.command("show")(_verbs.show(RULESET, "Show a rule set, its rules numbered in their order."))
app.command("update")(
    _verbs.update(
        RULESET,
        """Change the fields of a rule set that are given, and print old → new.

        `wscli ruleset activate` also deactivates the one that was active.
        """,
    )
)
app.command("rename")(_verbs.rename(RULESET, "Rename a rule set."))
app.command("delete")(_verbs.delete(RULESET, "Delete a rule set with its rules."))


@app.command("activate")
def activate(name: Name, dry_run: DryRun = False) -> None:
    """Make a rule set the active one of its entity, in place of the one that is."""
    from wscli.office import edits

    session = _verbs.writing(RULESET)
    edit = edits.activate(session.store(), name, dry_run=dry_run)
    others = ", ".join(repr(other.name) for other in edit.others)
    done = f"activated ruleset {edit.thing.name!r}" + (f", deactivated {others}" if others else "")
    _reports.say_edit(session, RULESET, edit, dry_run=dry_run, done=done)


@app.command("add-rule")
@with_fields(RULE, new=True)
def add_rule(set: Set, name: Rule, at: At = None, dry_run: DryRun = False, **fields: Any) -> None:
    r"""Add a rule to a rule set, behind the others or at a number.

    COND is ATTRIBUTE OPERATOR VALUE, with an attribute of several words in quotes; --when repeated means that
    all must hold, and without --when the rule takes every case. Where any may hold, write JSON. Operators:
    equals, not-equals, greater-than, greater-or-equal, less-than, less-or-equal, contains, not-contains,
    begins-with, ends-with, in, not-in, is-null, is-not-null.

    Examples:

        wscli ruleset add-rule Rules Card --queue Cards --when 'subject contains card'
        wscli ruleset add-rule Rules Gold --queue Cards --at 1 \
          --when 'priority equals 1' --when '"product line" in Gold, Platinum'
        wscli ruleset add-rule Rules Other --queue Cases --when '{"any": [
          {"attribute": "priority", "greater-than": 1},
          {"attribute": "subject", "is-null": true}]}'
    """
    from wscli.office import items

    session = _verbs.writing(RULESET)
    require(RULE, fields, "ruleset add-rule")
    raw = {"name": name, **given(RULE, fields)}
    with said(RULE, at="--at"):
        done = items.add(session.store(), items.RULES, set, raw, at, dry_run=dry_run)
    _reports.say_item(session, RULESET, RULE, "added to", done, dry_run=dry_run)


@app.command("update-rule")
@with_fields(RULE)
def update_rule(set: Set, name: Rule, dry_run: DryRun = False, **fields: Any) -> None:
    """Change the condition or the queue of a rule; its place stays.

    --when states the whole condition from now on, and --when '' that there is none.
    """
    from wscli.office import items

    session = _verbs.writing(RULESET)
    raw = _verbs.something(RULE, fields, verb="ruleset update-rule")
    with said(RULE):
        done = items.change(session.store(), items.RULES, set, name, raw, dry_run=dry_run)
    _reports.say_item(session, RULESET, RULE, "updated of", done, dry_run=dry_run)


@app.command("remove-rule")
def remove_rule(set: Set, name: Rule, dry_run: DryRun = False) -> None:
    """Remove a rule from a rule set."""
    from wscli.office import items

    session = _verbs.writing(RULESET)
    done = items.remove(session.store(), items.RULES, set, name, dry_run=dry_run)
    _reports.say_item(session, RULESET, RULE, "removed from", done, dry_run=dry_run)


@app.command("move-rule")
def move_rule(
    set: Set,
    name: Rule,
    at: Annotated[str, typer.Option(metavar="N", help="The number it shall have, from 1 [required]")],
    dry_run: DryRun = False,
) -> None:
    """Move a rule to another number: the first rule that matches wins.

    Examples:

        wscli ruleset move-rule Rules Cards --at 1
    """
    from wscli.office import items

    session = _verbs.writing(RULESET)
    with said(RULE, at="--at"):
        done = items.move(session.store(), items.RULES, set, name, at, dry_run=dry_run)
    _reports.say_item(session, RULESET, RULE, "moved in", done, dry_run=dry_run)
