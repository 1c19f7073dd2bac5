"""A run as one HTML page that needs nothing else: no network, no script, no font of its own.

`page.page(subject)` makes it. Text becomes markup in `markup` and nowhere else, which escapes whatever it is
not told to trust; charts are drawn by Vega-Lite as SVG (docs/decisions/0015). What is told of a run is read
from its summary and its event log, once, in `journal`.
"""
