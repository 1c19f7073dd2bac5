"""The summary of a run as programs read it: stable, times in seconds, null where nothing is to measure."""

from __future__ import annotations

from typing import Any

from wscli import __version__
from wscli.dryrun.inputs import Inputs
from wscli.dryrun.request import Request
from wscli.measures import measure, seconds
from wscli.model import fields as tables
from wscli.model.behaviour import PROMPT, write_distribution
from wscli.model.duration import SECOND, write_duration
from wscli.model.organisation import Organisation
from wscli.model.write import write_object
from wscli.simulation import Outcome

SCHEMA_VERSION = 1


def summary_of(
    organisation: Organisation, outcome: Outcome, inputs: Inputs, request: Request, digest: str
) -> dict[str, Any]:
    """Return the summary (interface §7)."""
    from wscli.dryrun.logs import Instants

    instant = Instants(request.zone)
    skipped = inputs.cases.skipped + (inputs.events.skipped if inputs.events else 0)
    return {
        "schema_version": SCHEMA_VERSION,
        "run": None,
        "semantics": request.semantics.value,
        "seed": request.seed,
        "version": __version__,
        "digest": digest,
        "settings": _settings(organisation, request),
        "from": instant(outcome.start),
        "until": instant(outcome.end),
        "simulated_seconds": seconds(outcome.end - outcome.start),
        "events": outcome.events,
        **measure(outcome, request.service_level),
        "skipped_rows": skipped,
        "refused_events": outcome.refused,
        "assumptions": list(inputs.assumptions),
    }


def _settings(organisation: Organisation, request: Request) -> dict[str, Any]:
    """Return the settings that were in force, options and defaults alike."""
    simulation = write_object(tables.SIMULATION, organisation.simulation)
    simulation["timezone"] = request.timezone
    simulation["service_level"] = write_duration(request.service_level * SECOND)
    behaviour = write_object(tables.BEHAVIOUR, organisation.behaviour.over(PROMPT))
    handle = request.handle_time
    return {
        **simulation,
        "behaviour": behaviour,
        "handle_time": write_distribution(handle) if handle else None,
        "set": list(request.settings),
    }
