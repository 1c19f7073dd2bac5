"""One table per noun: what it is made of, under which key, option and column, and what that means.

Everything that names a field reads it here: the options of `create` and `update`, the keys of a
document, the columns of the store, help texts, messages and the reference. A field is added by
adding a line. How a value is read stands in `model.parse`, keyed by `kind`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wscli.model.terms import BasePresence, Channel, MatchingLogic, Mode, PickOrder, ShiftEnd, Status

Kind = str | type[StrEnum]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a noun.

    `kind` names how its value is read; an enumeration reads itself. `default` is the model's value
    (not the written one). `canonical` fields are exported even where they have their default. `item` is the
    singular of a list whose option gives one at a time. `short` is the header of its column in a table, which
    is read for the name too.
    """

    name: str
    kind: Kind
    help: str
    default: object = None
    required: bool = False
    canonical: bool = False
    aliases: tuple[str, ...] = ()
    item: str | None = None
    short: str | None = None

    @property
    def option(self) -> str:
        """The long option: the key with dashes, or one item of a list that is given by repeating it."""
        return "--" + (self.item or self.name).replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A kind of object: its singular, its section of the document, and its fields in order."""

    name: str
    section: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """Return the field called `name`; KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys a document may use, in order."""
        return tuple(field.name for field in self.fields)


NAME = Field(name="name", kind="name", required=True, help="1–100 characters, unique ignoring case")

WORKSTREAM = Noun(
    name="workstream",
    section="workstreams",
    fields=(
        NAME,
        Field(
            name="channel",
            kind=Channel,
            default=Channel.ENTITY_RECORDS,
            canonical=True,
            help="What kind of work it receives",
        ),
        Field(
            name="entity",
            kind="entity",
            help="Logical name of the record type, for entity-records only [default: case]",
        ),
        Field(name="capacity", kind="units", required=True, help="Units of capacity that one case takes"),
        Field(
            name="auto_close_after_inactivity",
            kind="seconds",
            default=0,
            canonical=True,
            aliases=("--auto-close",),
            short="auto-close",
            help="How long a case may stay Waiting before it is closed; 0 = never",
        ),
        Field(
            name="assign_work_item_after_decline_or_timeout",
            kind="seconds-or-none",
            canonical=True,
            aliases=("--reassign-after",),
            short="reassign",
            help="How long before a case is offered again to the agent who declined or missed it, or none",
        ),
        Field(
            name="work_distribution_mode",
            kind=Mode,
            default=Mode.PUSH,
            canonical=True,
            aliases=("--mode",),
            short="mode",
            help="push = offered to agents, pick = taken by them",
        ),
        Field(
            name="allowed_presences",
            kind="presences",
            default=(),
            canonical=True,
            aliases=("--presence",),
            short="presences",
            help="Base presences that may receive work; repeat or separate by commas; required for push",
        ),
        Field(
            name="offer_timeout",
            kind="offer-timeout",
            default=120,
            help="How long an offer stands before it times out, 1s to 1h",
        ),
        Field(name="auto_assign", kind="bool", default=False, help="Assign at once, without an offer"),
        Field(
            name="enable_selecting_from_push",
            kind="bool",
            default=False,
            help="Let agents pick push cases too, whatever their capacity and presence",
        ),
        Field(
            name="matching_logic", kind=MatchingLogic, default=MatchingLogic.EXACT, help="How skills match"
        ),
        Field(
            name="status", kind=Status, default=Status.ACTIVE, help="Inactive workstreams distribute nothing"
        ),
    ),
)

QUEUE = Noun(
    name="queue",
    section="queues",
    fields=(
        NAME,
        Field(
            name="priority", kind="priority", help="1 is served before 2; only the default queue needs none"
        ),
        Field(name="default", kind="bool", default=False, help="Takes what no rule sends elsewhere"),
        Field(
            name="members",
            kind="names",
            default=(),
            canonical=True,
            item="member",
            help="An agent who works on it; repeat",
        ),
    ),
)

AGENT = Noun(
    name="agent",
    section="agents",
    fields=(
        NAME,
        Field(name="capacity", kind="units", default=0, canonical=True, help="Units of work held at once"),
        Field(
            name="default_presence",
            kind="text",
            short="presence",
            help="Presence at sign-in: a base presence or one of your own [default: available]",
        ),
        Field(name="skills", kind="skills", default=(), item="skill", help="A skill and its rating; repeat"),
        Field(
            name="schedule",
            kind="schedule",
            default=(),
            item="shift",
            help="A weekly shift, as 'mon-fri 08:00-16:30 Europe/Madrid', or from when on which presence, "
            "as '2026-03-02T12:00 In training'; repeat",
        ),
        Field(name="behaviour", kind="behaviour", help="What differs from all, as accept_after=15s; repeat"),
    ),
)

PRESENCE = Noun(
    name="presence",
    section="presences",
    fields=(
        NAME,
        Field(name="base_status", kind=BasePresence, required=True, help="The base presence it counts as"),
    ),
)

SKILL = Noun(name="skill", section="skills", fields=(NAME,))

_WHEN = "Which cases, as 'priority equals 1'; repeated, all must hold; left out = all cases"

RULE = Noun(
    name="rule",
    section="rules",
    fields=(
        NAME,
        Field(name="when", kind="condition", help=_WHEN),
        Field(name="queue", kind="reference", required=True, help="Where they go"),
    ),
)

RULESET = Noun(
    name="ruleset",
    section="rulesets",
    fields=(
        NAME,
        Field(name="entity", kind="logical-name", default="case", canonical=True, help="Record type"),
        Field(name="active", kind="bool", default=False, canonical=True, help="One per entity"),
        Field(name="rules", kind="rules", default=(), canonical=True, help="First match wins"),
    ),
)

BRANCH = Noun(
    name="branch",
    section="branches",
    fields=(
        Field(name="when", kind="condition", help=_WHEN),
        Field(name="workstream", kind="reference", required=True, help="Theirs, by name"),
    ),
)

FLOW = Noun(
    name="flow",
    section="flows",
    fields=(
        NAME,
        Field(name="entity", kind="logical-name", default="case", canonical=True, help="Record type"),
        Field(name="branches", kind="branches", default=(), canonical=True, help="First match wins"),
        Field(
            name="default_workstream", kind="reference", short="default", help="For all other cases, by name"
        ),
    ),
)

SHIFT = Noun(
    name="shift",
    section="schedule",
    fields=(
        Field(name="days", kind="days", required=True, help="mon-fri, or sat,sun: the day it starts"),
        Field(name="from", kind="clock", required=True, help="HH:MM"),
        Field(name="to", kind="clock", required=True, help="HH:MM; not after `from` = the next day"),
        Field(name="timezone", kind="zone", help="Where the clock hangs [default: the run's zone]"),
    ),
)

DATED_PRESENCE = Noun(
    name="dated presence",
    section="schedule",
    fields=(
        Field(name="at", kind="instant", required=True, help="ISO 8601"),
        Field(name="presence", kind="text", required=True, help="From then on"),
    ),
)

BEHAVIOUR = Noun(
    name="behaviour",
    section="behaviour",
    fields=(
        Field(name="accept_after", kind="time", help="From the offer to its answer"),
        Field(name="decline_probability", kind="probability", help="Share of offers declined"),
        Field(name="no_response_probability", kind="probability", help="Share of offers not answered"),
        Field(name="pick_after", kind="time", help="From seeing work to looking at the list"),
        Field(name="pick_order", kind=PickOrder, help="Which case of the list is taken"),
    ),
)

SIMULATION = Noun(
    name="simulation",
    section="simulation",
    fields=(
        Field(name="service_level", kind="seconds", default=180, help="Answered in less than this"),
        Field(name="timezone", kind="zone", default="UTC", help="The run's zone"),
        Field(name="automatic_presence", kind="bool", default=True, help="Presence follows the units held"),
        Field(
            name="shift_end",
            kind=ShiftEnd,
            default=ShiftEnd.FINISH,
            help="What happens to Active cases when a shift ends",
        ),
        Field(name="presence_after_missed_offer", kind="bool", default=False, help="Inactive after a miss"),
        Field(name="presence_after_decline", kind="bool", default=False, help="Busy-DND after a decline"),
        Field(name="max_offers", kind="count", default=1000, help="Offers of one case, at most"),
    ),
)

NOUNS = (WORKSTREAM, QUEUE, AGENT, PRESENCE, SKILL, RULESET, FLOW)
"""The kinds of named objects, in the order of the document."""

SETTINGS = (BEHAVIOUR, SIMULATION)
"""The two sections that are one object each."""
