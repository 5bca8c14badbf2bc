"""The hazard library that comes with the product: what it holds, what it rests on, and how it comes to a company."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from storage import directory, tables
from storage.engine import open_engine, read_transaction, write_transaction
from storage.schema import migrate
from storage.shipped_library import load, shipped
from workflow.accidents import BECAME, Accident1986, Accident2025
from workflow.danger import Means, means_of
from workflow.library import Category, Grade, LibraryEntry, unsound

SHIPPED_ON = date(2026, 11, 26)  # what was in force when the entries were written
MAJOR_LISTS = ("O10-", "CHM-", "FIM-", "SPM-", "BUM-", "COM-")


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> list[LibraryEntry]:
    """As a new company finds them."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('library')}/library.db")
    migrate(engine)
    with read_transaction(engine) as connection:
        found = directory.library(connection)
    engine.dispose()
    return found


def of(entries: list[LibraryEntry], code: str) -> LibraryEntry:
    return next(entry for entry in entries if entry.code == code)


def test_it_is_wide_and_knows_every_category_and_grade(entries: list[LibraryEntry]) -> None:
    assert len(entries) >= 500
    per_category = Counter(entry.category for entry in entries)
    assert min(per_category[category] for category in Category) >= 10
    grades = Counter(entry.grade for entry in entries)
    assert min(grades[Grade.GENERAL], grades[Grade.LARGER], grades[Grade.MAJOR]) >= 100


def test_every_entry_says_what_to_do_in_both_languages(entries: list[LibraryEntry]) -> None:
    for entry in entries:
        assert all((entry.name, entry.name_en, entry.requirement, entry.requirement_en, entry.law, entry.law_en))
        assert 5 <= len(entry.aliases) <= 32, entry.code  # they fit a card in chat
        assert any(alias.isascii() for alias in entry.aliases), entry.code
        assert len(entry.name) <= 25, entry.code
        assert len(entry.requirement) <= 35, entry.code


def test_no_two_entries_go_by_the_same_words(entries: list[LibraryEntry]) -> None:
    spoken = Counter(word for entry in entries for word in {w.casefold() for w in (entry.name, *entry.aliases)})
    assert [words for words, times in spoken.items() if times > 1] == []


def test_all_64_situations_of_order_10_are_there_by_article_and_item(entries: list[LibraryEntry]) -> None:
    """Order 10 of the Ministry of Emergency Management (2023), articles 3 to 13."""
    articles = Counter(int(entry.code.split("-")[1]) for entry in entries if entry.code.startswith("O10-"))
    assert [articles[article] for article in range(3, 14)] == [3, 8, 13, 8, 7, 7, 2, 2, 10, 2, 2]
    assert {entry.law_code for entry in entries if entry.code.startswith("O10-")} == {"O10-2023"}


def test_a_major_entry_says_what_makes_it_so_and_asks_the_fact_that_decides(entries: list[LibraryEntry]) -> None:
    for entry in entries:
        if entry.grade is not Grade.GENERAL:
            assert entry.condition, entry.code
            assert entry.condition_en, entry.code
        if entry.grade is Grade.MAJOR:
            assert entry.fact.endswith("？"), entry.code
            assert entry.fact_en.endswith("?"), entry.code
            assert entry.otherwise in (Grade.GENERAL, Grade.LARGER), entry.code
        else:
            assert (entry.fact, entry.fact_en, entry.otherwise) == ("", "", None), entry.code


def test_the_graver_the_hazard_the_sooner_something_is_done(entries: list[LibraryEntry]) -> None:
    for entry in entries:
        if entry.grade is Grade.MAJOR and entry.code != "SP-01":
            assert entry.limit_days <= 1, entry.code
        if entry.grade is Grade.LARGER:
            assert entry.limit_days <= 7, entry.code


def test_nothing_rests_on_a_law_that_is_unknown_repealed_or_not_yet_in_force(entries: list[LibraryEntry]) -> None:
    assert list(unsound(entries, shipped().laws, SHIPPED_ON)) == []
    successors = {law.replaced_by for law in shipped().laws.values() if law.replaced_by}
    assert successors <= shipped().laws.keys()
    assert all(law.until for law in shipped().laws.values() if law.replaced_by)


def test_a_clause_is_confirmed_only_where_its_law_is(entries: list[LibraryEntry]) -> None:
    """Who has not read the law cannot have read its clause."""
    laws = shipped().laws
    assert [entry.code for entry in entries if entry.verified and not laws[entry.law_code].verified] == []


