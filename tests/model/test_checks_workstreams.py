"""Checks of workstreams and presences: what triggers each, and the nearest case that must not."""

from dataclasses import replace

import pytest
from checking import (
    ANN,
    AVAILABLE,
    AWAY,
    BEN,
    BUSY,
    DND,
    FLOW,
    OFFLINE,
    PICK,
    SOUND,
    at,
    found,
    rules,
    with_agents,
    with_simulation,
    with_workstream,
    workstream,
)

from wscli.model.checks import check
from wscli.model.organisation import Organisation
from wscli.model.terms import BasePresence, Channel, MatchingLogic, Status
from wscli.model.workforce import DatedPresence, Presence

DAY = 86_400
PRESENCES = ("workstreams", "Cases", "allowed_presences")


def severities(organisation: Organisation, rule: str) -> list[str]:
    return [each.severity for each, _ in check(organisation) if each.rule == rule]


def test_presence_empty_is_an_error_of_push_and_a_warning_of_pick() -> None:
    assert severities(with_workstream(allowed_presences=()), "presence-empty") == ["error"]
    pick = with_workstream(allowed_presences=(), work_distribution_mode=PICK)
    assert severities(pick, "presence-empty") == ["warning"]
    assert at(pick, "presence-empty") == [PRESENCES]


@pytest.mark.parametrize(
    ("setting", "presence", "rule"),
    [
        ("presence_after_missed_offer", AWAY, "presence-away-with-missed-offer"),
        ("presence_after_decline", DND, "presence-dnd-with-decline"),
    ],
)
def test_presence_after_an_offer_needs_to_be_outside_the_allowed(
    setting: str, presence: BasePresence, rule: str
) -> None:
    allowed = with_workstream(allowed_presences=(AVAILABLE, presence))
    assert at(with_simulation(allowed, **{setting: True}), rule) == [PRESENCES]
    assert rule not in rules(allowed)
    assert rule not in rules(with_simulation(SOUND, **{setting: True}))
    for without_offers in ({"work_distribution_mode": PICK}, {"auto_assign": True}):
        quiet = with_workstream(allowed_presences=(AVAILABLE, presence), **without_offers)
        assert rule not in rules(with_simulation(quiet, **{setting: True}))


def test_presence_single_available() -> None:
    single = with_workstream(allowed_presences=(AVAILABLE,))
    assert at(single, "presence-single-available") == [PRESENCES]
    assert "available,busy" in found(single, "presence-single-available")[0].hint


def test_presence_single_available_is_fine_where_one_case_is_all_there_is_room_for() -> None:
    full = with_workstream(allowed_presences=(AVAILABLE,), capacity=100)
    assert "presence-single-available" not in rules(full)
    assert "presence-single-available" not in rules(
        with_workstream(allowed_presences=(AVAILABLE,), capacity=51)
    )
    manual = with_simulation(with_workstream(allowed_presences=(AVAILABLE,)), automatic_presence=False)
    assert "presence-single-available" not in rules(manual)
    assert "presence-single-available" not in rules(with_workstream(allowed_presences=(BUSY,)))
    assert "presence-single-available" not in rules(with_workstream(allowed_presences=(AVAILABLE, AWAY)))


def unreachable(*presences: BasePresence, **changes: object) -> bool:
    return "presence-unreachable" in rules(with_workstream(allowed_presences=presences, **changes))


def test_presence_unreachable() -> None:
    assert unreachable(OFFLINE)
    assert unreachable(AWAY)
    assert unreachable(BUSY), "nobody is Busy who never gets a case while Available"
    assert not unreachable(AVAILABLE)
    assert not unreachable(AWAY, AVAILABLE)
    assert unreachable(AWAY, work_distribution_mode=PICK)
    assert not unreachable(work_distribution_mode=PICK)


