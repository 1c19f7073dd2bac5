"""Two runs side by side: what went in differently, what came out differently, and how sure that is.

Pure: it is given two runs as columns (`Side`) and returns a document (interface §7); where they come from and
how the document is shown is the business of others. Every difference is b − a.
"""

from __future__ import annotations

from wscli.comparison.document import compare
from wscli.comparison.side import Side

__all__ = ["Side", "compare"]
