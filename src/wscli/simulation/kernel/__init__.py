"""The kernel: a run of the rules over integers, from a Plan to columns.

It has no names, no dates, no printing, no configuration and no random stream: it asks pure functions how
agents behave (`Habits`), and one how they rank. That makes it fast, testable, and replaceable. It imports
nothing but the standard library and its own modules.

    codes     the small integers, and the order of events at one instant
    plan      what it is given
    entities  places, pools, agents, cases in flight
    world     the state of a run, and the columns it leaves
    staff     units and presence of an agent
    queues    where Open cases wait
    work      Active, Waiting, back to the queue, closed
    offers    offers, and what becomes of them
    push      the matching pass
    pick      looks and picks
    presence  signing in and out
    rows      event rows and their refusals
    feeds     what is known beforehand, and when schedules stop to matter
    loop      instants, in order
"""

from wscli.simulation.kernel.entities import Place
from wscli.simulation.kernel.loop import run
from wscli.simulation.kernel.plan import AgentPlan, Plan, PoolPlan, Row
from wscli.simulation.kernel.world import Columns, Emit, Habits, Probe, World

__all__ = [
    "AgentPlan",
    "Columns",
    "Emit",
    "Habits",
    "Place",
    "Plan",
    "PoolPlan",
    "Probe",
    "Row",
    "World",
    "run",
]
