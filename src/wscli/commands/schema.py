"""The JSON Schema of the configuration document (interface §3)."""

from __future__ import annotations

from wscli.session import Format, current


def schema() -> None:
    """Write the JSON Schema of the configuration document, for editors and for programs that write one.

    A document that it accepts can be read; what concerns the whole configuration, such as names that nothing
    has, `wscli validate` finds. Many editors take it from the first line of a file:

        # yaml-language-server: $schema=wscli.schema.json

    Examples:

        wscli schema > wscli.schema.json
    """
    from wscli import documents
    from wscli.errors import Invalid
    from wscli.model.schema import document_schema

    session = current()
    format = session.output or Format.JSON
    if format not in (Format.JSON, Format.YAML):
        raise Invalid(f"a schema is json or yaml, not {format}, in --output", hint="leave -o out for JSON")
    write = documents.dump_yaml if format is Format.YAML else documents.dump_json
    write(document_schema(), session.stdout)
