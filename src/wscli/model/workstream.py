"""A workstream: the policy by which cases of one kind are distributed."""

from __future__ import annotations

from dataclasses import dataclass

from wscli.model.terms import BasePresence, Channel, MatchingLogic, Mode, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Workstream:
    """The thirteen fields of the admin form (interface §1); durations in whole seconds.

    `assign_work_item_after_decline_or_timeout` None: never again to the same agent.
    `auto_close_after_inactivity` 0: never. `entity` is None for channels other than entity-records.
    """

    name: str
    channel: Channel = Channel.ENTITY_RECORDS
    entity: str | None = "case"
    capacity: int
    auto_close_after_inactivity: int = 0
    assign_work_item_after_decline_or_timeout: int | None = None
    work_distribution_mode: Mode = Mode.PUSH
    allowed_presences: tuple[BasePresence, ...] = ()
    offer_timeout: int = 120
    auto_assign: bool = False
    enable_selecting_from_push: bool = False
    matching_logic: MatchingLogic = MatchingLogic.EXACT
    status: Status = Status.ACTIVE
