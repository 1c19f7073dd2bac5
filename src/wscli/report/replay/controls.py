"""What keys do: to the player, to a prompt that is open, to the help that is shown.

A key changes the state here and in the player at once; drawing comes later and elsewhere. What somebody
types wrong is answered by a message, never by an error.
"""

from __future__ import annotations

from collections.abc import Callable

from wscli.errors import WscliError
from wscli.report.replay import keys as names
from wscli.report.replay.player import Player
from wscli.report.replay.times import Times

_LONGEST = 200


class Controls:
    """A player and what is asked of the person who watches.

    `keys`: whether there are any. `followed`: the id of a case that is to be seen. `prompt` is the question
    that is open, `typed` its answer so far; `message` stands in the last line until the next key.
    """

    def __init__(self, player: Player, times: Times, *, keys: bool = True) -> None:
        self.player = player
        self.times = times
        self.keys = keys
        self.followed: str | None = None
        self.prompt: str | None = None
        self.typed = ""
        self.message = ""
        self.helping = False
        self.done = False
        self._answer: Callable[[str], None] = self._go_to_time
        self._commands: dict[str, Callable[[], object]] = {
            " ": player.toggle,
            names.RIGHT: player.step_instant,
            names.LEFT: lambda: player.step_instant(False),
            ".": player.step_event,
            ",": lambda: player.step_event(False),
            "+": player.faster,
            "=": player.faster,
            "-": player.slower,
            "_": player.slower,
            "g": lambda: player.jump(player.timeline.start),
            "G": lambda: player.jump(player.timeline.end),
            "t": lambda: self._ask("go to time:", self._go_to_time),
            "c": self._ask_for_case,
            "n": lambda: self._go_to_case(""),
            "?": self._help,
            "h": self._help,
            names.ESCAPE: self._close_help,
            "q": self._quit,
            "Q": self._quit,
            names.END: self._quit,
        }

    def press(self, key: str) -> None:
        """Do what a key asks for; one that means nothing does nothing."""
        self.message = ""
        if self.prompt is not None:
            self._type(key)
            return
        command = self._commands.get(key)
        if command is not None:
            command()

    def follow(self, text: str) -> None:
        """Follow a case; raises NotFound."""
        self.followed = self.player.timeline.case(text)

    def _help(self) -> None:
        self.helping = not self.helping

    def _close_help(self) -> None:
        self.helping = False

    def _quit(self) -> None:
        self.done = True

    def _ask(self, prompt: str, answer: Callable[[str], None]) -> None:
        self.prompt, self.typed, self._answer = prompt, "", answer

    def _ask_for_case(self) -> None:
        again = f" (Enter: next of {self.followed})" if self.followed else ""
        self._ask(f"go to case{again}:", self._go_to_case)

    def _type(self, key: str) -> None:
        if key in (names.ESCAPE, names.END):
            self.prompt = None
        elif key == names.ENTER:
            self.prompt = None
            try:
                self._answer(self.typed.strip())
            except WscliError as error:
                self.message = error.message + (f"; {error.hint}" if error.hint else "")
        elif key == names.BACKSPACE:
            self.typed = self.typed[:-1]
        elif key == names.CLEAR:
            self.typed = ""
        elif len(key) == 1 and len(self.typed) < _LONGEST:
            self.typed += key

    def _go_to_time(self, text: str) -> None:
        if not text:
            return
        player, timeline = self.player, self.player.timeline
        wanted = self.times.read(text, player.now)
        player.jump(wanted)
        if wanted < timeline.start:
            self.message = f"the run begins at {self.times.full(timeline.start)}"
        elif wanted > timeline.end:
            self.message = f"the run ends at {self.times.full(timeline.end)}"

    def _go_to_case(self, text: str) -> None:
        """Go to the first event of a case that is named, or to the next of the one that is followed."""
        player, timeline = self.player, self.player.timeline
        if text:
            self.follow(text)
            assert self.followed is not None
            player.jump_to_row(timeline.places[self.followed][0] + 1)
            return
        if self.followed is None:
            self.message = "no case is followed: c names one"
            return
        place = timeline.next_of(self.followed)
        if place is None:
            self.message = f"nothing more happens to {self.followed}"
        else:
            player.jump_to_row(place + 1)
