"""In every summary, in words: what stands out in a run, and the command that shows more (interface §7).

    ended       a run that has ended: what the rules look at
    finding     what a finding is, and how it comes to its command
    stranded    cases that routing lost, by what is at fault
    reach       whether anybody could ever have a case, and why not
    stuck       cases that nobody could take, and those behind them
    offers      offers that came to nothing
    waiting     queues that fill up, go short, or have all the waiting
    attendance  cases that came while nobody was there
    staff       agents without work, full, far busier than others
    given       input that did not count, and assumptions in favour of the result
    words       figures and names in the sentences
    table       the rules in their order

A finding has to be worth reading: a run in which nothing stands out has none. So every threshold is a named
constant with its reason, few cases say nothing, and what is alike is told once with its number. Nothing is
measured here that `wscli.measures` has; nothing is shown.
"""

from wscli.dryrun.findings.finding import Finding, said
from wscli.dryrun.findings.table import RULES, findings_of

__all__ = ["RULES", "Finding", "findings_of", "said"]
