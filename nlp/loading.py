"""Judges by what is at hand until something better has been loaded beside it: nobody waits for a model."""

import logging
from collections.abc import Callable
from threading import Thread

from nlp.checkpoint import UnusableModel
from nlp.classifier import Classifier, Judgement
from workflow.library import Category

log = logging.getLogger(__name__)


class LoadingClassifier:
    """A classifier from its first moment on: `meanwhile` judges until what `load` returns is there, and then that.

    Whose judgement it is, is said by `Judgement.model`. Where `load` raises, `meanwhile` goes on and the log says why.
    Threads may share it.
    """

    def __init__(self, meanwhile: Classifier, load: Callable[[], Classifier]) -> None:
        self.model = meanwhile.model
        self._meanwhile = self._judging = meanwhile
        self._loading = Thread(target=self._load, args=(load,), name="classifier", daemon=True)
        self._loading.start()

    def judge(self, words: str) -> Judgement:
        return self._judged(lambda judging: judging.judge(words))

    def judge_within(self, words: str, category: Category) -> Judgement:
        return self._judged(lambda judging: judging.judge_within(words, category))

    def loaded(self, seconds: float | None = None) -> bool:
        """Wait until loading has ended, at most so long: True where the better one judges. Not for a turn."""
        self._loading.join(seconds)
        return self._judging is not self._meanwhile

    def _load(self, load: Callable[[], Classifier]) -> None:
        try:
            better = load()
        except UnusableModel as error:
            log.warning("%s goes on judging, hazardline doctor says what to do: %s", self.model, error)
        except Exception:  # whatever it is, reports are to be taken in
            log.exception("%s goes on judging, no other could be loaded", self.model)
        else:
            self._judging, self.model = better, better.model
            log.debug("%s judges", better.model)

    def _judged(self, asked: Callable[[Classifier], Judgement]) -> Judgement:
        """A model of somebody else's may fail at what nobody has tried: a report is not lost over it."""
        judging = self._judging
        try:
            return asked(judging)
        except Exception:
            if judging is self._meanwhile:
                raise
            log.exception("%s failed, %s judges this one", judging.model, self._meanwhile.model)
            return asked(self._meanwhile)
