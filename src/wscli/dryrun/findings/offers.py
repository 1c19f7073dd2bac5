"""Offers that came to nothing: of cases that are not offered any more, of agents who miss them, unanswered.

One cause is told once. What went to cases that are not offered any more is told with these, and counts
neither among the offers nor among the agents. Of offers without an answer it is said where the events file is
the reason: a case that it answers anywhere gets no other answer (rulebook 7.2), and nobody sees that in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wscli.amounts import count, were
from wscli.cases.table import EventKind
from wscli.dryrun.findings.ended import ENOUGH, Ended
from wscli.dryrun.findings.finding import Finding, Look, explains
from wscli.dryrun.findings.words import lasting, listed, percent

MISSED = 0.5
"""Offers that an agent declined or missed."""
TIMED_OUT = 0.2
"""Offers of everybody that were not answered: each has kept a case for the whole of its time."""
MOST = 0.5
"""Of what was missed: if so much is told already, that most agents missed theirs is the same once more."""
_ASKED = 20
"""Offers below which it is not an agent's habit."""
_ANSWERS = (EventKind.ACCEPT, EventKind.DECLINE, EventKind.IGNORE)


class _Script:
    """What the events file answers, by case."""

    def __init__(self, run: Ended) -> None:
        self.run = run
        self.rows: Counter[int] = Counter()
        self.ignored: Counter[int] = Counter()
        events = run.inputs.events
        if events is None:
            return
        for case, kind in zip(events.case, events.event, strict=True):
            self.rows[case] += kind in _ANSWERS
            self.ignored[case] += kind is EventKind.IGNORE

    def unanswered(self, case: int) -> int:
        """Return how many offers of a case timed out for want of a row."""
        if not self.rows[case]:
            return 0
        return max(self.run.outcome.timeouts[case] - self.ignored[case], 0)


@dataclass(slots=True)
class _Offers:
    """Offers without those of cases that are not offered any more; and what was missed of those."""

    made: int
    timed_out: int
    told: int

    @property
    def many(self) -> bool:
        """Whether so many were not answered that it is worth a finding."""
        return self.made >= ENOUGH and self.timed_out >= TIMED_OUT * self.made


def offers_over(run: Ended) -> Iterator[Finding]:
    """Say which cases are not offered any more: the limit of offers, or everybody has declined."""
    over, outcome = _over(run), run.outcome
    if not over:
        return
    script = run.once(_Script)
    found: dict[tuple[str, int, bool], list[int]] = defaultdict(list)
    for case in over:
        found[outcome.reasons[case], outcome.workstream[case], script.unanswered(case) > 0].append(case)
    for (reason, workstream, scripted), cases in sorted(found.items(), key=lambda each: -len(each[1])):
        text = _limit(run, cases[0]) if reason == "offer-limit" else _ALL_DECLINED
        name = outcome.workstream_names[workstream]
        message = f"{count(len(cases), 'case')} of workstream {name!r} {were(len(cases))} {text}"
        if scripted:
            message += f". {_only_those(run, script, cases)}"
        yield Finding(reason, message, explains(run.id_of(cases[0])))


_ALL_DECLINED = (
    "declined or missed by everybody who may be asked, and nobody is asked twice: "
    "assign_work_item_after_decline_or_timeout is none"
)


def _over(run: Ended) -> list[int]:
    """Return the cases that are not offered any more."""
    reasons = run.outcome.reasons
    return [case for case in run.open_cases if reasons.get(case) is not None]


def _limit(run: Ended, case: int) -> str:
    most = run.organisation.simulation.max_offers
    done = "offered" if run.outcome.offers[case] >= most else "given back"
    times = "once" if most == 1 else f"{most:,} times"
    return f"{done} {times}, which is the limit (max_offers), and cannot be taken any more"


def _only_those(run: Ended, script: _Script, cases: Sequence[int]) -> str:
    """Say that answers of the events file are the only ones, and what to do."""
    missing = sum(map(script.unanswered, cases))
    if len(cases) == 1:
        who, repair = f"{run.id_of(cases[0])} has", "add an accept row, or remove its rows"
    else:
        who, repair = f"{count(len(cases), 'case')} have", "add accept rows, or remove theirs"
    return (
        f"{who} answers in the events file, so only those count: {count(missing, 'offer')} had none; {repair}"
    )


def offers_timed_out(run: Ended) -> Iterator[Finding]:
    """Say that many offers were not answered, what each cost, and whether the events file is the reason."""
    offers, outcome = _offers(run), run.outcome
    if not offers.many:
        return
    offering = [
        workstream.offer_timeout
        for workstream, figures in zip(run.organisation.workstreams, run.summary["workstreams"], strict=True)
        if figures["offers"]["timed_out"]
    ]
    # Going Offline ends an offer before its time, so this is the most that one takes.
    message = (
        f"{offers.timed_out:,} of {count(offers.made, 'offer')} "
        f"({percent(offers.timed_out / offers.made)}) were not answered: each kept its case for up to "
        f"{lasting(max(offering))}"
    )
    script, over = run.once(_Script), set(_over(run))
    scripted = [case for case in outcome.present() if case not in over and script.unanswered(case)]
    if sum(map(script.unanswered, scripted)) >= MOST * offers.timed_out:
        message += f". {_only_those(run, script, scripted)}"
    yield Finding("offers-timed-out", message, _most_asked(run, over))


def missed_offers(run: Ended) -> Iterator[Finding]:
    """Say who declined or missed most of their offers, unless nearly all did for what is told already."""
    asked = [agent for agent in run.outcome.agents if agent.made >= _ASKED]
    shares = [((agent.declined + agent.timed_out) / agent.made, agent) for agent in asked]
    found = [each for each in shares if each[0] >= MISSED]
    if not found or (len(found) > MOST * len(asked) and _is_told(run)):
        return
    if len(found) == 1:
        agent = found[0][1]
        message = (
            f"{agent.name} declined or missed {agent.declined + agent.timed_out:,} of {agent.made:,} offers"
        )
    else:
        found.sort(key=lambda each: (-each[0], each[1].name))
        message = (
            f"{len(found):,} of {count(len(run.outcome.agents), 'agent')} declined or missed most of their "
            f"offers: {listed([agent.name for _, agent in found])}"
        )
    yield Finding("missed-offers", message, _most_asked(run, set()))


def _is_told(run: Ended) -> bool:
    """Whether most of what was missed is in the other findings of this module."""
    summary, offers = run.summary["offers"], _offers(run)
    told = offers.told + (offers.timed_out if offers.many else 0)
    return bool(told >= MOST * (summary["declined"] + summary["timed_out"]))


def _offers(run: Ended) -> _Offers:
    outcome, summary, over = run.outcome, run.summary["offers"], _over(run)
    timed_out = sum(outcome.timeouts[case] for case in over)
    return _Offers(
        made=summary["made"] - sum(outcome.offers[case] for case in over),
        timed_out=summary["timed_out"] - timed_out,
        told=timed_out + sum(outcome.declines[case] for case in over),
    )


def _most_asked(run: Ended, without: set[int]) -> Look:
    """Return what explains the case that was declined or missed most often, of those that are not told."""
    outcome = run.outcome
    missed = map(int.__add__, outcome.declines, outcome.timeouts)
    _, case = max((number, -case) for case, number in enumerate(missed) if case not in without)
    return explains(run.id_of(-case))
