"""Commands to look closer, which can be typed as they stand: over the cases and options of a run.

A run that is saved is named; any other is told by its case file and the options as they were typed. Where
that is not enough, there is no command: standard input is gone, and no shell knows some characters. So
whoever asks for a command gets one, or None.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple, Self

from wscli.dryrun.request import RENAMED, Options
from wscli.terminal import printable

_NOT_AGAIN = ("event_log", "case_log", "gates", "check")
"""Options that change nothing in what comes of a run."""
_GONE = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
"""Beside `-` how files are called that can be read once only, as those of `<(…)` are."""
_LONG = {"-f": "--file"}
_HIGH_CONTROLS = range(0x80, 0xA0)
"""In a shell `\\x85` is a byte, which is no letter here."""
_BYTES = range(0xDC80, 0xDD00)
"""What stands for bytes that are no text, as the names of files may have them."""


class Word(NamedTuple):
    """An option as it is typed; `value` None: it has none."""

    flag: str
    value: str | None = None


class Commands:
    """Writes commands over one run.

    `places` is what stands behind a case id, `options` what is told again. `again`: whether what the run read
    can be read once more. `validation` are the commands that judge its configuration, none where it is a
    run's own; `bad_rows` the command that names what --skip-bad-rows leaves out.
    """

    def __init__(
        self,
        places: Sequence[str],
        options: Sequence[Word],
        *,
        again: bool = True,
        simulated: bool = False,
        validation: tuple[str, ...] = (),
        bad_rows: str | None = None,
    ) -> None:
        self._places = tuple(places)
        self._options = tuple(options)
        self._again = again
        self._simulated = simulated
        self.validation = validation
        self.bad_rows = bad_rows

    @classmethod
    def of(cls, cases: str, options: Options) -> Self:
        """Return commands that run the same cases under the same options again."""
        again = not _gone(cases, options)
        strict = _words(replace(options, skip_bad_rows=False))
        lasting = not any(map(_once, options.files))
        validation = command_line("wscli validate", options.files) if lasting else None
        return cls(
            [cases],
            _words(options),
            again=again,
            simulated=True,
            validation=(validation,) if validation is not None else (),
            bad_rows=command_line("wscli simulate", [cases], strict) if again else None,
        )

    @classmethod
    def of_run(
        cls,
        name: str,
        options: Options | None = None,
        cases: str | None = None,
        *,
        read: Mapping[str, Any] | None = None,
    ) -> Self:
        """Return commands that repeat a saved run; what it was told apart from that, they are told again.

        `read`: the options it was made with, among them the files that it read, if they are not named here.
        """
        options = options or Options()
        stored = {"cases", "events"}.intersection(read or ())
        moved = {"cases": cases, "events": options.events}
        known = [str((read or {})[role]) for role in stored if moved[role] is None]
        words = [Word("--run", name)]
        if cases is not None:
            words.append(Word("--cases", cases))
        again = not _gone(cases, options) and not any(map(_once, known))
        return cls([], [*words, *_words(options)], again=again)

    @property
    def stored(self) -> bool:
        """Whether the run is one of the database's own configuration, which other commands change."""
        return self.validation == ("wscli validate",)

    def case(self, case_id: str, agent: str | None = None) -> str | None:
        """Return the command that explains a case, or why an agent did not get it."""
        return self._explain([case_id], [*self._options, *_asked(agent)])

    def changed(self, case_id: str, path: str, value: object, agent: str | None = None) -> str | None:
        """Return the command that explains a case in a configuration that is changed for that run.

        An earlier --set of the same place is left out: the later one holds.
        """
        setting = Word("--set", f"{path}={value}")
        options = [word for word in self._options if not _sets(word, path)]
        return self._explain([case_id], [*options, setting, *_asked(agent)])

    def simulation(self, *more: Word) -> str | None:
        """Return the command that makes the run again with options added; None where it is a saved one's."""
        if not (self._again and self._simulated):
            return None
        return command_line("wscli simulate", self._places, [*self._options, *more])

    def agent(self, agent: str, at: str) -> str | None:
        """Return the command that shows an agent at an instant."""
        return self._explain([], self._options, [*_asked(agent), Word("--at", at.replace(".000", ""))])

    def _explain(
        self, places: Sequence[str], options: Sequence[Word], first: Sequence[Word] = ()
    ) -> str | None:
        if not self._again:
            return None
        return command_line("wscli explain", [*places, *self._places], options, first)


