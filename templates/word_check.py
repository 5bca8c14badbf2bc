"""What a Word template may hold: fields that there are, loops over lists of them, conditions; no code, nothing hidden.

A company changes its templates in Word, and whoever may do that is not thereby trusted with the machine.
"""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from defusedxml.ElementTree import ParseError, fromstring
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 400
DEEPEST = 2  # loops within loops
FILTERS = frozenset({"default", "length", "upper", "lower"})
LOOP = {"index": None, "first": None, "last": None, "length": None}  # what `loop` knows
# A field is None; a list of things with fields is a mapping of these.
Fields = Mapping[str, Any]

_MAY_STAND = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.CondExpr),
    *(nodes.Filter, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Const),
)
_HYPERLINK = "/hyperlink"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_RENDERED_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


class BadTemplate(Exception):
    """A template that is not used. why: not_word, too_large, outside, active, code, loops, syntax, unknown.

    what: the piece of it; for unknown fields all of them, and `known` lists those that there are.
    """

    def __init__(self, why: str, what: str = "", known: tuple[str, ...] = ()) -> None:
        super().__init__(why, what)
        self.why, self.what, self.known = why, what, known


def names_of(fields: Fields, before: str = "") -> list[str]:
    """All fields as they are written: `number`; of a list's items `steps[].at`."""
    found = []
    for name, inner in fields.items():
        found += [f"{before}{name}"] if inner is None else names_of(inner, f"{before}{name}[].")
    return found


def check(document: bytes, fields: Fields) -> None:
    """Raises BadTemplate for whatever a template may not be or hold."""
    _check_package(document)
    try:
        sources = list(_sources(DocxTemplate(BytesIO(document))))
    except (KeyError, ValueError, OSError, SyntaxError) as error:
        raise BadTemplate("not_word") from error
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    unknown: list[str] = []
    for source in sources:
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError as error:
            raise BadTemplate("syntax", str(error.message)) from error
        unknown += _Reader(fields).unknown(tree)
    if unknown:
        raise BadTemplate("unknown", ", ".join(dict.fromkeys(unknown)), tuple(names_of(fields)))


def _check_package(document: bytes) -> None:
    """What lies in the file, before any of it is read: not too much, nothing that runs, nothing from elsewhere."""
    if len(document) > MOST_BYTES:
        raise BadTemplate("too_large")
    try:
        with zipfile.ZipFile(BytesIO(document)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BadTemplate("too_large")
            for part in parts:
                _check_part(part.filename, package)
    except (zipfile.BadZipFile, ParseError, RuntimeError, NotImplementedError) as error:
        raise BadTemplate("not_word") from error


def _check_part(name: str, package: zipfile.ZipFile) -> None:
    if "vbaProject" in name or "/embeddings/" in name or "/activeX/" in name:
        raise BadTemplate("active", name)
    if name.endswith(".rels"):
        for relation in fromstring(package.read(name)).iter(_RELATION):
            if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith(_HYPERLINK):
                raise BadTemplate("outside", relation.get("Target", ""))


def _sources(template: DocxTemplate) -> Iterator[str]:
    """Everything that is rendered, as docxtpl gives it to Jinja."""
    template.render_init()
    yield template.patch_xml(template.get_xml())
    for kind in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(kind):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.parts:
        if part.content_type.endswith(".footnotes+xml"):
            yield template.patch_xml(part.blob.decode())
    yield from (getattr(template.docx.core_properties, name) for name in _RENDERED_PROPERTIES)


@dataclass
class _Reader:
    """Reads one part of a template with the fields that can be meant where one stands."""

    fields: Fields

    def unknown(self, tree: nodes.Template) -> list[str]:
        """The fields that there are not. Raises BadTemplate for code and for loops that multiply."""
        return list(self._in(tree, {**self.fields}, 0))

    def _in(self, node: nodes.Node, known: dict[str, Any], depth: int) -> Iterator[str]:
        if not isinstance(node, _MAY_STAND) or (isinstance(node, nodes.Filter) and node.name not in FILTERS):
            raise BadTemplate("code", _said(node))
        if isinstance(node, nodes.For):
            yield from self._loop(node, known, depth)
        elif isinstance(node, nodes.Name | nodes.Getattr):
            if _fields_at(node, known) is _UNKNOWN:
                yield _said(node)
        else:
            for child in node.iter_child_nodes():
                yield from self._in(child, known, depth)

    def _loop(self, node: nodes.For, known: dict[str, Any], depth: int) -> Iterator[str]:
        """Over a list of fields; one inside another goes over what the outer one is at, so that none multiplies."""
        listed = _fields_at(node.iter, known) if isinstance(node.iter, nodes.Name | nodes.Getattr) else _UNKNOWN
        plain = isinstance(node.target, nodes.Name) and node.test is None and not node.recursive and not node.else_
        within = depth == 0 or isinstance(node.iter, nodes.Getattr)
        if not plain or depth >= DEEPEST or not within:
            raise BadTemplate("loops", _said(node.iter))
        if not isinstance(listed, Mapping):
            yield _said(node.iter)
            return
        inner = {**known, _said(node.target): _Item(listed), "loop": _Item(LOOP)}
        for child in node.body:
            yield from self._in(child, inner, depth + 1)


@dataclass(frozen=True)
class _Item:
    """One thing of a list: it has fields, and is none."""

    fields: Fields


_UNKNOWN = object()


def _fields_at(node: nodes.Node, known: Mapping[str, Any]) -> Any:
    """None for a field, a mapping for a list, `_UNKNOWN` for what there is not."""
    if isinstance(node, nodes.Name):
        return known.get(node.name, _UNKNOWN)
    if isinstance(node, nodes.Getattr):
        within = _fields_at(node.node, known)
        return within.fields.get(node.attr, _UNKNOWN) if isinstance(within, _Item) else _UNKNOWN
    return _UNKNOWN


def _said(node: nodes.Node) -> str:
    """How a piece of a template is named to whoever wrote it."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_said(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Filter) else type(node).__name__.lower()
