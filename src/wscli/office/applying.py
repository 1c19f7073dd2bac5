"""Documents laid over what is stored, in one transaction (interface §3).

What is judged is the merged result, under the lock under which it is then written. Files are read before,
by `validation`; nothing here knows of options or prints.
"""

from __future__ import annotations

from wscli.errors import Problem
from wscli.model.organisation import Organisation
from wscli.model.parse import Parsed
from wscli.office import validation
from wscli.store import Change, Store


def apply(
    store: Store, parsed: Parsed, shape: list[Problem], *, dry_run: bool = False
) -> tuple[list[Change], list[Problem]]:
    """Store what documents say; return what became of every object they state, and the warnings.

    `shape`: what is wrong with the documents' shape, as `validation.read` gives it. Where there is no
    database yet they are judged without one first, so that a refusal leaves no file behind.

    Raises:
        Invalid: the documents, or what they make of the configuration, are not valid.
    """
    if not store.exists():
        validation.accept(parsed, shape, Organisation())
    with store.write(dry_run=dry_run) as transaction:
        current = transaction.load()
        merged, warnings = validation.accept(parsed, shape, current)
        changes = transaction.save(current, merged)
    return [change for change in changes if validation.states(parsed, change)], warnings
