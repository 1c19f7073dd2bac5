"""Rulebook 5.1 to 5.4: who is eligible, how they rank, in which order cases are matched."""

from __future__ import annotations

from typing import Any

from scenario import Stage, agent, case, queue, workstream

TWO = [agent("ann"), agent("ben")]
THREE = [*TWO, agent("cho")]
EARLIER = [("08:59:00", "presence", "", "cho", "away")]
DECLINES = {"accept_after": "20s", "decline_probability": 1}


def asked(play: Stage, *cases: dict[str, str], **parts: Any) -> list[str]:
    """Return who was offered what, in order, as `C1 ann`."""
    told = play(list(cases), **parts).told()
    return [" ".join(line.split()[2:4]) for line in told if " offered " in line]


def test_members_only(play: Stage) -> None:
    """5.1."""
    assert asked(play, case("C1", "09:00:00"), agents=TWO, queues=[queue("Q", "ben", priority=1)]) == [
        "C1 ben"
    ]


def test_a_skill_is_needed_at_its_rating_or_above(play: Stage) -> None:
    """5.1."""
    staff = [agent("ann"), agent("ben", skills={"spanish": 2}), agent("cho", 90, skills={"Spanish": 3})]
    for needed, expected in (("spanish:2", ["C1 ben"]), ("spanish:3", ["C1 cho"]), ("spanish:4", [])):
        row = case("C1", "09:00:00", skills=needed)
        assert asked(play, row, agents=staff, skills=["Spanish"]) == expected


def test_units_must_fit(play: Stage) -> None:
    """5.1: 50 of 99 twice do not."""
    cases = [case("C1", "09:00:00", 60), case("C2", "09:00:00", 60)]

    assert play(cases, agents=[agent("ann", 99)]).case("C2")["first_offered_at"] == "09:01:00"


def test_most_remaining_capacity_goes_first(play: Stage) -> None:
    """5.2: before all that follows."""
    staff = [agent("ann", 100), agent("ben", 160)]
    cases = [case(f"C{n}", "09:00:00") for n in range(4)]

    assert asked(play, *cases, agents=staff) == ["C0 ben", "C1 ben", "C2 ann", "C3 ben"]


def test_then_fewest_sessions_of_this_workstream(play: Stage) -> None:
    """5.2: Active cases and outstanding offers; sessions of other workstreams do not count."""
    streams = [workstream("W"), workstream("Other")]
    cases = [
        case("C0", "08:00:00", 7200, workstream="W"),
        case("C1", "08:00:01", 7200, workstream="Other"),
        case("C2", "09:00:00", 60, workstream="Other"),
    ]

    assert asked(play, *cases, agents=TWO, workstreams=streams) == ["C0 ann", "C1 ben", "C2 ann"]


def test_then_idle_longest_since_the_last_assignment(play: Stage) -> None:
    """5.2: ann was asked before ben; before the first assignment the sign-in counts."""
    cases = [case("C1", "09:00:00", 10), case("C2", "09:01:00", 10), case("C3", "09:02:00", 10)]
    assert asked(play, *cases, agents=THREE, events=EARLIER) == ["C1 ann", "C2 ben", "C3 ann"]

    events = [("08:30:00", "sign-in", "", "ann"), ("08:20:00", "sign-in", "", "ben")]
    assert asked(play, *cases, agents=TWO, events=events) == ["C1 ben", "C2 ann", "C3 ben"]


def test_a_resume_is_no_assignment(play: Stage) -> None:
    """5.2: ann resumes at 09:03 and has still been idle longer than ben."""
    cases = [case("C1", "09:00:00", "10|170|10"), case("C2", "09:01:00", 10), case("C3", "09:05:00", 10)]

    assert asked(play, *cases, agents=THREE, events=EARLIER) == ["C1 ann", "C2 ben", "C3 ann"]


def test_last_the_order_of_definition(play: Stage) -> None:
    """5.2: not that of the queue's members."""
    queues = [queue("Q", "cho ben ann", priority=1)]

    assert asked(play, case("C1", "09:00:00"), agents=THREE, queues=queues) == ["C1 ann"]


def test_who_declined_before_comes_behind_everybody_else(play: Stage) -> None:
    """5.2: whatever capacity they have; although their cool-down is over."""
    staff = [
        agent("ann", 500, behaviour=DECLINES),
        agent("ben", 50, behaviour={"accept_after": "1s"}),
    ]
    cases = [case("C0", "08:59:00", 70), case("C1", "09:00:00", 60)]
    streams = [workstream(assign_work_item_after_decline_or_timeout="10s")]
    story = play(cases, agents=staff, workstreams=streams, queues=[queue("Q", "ann ben", priority=1)])

    # C0: ann declines, ben takes it until 09:00:31; C1: ann declines, and is asked again alone at 09:00:30
    assert story.told("C1")[:3] == [
        "09:00:00 offered C1 ann",
        "09:00:20 declined C1 ann",
        "09:00:30 offered C1 ann",
    ]
    late = [case("C0", "08:59:00", 65), case("C1", "09:00:00", 60)]
    story = play(late, agents=staff, workstreams=streams, queues=[queue("Q", "ann ben", priority=1)])
    assert story.told("C1")[2] == "09:00:26 offered C1 ben"


def test_queue_priority_goes_before_age(play: Stage) -> None:
    """5.3, 5.4: smaller first; the default queue last; equal priorities are merged by age."""
    queues = [
        queue("Default", "ann", default=True),
        queue("Low", "ann", priority=2147483647),
        queue("A", "ann", priority=1),
        queue("B", "ann", priority=1),
    ]
    cases = [
        case("C0", "09:00:00", 60, queue="A"),
        case("C1", "09:00:01", 60, queue="Default"),
        case("C2", "09:00:02", 60, queue="Low"),
        case("C3", "09:00:04", 60, queue="A"),
        case("C4", "09:00:03", 60, queue="B"),
    ]
    order = asked(play, *cases, agents=[agent("ann", 50)], queues=queues)

    assert order == ["C0 ann", "C4 ann", "C3 ann", "C2 ann", "C1 ann"]


def test_a_default_queue_with_a_priority_stands_where_it_says(play: Stage) -> None:
    """5.4."""
    queues = [queue("Default", "ann", default=True, priority=1), queue("A", "ann", priority=2)]
    cases = [
        case("C0", "09:00:00", 60, queue="A"),
        case("C1", "09:00:01", 60, queue="A"),
        case("C2", "09:00:02", 60),
    ]

    assert asked(play, *cases, agents=[agent("ann", 50)], queues=queues)[1] == "C2 ann"


def test_at_one_instant_the_file_order_decides(play: Stage) -> None:
    """5.3."""
    cases = [case("Z", "09:00:00", 60), case("A", "09:00:00", 60), case("M", "08:59:59", 120)]

    assert asked(play, *cases, agents=[agent("ann", 50)]) == ["M ann", "Z ann", "A ann"]


def test_a_case_that_nobody_can_take_holds_nobody_up(play: Stage) -> None:
    """5.3."""
    streams = [workstream("Big", capacity=500), workstream("W")]
    cases = [case("C1", "09:00:00", workstream="Big"), case("C2", "09:00:00", 60, workstream="W")]
    story = play(cases, workstreams=streams)

    assert (story.case("C1")["outcome"], story.case("C2")["accepted_at"]) == ("open", "09:00:00")
