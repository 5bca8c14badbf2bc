"""What is taken for what, as a picture: a row for each category that people gave, a column for each guess."""

from collections.abc import Mapping
from io import BytesIO

from PIL import Image, ImageDraw

from templates.lettering import font, line_height, width_of
from templates.render import label
from workflow.library import Category

CELL = 64  # pixels
SIZE = 24  # pixels to the em
MARGIN = 24
PAPER, INK, GRID = (255, 255, 255), (24, 28, 34), (229, 231, 235)
RIGHT, WRONG = (21, 115, 60), (180, 66, 9)  # how the diagonal and what is beside it are shaded
DARK = 0.55  # from this share on, white reads better

Counts = Mapping[tuple[Category, Category | None], int]
Colour = tuple[int, int, int]


def confusion_picture(counts: Counts, language: str) -> bytes:
    """A PNG. Each cell says how many, and is the darker the larger a share of its row it is; empty rows are left out.

    counts: (category that people gave, best guess or none) -> how many.
    """
    rows = [category for category in Category if any(truth is category for truth, _ in counts)]
    columns = [*(c for c in Category if c in rows or any(guess is c for _, guess in counts)), None]
    columns = columns if any(guess is None for _, guess in counts) else columns[:-1]
    aside = round(max(width_of(_name(one, language), SIZE) for one in (*rows, *columns))) + 2 * MARGIN
    canvas = Image.new("RGB", (aside + CELL * len(columns) + MARGIN, aside + CELL * len(rows) + MARGIN), PAPER)
    draw = ImageDraw.Draw(canvas)
    for number, guess in enumerate(columns):
        _write_upwards(canvas, (aside + number * CELL, aside - MARGIN // 2), _name(guess, language))
    for line, truth in enumerate(rows):
        top, name = aside + line * CELL, _name(truth, language)
        left = aside - MARGIN // 2 - round(width_of(name, SIZE))
        draw.text((left, top + (CELL - line_height(SIZE)) // 2), name, INK, font(SIZE))
        whole = sum(counts.get((truth, guess), 0) for guess in columns)
        for number, guess in enumerate(columns):
            count = counts.get((truth, guess), 0)
            shade = _shade(RIGHT if truth is guess else WRONG, count / whole)
            _draw_cell(draw, (aside + number * CELL, top), count, shade, count / whole)
    buffer = BytesIO()
    canvas.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _name(category: Category | None, language: str) -> str:
    return label(language, "category", category) if category else label(language, "measure", "no_guess")


def _write_upwards(canvas: Image.Image, foot: tuple[int, int], name: str) -> None:
    strip = Image.new("RGB", (round(width_of(name, SIZE)) + 2, line_height(SIZE)), PAPER)
    ImageDraw.Draw(strip).text((0, 0), name, INK, font(SIZE))
    turned = strip.transpose(Image.Transpose.ROTATE_90)
    canvas.paste(turned, (foot[0] + (CELL - turned.width) // 2, foot[1] - turned.height))


def _draw_cell(draw: ImageDraw.ImageDraw, corner: tuple[int, int], count: int, shade: Colour, share: float) -> None:
    left, top = corner
    draw.rectangle((left, top, left + CELL, top + CELL), shade, GRID)
    if count:
        said = str(count)
        size = SIZE if len(said) < 5 else SIZE * 2 // 3
        at = (left + (CELL - width_of(said, size)) / 2, top + (CELL - line_height(size)) / 2)
        draw.text(at, said, PAPER if share > DARK else INK, font(size))


def _shade(colour: Colour, share: float) -> Colour:
    red, green, blue = (round(255 - (255 - part) * share) for part in colour)
    return red, green, blue
