"""What a terminal sends when keys are pressed, as names of keys; it may arrive in pieces.

Only the sequences of keys that a replay knows have a name; what else begins with an escape is left out as a
whole, so that no part of it counts as letters. Nothing here reads.
"""

from __future__ import annotations

import codecs
import re

ESCAPE, ENTER, BACKSPACE, LEFT, RIGHT, END, CLEAR = (
    "escape",
    "enter",
    "backspace",
    "left",
    "right",
    "end-of-input",
    "clear",
)
_CONTROLS = {"\r": ENTER, "\n": ENTER, "\x7f": BACKSPACE, "\b": BACKSPACE, "\x04": END, "\x15": CLEAR}
_SEQUENCES = {"C": RIGHT, "D": LEFT}
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*([@-~])|O([ -~])|[^\x1b\[O])")
_BEGUN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O)?")
_LONGEST = 32


class Decoder:
    """Bytes in, names of keys out: letters stand for themselves."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    @property
    def waiting(self) -> bool:
        """Whether a sequence has begun that may still go on."""
        return bool(self._rest)

    def feed(self, data: bytes) -> list[str]:
        """Return the keys that are complete."""
        text, self._rest = self._rest + self._decoder.decode(data), ""
        found: list[str] = []
        place = 0
        while place < len(text):
            if text[place] != "\x1b":
                found += self._key(text[place])
                place += 1
                continue
            match = _SEQUENCE.match(text, place)
            if match is not None:
                known = _SEQUENCES.get(match[1] or match[2] or "")
                found += [known] if known else []
                place = match.end()
            elif _BEGUN.fullmatch(text, place) and len(text) - place < _LONGEST:
                self._rest = text[place:]
                break
            else:
                found.append(ESCAPE)
                place += 1
        return found

    def settle(self) -> list[str]:
        """Return what a sequence that did not go on has been: the escape key."""
        begun, self._rest = self._rest, ""
        return [ESCAPE] if begun else []

    def _key(self, letter: str) -> list[str]:
        known = _CONTROLS.get(letter)
        if known:
            return [known]
        return [letter] if letter.isprintable() else []
