"""YAML text to documents, straight from the parser's events.

Events carry line, column and the source text of every scalar, and come one at a time, so that depth and size
are refused where they are passed. Composing a tree first would cost the memory twice, and libyaml's composer
calls itself for each level: at a depth of 100,000 it takes the process with it.

Of tags only those of plain JSON types are let through, and they change nothing but `!!str null`, which is
text. Merge keys (`<<`) are refused: a document states whole objects, YAML 1.2 has dropped them, and a field
that came from elsewhere has no place to point at. An alias for a whole value does the same openly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wscli.documents.builder import Builder
from wscli.documents.document import Document, Place, Raw, place_of, shown, unreadable
from wscli.documents.yaml_errors import explain
from wscli.errors import Problem

if TYPE_CHECKING:
    from yaml.events import Event, ScalarEvent

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CORE = "tag:yaml.org,2002:"
_TAGS = frozenset({"!", *(_CORE + name for name in ("str", "int", "float", "bool", "seq", "map"))})
_TEXT_TAGS = frozenset({"!", _CORE + "str"})
_MAX_TAG_DIRECTIVES = 16  # libyaml compares each with all before it

# The characters that YAML lets stand in a file; all others need an escape in a quoted text.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG_DIRECTIVE = re.compile(r"^%TAG", re.MULTILINE)


def read_yaml(text: str, file: str) -> list[Document]:
    """Return the documents of a YAML text, at least one; raises Invalid for what cannot be read."""
    import yaml

    _refuse_forbidden(text, file)
    builder = Builder(file)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # without libyaml: the same, slower
    feed = _Feed(builder)
    try:
        for event in yaml.parse(text, Loader=loader):
            feed.take(event)
    except yaml.MarkedYAMLError as error:
        raise unreadable(file, *builder.problems, explain(error, text, file)) from None
    except yaml.YAMLError as error:
        problem = Problem(path="", message=f"not YAML: {shown(str(error))}", file=file)
        raise unreadable(file, *builder.problems, problem) from None
    if not builder.documents:
        builder.begin((1, 1))
    return builder.documents


def _refuse_forbidden(text: str, file: str) -> None:
    """Raise Invalid for a character that may not stand in YAML, which libyaml would name without a line."""
    wrong = _FORBIDDEN.search(text)
    if wrong is not None:
        line, column = place_of(text, wrong.start())
        message = f"the control character U+{ord(wrong.group()):04X} cannot stand in YAML"
        hint = (
            "save it as UTF-8"
            if wrong.group() == "\0"
            else f'remove it, or write "\\u{ord(wrong.group()):04x}"'
        )
        raise unreadable(
            file, Problem(path="", message=message, hint=hint, file=file, line=line, column=column)
        )
    for count, directive in enumerate(_TAG_DIRECTIVE.finditer(text), start=1):
        if count > _MAX_TAG_DIRECTIVES:
            line, column = place_of(text, directive.start())
            message = f"more than {_MAX_TAG_DIRECTIVES} lines that begin with %TAG"
            raise unreadable(file, Problem(path="", message=message, file=file, line=line, column=column))


class _Feed:
    """Hands each event to the builder in the builder's words."""

    def __init__(self, builder: Builder) -> None:
        from yaml import events

        self.builder = builder
        self._takers: dict[type[Event], Any] = {
            events.ScalarEvent: self._scalar,
            events.MappingStartEvent: lambda event: self._open(event, {}),
            events.SequenceStartEvent: lambda event: self._open(event, []),
            events.MappingEndEvent: lambda event: builder.close(),
            events.SequenceEndEvent: lambda event: builder.close(),
            events.AliasEvent: lambda event: builder.alias(event.anchor, _place(event)),
            events.DocumentStartEvent: lambda event: builder.begin(_place(event)),
        }

    def take(self, event: Event) -> None:
        """Take one event; ends of documents and the stream itself say nothing."""
        taker = self._takers.get(type(event))
        if taker is not None:
            taker(event)

    def _scalar(self, event: ScalarEvent) -> None:
        place = _place(event)
        if event.tag is not None:
            self._check_tag(event.tag, place)
        plain = event.implicit[0] and event.tag not in _TEXT_TAGS
        if plain and event.value == "<<" and self.builder.awaits_key:
            hint = "write the fields out, or give a whole value an anchor and use its alias"
            self.builder.refused_key("merge keys (<<) are not read", hint, place)
            return
        text = None if plain and event.value in _NULLS else event.value
        self.builder.scalar(text, place, event.anchor)

    def _open(self, event: Any, value: list[Raw] | dict[str, Raw]) -> None:
        place = _place(event)
        if event.tag is not None:
            self._check_tag(event.tag, place)
        self.builder.open(value, place, event.anchor)

    def _check_tag(self, tag: str, place: Place) -> None:
        if tag not in _TAGS:
            name = tag.replace(_CORE, "!!")
            hint = "remove it, or put text that starts with ! in quotes"
            self.builder.report(f"the tag {shown(name)} is not read", hint, place)


def _place(event: Event) -> Place:
    mark: Any = event.start_mark  # never None for what was parsed
    return mark.line + 1, mark.column + 1
