"""Looking before anything leaves. `CHECKS` is the one list, by stage; a check changes nothing and yields problems."""

from __future__ import annotations
