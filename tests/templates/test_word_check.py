"""A company's own Word template: which fields it may name, and that no code and nothing hidden comes in with it."""

import pytest

from templates.word_check import MOST_BYTES, MOST_PARTS, BadTemplate, check, names_of
from tests.templates.documents import document, part_of, with_parts

FIELDS = {"number": None, "words": None, "steps": {"at": None, "said": None, "parts": {"name": None}}}
RELATIONS = "word/_rels/document.xml.rels"


def refusal(template: bytes) -> BadTemplate:
    with pytest.raises(BadTemplate) as refused:
        check(template, FIELDS)
    return refused.value


def test_known_fields_loops_and_conditions_pass_wherever_they_stand() -> None:
    check(
        document(
            "{{ number }} {{ words | default('-') }}",
            "{% for step in steps %}{{ loop.index }} {{ step.at }}{% if step.said %}{{ step.said }}{% endif %}",
            "{% for part in step.parts %}{{ part.name }}{% endfor %}{% endfor %}",
            "{% if number == '1' and not words %}{{ steps | length }}{% endif %}",
            footer="{{ number }}",
        ),
        FIELDS,
    )


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ("{{ nummer }}", "nummer"),
        ("{{ number.first }}", "number.first"),
        ("{% for step in steps %}{{ step.who }}{% endfor %}", "step.who"),
        ("{% for step in stages %}{{ step.at }}{% endfor %}", "stages"),
        ("{{ step.at }}", "step.at"),
        ("{% if nobody %}x{% endif %}", "nobody"),
        ("{% for step in number %}x{% endfor %}", "number"),
    ],
)
def test_an_unknown_field_is_named_with_those_that_there_are(words: str, unknown: str) -> None:
    refused = refusal(document(words))
    assert (refused.why, refused.what) == ("unknown", unknown)
    assert refused.known == ("number", "words", "steps[].at", "steps[].said", "steps[].parts[].name")


def test_all_unknown_fields_are_named_at_once_those_of_the_foot_too() -> None:
    assert refusal(document("{{ one }} {{ two }} {{ one }}", footer="{{ three }}")).what == "one, two, three"


@pytest.mark.parametrize(
    "code",
    [
        "{{ number.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ number.upper() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{% set x = number %}",
        "{% macro m() %}{% endmacro %}",
        "{% include 'word/document.xml' %}",
        "{% import 'os' as os %}",
        "{{ number * 1000000 }}",
        "{{ number ~ words }}",
        "{{ number[0] }}",
        "{{ [1, 2] }}",
        "{{ words | attr('format') }}",
        "{{ words | format('%s') }}",
        "{{ words | safe }}",
        "{% filter upper %}x{% endfilter %}",
        "{% for step in range(9) %}x{% endfor %}",
        "{{ lipsum() }}",
    ],
)
def test_code_is_refused(code: str) -> None:
    assert refusal(document(code)).why in ("code", "unknown", "loops")


@pytest.mark.parametrize(
    "loops",
    [
        "{% for a in steps %}{% for b in steps %}x{% endfor %}{% endfor %}",
        "{% for a in steps %}{% for b in a.parts %}{% for c in a.parts %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in steps recursive %}{{ a.at }}{% endfor %}",
        "{% for a in steps if a.at %}{{ a.at }}{% endfor %}",
        "{% for a, b in steps %}x{% endfor %}",
    ],
)
def test_loops_that_multiply_are_refused(loops: str) -> None:
    assert refusal(document(loops)).why == "loops"


def test_what_cannot_be_read_as_a_template_is_refused_with_the_reason() -> None:
    refused = refusal(document("{% if number %}"))
    assert refused.why == "syntax"
    assert refused.what


def test_what_is_fetched_from_elsewhere_is_refused_and_named() -> None:
    plain = document("{{ number }}")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    outside = b'<Relationship Id="rX" Type="%simage" Target="http://a.example/i.png" TargetMode="External"/></Rel'
    relations = part_of(plain, RELATIONS).replace(b"</Rel", outside % kind.encode())
    refused = refusal(with_parts(plain, {RELATIONS: relations}))
    assert (refused.why, refused.what) == ("outside", "http://a.example/i.png")
    link = part_of(plain, RELATIONS).replace(b"</Rel", (outside % kind.encode()).replace(b"image", b"hyperlink"))
    check(with_parts(plain, {RELATIONS: link}), FIELDS)


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/a.xml"])
def test_what_could_run_in_word_is_refused(name: str) -> None:
    assert refusal(with_parts(document("x"), {name: b"x"})).why == "active"


def test_a_file_that_is_no_document_or_too_large_is_refused() -> None:
    assert refusal(b"%PDF-1.7").why == "not_word"
    assert refusal(with_parts(document("x"), {"word/document.xml": b"<not"})).why == "not_word"
    assert refusal(b"x" * (MOST_BYTES + 1)).why == "too_large"
    bomb = with_parts(document("x"), {"word/media/zeros.bin": bytes(45 * 1024 * 1024)})
    assert len(bomb) < MOST_BYTES
    assert refusal(bomb).why == "too_large"
    many = with_parts(document("x"), {f"word/media/{n}.bin": b"" for n in range(MOST_PARTS)})
    assert refusal(many).why == "too_large"


def test_fields_are_listed_as_they_are_written() -> None:
    assert names_of({"a": None, "b": {"c": None}}) == ["a", "b[].c"]
