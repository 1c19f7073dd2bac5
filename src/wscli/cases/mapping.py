"""`--map`: which column of a file as it is stands for which of ours.

`case_id=number,arrived_at=opened_at`, or `@mapping.yaml` with the same pairs as a YAML (or JSON) mapping,
which is the way to say a name with a comma in it. The result goes from the new name to the old one.
"""

from __future__ import annotations

from pathlib import Path

from wscli.errors import Failed, Invalid, NotFound, Problem

_HINT = "NEW=OLD pairs, as in case_id=number,arrived_at=opened_at, or @mapping.yaml"
_LARGEST_FILE = 1 << 16


def read_mapping(text: str) -> dict[str, str]:
    """Return new name → old name from the value of `--map`; raises `Invalid` with all that is wrong.

    A file that is not there is `NotFound`, one that cannot be read `Failed`.
    """
    if text.startswith("@"):
        return _from_file(text[1:])
    pairs: list[tuple[str, str, int | None]] = []
    problems = []
    for part in text.split(","):
        new, equals, old = (piece.strip() for piece in part.partition("="))
        if new and equals and old:
            pairs.append((new, old, None))
        else:
            problems.append(Problem(path="--map", message=f"{part.strip()!r} is not NEW=OLD", hint=_HINT))
    return _mapping(pairs, problems, None)


def _mapping(
    pairs: list[tuple[str, str, int | None]], problems: list[Problem], file: str | None
) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for new, old, line in pairs:
        if new in mapping:
            message = f"{new!r} is given twice, as {mapping[new]!r} and as {old!r}"
            problems.append(Problem(path="--map", message=message, file=file, line=line))
        mapping[new] = old
    if problems:
        raise Invalid("the column mapping is wrong", hint=problems[0].hint, problems=problems)
    return mapping


def _from_file(name: str) -> dict[str, str]:
    import yaml

    text = _text_of(name)
    try:
        # composed, not loaded: nodes keep their lines, `1` and `no` stay what was typed, and a key given
        # twice is seen
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        detail = getattr(error, "problem", None) or "a character that YAML does not allow"
        problem = Problem(path="--map", message=f"not YAML: {detail}", file=name, line=line)
        raise Invalid(f"{name} is not a mapping of columns", problems=[problem]) from None
    except RecursionError:
        raise Invalid(f"{name} is not a mapping of columns: it is nested too deeply") from None
    if not isinstance(root, yaml.MappingNode):
        raise Invalid(
            f"{name} is not a mapping of columns", hint="lines of `new: old`, as in `case_id: number`"
        )
    pairs: list[tuple[str, str, int | None]] = []
    problems = []
    for key, value in root.value:
        line = key.start_mark.line + 1
        if (
            isinstance(key, yaml.ScalarNode)
            and isinstance(value, yaml.ScalarNode)
            and key.value
            and value.value
        ):
            pairs.append((key.value.strip(), value.value.strip(), line))
        else:
            message = "a pair needs the new and the old name of one column"
            problems.append(Problem(path="--map", message=message, file=name, line=line))
    return _mapping(pairs, problems, name)


def _text_of(name: str) -> str:
    try:
        with Path(name).open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
        if len(content) > _LARGEST_FILE:
            raise Invalid(f"{name} is too large for a mapping of columns", hint="is it the case file itself?")
        return content.decode("utf-8-sig")
    except FileNotFoundError:
        raise NotFound(f"no file {name!r} for --map", hint=_HINT) from None
    except UnicodeDecodeError:
        raise Invalid(f"{name} is not UTF-8", hint="save it as UTF-8") from None
    except (OSError, ValueError) as error:
        raise Failed(f"{name!r} cannot be read: {error}") from error
