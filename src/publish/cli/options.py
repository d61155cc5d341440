"""What several commands take: publications, languages, outputs, and how to speak."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    from publish.workshop.finding import Found

    Command = TypeVar("Command", bound=Callable[..., Any])

TRACEBACK = "traceback"
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _offered(value: str, **more: str) -> CompletionItem:
    """Return what a shell offers; asked for by shells only, so imported by them only."""
    from click.shell_completion import CompletionItem

    return CompletionItem(value, **more)


class LanguageTag(click.ParamType[list[str]]):
    """A BCP 47 tag such as `pl` or `pa-Guru`; several may be given with commas between them."""

    name = "L"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[str]:  # noqa: ANN401 - as click has it
        """Return the tags of one argument."""
        from publish.settings.kinds import usual_tag

        tags = [tag.strip() for tag in str(value).split(",")]
        wrong = [tag for tag in tags if not _TAG.fullmatch(tag)]
        if wrong:
            self.fail(f"“{wrong[0]}” is not a language tag such as pl or pa", param, ctx)
        return list(map(usual_tag, tags))

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the languages that have a name here."""
        from publish.languages import LANGUAGES

        known = sorted(LANGUAGES.values(), key=lambda language: language.tag)
        return [_offered(own.tag, help=own.english) for own in known if own.tag.startswith(incomplete)]


class OutputName(click.ParamType[list[str]]):
    """The name of an output; the list is only read when one is named, so that `--help` starts at once."""

    name = "O"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[str]:  # noqa: ANN401 - as click has it
        """Return the names of one argument."""
        known = _outputs()
        named = [name.strip() for name in str(value).split(",")]
        for name in named:
            # Which drums there are, the settings of a publication say; the plan refuses what they do not name.
            if name not in known and not name.startswith("plate-"):
                import difflib

                near = difflib.get_close_matches(name, known, n=1)
                said = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."
                self.fail(f"there is no output “{name}”. {said}", param, ctx)
        return named

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the outputs there are."""
        return [_offered(name) for name in _outputs() if name.startswith(incomplete)]


class FormName(click.ParamType[list[str]]):
    """The name of a form of the split files."""

    name = "F"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[str]:  # noqa: ANN401 - as click has it
        """Return the names of one argument."""
        known = _forms()
        named = [name.strip() for name in str(value).split(",")]
        for name in named:
            if name not in known:
                self.fail(f"there is no form “{name}”. There are {', '.join(known)}.", param, ctx)
        return named

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the forms there are."""
        return [_offered(name) for name in _forms() if name.startswith(incomplete)]


class PublicationName(click.ParamType["Found"]):
    """A slug of the house one stands in, or a manuscript anywhere."""

    name = "SLUG|FILE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Found:  # noqa: ANN401 - as click has it
        """Return the publication that is meant."""
        from publish.workshop import finding

        name = str(value)
        found = finding.find(name, Path.cwd())
        if found is None:
            near = finding.nearest(name, Path.cwd())
            more = f" Did you mean {near}?" if near else ""
            self.fail(f"“{name}” is neither a publication here nor a file.{more}", param, ctx)
        return found

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the publications of the house one stands in, and files."""
        from publish.workshop import finding

        slugs = [found.slug for found in finding.find_all(Path.cwd())]
        items = [_offered(slug) for slug in slugs if slug.startswith(incomplete)]
        return [*items, _offered(incomplete, type="file")]


def _outputs() -> list[str]:
    from publish.outputs import OUTPUTS

    return [output.name for output in OUTPUTS]


def _forms() -> list[str]:
    from publish.kits import KITS

    return [form.name for form in KITS]


def _joined(_ctx: click.Context, _param: click.Parameter, value: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in value for name in names))


def languages(flag: str, text: str, *, required: bool = False, name: str = "languages") -> Callable[[Command], Command]:
    """An option that may be given several times, with a language tag each time, or several between commas."""
    return click.option(flag, name, type=LanguageTag(), multiple=True, callback=_joined, required=required, help=text)


outputs = click.option(
    "--output",
    "outputs",
    type=OutputName(),
    multiple=True,
    callback=_joined,
    help="Make only this output; may be given several times. Split files are then only made for --to.",
)
forms = click.option(
    "--form",
    "forms",
    type=FormName(),
    multiple=True,
    default=("docx",),
    callback=_joined,
    help="The form of the files; may be given several times. [default: docx]",
)
publications = click.argument("publications", nargs=-1, type=PublicationName(), metavar="[SLUG|FILE]...")
publication = click.argument("publication", type=PublicationName(), metavar="SLUG|FILE")
strict = click.option("--strict", is_flag=True, help="Take every warning for an error.")
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout, for programs.")


def all_if_none(publications: Sequence[Found]) -> list[Found]:
    """Return the publications named, or all of the house one stands in; a usage error outside of any."""
    from publish.workshop import finding

    found = list(publications) or finding.find_all(Path.cwd())
    if not found:
        raise click.UsageError("there is no publication here. Name a manuscript, or begin with: publish new-house DIR")
    return found


def _set_colour(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    """Tell click whether to colour: as asked, else not where NO_COLOR is set (no-color.org), else on a terminal."""
    if value in {"always", "never"}:
        ctx.color = value == "always"
    elif value == "auto" or ctx.color is None:
        ctx.color = False if os.environ.get("NO_COLOR") else None


def _remember(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - as click has it
    ctx.meta[TRACEBACK] = value or ctx.meta.get(TRACEBACK, False)


def speaking(command: Command) -> Command:
    """Give a command the flags every command has."""
    colour = click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        expose_value=False,
        is_eager=True,
        callback=_set_colour,
        help="Whether to colour words. [default: on a terminal]",
    )
    trace = click.option(
        f"--{TRACEBACK}",
        is_flag=True,
        expose_value=False,
        callback=_remember,
        help="Show where a fault of ours happened.",
    )
    return colour(trace(command))


def tracing() -> bool:
    """Whether --traceback was given, to the program or to its command."""
    return bool(click.get_current_context().meta.get(TRACEBACK))
