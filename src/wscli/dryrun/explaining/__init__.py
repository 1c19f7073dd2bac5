"""Why: one case, or one agent at an instant, explained from a run that was made once more (interface §7).

    names    what the simulator says by number, by name
    routes   the branch and the rule: what was tried and compared
    checks   why a candidate could not have the case, folded
    story    rows, waits and attempts of a case, in order of time
    repeats  the same steps again and again, told once
    reasons  why nobody, in half a sentence
    people   the same by name, where it was a few
    spent    what a case spent its time on: waits by their reason
    offers   offers that came to nothing
    verdict  the answer in a sentence or two
    holdings who held what, from the event log
    rankings how agents ranked, and what decided
    overtaking  whether being overtaken cost any time
    obstacles   what kept one agent away for a while, in words
    others   one agent and a case: why not that one
    absence  why a case has no story: it is not part of the run
    nexts    the commands that show more
    cases    a case, from the run to the answer
    agents   an agent at an instant
    words    facts as people read them

Facts are plain dictionaries, as programs get them; sentences are made from the same facts.
"""

from wscli.dryrun.explaining.agents import explain_agent
from wscli.dryrun.explaining.cases import explain_case

__all__ = ["explain_agent", "explain_case"]
