"""Plain sentences, as somebody with gloves on says them, find the entry of the library that they mean."""

from pathlib import Path

import pytest

from nlp import fused
from nlp.checkpoint import SHIPPED
from nlp.fused import FusedClassifier
from nlp.major import MajorScreen
from nlp.retrieval import LibraryRetrieval
from storage.directory import shipped_library

# A line: the entry, or those that can be defended parted by /, and what is said.
SENTENCES = Path(__file__).with_name("plain_sentences.tsv")


def sentences() -> list[tuple[str, str]]:
    lines = SENTENCES.read_text("utf-8").splitlines()
    return [(words, entries) for entries, words in (line.split("\t") for line in lines)]


@pytest.fixture(scope="module")
def judge() -> FusedClassifier:
    return fused.load(SHIPPED, LibraryRetrieval(shipped_library()))


@pytest.mark.parametrize(("words", "entries"), sentences())
def test_plain_words_find_their_entry(judge: FusedClassifier, words: str, entries: str) -> None:
    assert judge.judge(words).entry in entries.split("/")


def test_they_are_of_every_category_in_both_languages() -> None:
    said = dict(sentences())
    assert {entries[:2] for entries in said.values()} == {
        entry.code[:2] for entry in shipped_library() if entry.code[2] == "-"
    }
    assert min(sum(words.isascii() for words in said), sum(not words.isascii() for words in said)) >= 100


def test_a_mine_without_a_second_exit_is_asked_about(judge: FusedClassifier) -> None:
    """No entry is proposed: it is a major hazard of one industry."""
    words = "矿井没有两个出口"
    assert judge.judge(words).entry is None
    assert [one.entry for one in MajorScreen(shipped_library()).screen(words)] == ["COM-13"]


@pytest.mark.parametrize(
    "words",
    [
        "门口的货今天到",
        "今天车间开会",
        "灯买回来了",
        "the new ladder has arrived",
        "lunch is at noon",
    ],
)
def test_ordinary_sentences_find_none(judge: FusedClassifier, words: str) -> None:
    assert judge.judge(words).entry is None