def test_busy_is_reached_through_another_workstream() -> None:
    busy = workstream("Second", allowed_presences=(BUSY,))
    full = workstream(capacity=100)
    assert at(replace(SOUND, workstreams=(workstream(), busy)), "presence-unreachable") == []
    assert len(at(replace(SOUND, workstreams=(full, busy)), "presence-unreachable")) == 1
    inactive = workstream(status=Status.INACTIVE)
    assert len(at(replace(SOUND, workstreams=(inactive, busy)), "presence-unreachable")) == 1
    manual = with_simulation(replace(SOUND, workstreams=(workstream(), busy)), automatic_presence=False)
    assert len(at(manual, "presence-unreachable")) == 1


def test_busy_dnd_is_reached_when_the_capacity_is_used_up() -> None:
    dnd = workstream("Second", allowed_presences=(DND,))
    assert at(replace(SOUND, workstreams=(workstream(), dnd)), "presence-unreachable") == []
    free = workstream(capacity=0)
    assert len(at(replace(SOUND, workstreams=(free, dnd)), "presence-unreachable")) == 1


def test_presences_of_agents_make_reachable() -> None:
    away = with_workstream(allowed_presences=(AWAY,))
    training = (Presence(name="In training", base_status=AWAY),)
    default = replace(away, agents=(replace(ANN, default_presence="in training"), BEN), presences=training)
    assert "presence-unreachable" not in rules(default)
    entry = DatedPresence(at="2026-03-02T12:00:00", presence="Away")
    assert "presence-unreachable" not in rules(replace(away, agents=(ANN, replace(BEN, schedule=(entry,)))))
    outsider = replace(BEN, name="zoe", default_presence="Away")
    assert "presence-unreachable" in rules(replace(away, agents=(ANN, BEN, outsider)))
    sticky = replace(
        with_agents(replace(ANN, default_presence="away")),
        workstreams=(workstream(allowed_presences=(AWAY,)), workstream("B", allowed_presences=(BUSY,))),
    )
    assert at(sticky, "presence-unreachable") == [("workstreams", "B", "allowed_presences")]


def test_missed_and_declined_offers_make_reachable() -> None:
    both = replace(SOUND, workstreams=(workstream(), workstream("Second", allowed_presences=(AWAY,))))
    assert "presence-unreachable" in rules(both)
    assert "presence-unreachable" not in rules(with_simulation(both, presence_after_missed_offer=True))


def test_presence_unreachable_without_people_judges_offline_only() -> None:
    def alone(*presences: BasePresence) -> Organisation:
        return Organisation(workstreams=(workstream(allowed_presences=presences),))

    assert rules(alone(OFFLINE)) == ["presence-unreachable"]
    assert rules(alone(AWAY)) == rules(alone(BUSY)) == []
    off = replace(ANN, default_presence="offline", skills=())
    assert rules(replace(alone(OFFLINE), agents=(off,))) == []


def test_unknown_presence() -> None:
    entry = DatedPresence(at="2026-03-02T12:00:00", presence="In trainning")
    ann = replace(ANN, default_presence="availabel", schedule=(entry,))
    training = (Presence(name="In training", base_status=AWAY),)
    organisation = replace(SOUND, agents=(ann, BEN), presences=training)
    assert at(organisation, "unknown-presence") == [
        ("agents", "ann", "default_presence"),
        ("agents", "ann", "schedule", 0, "presence"),
    ]
    hints = [each.hint for each in found(organisation, "unknown-presence")]
    assert hints == ["did you mean 'available'?", "did you mean 'In training'?"]
    right = replace(entry, presence="IN TRAINING")
    fine = replace(organisation, agents=(replace(ann, default_presence="Busy - DND", schedule=(right,)), BEN))
    assert "unknown-presence" not in rules(fine)


def test_presence_shadows_base() -> None:
    mine = (Presence(name="Busy DND", base_status=AWAY),)
    assert at(replace(SOUND, presences=mine), "presence-shadows-base") == [("presences", "Busy DND", "name")]
    own = (Presence(name="Busy elsewhere", base_status=AWAY),)
    assert rules(replace(SOUND, presences=own)) == []


def test_capacity_zero() -> None:
    assert at(with_workstream(capacity=0), "capacity-zero") == [("workstreams", "Cases", "capacity")]
    assert "capacity-zero" not in rules(with_workstream(capacity=1))


