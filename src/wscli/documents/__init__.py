"""Configuration documents in and out: YAML or JSON to plain values with the place of every node, and back.

Scalars stay the text that was typed (`16:30`, `010`, `NO`, `1.10`), because only the model knows whether
a field wants text, a number or a duration; a loader that guesses first has lost it by then. Files come from
anywhere, so size, depth, nodes and expansion are limited, and nothing in a file is ever executed.

It does not know what the documents say: unknown keys, wrong values and missing fields are the model's.
"""

from __future__ import annotations

from wscli.documents.document import Document, Path, Place, Raw, path_text
from wscli.documents.sources import read_documents, read_text
from wscli.documents.writer import dump_json, dump_yaml

__all__ = [
    "Document",
    "Path",
    "Place",
    "Raw",
    "dump_json",
    "dump_yaml",
    "path_text",
    "read_documents",
    "read_text",
]
