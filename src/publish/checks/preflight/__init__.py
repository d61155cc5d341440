"""The preflight: what a press, a knife, a stapler or a reader would find wrong with a finished PDF."""

from __future__ import annotations

from publish.checks.preflight import colours, drawings, edges, faces, lines, pages, standards
from publish.checks.preflight.laying import lay, lay_out, lay_sheets
from publish.checks.preflight.proof import Finding, Proof

__all__ = [
    "Finding",
    "Proof",
    "colours",
    "drawings",
    "edges",
    "faces",
    "lay",
    "lay_out",
    "lay_sheets",
    "lines",
    "pages",
    "standards",
]
