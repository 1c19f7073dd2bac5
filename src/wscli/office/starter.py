"""What `init` writes: a contact centre to start from, and cases to try it with.

Kept as text in a module, so that it is there however the program was installed. It is small on purpose: each
line is one that people change first. Both files are held by the tests: they validate without a warning and
can be simulated as they are.
"""

from __future__ import annotations

from pathlib import Path

from wscli.errors import Conflict, Failed

CONFIGURATION = """\
# A small contact centre: two kinds of work, two queues, three agents. Change it, then
#
#   wscli validate centre.yaml                     is it in order?
#   wscli simulate cases.csv -f centre.yaml        what becomes of the cases?
#   wscli diff -f centre.yaml                      what would change?
#   wscli apply -f centre.yaml                     make it so
version: 1

# A workstream says how cases are distributed: how much of an agent one takes, whether it is offered
# to them or picked by them, and in which presences they receive it.
workstreams:
  - name: Urgent cases
    capacity: 50                        # units that one case holds
    work_distribution_mode: push        # offered to the agent with most capacity left
    allowed_presences: [available, busy]
    offer_timeout: 1m                   # an offer that nobody answers goes back to the queue,
    assign_work_item_after_decline_or_timeout: 2m   # and may come to the same agent again after this
    auto_close_after_inactivity: 1d     # a case that waits for the customer this long is closed
  - name: Routine cases
    capacity: 50
    work_distribution_mode: pick        # stays in the list of open work items until somebody takes it
    allowed_presences: [available, busy]
    auto_close_after_inactivity: 1d

# A queue says who may take a case. Priority 1 is served before 2; the default queue takes what no
# rule sends elsewhere, and comes last.
queues:
  - {name: Cards, priority: 1, members: [ann, ben]}
  - {name: Everything else, default: true, members: [ann, ben, eva]}

agents:
  - {name: ann, capacity: 100}          # two cases of 50 units at a time
  - {name: ben, capacity: 100}
  - {name: eva, capacity: 50}

# The active rule set chooses the queue: the first rule that matches. Conditions see every column of
# the case file that has no meaning of its own, such as subject.
rulesets:
  - name: Case routing rules
    active: true
    rules:
      - {name: Cards, when: {attribute: subject, contains: card}, queue: Cards}

# The flow chooses the workstream, by name: the first branch that matches, else the default.
flows:
  - name: Cases Work Distribution Flow
    branches:
      - {when: {attribute: priority, equals: 1}, workstream: Urgent cases}
    default_workstream: Routine cases

# What agents do is an assumption about people, not a setting of the product.
behaviour:
  accept_after: 10s                     # from the offer to the click on Accept
  pick_after: 30s                       # from a look at the list to the case taken from it

simulation:
  timezone: UTC                         # of the times in case files
  service_level: 3m                     # answered in less than this counts as in time
"""

CASES = """\
case_id,arrived_at,handle_seconds,priority,subject
C-01,2026-03-02T09:00:00,600,2,Question about my bill
C-02,2026-03-02T09:02:00,900,1,Card is lost
C-03,2026-03-02T09:04:00,480,2,New address
C-04,2026-03-02T09:05:30,1200,3,How do I read my contract?
C-05,2026-03-02T09:07:00,540,1,Cannot pay by card
C-06,2026-03-02T09:08:00,720,2,Question about my bill
C-07,2026-03-02T09:10:00,300|3600|240,2,A document is missing
C-08,2026-03-02T09:11:30,660,3,Card for my daughter
C-09,2026-03-02T09:12:00,840,1,Account is blocked
C-10,2026-03-02T09:15:00,420,2,New telephone number
C-11,2026-03-02T09:18:00,900,2,Card does not arrive
C-12,2026-03-02T09:20:00,600,3,Opening hours
"""

FILES = {"centre.yaml": CONFIGURATION, "cases.csv": CASES}
"""What is written, by name."""


def write(folder: Path, *, dry_run: bool = False) -> list[Path]:
    """Write the files into a folder, which is created where it is missing, and return their paths.

    All of them or none: nothing that is there is ever overwritten.

    Raises:
        Conflict: one of them is there already. Failed: the folder or a file cannot be written.
    """
    paths = [folder / name for name in FILES]
    there = [path for path in paths if path.exists() or path.is_symlink()]
    if there:
        names = " and ".join(map(str, there))
        raise Conflict(f"there is already {names}: nothing was written", hint="name another folder")
    if dry_run:
        return paths
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            # Exclusively: whoever writes the same file at this moment keeps theirs.
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(FILES[path.name])
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        place = error.filename or folder
        raise Failed(
            f"{place}: {(error.strerror or str(error)).lower()}", hint="name another folder"
        ) from error
    return paths
