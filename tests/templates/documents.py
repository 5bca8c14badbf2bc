"""Word documents for tests: made small, changed in their bytes, and read again by their words."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from docx import Document


def document(*paragraphs: str, footer: str = "") -> bytes:
    """A Word document of a few lines."""
    made = Document()
    for words in paragraphs:
        made.add_paragraph(words)
    if footer:
        made.sections[0].footer.paragraphs[0].text = footer
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def with_parts(package: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same with parts put in, or put in the place of others."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in parts:
                after.writestr(name, before.read(name))
        for name, data in parts.items():
            after.writestr(name, data)
    return buffer.getvalue()


def part_of(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(package)) as opened:
        return opened.read(name)


def words_of(package: bytes) -> str:
    """All words of a document as they are read: of its lines, its tables and its foot."""
    read = Document(BytesIO(package))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    foot = [line.text for line in read.sections[0].footer.paragraphs]
    return "\n".join([*(line.text for line in read.paragraphs), *cells, *foot])
