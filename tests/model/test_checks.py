"""The checks as a whole: sound and partial configurations, order, ignoring, places, the table, the page."""

import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from checking import ANN, BUSY, CARDS, FLOW, REST, RULES, SOUND, at, rules, with_workstream, workstream
from hypothesis import given

import strategies
from wscli.errors import Path as Steps
from wscli.model.checks import CHECKS, check, to_problems
from wscli.model.checks import RULES as RULE_IDS
from wscli.model.findings import Findings
from wscli.model.organisation import SECTIONS, Organisation
from wscli.model.parse import Source, parse_documents
from wscli.model.routing import Branch, Compare, Flow, Rule, RuleSet
from wscli.model.terms import Operator
from wscli.model.workforce import Agent, Queue, Skill
from wscli.model.workstream import Workstream

ROOT = Path(__file__).resolve().parents[2]

ERRORS = [
    "duplicate-name",
    "presence-empty",
    "rule-unknown-queue",
    "unknown-member",
    "unknown-skill",
    "two-active-rulesets",
    "two-default-queues",
    "flow-dangling-workstream",
]
WARNINGS = [
    "presence-allowed",
    "presence-empty",
    "presence-away-with-missed-offer",
    "presence-dnd-with-decline",
    "presence-single-available",
    "presence-unreachable",
    "capacity-zero",
    "capacity-unreachable",
    "capacity-not-multiple",
    "selecting-without-push",
    "timer-not-whole-minutes",
    "timer-huge",
    "queue-without-members",
    "queue-no-agent-fits",
    "default-queue-missing",
    "agent-without-queue",
    "agent-zero-capacity",
    "skill-nobody-has",
    "rule-unreachable",
    "flow-unreachable-branch",
    "flow-no-default",
    "no-active-ruleset",
    "sole-agent-decline",
    "workstream-unused",
]


def test_sound_organisation_has_no_findings() -> None:
    assert rules(SOUND) == []


def test_empty_organisation_has_no_findings() -> None:
    assert rules(Organisation()) == []


@pytest.mark.parametrize("section", [s for s in SECTIONS if s not in ("queues", "rulesets", "flows")])
def test_parts_without_references_are_not_scolded_for_what_is_not_there(section: str) -> None:
    alone = Organisation().with_section(section, SOUND.section(section))
    assert [rule for rule in rules(alone) if rule != "unknown-skill"] == []


def test_workstreams_alone_are_judged_by_themselves_only() -> None:
    many = Organisation(workstreams=(workstream("A"), workstream("B"), workstream("C", capacity=0)))
    assert rules(many) == ["capacity-zero"]


def test_one_workstream_and_one_queue_need_neither_flow_nor_rules() -> None:
    queue = Queue(name="Only", priority=1, members=("ann", "ben"))
    small = replace(SOUND, queues=(queue,), rulesets=(), flows=())
    assert rules(small) == []


def test_table_has_the_promised_rules_with_their_severities() -> None:
    table = {(each.rule, each.severity) for each in CHECKS}
    assert {(rule, "error") for rule in ERRORS} <= table
    assert {(rule, "warning") for rule in WARNINGS} <= table
    assert len(table) == len(CHECKS)
    assert [each.rule for each in CHECKS if each.storable] == ["flow-dangling-workstream"]


def test_every_check_has_a_function_with_a_reason_and_known_sections() -> None:
    for each in CHECKS:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", each.rule)
        assert each.summary and each.source
        assert each.scope <= {*SECTIONS, "behaviour", "simulation"}
        if each.run is not None:
            assert each.run.__name__.startswith("check_")
            assert each.run.__doc__
    assert len(RULE_IDS) == len(set(RULE_IDS)) == len(CHECKS) - 1  # presence-empty is both


BROKEN = replace(
    SOUND,
    workstreams=(workstream(allowed_presences=(), capacity=0),),
    queues=(replace(CARDS, members=("ann", "bne")), Queue(name="Empty")),
    flows=(replace(FLOW, default_workstream="Casse"),),
)


def test_errors_come_first_and_findings_stay_in_scope() -> None:
    result = check(BROKEN)
    severities = [each.severity for each, _ in result]
    assert severities == sorted(severities)  # "error" < "warning"
    assert len(set(severities)) == 2
    assert all(finding.section in each.scope for each, finding in result)
    assert all(finding.message and finding.hint for _, finding in result)


def test_ignored_rules_are_left_out() -> None:
    ignored = {"unknown-member", "presence-empty"}
    assert set(rules(BROKEN)) & ignored == ignored
    assert not {each.rule for each, _ in check(BROKEN, ignore=ignored)} & ignored


def test_objects_that_could_not_be_read_are_not_reported_as_missing() -> None:
    broken = {("agents", "bne"), ("workstreams", "casse")}
    left = {each.rule for each, _ in check(BROKEN, broken=broken)}
    assert left == {"presence-empty", "queue-priority-missing"}


def test_stored_object_is_named_in_the_path() -> None:
    organisation = with_workstream(capacity=0, name="Case Workstream")
    problem = next(p for p in to_problems(check(organisation)) if p.rule == "capacity-zero")
    assert problem.path == "workstreams[Case Workstream].capacity"
    assert (problem.file, problem.line, problem.severity) == (None, None, "warning")


def test_whole_section_and_indexes_in_paths_of_stored_objects() -> None:
    organisation = replace(SOUND, queues=(CARDS, replace(REST, default=False, priority=2, members=("bne",))))
    paths = {p.rule: p.path for p in to_problems(check(organisation))}
    assert paths["default-queue-missing"] == "queues"
    assert paths["unknown-member"] == "queues[Everything else].members[0]"