def test_the_manual_tells_how_many_there_are(entries: list[LibraryEntry]) -> None:
    manual = (Path(__file__).parents[2] / "docs/workbook.md").read_text("utf-8")
    assert f"系统自带 {len(entries)} 条" in manual
    assert f"{len(entries)} entries come with the product" in manual


def test_every_entry_names_its_cause_and_the_accidents_it_leads_to_in_both_editions(
    entries: list[LibraryEntry],
) -> None:
    for entry in entries:
        assert entry.cause, entry.code
        assert entry.accidents_1986, entry.code
        assert entry.accidents_2025, entry.code


def test_the_editions_of_gb_6441_have_all_their_types_and_each_old_one_became_a_new_one() -> None:
    assert (len(Accident1986), len(Accident2025)) == (20, 27)
    assert BECAME.keys() == set(Accident1986)
    assert {new for became in BECAME.values() for new in became} == set(Accident2025)


def test_the_examples_the_users_gave(entries: list[LibraryEntry]) -> None:
    extinguisher, inspection = of(entries, "FI-01"), of(entries, "SP-01")
    assert "灭火器过期" in extinguisher.name
    assert (extinguisher.grade, extinguisher.limit_days) == (Grade.GENERAL, 3)
    assert (inspection.grade, inspection.limit_days) == (Grade.MAJOR, 7)
    assert inspection.law == "《特种设备安全法》第四十条"
    assert inspection.law_en == "Special Equipment Safety Law, Art. 40"


def test_what_hurts_whoever_comes_by_is_said_where_the_category_does_not_tell(entries: list[LibraryEntry]) -> None:
    undecided = {Category.FIRE, Category.ENVIRONMENT, Category.OCCUPATIONAL_HEALTH}
    assert [entry.code for entry in entries if entry.category in undecided and entry.hurts is None] == []
    says = {entry.code: entry.hurts for entry in entries}
    assert says["EN-01"] is says["FI-06"] is says["OH-03"] is True  # oil on the floor, sparks beside paint, smell
    assert says["FI-01"] is says["EN-07"] is says["CH-02"] is False  # expired, no sign, no label
    assert says["ME-01"] is None


def test_what_is_no_machine_is_not_to_be_switched_off() -> None:
    says = {row["code"]: row["means"] for row in shipped().entries}
    assert {says[code] for code in ("SP-06", "SP-07", "EN-03", "EN-04")} == {Means.UNSTEADY}
    assert says["ME-07"] == Means.GROUND  # oil that a machine has lost
    assert says["ME-12"] == Means.OPENING  # hot pipes
    assert says["ME-01"] is None
    differing = [row for row in shipped().entries if row["means"] == means_of(Category(row["category"]))]
    assert differing == [], "only where the category differs"


def test_only_major_entries_rest_on_the_lists_of_major_hazards(entries: list[LibraryEntry]) -> None:
    assert {entry.grade for entry in entries if entry.code.startswith(MAJOR_LISTS)} == {Grade.MAJOR}


# --- how it comes to a company ----------------------------------------------------------------------------------------


@pytest.fixture
def company(empty_url: str) -> Iterator[Engine]:
    engine = open_engine(empty_url)
    migrate(engine)
    yield engine
    engine.dispose()


def row(engine: Engine, code: str) -> dict[str, object]:
    with read_transaction(engine) as connection:
        statement = select(tables.library_entries).where(tables.library_entries.c.code == code)
        return dict(connection.execute(statement).one()._mapping)


def change(engine: Engine, **values: object) -> None:
    with write_transaction(engine) as connection:
        entries = tables.library_entries
        connection.execute(update(entries).where(entries.c.code == "FI-01").values(**values))


def test_a_new_release_changes_shipped_entries_and_raises_their_version(company: Engine) -> None:
    change(company, requirement="an older release said so")
    with write_transaction(company) as connection:
        load(connection)
    entry = row(company, "FI-01")
    assert entry["requirement"] != "an older release said so"
    assert (entry["version"], row(company, "FI-02")["version"]) == (2, 1)


def test_what_the_company_said_stays(company: Engine) -> None:
    change(company, requirement="as our own rule has it", shipped=False)
    with write_transaction(company) as connection:
        load(connection)
    entry = row(company, "FI-01")
    assert (entry["requirement"], entry["version"]) == ("as our own rule has it", 1)


def test_loading_it_again_changes_nothing(company: Engine) -> None:
    before = row(company, "SP-01")
    migrate(company)
    assert row(company, "SP-01") == before
