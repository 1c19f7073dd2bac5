"""Times that are drawn: a law, its parameters, and a number of (0, 1) turned into milliseconds (rule 7.1).

Every law is read backwards: the time is the one that the share `u` of all times does not exceed.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from statistics import NormalDist
from typing import Any

from .reading import duration_ms, half_up

PARAMETERS = {"exponential": ("mean",), "lognormal": ("mean", "cv"), "uniform": ("low", "high")}


@dataclass(frozen=True)
class Time:
    """A law and its parameters by name: milliseconds, but for `cv`."""

    law: str
    parameters: dict[str, float]

    @property
    def drawn(self) -> bool:
        """Rule 7.3: a constant is no draw."""
        return self.law != "constant"

    def at(self, u: float) -> int:
        """Rule 1.1: whole milliseconds, rounded half up."""
        return half_up(Decimal(self.exactly(u)))

    def exactly(self, u: float) -> float:
        given = self.parameters
        if self.law == "exponential":
            return -given["mean"] * math.log(1 - u)
        if self.law == "uniform":
            return given["low"] + (given["high"] - given["low"]) * u
        if self.law == "lognormal":
            if given["mean"] == 0 or given["cv"] == 0:
                return given["mean"]
            spread = math.sqrt(math.log(1 + given["cv"] ** 2))
            middle = given["mean"] * math.exp(-(spread**2) / 2)
            return middle * math.exp(spread * NormalDist().inv_cdf(u))
        return given["always"]


def read_time(value: Any) -> Time:
    """Interface §4: a duration, or a law with its parameters by place or by name."""
    call = re.fullmatch(r"\s*(\w+)\s*\((.*)\)\s*", str(value))
    if call is None:
        return Time("constant", {"always": duration_ms(value) or 0})
    law = call[1].casefold()
    parameters = {}
    for place, part in enumerate(call[2].split(",")):
        name, equals, text = part.rpartition("=")
        name = name.strip() if equals else PARAMETERS[law][place]
        parameters[name] = float(text) if name == "cv" else float(duration_ms(text) or 0)
    return Time(law, parameters)
