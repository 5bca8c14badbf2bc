"""What judges words on this machine: by the library of the company where there is one, else by the shipped one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, make_url

from bot import app
from bot.classifiers import loads
from bot.company import NoCompany, facts_of
from bot.settings import Settings
from nlp.checkpoint import SHIPPED
from nlp.classifier import Classifier
from nlp.major import MajorScreen
from nlp.quality import Quality
from nlp.retrieval import LibraryRetrieval
from storage import directory
from storage.engine import read_transaction
from storage.schema import is_current
from workflow.library import LibraryEntry


@dataclass(frozen=True)
class Judges:
    """What judges, and the entries it judges by, by their code.

    companys: the library is the company's own, not the shipped one. screen: tells which clauses on major hazards words
    may touch, those of other industries than the company's on more than one sign alone.
    """

    classifier: Classifier
    entries: Mapping[str, LibraryEntry]
    companys: bool
    quality: Quality
    screen: MajorScreen


def judges_of(settings: Settings) -> Judges:
    """Raises BadSettings where a database is set that cannot be reached, UnusableModel for what cannot judge."""
    known, companys = library_of(settings)
    classifier = loads(settings.nlp_model or SHIPPED, LibraryRetrieval(known))()
    by_code = {entry.code: entry for entry in known}
    return Judges(classifier, by_code, companys, Quality(), MajorScreen(known, _industries(settings)))


def library_of(settings: Settings) -> tuple[Sequence[LibraryEntry], bool]:
    """The company's library, or the shipped one where there is no company; and whether it is the company's.

    Raises BadSettings.
    """
    entries = _companys_library(settings)
    return (directory.shipped_library(), False) if entries is None else (entries, True)


def database_of(settings: Settings) -> Engine | None:
    """None where there is none, or none that is up to date; it is not made for the sake of a question.

    Raises BadSettings where it is out of reach.
    """
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None
    engine = app.open_database(settings)
    return engine if is_current(engine) else None


def _industries(settings: Settings) -> Sequence[str]:
    """Those that the company names in its workbook; none where there is no company, or it names none."""
    engine = database_of(settings)
    try:
        return () if engine is None else facts_of(engine).industries
    except NoCompany:
        return ()


def _companys_library(settings: Settings) -> list[LibraryEntry] | None:
    engine = database_of(settings)
    if engine is None:
        return None
    with read_transaction(engine) as connection:
        return directory.library(connection)
