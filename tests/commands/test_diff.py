"""What files would change, and what they delete with --prune."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from frontdoor import CENTRE, Result
from wscli.office import applying, validation
from wscli.store import Store

Wscli = Callable[..., Result]

NEW = """\
workstreams:
  - {name: urgent, capacity: 40, allowed_presences: [available, busy]}
  - {name: New, capacity: 50, allowed_presences: [available]}
agents:
  - {name: ann, capacity: 100, skills: {spanish: 4}}
behaviour: {accept_after: 10s}
"""
ONLY_BEN = "agents:\n  - {name: ben, capacity: 50}\n"
FEWER = """\
queues:
  - {name: Everything, default: true, members: [ann, ben]}
rulesets: []
"""


def said(result: Result) -> list[str]:
    """Return the messages without the warnings about the configuration itself."""
    lines = result.err.splitlines()
    return [line for line in lines if "[presence-single" not in line and "allow busy too" not in line]


# Differences --------------------------------------------------------------------------------------------


def test_differences_are_shown_field_by_field(centre: Wscli) -> None:
    result = centre("diff", "-f", "-", "-q", input=NEW)

    assert result.code == 0
    assert result.out == (
        "~ workstream 'urgent'\n"
        "    name: Urgent → urgent\n"
        "    capacity: 50 → 40\n"
        "    assign_work_item_after_decline_or_timeout: 2m → none\n"
        "+ workstream 'New'\n"
        "    channel: entity-records\n"
        "    capacity: 50\n"
        "    auto_close_after_inactivity: 0\n"
        "    assign_work_item_after_decline_or_timeout: none\n"
        "    work_distribution_mode: push\n"
        "    allowed_presences: [available]\n"
        "~ agent 'ann'\n"
        "    skills: {spanish: 3} → {spanish: 4}\n"
        "~ behaviour\n"
        "    accept_after: none → 10s\n"
    )


def test_items_of_long_lists_are_shown_one_by_one(centre: Wscli) -> None:
    people = "".join(f"  - {{name: a{number}, capacity: 50}}\n" for number in range(6))
    before = (
        f"agents:\n{people}queues:\n  - {{name: Cards, priority: 1, members: [a0, a1, a2, a3, a4, a5]}}\n"
    )
    after = before.replace("[a0, a1, a2", "[a0, a2, ann, a1")
    rules = """
flows:
  - name: Flow
    branches:
      - {when: {attribute: priority, equals: 1}, workstream: Urgent}
      - {when: {any: [{attribute: subject, contains: a}, {attribute: x, in: [b, 1]}]}, workstream: Urgent}
    default_workstream: Routine
