"""How far a report's words can be doubted: that they tell of no hazard, or too vaguely for anybody to act on."""

import json
import logging
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from nlp.checkpoint import UnusableModel
from nlp.doubts import Reason, reason_of
from nlp.linear import LinearModel

SHIPPED = Path(__file__).parent / "models" / "quality"
MODEL_FILE, LIMITS_FILE = "linear.safetensors", "limits.json"
LABELS = ("genuine", "doubtful")
DOUBTFUL = LABELS.index("doubtful")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Doubt:
    """How far words can be doubted.

    probability: in [0, 1], that a reader would call the report sham or too vague. reason: what would make it so. high:
    so likely that a question is worth it; hardly ever so of a report that says what is wrong. model: name and version.
    """

    probability: float
    reason: Reason
    high: bool
    model: str


@dataclass(frozen=True)
class Limits:
    """The probability from which on a report counts as sham in figures, and the one from which on it is asked about."""

    sham: float
    asks: float

    def save(self, file: Path) -> None:
        file.write_text(json.dumps({name: round(value, 4) for name, value in asdict(self).items()}, indent=1) + "\n")

    @classmethod
    def load(cls, file: Path) -> "Limits":
        """Raises UnusableModel."""
        try:
            return cls(**{name: float(value) for name, value in json.loads(file.read_text("utf-8")).items()})
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise UnusableModel("broken", file.parent, file=file.name, why=str(error)[:200]) from error


class Quality:
    """Judges words by the model of a folder, which is read when it is first needed."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        self._folder = folder

    def judge(self, words: str) -> Doubt | None:
        """The doubt of any text; None where the model cannot be used, which the log says once. It never raises."""
        if self._known is None:
            return None
        model, limits = self._known
        probability = float(model.probabilities(words)[DOUBTFUL])
        return Doubt(probability, reason_of(words), probability >= limits.asks, model.about)

    @cached_property
    def _known(self) -> tuple[LinearModel, Limits] | None:
        try:
            model, limits = LinearModel.load(self._folder / MODEL_FILE), Limits.load(self._folder / LIMITS_FILE)
            if model.labels != LABELS:
                raise UnusableModel("broken", self._folder, file=MODEL_FILE, why=f"judges {', '.join(model.labels)}")
        except UnusableModel as error:
            log.warning("quality of reports is not judged: %s", error)
            return None
        return model, limits
