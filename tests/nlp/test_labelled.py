"""Labelled sentences are read line by line, and the first line that is none is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.labelled import BadLine, Labelled, language_of, parsed, read_labelled, read_objects
from workflow.library import Category, Grade

WHOLE = {
    "text": "配电箱门坏了",
    "lang": "zh",
    "category": "electrical",
    "alt_categories": ["environment"],
    "grade": "general",
    "domain": "enterprise",
}


def line(**fields: Any) -> bytes:
    return json.dumps({**WHOLE, **fields}, ensure_ascii=False).encode()


def test_a_line_with_everything_is_read_whole() -> None:
    (example,) = parsed([line()])
    alternatives = frozenset({Category.ENVIRONMENT})
    assert example == Labelled("配电箱门坏了", "zh", Category.ELECTRICAL, alternatives, Grade.GENERAL, "enterprise")
    assert example.defensible == {Category.ELECTRICAL, Category.ENVIRONMENT}


@pytest.mark.parametrize(("text", "lang"), [("地上有 oil", "zh"), ("oil on the floor", "en"), ("123", "en")])
def test_text_and_category_are_enough(text: str, lang: str) -> None:
    (example,) = parsed([json.dumps({"text": text, "category": "environment"}).encode()])
    assert example == Labelled(text, lang, Category.ENVIRONMENT)
    assert language_of(text) == lang


def test_the_category_itself_is_no_alternative() -> None:
    (example,) = parsed([line(alt_categories=["electrical", "fire"])])
    assert example.alternatives == {Category.FIRE}


@pytest.mark.parametrize(
    ("wrong", "problem", "found"),
    [
        (b"\xff\xfe", "utf8", ""),
        (b"not json", "json", ""),
        (b'["a list"]', "json", ""),
        (b"[" * 100_000, "json", ""),
        (line(text=""), "text", ""),
        (line(text=7), "text", ""),
        (line(category="wiring"), "category", "wiring"),
        (line(category=None), "category", ""),
        (line(category=["fire"]), "category", "['fire']"),
        (line(alt_categories="fire"), "list", "fire"),
        (line(alt_categories={"fire": 1}), "list", "{'fire': 1}"),
        (line(alt_categories=["fire", "flood"]), "alt_categories", "flood"),
        (line(grade="huge"), "grade", "huge"),
        (line(lang=3), "lang", "3"),
        (line(domain=["coal"]), "domain", "['coal']"),
    ],
)
def test_a_line_that_is_none_is_named_with_what_is_wrong(wrong: bytes, problem: str, found: str) -> None:
    with pytest.raises(BadLine) as caught:
        list(parsed([line(), b"", wrong]))
    assert (caught.value.number, caught.value.problem, caught.value.found) == (3, problem, found)


def test_a_file_may_have_a_mark_at_its_start_empty_lines_and_carriage_returns(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + line() + b"\r\n\r\n" + line(text="another") + b"\r\n")
    assert [example.text for example in read_labelled(file)] == ["配电箱门坏了", "another"]


def test_a_file_without_a_sentence_is_said_to_be_one(tmp_path: Path) -> None:
    file = tmp_path / "empty.jsonl"
    file.write_bytes(b"\n\n")
    with pytest.raises(BadLine) as caught:
        read_labelled(file)
    assert caught.value.problem == "none"


def test_the_sentences_that_come_with_the_product_are_such_lines() -> None:
    assert len(read_labelled(Path(__file__).parents[2] / "nlp" / "data" / "sentences.jsonl")) > 1000


def test_objects_are_parted_at_line_feeds_alone(tmp_path: Path) -> None:
    file = tmp_path / "said.jsonl"
    file.write_bytes('{"text": "地上有油\u2028很滑\x85"}\r\n\n{"text": "灯坏了"}\n'.encode())
    assert [(number, row["text"]) for number, row in read_objects(file)] == [
        (1, "地上有油\u2028很滑\x85"),
        (3, "灯坏了"),
    ]


@pytest.mark.parametrize(("wrong", "problem"), [(b"{", "json"), (b"\xff", "utf8"), (b"7", "json")])
def test_a_bad_line_is_told_with_its_file(tmp_path: Path, wrong: bytes, problem: str) -> None:
    file = tmp_path / "said.jsonl"
    file.write_bytes(line() + b"\n\n" + wrong)
    for read in (read_objects, read_labelled):
        with pytest.raises(BadLine) as caught:
            read(file)
        assert (caught.value.file, caught.value.number, caught.value.problem) == (file, 3, problem)
