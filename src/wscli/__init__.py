"""wscli: contact-centre workstreams, administered and simulated from a terminal.

The version is a literal: asking the installed distribution for it costs 36 ms at every start.
"""

__version__ = "0.1.0"