"""
    assert centre("apply", "-q", "-f", "-", input=before).code == 0
    result = centre("diff", "-q", "-f", "-", input=after + rules)

    assert result.out == (
        "~ queue 'Cards'\n"
        "    members:\n"
        "        + a2\n"
        "        + ann\n"
        "        - a2\n"
        "~ flow 'Flow'\n"
        "    branches:\n"
        "        + subject contains a or x in [b, 1] → Urgent\n"
    )


def test_no_differences_print_nothing(centre: Wscli) -> None:
    result = centre("diff", "-f", "-", "--exit-code", input=CENTRE)

    assert (result.code, result.out) == (0, "")
    assert said(result) == ["0 to create, 0 to update, 9 unchanged"]


def test_diff_tells_what_apply_does_then(centre: Wscli) -> None:
    before = centre("diff", "-f", "-", "-o", "json", input=NEW)
    there = centre("export").out
    done = centre("apply", "-f", "-", "-o", "json", input=NEW)

    assert centre("diff", "-f", "-", "-o", "json", input=NEW).out != before.out
    assert json.loads(before.out) == json.loads(done.out)
    record = json.loads(before.out)
    assert list(record) == ["schema_version", "changes", "counts"]
    assert record["counts"] == {"created": 1, "updated": 3, "unchanged": 0, "deleted": 0}
    assert record["changes"][0] == {
        "kind": "workstream",
        "name": "urgent",
        "action": "updated",
        "fields": {
            "name": {"old": "Urgent", "new": "urgent"},
            "capacity": {"old": 50, "new": 40},
            "assign_work_item_after_decline_or_timeout": {"old": "2m", "new": None},
        },
    }
    assert there != centre("export").out


def test_exit_code_six_says_that_there_are_differences(centre: Wscli) -> None:
    assert centre("diff", "-f", "-", input=NEW).code == 0
    for format in ("table", "json", "none"):
        result = centre("diff", "-f", "-", "--exit-code", "-o", format, input=NEW)
        assert (result.code, "error" in result.err) == (6, False)
    assert centre("diff", "-f", "-", "--exit-code", input=CENTRE).code == 0


def test_diff_writes_nothing_and_creates_no_database(wscli: Wscli, database: Path) -> None:
    result = wscli("diff", "-f", "-", input=CENTRE)

    assert result.code == 0
    assert said(result) == ["9 to create, 0 to update, 0 unchanged"]
    assert list(database.parent.iterdir()) == []


def test_diff_refuses_what_apply_refuses(centre: Wscli) -> None:
    wrong = "workstreams: [{name: Urgent, capacity: five}]\n"
    diff, apply = (centre(verb, "-f", "-", input=wrong) for verb in ("diff", "apply"))

    assert (diff.code, diff.out) == (3, "")
    assert diff.err == apply.err
    assert centre("diff").err == (
        "error: missing option -f, in `wscli diff`\nhint: name a file: wscli diff -f FILE\n"
    )
    assert centre("diff", "-f", "none.yaml").code == 4
    assert centre("diff", "-f", "-", "--fields", "nothing", input=NEW).code == 3


def test_colour_on_terminals_only_and_marks_without_it(
    centre: Wscli, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = centre("diff", "-f", "-", input=NEW)
    monkeypatch.delenv("NO_COLOR")
    piped = centre("diff", "-f", "-", input=NEW)
    Path("new.yaml").write_text(NEW, encoding="utf-8")
    shown = centre("diff", "-f", "new.yaml", tty=True)

    assert piped.out == plain.out and "\x1b" not in plain.out
    assert "\x1b[33m~ workstream 'urgent'\x1b[0m\n" in shown.out
    assert "\x1b[32m+ workstream 'New'\x1b[0m\n" in shown.out


def test_folders_several_documents_and_several_files_are_one(centre: Wscli) -> None:
    folder = Path("centre")
    folder.mkdir()
    (folder / "b.yml").write_text("queues: [{name: Cards, priority: 2, members: [ann]}]\n", encoding="utf-8")
    (folder / "a.json").write_text('{"agents": [{"name": "ben", "capacity": 60}]}', encoding="utf-8")
    (folder / "notes.txt").write_text("nothing of ours", encoding="utf-8")
    several = "skills: [spanish]\n---\nskills: [french]\n"
    result = centre("diff", "-f", "centre", "-f", "-", "-o", "json", input=several)

    assert json.loads(result.out)["counts"] == {"created": 1, "updated": 2, "unchanged": 1, "deleted": 0}


def test_problems_of_several_files_stand_at_their_places(centre: Wscli) -> None:
    Path("a.yaml").write_text("skills: [french]\nagents:\n  - {name: a, capacity: x}\n", encoding="utf-8")
    Path("b.json").write_text('{"skills": [\n  "French"\n]}', encoding="utf-8")
    result = centre("validate", "a.yaml", "b.json", "-", "-o", "json", input="queues: 5\n---\nquees: []\n")
    problems = json.loads(result.out)["problems"]

    assert [(each["file"], each["line"], each["column"], each["path"]) for each in problems] == [
        ("<stdin>", 1, 9, "queues"),
        ("<stdin>", 3, 1, "quees"),
        ("a.yaml", 3, 25, "agents[0].capacity"),
        ("b.json", 2, 3, "skills[0]"),
    ]
    assert problems[3]["message"] == "'French' is here twice; first at a.yaml:1"


# Prune --------------------------------------------------------------------------------------------------


def test_prune_deletes_what_is_left_out_of_the_kinds_that_are_there(centre: Wscli) -> None:
    result = centre("apply", "-f", "-", "--prune", "--yes", input=FEWER)

    assert result.code == 0
    assert said(result) == [
        "deleted queue 'Cards'",
        "deleted ruleset 'Rules'",
        "0 created, 0 updated, 1 unchanged, 2 deleted",
    ]
    assert json.loads(centre("queue", "list", "-o", "json", "--fields", "name").out) == [
        {"name": "Everything"}
    ]
    assert len(json.loads(centre("workstream", "list", "-o", "json").out)) == 2
    assert centre("diff", "-f", "-", "--prune", "--exit-code", input=FEWER).code == 0


def test_without_prune_nothing_is_deleted(centre: Wscli) -> None:
    assert said(centre("apply", "-f", "-", input=FEWER)) == ["0 created, 0 updated, 1 unchanged"]


def test_diff_with_prune_marks_what_would_go(centre: Wscli) -> None:
    result = centre("diff", "-f", "-", "--prune", input=FEWER)

    assert (result.code, result.out) == (0, "- queue 'Cards'\n- ruleset 'Rules'\n")
    assert said(result) == ["0 to create, 0 to update, 1 unchanged, 2 to delete"]
    record = json.loads(centre("diff", "-f", "-", "--prune", "-o", "json", input=FEWER).out)
    assert [(each["name"], each["action"]) for each in record["changes"]] == [
        ("Everything", "unchanged"),
        ("Cards", "deleted"),
        ("Rules", "deleted"),
    ]


def test_prune_lists_and_asks(centre: Wscli) -> None:
    Path("fewer.yaml").write_text(FEWER, encoding="utf-8")
    before = centre("export").out
    listed = ["warning: would delete queue 'Cards'", "warning: would delete ruleset 'Rules'"]

    refused = centre("apply", "-f", "fewer.yaml", "--prune")
    no = centre("apply", "-q", "-f", "fewer.yaml", "--prune", tty=True, input="n\n")
    assert (refused.code, no.code, centre("export").out) == (2, 1, before)
    assert said(refused)[:2] == listed and said(no)[:2] == listed
    assert said(refused)[2:] == [
        "error: this needs a confirmation, and nobody can be asked: delete 2 objects?",
        "hint: --yes goes ahead without asking",
    ]
    assert said(no)[2:] == [
        "delete 2 objects? [y/N] error: not agreed to: nothing was written",
        "hint: without --prune nothing is deleted",
    ]

    yes = centre("apply", "-f", "fewer.yaml", "--prune", tty=True, input="y\n")
    assert yes.code == 0
    assert said(yes)[-1] == "0 created, 0 updated, 1 unchanged, 2 deleted"


def test_prune_asks_nothing_where_nothing_goes_and_in_a_dry_run(centre: Wscli) -> None:
    dry = centre("apply", "-f", "-", "--prune", "--dry-run", input=FEWER)

    assert centre("apply", "-f", "-", "--prune", input=CENTRE).code == 0
    assert dry.code == 0
    assert said(dry)[-1] == "(dry run) 0 created, 0 updated, 1 unchanged, 2 deleted"
    assert "would delete" not in dry.err


def test_prune_refuses_while_something_kept_names_what_would_go(centre: Wscli) -> None:
    before = centre("export").out
    for verb in (("apply", "--yes"), ("diff",)):
        result = centre(*verb, "-f", "-", "--prune", input=ONLY_BEN)
        assert (result.code, result.out) == (5, "")
        assert result.err == (
            "error: what would be deleted is still named in 2 places\n"
            "  queues[Cards].members[0]: member of queue 'Cards' still names agent 'ann', which would"
            " be deleted [still-in-use]\n"
            "    hint: state agent 'ann' in the files, or first: wscli queue remove-member Cards ann\n"
            "  queues[Everything].members[0]: member of queue 'Everything' still names agent 'ann', which"
            " would be deleted [still-in-use]\n"
            "    hint: state agent 'ann' in the files, or first: wscli queue remove-member Everything ann\n"
        )
    assert centre("export").out == before


def test_a_flow_in_the_files_keeps_its_workstream_too(centre: Wscli) -> None:
    files = """\
