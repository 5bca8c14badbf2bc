"""A candidate judges in the shadow: the answer is always that of the one in service, at once and whatever happens."""

import logging
from threading import Event

import pytest

from nlp import shadow as shadows
from nlp.classifier import Alternative, Judgement
from nlp.shadow import MOST_WAITING, Compared, Shadow
from workflow.library import Category

FIRE, WIRES = Category.FIRE, Category.ELECTRICAL


class Sure:
    """A classifier that takes everything for one thing."""

    def __init__(self, category: Category | None, model: str) -> None:
        self.category = category
        self.model = model
        self.heard: list[str] = []

    def judge(self, words: str) -> Judgement:
        self.heard.append(words)
        guess = (Alternative(self.category or FIRE, "FI-01", 0.4),)
        return Judgement(self.category, None, None, 0.4, guess, self.model, self.category is None)

    def judge_within(self, words: str, category: Category) -> Judgement:
        return Judgement(category, None, None, 0.1, (), self.model, True)


class Broken(Sure):
    """Fails at everything, and its error tells the words."""

    def judge(self, words: str) -> Judgement:
        self.heard.append(words)
        raise ValueError(words)


class Slow(Sure):
    """Thinks until it is let go."""

    def __init__(self) -> None:
        super().__init__(FIRE, "slow/1")
        self.let_go = Event()

    def judge(self, words: str) -> Judgement:
        assert self.let_go.wait(30)
        return super().judge(words)


def compared(candidate: Sure, *words: str, serving: Sure | None = None) -> list[Compared]:
    noted: list[Compared] = []
    shadow = Shadow(serving or Sure(FIRE, "serving/1"), candidate, noted.append)
    for said in words:
        assert shadow.judge(said).model == "serving/1"
    shadow.settle()
    shadow.close()
    return noted


def test_the_one_in_service_answers_and_both_are_noted() -> None:
    candidate = Sure(WIRES, "candidate/2")
    (one,) = compared(candidate, "插座烧黑了")
    assert candidate.heard == ["插座烧黑了"]
    assert (one.serving.model, one.serving.guess, one.candidate.model, one.candidate.guess, one.failed) == (
        *("serving/1", FIRE, "candidate/2", WIRES),
        "",
    )


def test_of_what_abstained_the_best_guess_is_noted() -> None:
    (one,) = compared(Sure(None, "candidate/2"), "这里不对劲")
    assert (one.candidate.guess, one.candidate.abstained, one.candidate.confidence) == (FIRE, True, 0.4)


def test_a_candidate_that_fails_is_noted_and_logged_once_without_the_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        noted = compared(Broken(FIRE, "broken/1"), "李强说的话", "王芳说的话")
    assert [(one.candidate.model, one.candidate.guess, one.failed) for one in noted] == [
        ("broken/1", None, "ValueError"),
    ] * 2
    assert [record.getMessage() for record in caplog.records] == ["the candidate broken/1: ValueError"]
    assert "说的话" not in caplog.text


def test_a_difference_is_logged_for_whoever_looks_closely_and_without_the_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG, "nlp.shadow"):
        compared(Sure(WIRES, "candidate/2"), "李强说的话")
        compared(Sure(FIRE, "same/1"), "李强说的话")
    assert [record.getMessage() for record in caplog.records] == [
        "serving/1: fire 0.40, candidate/2: electrical 0.40",
    ]


def test_a_note_that_cannot_be_made_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def full(one: Compared) -> None:
        raise OSError("no space left")

    candidate = Sure(FIRE, "candidate/2")
    shadow = Shadow(Sure(FIRE, "serving/1"), candidate, full)
    for said in ("one", "two"):
        assert shadow.judge(said).category is FIRE
    shadow.settle()
    shadow.close()
    assert candidate.heard == ["one", "two"]
    assert caplog.messages == ["the candidate candidate/2: not noted: OSError"]


def test_nobody_waits_for_the_candidate_and_what_it_cannot_keep_up_with_is_left_out() -> None:
    slow, noted = Slow(), list[Compared]()
    shadow = Shadow(Sure(FIRE, "serving/1"), slow, noted.append)
    answers = [shadow.judge(f"words {number}") for number in range(MOST_WAITING + 50)]
    assert {answer.model for answer in answers} == {"serving/1"}  # all answered while the candidate has judged nothing
    assert noted == []
    slow.let_go.set()
    shadow.settle()
    shadow.close()
    assert MOST_WAITING <= len(noted) <= MOST_WAITING + 1
    assert slow.heard == [f"words {number}" for number in range(len(noted))]


def test_what_a_person_has_named_is_not_compared() -> None:
    candidate = Sure(WIRES, "candidate/2")
    shadow = Shadow(Sure(FIRE, "serving/1"), candidate, lambda one: pytest.fail("noted"))
    assert shadow.judge_within("words", Category.HEIGHT).category is Category.HEIGHT
    shadow.close()
    assert candidate.heard == []


def test_closing_finishes_what_waits_and_may_be_repeated() -> None:
    candidate, noted = Sure(WIRES, "candidate/2"), list[Compared]()
    shadow = Shadow(Sure(FIRE, "serving/1"), candidate, noted.append)
    for number in range(20):
        shadow.judge(str(number))
    shadow.close()
    shadow.close()
    assert len(noted) == 20


@pytest.mark.parametrize("waiting", [1, MOST_WAITING + 1])
def test_an_end_does_not_wait_for_a_candidate_that_hangs(waiting: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shadows, "CLOSE_SECONDS", 0.01)
    slow = Slow()
    shadow = Shadow(Sure(FIRE, "serving/1"), slow, lambda one: None)
    for number in range(waiting):
        shadow.judge(str(number))
    shadow.close()
    assert slow.heard == []
    slow.let_go.set()


def test_a_fault_of_the_one_in_service_is_not_hidden() -> None:
    shadow = Shadow(Broken(FIRE, "serving/1"), Sure(FIRE, "candidate/2"), lambda one: None)
    with pytest.raises(ValueError, match="words"):
        shadow.judge("words")


def test_each_comparison_bears_the_names_of_those_who_judged() -> None:
    serving, noted = Sure(FIRE, "library-ngram/1"), list[Compared]()
    shadow = Shadow(serving, Sure(FIRE, "candidate/2"), noted.append)
    assert shadow.model == "library-ngram/1"
    shadow.judge("one")
    serving.model = "fused/1"  # it was loaded meanwhile
    shadow.judge("two")
    shadow.close()
    assert [one.serving.model for one in noted] == ["library-ngram/1", "fused/1"]
