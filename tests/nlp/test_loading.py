"""Nobody waits for a model: retrieval judges until it is there, and goes on where it never comes."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from nlp.checkpoint import UnusableModel, read_checkpoint
from nlp.classifier import Classifier, Judgement
from nlp.loading import LoadingClassifier
from nlp.retrieval import LibraryRetrieval
from workflow.library import Category, LibraryEntry

WORDS = "冲压2号机防护罩松了"
SECONDS = 60.0  # more than any of this takes: it ends as soon as it is done


@pytest.fixture(scope="module")
def retrieval(library: tuple[LibraryEntry, ...]) -> LibraryRetrieval:
    return LibraryRetrieval(library)


@dataclass
class Fire:
    """To which everything is fire."""

    model: str = "fire/1"

    def judge(self, words: str) -> Judgement:
        return Judgement(Category.FIRE, None, None, 1.0, (), self.model, abstained=False)

    def judge_within(self, words: str, category: Category) -> Judgement:
        return Judgement(category, None, None, 0.0, (), self.model, abstained=True)


class Fails(Fire):
    """Which is loaded well and cannot judge."""

    def judge(self, words: str) -> Judgement:
        raise KeyError(words)

    def judge_within(self, words: str, category: Category) -> Judgement:
        raise KeyError(words)


@dataclass
class Awaited:
    """Loads when it is let."""

    better: Classifier
    let: Event

    def __call__(self) -> Classifier:
        assert self.let.wait(SECONDS)
        return self.better


def raising(error: Exception) -> Callable[[], Classifier]:
    def load() -> Classifier:
        raise error

    return load


def test_retrieval_judges_until_the_better_one_is_there(retrieval: LibraryRetrieval) -> None:
    let = Event()
    classifier = LoadingClassifier(retrieval, Awaited(Fire(), let))
    assert not classifier.loaded(0)
    assert classifier.judge(WORDS) == retrieval.judge(WORDS)
    assert classifier.judge_within(WORDS, Category.FIRE) == retrieval.judge_within(WORDS, Category.FIRE)
    assert classifier.model == classifier.judge(WORDS).model == retrieval.model
    let.set()
    assert classifier.loaded(SECONDS)
    assert classifier.judge(WORDS) == Fire().judge(WORDS)
    assert classifier.judge_within(WORDS, Category.HEIGHT).category is Category.HEIGHT
    assert classifier.model == classifier.judge(WORDS).model == "fire/1"


def test_every_judgement_is_of_one_model_while_they_change(retrieval: LibraryRetrieval) -> None:
    let, one, other = Event(), retrieval.judge(WORDS), Fire().judge(WORDS)
    classifier = LoadingClassifier(retrieval, Awaited(Fire(), let))

    def judge(number: int) -> Judgement:
        if number == 50:
            let.set()
        return classifier.judge(WORDS)

    with ThreadPoolExecutor(4) as threads:
        judged = list(threads.map(judge, range(400)))
    assert judged[0] == one
    assert all(judgement in (one, other) for judgement in judged)
    assert classifier.loaded(SECONDS)
    assert classifier.judge(WORDS) == other


def test_where_no_other_can_be_loaded_retrieval_goes_on_and_one_line_says_why(
    retrieval: LibraryRetrieval, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def load() -> Classifier:
        read_checkpoint(tmp_path)
        raise AssertionError

    classifier = LoadingClassifier(retrieval, load)
    assert not classifier.loaded(SECONDS)
    assert classifier.judge(WORDS) == retrieval.judge(WORDS)
    [line] = caplog.messages
    assert retrieval.model in line
    assert "classifier.missing" in line
    assert str(tmp_path) in line
    assert "config.json" in line


@pytest.mark.parametrize("error", [ImportError("onnxruntime"), MemoryError(), RuntimeError("of a library")])
def test_whatever_goes_wrong_retrieval_goes_on(
    retrieval: LibraryRetrieval, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    classifier = LoadingClassifier(retrieval, raising(error))
    assert not classifier.loaded(SECONDS)
    assert classifier.judge(WORDS) == retrieval.judge(WORDS)
    assert classifier.model == retrieval.model
    [record] = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[1] is error


def test_a_model_that_fails_at_a_text_loses_no_report(
    retrieval: LibraryRetrieval, caplog: pytest.LogCaptureFixture
) -> None:
    classifier = LoadingClassifier(retrieval, Fails)
    assert classifier.loaded(SECONDS)
    assert classifier.judge(WORDS) == retrieval.judge(WORDS)
    assert classifier.judge_within(WORDS, Category.FIRE) == retrieval.judge_within(WORDS, Category.FIRE)
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.ERROR]
    assert WORDS not in caplog.messages[0]


def test_a_fault_of_the_one_at_hand_is_not_hidden(retrieval: LibraryRetrieval) -> None:
    classifier = LoadingClassifier(Fails(), raising(UnusableModel("missing", Path("nowhere"))))
    assert not classifier.loaded(SECONDS)
    with pytest.raises(KeyError):
        classifier.judge(WORDS)
