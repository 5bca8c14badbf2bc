"""Which models judge: the one in service, loaded beside the library's own judgement, and one that is only tried out."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.settings import Settings
from nlp.checkpoint import SHIPPED
from nlp.classifier import Classifier
from nlp.loading import LoadingClassifier
from nlp.retrieval import LibraryRetrieval


def in_service(settings: Settings, library: LibraryRetrieval) -> LoadingClassifier:
    """The company's own model, or the one that comes along; until it is there, and where it cannot be, the library."""
    return LoadingClassifier(library, loads(settings.nlp_model or SHIPPED, library))


def tried_out(settings: Settings, library: LibraryRetrieval) -> LoadingClassifier | None:
    """What judges in the shadow of the one in service, where one is to be tried out before it is switched on."""
    if settings.nlp_shadow is None:
        return None
    return LoadingClassifier(library, loads(settings.nlp_shadow, library))


def loads(folder: Path, library: LibraryRetrieval) -> Callable[[], Classifier]:
    """Loads what a folder holds. What models run on is imported then and no earlier: it takes a moment."""
    return partial(_load, folder, library)


def _load(folder: Path, library: LibraryRetrieval) -> Classifier:
    from nlp import fused

    return fused.load(folder, library)