workstreams: [{name: Urgent, capacity: 50, allowed_presences: [available, busy]}]
flows:
  - {name: Flow, default_workstream: Routine}
"""
    result = centre("apply", "--yes", "-f", "-", "--prune", input=files)

    assert result.code == 5
    assert (
        "  <stdin>:3:38 flows[0].default_workstream: default workstream of flow 'Flow' still names workstream"
        " 'Routine', which would be deleted [still-in-use]\n"
        "    hint: state workstream 'Routine' in the files, or name another here\n"
    ) in result.err


def test_what_is_wrong_with_the_files_comes_before_what_is_in_the_way(centre: Wscli) -> None:
    files = "agents: [{name: ben, capacity: five}]\nrulesets: []\n"
    result = centre("apply", "--yes", "-f", "-", "--prune", input=files)

    assert result.code == 3
    assert "must be a whole number" in result.err
    assert "'ben'" not in result.err, "who could not be read is not deleted"
    assert len(json.loads(centre("agent", "list", "-o", "json").out)) == 2


@pytest.mark.parametrize(
    ("section", "left", "kind", "who"),
    [
        ("skills", "[]", "skill 'spanish'", "rating 3 of agent 'ann'"),
        (
            "queues",
            "[{name: Everything, default: true}]",
            "queue 'Cards'",
            "rule 'Cards' of rule set 'Rules'",
        ),
        ("workstreams", "[]", "workstream 'Routine'", "default workstream of flow 'Flow'"),
    ],
)
def test_every_kind_of_reference_holds(centre: Wscli, section: str, left: str, kind: str, who: str) -> None:
    result = centre("apply", "-y", "--prune", "-f", "-", input=f"{section}: {left}\n")

    assert result.code == 5
    assert f"{who} still names {kind}, which would be deleted" in result.err


def test_an_own_presence_is_held_by_agents(wscli: Wscli) -> None:
    agents = "agents: [{name: ann, default_presence: Training}]\n"
    presences = "presences: [{name: Training, base_status: away}]\n"
    assert wscli("apply", "-q", "-f", "-", input=agents + presences).code == 0
    result = wscli("apply", "-y", "--prune", "-f", "-", input="presences: []\n")

    assert result.code == 5
    assert "default presence of agent 'ann' still names presence 'Training'" in result.err


def test_what_was_not_agreed_to_is_not_deleted(centre: Wscli, database: Path) -> None:
    Path("fewer.yaml").write_text(FEWER, encoding="utf-8")
    store = Store(database)
    parsed, shape = validation.read(["fewer.yaml"], None)  # type: ignore[arg-type]
    agreed = applying.preview(store, parsed, shape, prune=True).deleted
    assert centre("queue", "create", "Meanwhile", "--priority", "3").code == 0

    with pytest.raises(Exception, match="meanwhile there is more to delete: queue 'Meanwhile'"):
        applying.apply(store, parsed, shape, prune=True, agreed=agreed)
    assert len(json.loads(centre("queue", "list", "-o", "json").out)) == 3


# Renames ------------------------------------------------------------------------------------------------

RENAMED = """\
workstreams:
  - {name: Urgent cases, capacity: 50, allowed_presences: [available, busy],
     assign_work_item_after_decline_or_timeout: 2m}
  - {name: Routine, capacity: 25, work_distribution_mode: pick, allowed_presences: [available]}
