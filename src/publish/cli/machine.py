"""`doctor`, `schema` and `completion`: this machine, editors, and shells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import get_completion_class

from publish.cli import options, saying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.doctor import Finding


@click.command(short_help="Say what this machine has and lacks.")
@options.as_json
@options.speaking
def doctor(*, as_json: bool) -> int:
    """Say what this machine has and lacks: programs, libraries, fonts for every script, colour profiles."""
    from publish import doctor as examination

    findings = examination.examine(Path.cwd())
    if as_json:
        for finding in findings:
            saying.record(**finding.as_record())
    else:
        _say(findings)
    return 3 if examination.lacking(findings) else 0


def _say(findings: Sequence[Finding]) -> None:
    from publish import doctor as examination

    width = max(len(finding.name) for finding in findings)
    for kind in dict.fromkeys(finding.kind for finding in findings):
        saying.datum(f"{kind}:")
        for finding in findings:
            if finding.kind == kind:
                saying.datum(f"{finding.name:<{width}}  {_said(finding)}", *_mark(finding))
    lacking = examination.lacking(findings)
    if lacking:
        saying.words(f"{saying.count(len(lacking), 'needed thing')} missing. Install with:")
        saying.words(f"  {examination.command(lacking)}")
    else:
        saying.words("everything that is needed is here")


def _mark(finding: Finding) -> tuple[str, str]:
    """Return whether a thing is there, and the colour that is said in."""
    if finding.present:
        return "yes", "green"
    return ("NO ", "red") if finding.needed else ("no ", "yellow")


def _said(finding: Finding) -> str:
    return f"{finding.version}  {finding.purpose}".strip() if finding.present else finding.purpose


@click.command(short_help="Print the JSON Schema of all settings.")
@options.speaking
def schema() -> int:
    """Print the JSON Schema of all settings, for editors that complete and check them."""
    from publish import settings

    saying.datum(json.dumps(settings.schema(), indent=2, ensure_ascii=False))
    return 0


@click.command(short_help="Print completion for a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@options.speaking
def completion(*, shell: str) -> int:
    """Print what makes a shell complete commands, flags and publications, for its start-up file."""
    generator = get_completion_class(shell)
    if generator is None:
        raise click.UsageError(f"nothing is known of the shell {shell}")
    program = click.get_current_context().find_root().command
    saying.datum(generator(program, {}, "publish", "_PUBLISH_COMPLETE").source())
    return 0
