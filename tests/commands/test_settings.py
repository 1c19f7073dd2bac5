"""Settings through the front door."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdoor import Row

ROWS = (
    Row(
        "settings show",
        out=(
            "field                                   value\n"
            "──────────────────────────────────────────────\n"
            "behaviour.accept_after                  0\n"
            "behaviour.decline_probability           0.0\n"
            "behaviour.no_response_probability       0.0\n"
            "behaviour.pick_after                    0\n"
            "behaviour.pick_order                    oldest\n"
            "simulation.service_level                3m\n"
            "simulation.timezone                     UTC\n"
            "simulation.automatic_presence           yes\n"
            "simulation.shift_end                    finish\n"
            "simulation.presence_after_missed_offer  no\n"
            "simulation.presence_after_decline       no\n"
            "simulation.max_offers                   1000\n"
        ),
    ),
    Row(
        "settings show -o json",
        out=(
            "{\n"
            '  "behaviour.accept_after": "0",\n'
            '  "behaviour.decline_probability": 0.0,\n'
            '  "behaviour.no_response_probability": 0.0,\n'
            '  "behaviour.pick_after": "0",\n'
            '  "behaviour.pick_order": "oldest",\n'
            '  "simulation.service_level": "3m",\n'
            '  "simulation.timezone": "UTC",\n'
            '  "simulation.automatic_presence": true,\n'
            '  "simulation.shift_end": "finish",\n'
            '  "simulation.presence_after_missed_offer": false,\n'
            '  "simulation.presence_after_decline": false,\n'
            '  "simulation.max_offers": 1000\n'
            "}\n"
        ),
    ),
    Row(
        "settings show -o csv --fields simulation.service_level,behaviour.pick_order",
        out=("simulation.service_level,behaviour.pick_order\n3m,oldest\n"),
    ),
    Row(
        "settings show --fields service_level",
        out=(
            "field                     value\n───────────────────────────────\nsimulation.service_level  3m\n"
        ),
    ),
    Row(
        "settings set simulation.service_level 20s",
        err="updated simulation: service_level 3m → 20s\n",
    ),
    Row(
        "settings set service-level 20s -o json --fields simulation.service_level",
        out=('{\n  "simulation.service_level": "20s"\n}\n'),
        err="updated simulation: service_level 3m → 20s\n",
    ),
    Row(
        "settings set service_level 3m",
        err="simulation is unchanged\n",
    ),
    Row(
        "settings set service_level ''",
        err="simulation is unchanged\n",
    ),
    Row(
        "settings set Timezone Europe/Madrid",
        err="updated simulation: timezone UTC → Europe/Madrid\n",
    ),
    Row(
        "settings set behaviour.accept_after 'exponential(10s)'",
        err="updated behaviour: accept_after none → exponential(10s)\n",
    ),
    Row(
        "settings set automatic_presence no",
        err="updated simulation: automatic_presence yes → no\n",
    ),
    Row(
        "settings set shift_end requeue --dry-run",
        err="(dry run) updated simulation: shift_end finish → requeue\n",
    ),
    Row(
        "settings set pick_order Oldest",
        err="updated behaviour: pick_order none → oldest\n",
    ),
    Row(
        "settings set pick_order nothing",
        err="error: behaviour.pick_order: 'nothing' is not one of oldest, priority, newest, random\n",
        code=3,
    ),
    Row(
        "settings set service_level 20",
        err="error: simulation.service_level: '20' has no unit: write 20s, 20m or 20h\n",
        code=3,
    ),
    Row(
        "settings set decline_probability 2",
        err="error: behaviour.decline_probability: must be a number from 0 to 1, not '2'\n",
        code=3,
    ),
    Row(
        "settings set servicelevle 20s",
        err=("error: there is no setting 'servicelevle'\nhint: did you mean 'service_level'?\n"),
        code=3,
    ),
    Row(
        "settings set behaviour.service_level 20s",
        err=(
            "error: there is no setting 'behaviour.service_level'\n"
            "hint: did you mean 'simulation.service_level'?\n"
        ),
        code=3,
    ),
    Row(
        "settings set speed 20s",
        err=(
            "error: there is no setting 'speed'\n"
            "hint: known are behaviour.accept_after, behaviour.decline_probability, "
            "behaviour.no_response_probability, behaviour.pick_after, behaviour.pick_order, "
            "simulation.service_level, simulation.timezone, simulation.automatic_presence, "
            "simulation.shift_end, simulation.presence_after_missed_offer, "
            "simulation.presence_after_decline, simulation.max_offers\n"
        ),
        code=3,
    ),
    Row(
        "settings set service_level",
        err=(
            "error: missing argument VALUE, in `wscli settings set`\nhint: see `wscli settings set --help`\n"
        ),
        code=2,
    ),
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_settings(check: Callable[[Row], None], row: Row) -> None:
    check(row)
