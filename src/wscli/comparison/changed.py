"""What went in otherwise, in a few words: `2 more members in PE (A001, A009)`.

A verdict begins with it, so it is short or it is a count: the values themselves stand in `differences`. What
has more to say than a line, such as rules and conditions, is only named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wscli.amounts import count
from wscli.comparison.configuration import is_of_configuration
from wscli.model.paths import read_path
from wscli.model.terms import name_key

Difference = Mapping[str, Any]

_MOST = 2
"""So many differences are told in words; more of them are counted."""
_LONG = 100
"""Characters that stand before a verdict at most."""
_NAMES = 3
_FILE = "_sha256"
_CONFIGURATION, _FILES, _OPTIONS = "under another configuration", "from another file", "with other options"
_WORDS = {"when": "conditions"}


def what_changed(differences: Sequence[Difference]) -> str:
    """Return in a few words what was changed, empty if nothing was."""
    if len(differences) <= _MOST:
        said = " and ".join(map(_in_words, differences))
        if len(said) <= _LONG:
            return said
    return f"{count(len(differences), 'change')} together" if len(differences) > 1 else "1 change"


def where_changed(differences: Sequence[Difference]) -> str:
    """Return in which kinds of what went in something differs, empty if in none."""
    found = set(map(_kind, differences))
    return " and ".join(kind for kind in (_CONFIGURATION, _FILES, _OPTIONS) if kind in found)


def _kind(difference: Difference) -> str:
    if is_of_configuration(difference["path"]):
        return _CONFIGURATION
    return _FILES if difference["path"].endswith(_FILE) else _OPTIONS


def queues_changed(differences: Sequence[Difference]) -> set[str]:
    """Return the queues that differ themselves, by the form in which names compare."""
    paths = [read_path(each["path"]) for each in differences]
    return {name_key(path[1][1]) for path in paths if len(path) > 1 and path[0][1] == "queues"}


def _in_words(difference: Difference) -> str:
    path, a, b = difference["path"], difference["a"], difference["b"]
    if path.endswith(_FILE):
        verb = "without the" if b is None else "now with an" if a is None else "another"
        return f"{verb} {path.removesuffix(_FILE)} file"
    steps = read_path(path)
    bracketed, last = steps[-1]
    names = [name for is_name, name in steps[:-1] if is_name]
    if bracketed and len(steps) > 1 and (a is None or b is None):
        return f"{'a new' if a is None else 'without'} {_singular(steps[-2][1])} {last}"
    words = _WORDS.get(last, last.replace("_", " "))
    of = f" of {names[-1]}" if names else ""
    if _is_plain(a) and _is_plain(b) and not (a is None and b is None):
        return _of_lists(last, names, list(a or ()), list(b or ()))
    if any(isinstance(each, list | Mapping) for each in (a, b)):
        return f"other {words}{of}"
    return f"{words}{of} {_text(b)} instead of {_text(a)}"


def _of_lists(key: str, names: Sequence[str], a: Sequence[Any], b: Sequence[Any]) -> str:
    """Return what is in one list and not in the other."""
    more, less = [each for each in b if each not in a], [each for each in a if each not in b]
    words = key.replace("_", " ")
    of = f" of {names[-1]}" if names else ""
    if not more and not less:
        return f"another order of {words}{of}"
    if bool(more) != bool(less):
        found = more or less
        noun = _singular(words) if len(found) == 1 else words
        where = f" in {names[-1]}" if names else ""
        listed = f" ({', '.join(map(_text, found))})" if len(found) <= _NAMES else ""
        return f"{len(found)} {'more ' if more else ''}{noun}{'' if more else ' fewer'}{where}{listed}"
    return f"other {words}{of}"


def _is_plain(value: Any) -> bool:
    """Whether this is a list of words, or no list at all."""
    listed = isinstance(value, list) and not any(isinstance(each, list | Mapping) for each in value)
    return value is None or listed


def _singular(words: str) -> str:
    return words[:-2] if words.endswith("ches") else words.removesuffix("s")


def _text(value: Any) -> str:
    if value is None:
        return "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
