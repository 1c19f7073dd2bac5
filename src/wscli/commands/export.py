"""The configuration as one document (interface §3, §4)."""

from __future__ import annotations

from typing import Annotated

import typer

from wscli.commands import _complete
from wscli.session import Format, current


def export(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND", autocompletion=_complete.kinds, help="Only this kind: workstreams, queues, …"
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", autocompletion=_complete.names_of_kind, help="Only this object"),
    ] = None,
) -> None:
    """Write what is stored as a canonical document; `apply -f -` of it changes nothing.

    Examples:

        wscli export > centre.yaml
        wscli export workstream "Case Workstream" -o json
    """
    from wscli import documents
    from wscli.errors import Invalid
    from wscli.office import listing

    session = current()
    format = session.output or Format.YAML
    if format not in (Format.YAML, Format.JSON):
        raise Invalid(f"a document is yaml or json, not {format}, in --output", hint="leave -o out for YAML")
    document = listing.document(session.store().load(), kind, name)
    write = documents.dump_yaml if format is Format.YAML else documents.dump_json
    write(document, session.stdout)
