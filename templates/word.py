"""Words and photographs set into a Word template, sandboxed and within limits; always the same bytes for the same."""

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx.shared import Emu, Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from PIL import Image, ImageOps

from templates.word_check import BadTemplate, Fields

MOST_SIGNS = 20_000_000  # of one part of a document; the longest real case has a hundredth of that
MOST_PIXELS = 1280  # the longer side of a photograph: sharp at a hand's breadth, and a file that can be sent
_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)
# What no XML can hold, and what docxtpl takes for a tab, a new paragraph or a new page.
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Photograph:
    """A photograph to be set: its bytes, and the room that it may take in millimetres."""

    data: bytes
    width: int
    height: int


class _Environment(ImmutableSandboxedEnvironment):
    """A field that there is not fails; people's words are escaped; what grows past all measure is stopped."""

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        whole, signs = [], 0
        for part in parts:
            signs += len(part)
            if signs > MOST_SIGNS:
                raise BadTemplate("too_large")
            whole.append(part)
        return "".join(whole)


def render(template: bytes, facts: Mapping[str, Any], made_at: datetime) -> bytes:
    """The document of a template that was checked. facts: words, photographs, lists of such by name.

    Raises BadTemplate for what comes out too long.
    """
    document = DocxTemplate(BytesIO(template))
    document.render_init()
    document.render(_set(facts, document), _Environment(undefined=StrictUndefined, autoescape=True))
    properties = document.docx.core_properties
    properties.created = properties.modified = made_at.replace(tzinfo=None, microsecond=0)
    properties.last_modified_by, properties.revision = "", 1
    buffer = BytesIO()
    document.save(buffer)
    return steady(buffer.getvalue())


def try_out(template: bytes, fields: Fields) -> None:
    """Fill a template once with nothing but a word for each field. Raises BadTemplate where that does not work."""
    try:
        render(template, _sample(fields), datetime(2026, 1, 1, tzinfo=UTC))
    except (TemplateError, SyntaxError, ValueError, KeyError, TypeError) as error:
        raise BadTemplate("syntax", str(error)) from error


def _sample(fields: Fields) -> dict[str, Any]:
    return {name: "x" if inner is None else [_sample(inner)] for name, inner in fields.items()}


def steady(package: bytes, made_at: datetime | None = None) -> bytes:
    """The same package without the time at which it was zipped; made_at: and as if made at that moment."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in sorted(before.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type, part.external_attr, part.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            data = before.read(name)
            if made_at is not None and name == "docProps/core.xml":
                data = _MADE.sub(rb"\g<1>" + f"{made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode(), data)
            after.writestr(part, data)
    return buffer.getvalue()


def _set(value: Any, document: DocxTemplate) -> Any:
    if isinstance(value, Mapping):
        return {name: _set(inner, document) for name, inner in value.items()}
    if isinstance(value, list):
        return [_set(each, document) for each in value]
    if isinstance(value, Photograph):
        return _picture(value, document)
    return _UNPRINTABLE.sub(" ", value) if isinstance(value, str) else value


def _picture(photo: Photograph, document: DocxTemplate) -> InlineImage:
    """As large as its room allows, in its own proportions. Raises OSError for what is no image."""
    image = ImageOps.exif_transpose(Image.open(BytesIO(photo.data)))
    image.thumbnail((MOST_PIXELS, MOST_PIXELS))
    buffer = BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=82)
    scale = min(Mm(photo.width) / image.width, Mm(photo.height) / image.height)
    buffer.seek(0)
    return InlineImage(document, buffer, Emu(int(image.width * scale)), Emu(int(image.height * scale)))
