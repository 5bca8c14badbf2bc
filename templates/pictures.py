"""Pictures made of photographs and words: a repair before and after, for one glance on a phone."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from templates.lettering import font, line_height, width_of, wrap

WIDTH = 1080
_GAP = 8
_MARGIN = 40
_ASPECTS = (0.62, 1.8)  # a photograph longer than this is letterboxed, so that neither side is squeezed out

_PAPER, _INK, _QUIET = (255, 255, 255), (24, 28, 34), (75, 85, 99)
_DARK, _BLANK = (24, 28, 34), (229, 231, 235)  # behind a letterboxed photograph; in the place of a missing one
_BEFORE, _AFTER = (180, 66, 9), (21, 115, 60)  # each at least 5 : 1 against the white of the labels
_LABEL, _NUMBER, _PLACE, _LINE = 44, 52, 44, 40  # pixels to the em: on a phone a third of that

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]  # left, top, width, height
Side = bytes | str


@dataclass(frozen=True)
class Caption:
    """The words of the picture, rendered: number and place of the case, and for each side its label and one line."""

    number: str
    place: str
    before_label: str
    after_label: str
    before_line: str
    after_line: str


@dataclass(frozen=True)
class _Row:
    """Lines of one size and colour in the strip, with a coloured word before them where it has one."""

    lines: list[str]
    size: int
    colour: Colour
    space_above: int
    bold: bool = False
    label: str = ""
    label_colour: Colour = _INK
    indent: int = 0


def before_after(before: Side, after: Side, caption: Caption) -> bytes:
    """Both photographs side by side, undistorted and equally high, above a strip with the words: a JPEG, 1080 wide.

    before, after: a clean copy; or, where there is none, the words that say why. Raises OSError for what is no image.
    """
    sides = [_opened(before), _opened(after)]
    widths, height = _cells(sides)
    rows = _rows(caption)
    bar = line_height(_LABEL) + 16
    canvas = Image.new("RGB", (WIDTH, bar + height + _strip_height(rows)), _PAPER)
    labels = [(caption.before_label, _BEFORE), (caption.after_label, _AFTER)]
    left = 0
    for side, width, (label, colour) in zip(sides, widths, labels, strict=True):
        _draw_label(canvas, (left, 0, width, bar), label, colour)
        _draw_side(canvas, (left, bar, width, height), side)
        left += width + _GAP
    _draw_strip(canvas, bar + height, rows)
    buffer = BytesIO()
    canvas.save(buffer, "JPEG", quality=88, subsampling=0)  # full colour resolution, or the coloured words fray
    return buffer.getvalue()


def _opened(side: Side) -> Image.Image | str:
    if isinstance(side, str):
        return side
    image = Image.open(BytesIO(side))
    image.draft("RGB", (WIDTH // 2, WIDTH // 2))
    return image.convert("RGB")


def _cells(sides: list[Image.Image | str]) -> tuple[list[int], int]:
    """Widths that follow the shapes of the photographs, and the height that both then have."""
    low, high = _ASPECTS
    aspects = [low if isinstance(side, str) else min(max(side.width / side.height, low), high) for side in sides]
    first = round((WIDTH - _GAP) * aspects[0] / sum(aspects))
    return [first, WIDTH - _GAP - first], round((WIDTH - _GAP) / sum(aspects))


def _rows(caption: Caption) -> list[_Row]:
    whole = WIDTH - 2 * _MARGIN
    labels = [_fit(label, _LINE, whole // 3) for label in (caption.before_label, caption.after_label)]
    indent = round(max(width_of(label, _LINE) for label in labels)) + 28

    def side(label: str, line: str, colour: Colour, space_above: int) -> _Row:
        lines = wrap(line, _LINE, whole - indent, 2)
        return _Row(lines, _LINE, _QUIET, space_above, label=label, label_colour=colour, indent=indent)

    return [
        _Row(wrap(caption.number, _NUMBER, whole, 1), _NUMBER, _INK, 0, bold=True),
        _Row(wrap(caption.place, _PLACE, whole, 2), _PLACE, _INK, 4),
        side(labels[0], caption.before_line, _BEFORE, 24),
        side(labels[1], caption.after_line, _AFTER, 8),
    ]


def _fit(text: str, size: int, width: int) -> str:
    return "".join(wrap(text, size, width, 1))


def _row_height(row: _Row) -> int:
    return row.space_above + max(len(row.lines), 1 if row.label else 0) * line_height(row.size)


def _strip_height(rows: list[_Row]) -> int:
    return sum(_row_height(row) for row in rows) + 2 * _MARGIN


def _draw_label(canvas: Image.Image, box: Box, label: str, colour: Colour) -> None:
    left, top, width, height = box
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((left, top, left + width - 1, top + height - 1), fill=colour)
    words = _fit(label, _LABEL, width - 32)
    draw.text((left + width / 2, top + height / 2), words, _PAPER, font(_LABEL), anchor="mm")


def _draw_side(canvas: Image.Image, box: Box, side: Image.Image | str) -> None:
    left, top, width, height = box
    if isinstance(side, str):
        canvas.paste(_BLANK, (left, top, left + width, top + height))
        lines = wrap(side, _LINE, width - 48, max(1, height // line_height(_LINE) - 1))
        middle = top + height / 2 - (len(lines) - 1) * line_height(_LINE) / 2
        for number, line in enumerate(lines):
            at = (left + width / 2, middle + number * line_height(_LINE))
            ImageDraw.Draw(canvas).text(at, line, _QUIET, font(_LINE), anchor="mm")
        return
    canvas.paste(_DARK, (left, top, left + width, top + height))
    photo = ImageOps.contain(side, (width, height))
    canvas.paste(photo, (left + (width - photo.width) // 2, top + (height - photo.height) // 2))


def _draw_strip(canvas: Image.Image, top: int, rows: list[_Row]) -> None:
    draw = ImageDraw.Draw(canvas)
    y = top + _MARGIN
    for row in rows:
        step = line_height(row.size)
        first = y + row.space_above + step / 2
        draw.text((_MARGIN, first), row.label, row.label_colour, font(row.size), anchor="lm")
        for number, line in enumerate(row.lines):
            at = (_MARGIN + row.indent, first + number * step)
            draw.text(at, line, row.colour, font(row.size), anchor="lm", stroke_width=1 if row.bold else 0)
        y += _row_height(row)
