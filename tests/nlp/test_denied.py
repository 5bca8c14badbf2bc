"""That there is a hazard, and that there is none, are told apart."""

import pytest

from nlp import fused
from nlp.checkpoint import SHIPPED
from nlp.denied import says_a_hazard, says_no_more, says_none
from nlp.retrieval import LibraryRetrieval
from storage.directory import shipped_library

NONE_FOUND = "OT-07"
THERE_IS = (
    "有隐患",
    "这里有隐患",
    "发现重大隐患",
    "2号机有安全隐患",
    "不是没有隐患",
    "there is a hazard here",
    "hazard found",
)
THERE_IS_NONE = (
    "没有隐患",
    "未发现安全隐患",
    "今天没有发现隐患",
    "查了无隐患",
    "no hazard found",
    "no danger",
)


@pytest.mark.parametrize("words", THERE_IS)
def test_a_hazard_is_heard(words: str) -> None:
    assert says_a_hazard(words)
    assert not says_none(words)


@pytest.mark.parametrize("words", THERE_IS_NONE)
def test_that_there_is_none_is_heard(words: str) -> None:
    assert says_none(words)
    assert not says_a_hazard(words)


@pytest.mark.parametrize("words", ["没有隐患排查台账", "no hazard sign at the pit", "灭火器过期", ""])
def test_registers_and_signs_of_hazards_are_neither(words: str) -> None:
    assert not says_none(words)
    assert not says_a_hazard(words)


@pytest.mark.parametrize(
    "words", ["这里有隐患", "我发现一个安全隐患。", "there is a hazard here", "Found a danger in this area", "隐患"]
)
def test_a_hazard_and_no_more(words: str) -> None:
    assert says_no_more(words)


@pytest.mark.parametrize(
    "words", ["发现隐患没人管", "电箱有隐患", "there is a fire hazard", "hazard at the press", "没有隐患", ""]
)
def test_a_hazard_and_what_it_is(words: str) -> None:
    assert not says_no_more(words)


def test_that_there_is_one_is_not_taken_for_a_round_that_found_none() -> None:
    library = LibraryRetrieval(shipped_library())
    judge = fused.load(SHIPPED, library)
    for words in THERE_IS:
        for judged in (judge.judge(words), library.judge(words)):
            assert NONE_FOUND not in {judged.entry, *(other.entry for other in judged.alternatives)}, words
        assert judge.judge(words).abstained, words  # what kind it is, the person is asked
    assert judge.judge("没有隐患").entry == library.judge("没有隐患").entry == NONE_FOUND
    assert judge.judge("没有隐患排查台账").category != judge.judge("没有隐患").category
