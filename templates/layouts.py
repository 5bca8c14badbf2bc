"""What Word templates are made of: tables of fields, lists, photographs side by side, room for signatures.

`python -m templates.make_reports` sets the templates of the product with it; a company changes them in Word.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from templates.word import steady

LATIN, CHINESE = "Arial", "Microsoft YaHei"
PAGE, MARGIN = (Mm(210), Mm(297)), Mm(17)
WHOLE = 176  # millimetres between the margins
_GREY, _INK = "EEF1F5", RGBColor(0x1F, 0x38, 0x64)


class Layout:
    """One template in the making. words: of the language, by key: titles, and `field` for those of fields."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._words = words
        self._document: Doc = Document()
        self._set_page()

    def title(self) -> "Layout":
        """Company, title and number, as every paper begins; and what stands at the foot of every page."""
        self._line("{{ company }}", 12, centred=True)
        self._line("{{ title }}", 20, bold=True, centred=True)
        self._line(f"{self._words['paper_number']}{{{{ paper_number }}}}", 9, right=True)
        return self

    def heading(self, key: str, *, if_any: str = "") -> "Layout":
        """A title of a part. if_any: the list without which it does not stand there."""
        if if_any:
            self._tagged(f"{{%p if {if_any} %}}")
        line = self._line(self._words["heading"][key], 12, bold=True)
        line.paragraph_format.space_before, line.paragraph_format.keep_with_next = Pt(10), True
        line.runs[0].font.color.rgb = _INK
        if if_any:
            self._tagged("{%p endif %}")
        return self

    def text(self, key: str) -> "Layout":
        """A standing sentence of the paper; it may name fields."""
        self._line(self._words["text"][key], 10)
        return self

    def where(self, field: str) -> "Layout":
        """A field by itself, which takes no room while there is nothing in it."""
        self._tagged(f"{{%p if {field} %}}")
        self._line(f"{{{{ {field} }}}}", 10)
        self._tagged("{%p endif %}")
        return self

    def fields(self, *rows: str | tuple[str, str]) -> "Layout":
        """A table of names and fields: two beside each other, or one as wide as the page."""
        table = self._table((26, 62, 26, 62))
        for row in rows:
            cells = _row(table).cells
            named = (row,) if isinstance(row, str) else row
            for place, name in enumerate(named):
                self._name(cells[2 * place], self._words["field"][name])
                self._put(cells[2 * place + 1], f"{{{{ {name} }}}}")
            if len(named) == 1:
                cells[1].merge(cells[3])
        return self._done()

    def each(self, listed: str, columns: Sequence[tuple[str, int]]) -> "Layout":
        """A list as a table, a line for each of its things. columns: names and widths in millimetres."""
        self._tagged(f"{{%p if {listed} %}}")
        table = self._table([width for _, width in columns])
        self._head(table, [self._heading_of(listed, name) for name, _ in columns])
        self._tag(table, f"{{%tr for each in {listed} %}}")
        row = _row(table)
        for cell, (name, _) in zip(row.cells, columns, strict=True):
            self._put(cell, f"{{{{ each.{name} }}}}")
        self._tag(table, "{%tr endfor %}")
        self._done()._tagged("{%p endif %}")
        return self

    def photos(self, listed: str, left: str, right: str, *names: str) -> "Layout":
        """Photographs two by two, each with its line beneath. names: keys of what stands above either side."""
        self._tagged(f"{{%p if {listed} %}}")
        table = self._table((WHOLE // 2, WHOLE // 2))
        self._head(table, [self._words["column"][name] for name in names])
        self._tag(table, f"{{%tr for each in {listed} %}}")
        row = _row(table)
        for cell, side in zip(row.cells, (left, right), strict=True):
            self._put(cell, f"{{{{ each.{side} }}}}", centred=True)
            note = cell.add_paragraph()
            self._write(note, f"{{{{ each.{side}_note }}}}", 8)
            note.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._tag(table, "{%tr endfor %}")
        self._done()._tagged("{%p endif %}")
        return self

    def space(self, height: int) -> "Layout":
        """Room to write by hand, so many millimetres."""
        _row(self._table((WHOLE,))).height = Mm(height)
        return self._done()

    def signatures(self, *keys: str) -> "Layout":
        """Room to sign and date by hand: a tap in chat is no signature."""
        table = self._table((34, 62, 18, 62))
        for key in keys:
            row = _row(table)
            row.height = Mm(11)
            self._name(row.cells[0], self._words["sign"][key])
            self._name(row.cells[2], self._words["sign"]["day"])
        return self._done()

    def made(self) -> bytes:
        """The template: the same bytes each time."""
        properties = self._document.core_properties
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.title = "{{ title }} {{ paper_number }}"
        buffer = BytesIO()
        self._document.save(buffer)
        return steady(buffer.getvalue())

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = PAGE
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
        style = self._document.styles["Normal"]
        style.font.name, style.font.size = LATIN, Pt(10)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), CHINESE)
        style.paragraph_format.space_after = Pt(2)
        foot = section.footer.paragraphs[0]
        self._write(foot, self._words["foot"], 8)
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for before, field in zip(self._words["page"].split("|"), ("PAGE", "NUMPAGES", ""), strict=True):
            self._write(foot, before, 8)
            if field:
                _page_field(foot, field)

    def _table(self, widths: Sequence[int]) -> Table:
        table: Table = self._document.add_table(0, len(widths))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def _heading_of(self, listed: str, name: str) -> str:
        columns: Mapping[str, str] = self._words["column"]
        return columns.get(f"{listed}.{name}") or columns[name]

    def _head(self, table: Table, names: Sequence[str]) -> None:
        if names:
            head = _row(table)
            _repeat(head)
            for cell, name in zip(head.cells, names, strict=True):
                self._name(cell, name)

    def _tagged(self, tag: str) -> None:
        """A line that says what becomes of those around it, and goes."""
        self._line(tag, 4)

    def _tag(self, table: Table, tag: str) -> None:
        self._write(_row(table).cells[0].paragraphs[0], tag, 8)

    def _name(self, cell: _Cell, words: str) -> None:
        self._put(cell, words, size=9, bold=True)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _GREY)
        cell._tc.get_or_add_tcPr().append(shade)

    def _put(self, cell: _Cell, words: str, *, size: float = 9.5, bold: bool = False, centred: bool = False) -> None:
        line = cell.paragraphs[0]
        self._write(line, words, size, bold=bold)
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
        if centred:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _line(self, words: str, size: float, *, bold: bool = False, centred: bool = False, right: bool = False) -> Any:
        line = self._document.add_paragraph()
        self._write(line, words, size, bold=bold)
        if centred or right:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.RIGHT
        return line

    def _write(self, line: Paragraph, words: str, size: float, *, bold: bool = False) -> None:
        run = line.add_run(words)
        run.font.size, run.font.bold = Pt(size), bold

    def _done(self) -> "Layout":
        """A small gap, without which Word joins two tables."""
        gap = self._line("", 1)
        gap.paragraph_format.space_after, gap.paragraph_format.line_spacing = Pt(0), Pt(6)
        return self


def _row(table: Any) -> Any:
    """One more row of a table, which no page ends within."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _repeat(row: _Row) -> None:
    """The row stands on every page that its table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _page_field(line: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, size = OxmlElement("w:r"), OxmlElement("w:sz")
    size.set(qn("w:val"), "16")  # half points
    run.append(OxmlElement("w:rPr"))
    run[0].append(size)
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    line._p.append(field)
