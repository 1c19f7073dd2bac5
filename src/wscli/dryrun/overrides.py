"""What if: a configuration changed for one run only, by paths and by documents (interface §7).

Both go through the one door: the configuration is written as the document it is, changed there, and
read again, so that a wrong value is told as it would be in a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO, TextIO

from wscli.errors import Invalid, Problem
from wscli.model.findings import Findings
from wscli.model.organisation import Organisation
from wscli.model.parse import Source, parse_documents
from wscli.model.paths import key_of, names_of, nowhere, position_of, read_path
from wscli.model.write import raw_document
from wscli.office import validation

_LEFT_OUT = ("behaviour", "simulation")
"""Parts of a document that are not written out where all in them has its default."""


def overlaid(
    organisation: Organisation, files: Sequence[str], stdin: TextIO | BinaryIO
) -> tuple[Organisation, list[Problem]]:
    """Return the organisation with the objects of documents in place of those of the same name, or added."""
    parsed, shape = validation.read(files, stdin)
    return validation.accept(parsed, shape, organisation)


def changed(organisation: Organisation, settings: Sequence[str]) -> Organisation:
    """Return the organisation with every `PATH=VALUE` set; raises Invalid with all that is wrong."""
    document = raw_document(organisation)
    problems: list[Problem] = []
    for setting in settings:
        path, equals, value = _split(setting)
        try:
            if not equals:
                raise Invalid(f"{setting!r} has no value", hint="write PATH=VALUE")
            _put(document, path, _value(value))
        except Invalid as error:
            problems.append(Problem(path="--set", message=error.message, hint=error.hint))
    found = Findings()
    parsed = parse_documents([Source(document)], found)
    problems += found.errors
    if problems:
        raise Invalid("this cannot be set", problems=problems)
    merged, _ = validation.accept(parsed, [], Organisation())
    return merged


def _split(setting: str) -> tuple[str, str, str]:
    """Split at the first `=` outside of brackets: names may hold one."""
    depth = 0
    for place, character in enumerate(setting):
        depth += (character == "[") - (character == "]")
        if character == "=" and depth <= 0:
            return setting[:place].strip(), "=", setting[place + 1 :].strip()
    return setting, "", ""


def _value(text: str) -> Any:
    """Return a value as a document would have it: `[ann, ben]` is a list, `none` or nothing is nothing."""
    from wscli.documents import read_text

    if not text:
        return None
    documents = read_text(text, "--set", json=False)
    return documents[0].value if documents else None


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    steps = read_path(path)
    place: Any = document
    for depth, step in enumerate(steps):
        last = depth == len(steps) - 1
        if isinstance(place, list):
            key: Any = position_of(place, step)
            if key is None:
                raise nowhere(path, step, names_of(place))
        elif isinstance(place, dict):
            # A field that has its default is not written out: it may be set all the same.
            key = key_of(place, step) or key_of(_LEFT_OUT, step) or step[1].replace("-", "_")
            if not last and key not in place:
                if key not in _LEFT_OUT:
                    known = [*place, *_LEFT_OUT] if depth == 0 else list(place)
                    raise nowhere(path, step, list(dict.fromkeys(known)))
                place[key] = {}
        else:
            raise nowhere(path, step, [])
        if last:
            place[key] = value
        else:
            place = place[key]