class Lines:
    """A locator that knows the lines of a few paths."""

    def __init__(self, lines: dict[Steps, int]) -> None:
        self.lines = lines

    def __call__(self, path: Steps, *, key: bool = False) -> tuple[str | None, int | None, int | None]:
        line = self.lines.get(path)
        return ("x.yaml", line, 5) if line else (None, None, None)


def test_object_of_a_document_is_placed_and_missing_fields_stand_where_the_object_does() -> None:
    locate = Lines({("queues", 0): 3, ("queues", 0, "members"): 4, ("queues", 1): 6})
    raw = {"queues": [{"name": "A", "members": ["x"]}, {"name": "B", "default": "true", "members": []}]}
    parsed = parse_documents([Source(raw, locate)], Findings())
    problems = {p.rule: p for p in to_problems(check(parsed.organisation), parsed.origins)}
    assert (problems["unknown-member"].path, problems["unknown-member"].line) == ("queues[0].members[0]", 4)
    assert (problems["queue-priority-missing"].path, problems["queue-priority-missing"].place) == (
        "queues[0].priority",
        "x.yaml:3:5",
    )


def test_other_side_is_named_with_its_place() -> None:
    locate = Lines({("queues", 0): 3, ("queues", 0, "default"): 4, ("queues", 1): 6})
    raw = {
        "queues": [
            {"name": "A", "default": "true", "members": ["ann"]},
            {"name": "B", "default": "true", "members": ["ann"]},
        ]
    }
    parsed = parse_documents([Source(raw, locate)], Findings())
    problem = next(p for p in to_problems(check(parsed.organisation), parsed.origins) if "two-def" in p.rule)
    assert problem.message == "'B' and 'A' are both the default queue (see x.yaml:4)"
    assert (problem.path, problem.line) == ("queues[1].default", 6)


def test_broken_objects_of_documents_are_known_by_name() -> None:
    raw = {"agents": [{"name": "Ann", "capacity": "lots"}], "queues": [{"name": "Q", "default": "true",
           "members": ["ann"]}]}  # fmt: skip
    parsed = parse_documents([Source(raw)], Findings())
    assert parsed.broken == {("agents", "ann")}
    assert check(parsed.organisation, broken=parsed.broken) == []


def test_near_words_are_looked_for_a_limited_number_of_times() -> None:
    names = tuple(f"nobody {n}" for n in range(60))
    organisation = Organisation(agents=(ANN,), queues=(replace(REST, members=names),), skills=SOUND.skills)
    assert len(at(organisation, "unknown-member")) == 60


def test_large_organisation_is_checked_in_about_a_second() -> None:
    agents = tuple(
        Agent(name=f"agent {i}", capacity=100 + i % 700, default_presence="Busy") for i in range(2000)
    )
    queues = tuple(
        Queue(name=f"queue {i}", priority=1, members=tuple(f"agent {j}" for j in range(i, 2000, 20)))
        for i in range(300)
    )
    workstreams = tuple(
        Workstream(name=f"ws {i}", capacity=50 + i % 9, allowed_presences=(BUSY,)) for i in range(1000)
    )
    conditions = [Compare(attribute="a", operator=Operator.EQUALS, value=str(i)) for i in range(1000)]
    branches = tuple(Branch(when=each, workstream=f"wx {i}") for i, each in enumerate(conditions))
    some_rules = tuple(Rule(name=f"r{i}", when=each, queue=f"q {i}") for i, each in enumerate(conditions))
    large = Organisation(
        workstreams=workstreams,
        queues=queues,
        agents=agents,
        skills=tuple(Skill(name=f"s{i}") for i in range(100)),
        flows=(Flow(name="f", branches=branches),),
        rulesets=(RuleSet(name="r", active=True, rules=some_rules),),
    )
    start = time.process_time()
    result = check(large)
    to_problems(result)
    assert time.process_time() - start < 2.5  # 0.3 s where it was written
    assert len(result) > 2000


def test_first_example_of_the_guide_is_sound() -> None:
    document = {
        "version": "1",
        "workstreams": [
            {
                "name": "Case Workstream",
                "capacity": "50",
                "auto_close_after_inactivity": "5m",
                "assign_work_item_after_decline_or_timeout": "2m",
                "allowed_presences": ["available", "busy"],
            }
        ],
        "queues": [
            {"name": "Cases", "priority": "1", "members": ["ann", "ben"]},
            {"name": "Everything else", "default": "true", "members": ["ann", "ben"]},
        ],
        "agents": [
            {"name": "ann", "capacity": "100", "default_presence": "available", "skills": {"spanish": "3"},
             "schedule": [{"at": "2026-03-02T12:00", "presence": "In training"}]},
            {"name": "ben", "capacity": "50"},
        ],
        "presences": [{"name": "In training", "base_status": "away"}],
        "skills": ["spanish"],
        "flows": [{"name": "F", "branches": [], "default_workstream": "Case Workstream"}],
    }  # fmt: skip
    notes = Findings()
    parsed = parse_documents([Source(document)], notes)
    assert notes.problems == []
    assert to_problems(check(parsed.organisation), parsed.origins) == []


def test_rules_that_are_not_one_entitys_do_not_mix() -> None:
    other = replace(RULES, name="Other", entity="incident")
    assert "two-active-rulesets" not in rules(replace(SOUND, rulesets=(RULES, other)))


@given(strategies.organisations())
def test_checks_judge_any_organisation_and_stay_in_their_scope(organisation: Organisation) -> None:
    found = check(organisation)
    assert all(finding.section in each.scope for each, finding in found)
    assert len(to_problems(found)) == len(found)


def test_page_of_checks_is_current() -> None:
    script = ROOT / "scripts" / "checks_page.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
