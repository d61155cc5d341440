"""What our rules say of the OASIS test suite, where a copy of it lies beside this repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish import strangers
from publish.kits.xliff import rules

HERE = Path(__file__).parent
SUITE = HERE.parents[2] / "shared" / "xliff-suite" / "core"
LINES = (HERE / "kits_xliff_suite.txt").read_text(encoding="utf-8").splitlines()
VERDICTS = dict(line.split(": ") for line in LINES if not line.startswith("#"))


def test_at_least_110_of_the_119_invalid_files_are_refused_and_all_valid_ones_accepted() -> None:
    invalid = [verdict for name, verdict in VERDICTS.items() if name.startswith("invalid/")]
    valid = [verdict for name, verdict in VERDICTS.items() if name.startswith("valid/")]
    assert (len(invalid), len(valid)) == (119, 25)
    assert invalid.count("refused") >= 110
    assert valid.count("accepted") == 25


@pytest.mark.skipif(not SUITE.is_dir(), reason="the suite is not beside this repository")
@pytest.mark.parametrize("name", VERDICTS)
def test_the_verdict_is_the_one_on_record(name: str) -> None:
    faults = list(rules.find(strangers.xml((SUITE / name).read_bytes(), name)))
    assert ("refused" if faults else "accepted") == VERDICTS[name]