flows:
  - {name: Flow, branches: [{when: {attribute: priority, equals: 1}, workstream: Urgent cases}],
     default_workstream: Routine}
"""
LOOKS = "this looks like a rename"
COMMAND = "wscli workstream rename Urgent 'Urgent cases' --update-flows"


def test_a_deletion_and_a_creation_alike_look_like_a_rename(centre: Wscli) -> None:
    diff = centre("diff", "-f", "-", "--prune", input=RENAMED)
    dry = centre("apply", "-f", "-", "--prune", "--dry-run", input=RENAMED)
    done = centre("apply", "-f", "-", "--prune", "--yes", input=RENAMED)

    for result in (diff, dry, done):
        assert result.code == 0
        assert (
            "warning: workstream 'Urgent' would be deleted and 'Urgent cases' created with most fields the"
            f" same: {LOOKS}\nhint: {COMMAND} keeps what refers to it; then try again\n"
        ) in result.err
    assert LOOKS not in centre("diff", "-f", "-", "--prune", input=RENAMED).err


def test_the_rename_is_said_before_the_question(centre: Wscli) -> None:
    Path("renamed.yaml").write_text(RENAMED, encoding="utf-8")
    result = centre("apply", "-f", "renamed.yaml", "--prune", tty=True, input="no\n")

    assert result.code == 1
    assert result.err.index(LOOKS) < result.err.index("delete 1 object?")


def test_after_the_command_that_is_named_only_fields_differ(centre: Wscli) -> None:
    assert centre("workstream", "rename", "Urgent", "Urgent cases", "--update-flows").code == 0

    assert centre("diff", "-f", "-", "--prune", "--exit-code", input=RENAMED).code == 0


def test_the_rename_is_the_way_out_where_the_old_name_is_still_said(centre: Wscli) -> None:
    files = RENAMED.partition("flows:")[0]
    result = centre("apply", "-y", "-f", "-", "--prune", input=files)

    assert result.code == 5
    assert f"    hint: {COMMAND} keeps what refers to it; then try again\n" in result.err


def test_what_is_different_does_not_look_like_a_rename(centre: Wscli) -> None:
    other = """\
workstreams:
  - {name: Other, capacity: 10, channel: sms, allowed_presences: [away], auto_close_after_inactivity: 1h,
     work_distribution_mode: pick}
  - {name: Routine, capacity: 25, work_distribution_mode: pick, allowed_presences: [available]}
flows: []
"""
    result = centre("diff", "-f", "-", "--prune", input=other)

    assert (result.code, LOOKS in result.err) == (0, False)
    assert "- workstream 'Urgent'" in result.out
    # Without --prune nothing is deleted, so nothing looks like anything.
    assert LOOKS not in centre("diff", "-f", "-", input=RENAMED).err


def test_each_deletion_looks_like_one_creation_at_most(centre: Wscli) -> None:
    agents = "agents: [{name: anne, capacity: 100, skills: {spanish: 3}}, {name: bent, capacity: 50}]\n"
    result = centre("diff", "-f", "-", "--prune", input=agents + "queues: []\nrulesets: []\n")
    hints = [line for line in result.err.splitlines() if "keeps what refers" in line]

    assert hints == [
        "hint: wscli agent rename ann anne keeps what refers to it; then try again",
        "hint: wscli agent rename ben bent keeps what refers to it; then try again",
    ]
