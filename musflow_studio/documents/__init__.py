"""Documents: the one codec for files and pipes.

    codec        encode, decode: domain values <-> plain values for JSON (pydantic, built lazily)
    layout       JSON text that people can read and edit: one line per small thing
    invariants   what a hand-edited value must satisfy before a stage may trust it
    document     kinds, versions and migrations; dump_document, load_document, save_document

A document is `{"kind": "musflow.plan", "schema_version": 1, "value": ...}` in UTF-8.
"""

from musflow_studio.documents.codec import decode, encode
from musflow_studio.documents.document import (
    DescribedBoard,
    Document,
    dump_document,
    load_document,
    save_document,
)

__all__ = [
    "DescribedBoard",
    "Document",
    "decode",
    "dump_document",
    "encode",
    "load_document",
    "save_document",
]
