"""What came of a change, in sentences: what was changed, what that did, where else, and for how many.

Said is what stands in the document, and how sure it is: a change whose interval holds 0 may be chance. If a
queue itself was changed it comes first, then the others, then all cases together; otherwise all cases first.
No advice: which of two runs is better depends on what one is after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wscli.amounts import count, duration, percent, signed, were
from wscli.comparison.changed import queues_changed, what_changed, where_changed
from wscli.comparison.delta import is_changed
from wscli.comparison.sections import widening
from wscli.model.terms import name_key

Document = Mapping[str, Any]

CLEAR, CHANCE, FEW = "more than chance", "may be chance", "too few"
_MOST = 3
"""So many queues are named in one sentence."""
_SOME, _MANY = 0.01, 0.1
"""From which share of all cases, and of those of a queue, on it is told that more or fewer are answered."""


def verdict(document: Document) -> list[str]:
    """Return the verdict of a comparison, a sentence to an entry."""
    cases = document["cases"]
    if document["identical"]:
        same, (where, what) = same_came(cases["b"]), what_of_it(document)
        return [f"{_first_up(same)}{f', {where}: {what}' if what else ': nothing was changed'}."]
    told = (*_of_waits(document), *_of_the_other_way(document), *_of_answers(document))
    sentences = [_first_up(each) for each in told]
    if document["paired"]:
        return [*sentences, *_of_cases(cases)]
    return [*sentences, "The cases are not the same in both, so part of this is their doing."]


def same_came(cases: int) -> str:
    """Return that the same became of all cases of two runs."""
    if not cases:
        return "no case took part in either"
    return f"the same came of {'the one case' if cases == 1 else f'all {cases:,} cases'}"


def what_of_it(document: Document) -> tuple[str, str]:
    """Return of runs with equal digests in what they differ, and what came of that; empty if in nothing."""
    differences = document["differences"]
    if not differences:
        return "", ""
    came = "some figures changed" if is_changed(document["delta"]) else "what was changed made no difference"
    return where_changed(differences), came


@dataclass(frozen=True, slots=True)
class _Part:
    """All cases, or those of a queue, on both sides."""

    name: str
    a: Document
    b: Document
    delta: Document
    interval: Document
    no_interval: Document

    @property
    def change(self) -> float:
        """By how many seconds the mean wait changed; 0 where one side has none."""
        return _at(self.delta, "wait", "mean") or 0.0

    @property
    def weight(self) -> float:
        """How much waiting there is more or less, in case-seconds."""
        answered = [_at(side, "wait", "count") or 0 for side in (self.a, self.b)]
        return abs(self.change) * sum(answered)

    @property
    def answered(self) -> list[str]:
        """How many are answered of how many, on both sides."""
        return [f"{answered:,} of {count(cases, 'case')}" for answered, cases in self._answers()]

    @property
    def answered_more(self) -> float:
        """By which share of the cases more are answered."""
        a, b = (answered / cases if cases else None for answered, cases in self._answers())
        return 0.0 if a is None or b is None else b - a

    def _answers(self) -> list[tuple[int, int]]:
        return [
            (_at(side, "wait", "count") or 0, _at(side, "cases", "arrived") or 0) for side in (self.a, self.b)
        ]

    def certainty(self, *path: str, among: int = 1) -> str:
        """Return whether a change is more than chance, may be chance, or has too few cases to say so.

        Of one `among` several that are looked through for a clear one, more is asked (see `widening`).
        """
        interval, change = _at(self.interval, *path), _at(self.delta, *path)
        if interval is None:
            return FEW
        low, high = (change + (end - change) * widening(among) for end in interval)
        return CHANCE if low <= 0 <= high else CLEAR

    def told(self, whose: str) -> str:
        """Return how mean wait and share in time changed, with `whose` before the first."""
        if None in (_at(self.a, "wait", "mean"), _at(self.b, "wait", "mean")):
            return _unanswered(self)
        waits = [_at(side, "wait", "mean") for side in (self.a, self.b)]
        levels = [_at(side, "service_level", "fraction") for side in (self.a, self.b)]
        wait, level = _moved(whose, *waits), _in_time(*levels)
        # What reads the same on both sides needs no word of chance.
        of_wait = self._how_sure("wait", "mean") if len({*map(duration, waits)}) > 1 else ""
        of_level = self._how_sure("service_level", "fraction") if len({*map(percent, levels)}) > 1 else ""
        if of_wait == of_level:
            return f"{wait}, and {level}{of_level}"
        return f"{wait}{of_wait}, and {level}{of_level}"

    def _how_sure(self, *path: str) -> str:
        found = self.certainty(*path)
        if found != FEW:
            return f" ({found})"
        why = _at(self.no_interval, *path)
        return f" ({why['count']:,} {why['of']}: too few to say whether by chance)" if why else ""


def _of_waits(document: Document) -> Iterator[str]:
    """Yield what became of waits: the queue that was changed, the others, all; or all first."""
    what = what_changed(document["differences"])
    lead_in = f"{what}: " if what else ""
    sides = _sides(document)
    whole = _Part(name="", **sides)
    queues = _parts(sides, "queues")
    if len(queues) < 2:
        yield f"{lead_in}{whole.told('the mean wait')}."
        return
    changed = [part for part in queues if _signed(part) not in ("=", "≈0")]
    telling = [part for part in changed if part.certainty("wait", "mean") != CHANCE]
    most = max(telling, key=lambda part: part.weight, default=None)
    if most is not None and queues_changed(document["differences"]) == {name_key(most.name)}:
        its = "its mean wait" if len(document["differences"]) == 1 else f"in {most.name} the mean wait"
        yield f"{lead_in}{most.told(its)}."
        yield from _others([part for part in changed if part is not most], elsewhere=True)
        yield f"All cases together: {whole.told('the mean wait')}."
        return
    yield f"{lead_in}{whole.told('the mean wait')}."
    if whole.certainty("wait", "mean") == FEW:
        yield f"By queue: {_listed(telling)}." if telling else "No queue's mean wait changed."
    else:
        yield from _others(changed, elsewhere=False)


def _of_the_other_way(document: Document) -> Iterator[str]:
    """Yield the workstreams whose mean wait went the other way by as much: who pays for it is named."""
    sides = _sides(document)
    whole = _Part(name="", **sides)
    against = [
        part
        for part in _parts(sides, "workstreams")
        if part.change * whole.change < 0 and abs(part.change) >= abs(whole.change)
    ]
    for part in sorted(against, key=lambda part: -abs(part.change))[:_MOST]:
        yield f"against that, {part.told(f'in workstream {part.name} the mean wait')}."


def _of_answers(document: Document) -> Iterator[str]:
    """Yield where so many more or fewer are answered that waits, which are of answers, do not tell."""
    sides = _sides(document)
    parts = [(_Part(name="", **sides), _SOME), *((part, _MANY) for part in _parts(sides, "queues"))]
    told = [
        f"{f'in {part.name} ' if part.name else ''}{part.answered[1]} instead of {part.answered[0]}"
        for part, least in parts
        if abs(part.answered_more) >= least
    ]
    if told:
        rest = [f"{len(told) - _MOST:,} more queues likewise"] if len(told) > _MOST else []
        yield f"Answered: {'; '.join([*told[:_MOST], *rest])}."


def _sides(document: Document) -> dict[str, Document]:
    return {key: document[key] for key in ("a", "b", "delta", "interval", "no_interval")}


def _others(changed: Sequence[_Part], *, elsewhere: bool) -> Iterator[str]:
    """Yield which queues changed for certain, and which nobody can tell of."""
    by_certainty: dict[str, list[_Part]] = {CLEAR: [], CHANCE: [], FEW: []}
    judged = sum(part.certainty("wait", "mean") != FEW for part in changed)
    for part in changed:
        by_certainty[part.certainty("wait", "mean", among=judged)].append(part)
    clear, few = by_certainty[CLEAR], by_certainty[FEW]
    where = "elsewhere" if elsewhere else "by queue"
    if clear:
        verb = "only clear change is" if len(clear) == 1 else "clear changes are"
        yield f"{where} the {verb} {_listed(clear)}."
    elif by_certainty[CHANCE]:
        yield f"{'elsewhere' if elsewhere else 'in a single queue'} no change is more than chance."
    if few:
        yield f"{where}, with too few cases to say whether by chance: {_listed(few)}."


def _listed(parts: Sequence[_Part]) -> str:
    ordered = sorted(parts, key=lambda part: -part.weight)
    shown = ordered[:_MOST]
    others = [part for part in ordered[_MOST:] if part.change * shown[0].change < 0]
    if others and all(part.change * shown[0].change > 0 for part in shown):
        # Whoever pays for it is named.
        shown[-1] = others[0]
    said = [f"{part.name}, {_signed(part)}" for part in shown]
    rest = [f"{len(parts) - _MOST:,} more"] if len(parts) > _MOST else []
    return "; ".join([*said, *rest])


def _signed(part: _Part) -> str:
    return signed(part.change, duration(abs(part.change)))


def _unanswered(part: _Part) -> str:
    """Return what is said where one side, or neither, answered a case."""
    found = [_at(side, "wait", "mean") is not None for side in (part.a, part.b)]
    if not any(found):
        return "no case is answered in either"
    return f"no case is answered in {'a' if found[1] else 'b'}"


def _moved(what: str, a: float, b: float) -> str:
    if duration(a) == duration(b):
        return f"{what} stays at {duration(b)}"
    return f"{what} {'falls' if b < a else 'rises'} from {duration(a)} to {duration(b)}"


def _in_time(a: float | None, b: float | None) -> str:
    if percent(a) == percent(b):
        return f"{percent(b)} are in time, as before"
    return f"{percent(b)} are in time instead of {percent(a)}"


def _of_cases(cases: Document) -> Iterator[str]:
    """Yield how many cases fared better and worse, and how many only one run answered."""
    better, worse = cases["better"]["count"], cases["worse"]["count"]
    less = f"{count(better, 'case') if better else 'No case'} waited less{_by(cases['better'])}"
    more = f"{count(worse) if worse else 'none'} longer{_by(cases['worse'])}"
    yield f"{less}, {more}, {cases['same']:,} as long."
    only = [(cases[f"answered_only_in_{side}"], side) for side in ("a", "b")]
    told = [(many, side) for many, side in only if many]
    if told:
        said = ", ".join(f"{many:,} only in {side}" for many, side in told)
        yield f"{said.replace(' only', f' {were(told[0][0])} answered only', 1)}."


def _by(found: Document) -> str:
    """Return by how much waits changed."""
    if not found["count"]:
        return ""
    return f" (on average {duration(found['mean_seconds'])}, at most {duration(found['max_seconds'])})"


def _parts(sides: Mapping[str, Document], section: str) -> list[_Part]:
    """Return the queues, or workstreams, as they are called in a where they are there."""
    by_name = {
        key: {name_key(each["name"]): each for each in side.get(section) or ()} for key, side in sides.items()
    }
    return [
        _Part(name=each["name"], **{key: named.get(name, {}) for key, named in by_name.items()})
        for name, each in by_name["delta"].items()
    ]


def _at(found: Any, *path: str) -> Any:
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