def test_capacity_unreachable() -> None:
    above = with_workstream(capacity=101)
    assert at(above, "capacity-unreachable") == [("workstreams", "Cases", "capacity")]
    assert "never be pushed" not in found(above, "capacity-unreachable")[0].message
    assert "ever be pushed" in found(above, "capacity-unreachable")[0].message
    assert "capacity-unreachable" not in rules(with_workstream(capacity=100))
    pick = with_workstream(capacity=101, work_distribution_mode=PICK)
    assert "unless an events file" in found(pick, "capacity-unreachable")[0].message


def test_capacity_unreachable_looks_at_members_of_queues_only() -> None:
    strong = replace(BEN, name="zoe", capacity=500)
    outsider = replace(with_workstream(capacity=200), agents=(ANN, BEN, strong))
    assert "capacity-unreachable" in rules(outsider)
    assert "capacity-unreachable" not in rules(replace(outsider, queues=()))


def test_switches_without_effect_in_pick_mode() -> None:
    for field, rule in (
        ("enable_selecting_from_push", "selecting-without-push"),
        ("auto_assign", "auto-assign-without-push"),
    ):
        pick = with_workstream(work_distribution_mode=PICK, **{field: True})
        assert at(pick, rule) == [("workstreams", "Cases", field)]
        assert rules(with_workstream(**{field: True})) == []
        assert rules(with_workstream(work_distribution_mode=PICK)) == []


@pytest.mark.parametrize(
    "field", ["auto_close_after_inactivity", "assign_work_item_after_decline_or_timeout"]
)
def test_timers(field: str) -> None:
    place = [("workstreams", "Cases", field)]
    odd = with_workstream(**{field: 90})
    assert at(odd, "timer-not-whole-minutes") == place
    assert found(odd, "timer-not-whole-minutes")[0].hint == "the nearest is 2m"
    assert found(with_workstream(**{field: 1}), "timer-not-whole-minutes")[0].hint == "the nearest is 1m"
    assert rules(with_workstream(**{field: 120})) == []
    assert rules(with_workstream(**{field: 0})) == []
    assert at(with_workstream(**{field: 90 * DAY + 60}), "timer-huge") == place
    assert rules(with_workstream(**{field: 90 * DAY})) == []


def test_workstream_unused() -> None:
    other = replace(SOUND, workstreams=(workstream(), workstream("Other")))
    assert at(other, "workstream-unused") == [("workstreams", "Other")]
    for quiet in (
        workstream("Other", status=Status.INACTIVE),
        workstream("Other", channel=Channel.LIVE_CHAT, entity=None),
    ):
        assert rules(replace(SOUND, workstreams=(workstream(), quiet))) == []
    assert "workstream-unused" not in rules(replace(other, flows=()))
    by_branch = replace(FLOW, default_workstream="OTHER")
    assert rules(replace(other, flows=(by_branch,))) == []


def test_only_workstream_of_an_entity_without_flow_is_used() -> None:
    nowhere = replace(FLOW, entity="incident", branches=(), default_workstream=None)
    assert "workstream-unused" not in rules(replace(SOUND, flows=(nowhere,)))
    assert "workstream-unused" in rules(replace(SOUND, flows=(replace(nowhere, entity="case"),)))


def test_closest_match_of_an_active_workstream_is_not_simulated() -> None:
    closest = workstream("Card's", matching_logic=MatchingLogic.CLOSEST)
    both = replace(SOUND, workstreams=(workstream(), closest, replace(closest, name="Loans")))
    place = "matching_logic"
    assert at(both, "matching-closest-not-simulated") == [
        ("workstreams", "Card's", place),
        ("workstreams", "Loans", place),
    ]
    said = found(both, "matching-closest-not-simulated")[0]
    assert '"Card\'s"' in said.message and "classic-2019" in said.message
    assert said.hint.startswith(
        "for one run say --set 'workstreams[Card'\"'\"'s].matching_logic=exact', or change it"
    )
    assert said.hint.endswith("wscli workstream update 'Card'\"'\"'s' --matching-logic exact")
    quiet = replace(closest, status=Status.INACTIVE)
    assert rules(replace(SOUND, workstreams=(workstream(), quiet))) == []
