"""Draw the README's picture: the sample newsletter as folded booklets, from the pages the project itself has made.

Run after `make build`: `python scripts/picture.py`.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

ROOT = Path(__file__).parents[1]
PAPER = (1500, 720)
GROUND = (226, 222, 214)
HIGH = 470


def page(language: str, number: int) -> Image.Image:
    """Return a page of the reading PDF of the sample newsletter."""
    file = ROOT / "dist" / "night-shift" / language / f"night-shift.{language}.pdf"
    sheet = pypdfium2.PdfDocument(file)[number - 1]
    picture = sheet.render(scale=HIGH / sheet.get_height()).to_pil().convert("RGB")
    return picture.resize((round(picture.width * HIGH / picture.height), HIGH), Image.Resampling.LANCZOS)


def shaded(picture: Image.Image, *, fold_at_left: bool) -> Image.Image:
    """Return a page with the shadow of the fold on one side."""
    ramp = Image.linear_gradient("L").rotate(90).resize((picture.width // 5, picture.height))
    ramp = ramp.point(lambda value: 255 - (255 - value) * 90 // 255)
    shade = Image.new("L", picture.size, 255)
    if fold_at_left:
        shade.paste(ramp, (0, 0))
    else:
        shade.paste(ramp.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (picture.width - ramp.width, 0))
    return Image.composite(picture, Image.new("RGB", picture.size, (60, 52, 44)), shade)


def spread(language: str, left: int, right: int) -> Image.Image:
    """Return two facing pages, open at the fold."""
    one, two = shaded(page(language, left), fold_at_left=False), shaded(page(language, right), fold_at_left=True)
    whole = Image.new("RGBA", (one.width * 2, HIGH))
    whole.paste(one, (0, 0))
    whole.paste(two, (one.width, 0))
    return whole


def closed(language: str, *, bound_right: bool = False) -> Image.Image:
    """Return a closed booklet: its cover, the rounded fold, and the edges of the pages behind it."""
    cover = shaded(page(language, 1), fold_at_left=not bound_right)
    edge = 6
    whole = Image.new("RGBA", (cover.width + edge, HIGH + edge))
    draw = ImageDraw.Draw(whole)
    for step in range(edge, 0, -1):
        at = -step if bound_right else step
        colour = (250, 248, 242, 255) if step % 2 else (188, 182, 172, 255)
        draw.rectangle((edge // 2 + at, step, edge // 2 + at + cover.width - 1, step + HIGH - 1), fill=colour)
    whole.paste(cover, (edge if bound_right else 0, 0))
    return whole


def lay(table: Image.Image, thing: Image.Image, at: tuple[int, int], turn: float) -> None:
    """Lay a thing on the table, turned by some degrees, with its shadow."""
    margin = 60
    room = Image.new("RGBA", (thing.width + 2 * margin, thing.height + 2 * margin))
    room.paste(thing, (margin, margin), thing)
    turned = room.rotate(turn, resample=Image.Resampling.BICUBIC, expand=True)
    shadow = Image.new("RGBA", turned.size, (40, 32, 24, 0))
    shadow.putalpha(turned.getchannel("A").filter(ImageFilter.GaussianBlur(12)).point(lambda value: value * 110 // 255))
    table.alpha_composite(shadow, (at[0] + 8, at[1] + 12))
    table.alpha_composite(turned, at)


def main() -> None:
    """Draw the picture into docs/booklet.png."""
    table = Image.new("RGBA", PAPER, (*GROUND, 255))
    lay(table, closed("pa"), (20, 60), 7)
    lay(table, closed("ur", bound_right=True), (1010, 30), -5)
    lay(table, spread("en-GB", 4, 5), (360, 60), 1.5)
    file = ROOT / "docs" / "booklet.png"
    table.convert("RGB").quantize(192, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main()
