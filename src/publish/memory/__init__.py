"""What earlier publications say: the memory that proposes, and the glossary of the house."""

from __future__ import annotations

from publish.memory.glossary import Glossary, occurs, read_glossary, terms_in
from publish.memory.known import NEAR, Known, Memory
from publish.memory.tmx import is_tmx, read_tmx, write_tmx

__all__ = [
    "NEAR",
    "Glossary",
    "Known",
    "Memory",
    "is_tmx",
    "occurs",
    "read_glossary",
    "read_tmx",
    "terms_in",
    "write_tmx",
]