def command_line(
    verb: str, places: Sequence[str], options: Sequence[Word] = (), first: Sequence[Word] = ()
) -> str | None:
    """Return a command as a shell takes it, None where a word of it cannot be typed.

    Arguments stand before `options`, as one types them; where one looks like an option, at the end, behind
    `--`.
    """
    arguments = [quoted(place) for place in places]
    before, after = ([part for word in words for part in _option(word)] for words in (first, options))
    dashed = any(place.startswith("-") and place != "-" for place in places)
    parts = [verb, *before, *([*after, "--", *arguments] if dashed else [*arguments, *after])]
    typed = [part for part in parts if part is not None]
    return " ".join(typed) if len(typed) == len(parts) else None


def quoted(text: str) -> str | None:
    """Return a word as a shell takes it, None if it cannot be typed.

    What a terminal would obey, or show as something else, is written as `$'x\\u202ey'`, as bash, zsh, ksh and
    others know it.
    """
    if printable(text) == text:
        return shlex.quote(text)
    letters = [_letter(ord(letter)) for letter in text]
    if None in letters:
        return None
    return f"$'{''.join(filter(None, letters))}'"


def given(options: Options) -> list[str]:
    """Return the fields of the options that were typed."""
    return [field.name for field in fields(Options) if getattr(options, field.name) not in (None, False, ())]


def flag(field: str) -> str:
    """Return an option as it is typed: `files` is `-f`, `start` is `--from`."""
    if field == "files":
        return "-f"
    return "--" + RENAMED.get(field, field).replace("_", "-")


def _letter(code: int) -> str | None:
    """Return a character within `$'…'`, None if it cannot be there."""
    if code in _BYTES:
        return f"\\x{code - 0xDC00:02x}"
    if code == 0 or 0xD800 <= code < 0xE000:
        return None
    if code in _HIGH_CONTROLS:
        return f"\\u{code:04x}"
    return f"\\{chr(code)}" if chr(code) in "\\'" else printable(chr(code))


def _option(word: Word) -> list[str | None]:
    """Return an option and its value; one that looks like an option is tied to its own."""
    if word.value is None:
        return [word.flag]
    value = quoted(word.value)
    if value is None or not word.value.startswith("-") or word.value == "-":
        return [word.flag, value]
    return [f"{_LONG.get(word.flag, word.flag)}={value}"]


def _asked(agent: str | None) -> list[Word]:
    return [Word("--agent", agent)] if agent is not None else []


def _sets(word: Word, path: str) -> bool:
    """Whether an option is the --set of a place."""
    return word.flag == "--set" and (word.value or "").casefold().startswith(f"{path}=".casefold())


def _words(options: Options) -> list[Word]:
    words: list[Word] = []
    for name in given(options):
        if name not in _NOT_AGAIN:
            value = getattr(options, name)
            each = value if isinstance(value, tuple) else (value,)
            words += [Word(flag(name), None if one is True else one) for one in each]
    return words


def _gone(cases: str | None, options: Options) -> bool:
    """Whether something was read that cannot be read once more."""
    sources = [cases, options.events, *options.files, *options.overlay]
    sources += [each.removeprefix("@") for each in options.mapping if each.startswith("@")]
    return any(_once(source) for source in sources if source is not None)


def _once(source: str) -> bool:
    return source == "-" or source.startswith(_GONE)
