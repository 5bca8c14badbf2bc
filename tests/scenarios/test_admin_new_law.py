"""新法规: it is named, what rests on the old one is counted, entries go over to it, and all of that is undone."""

from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.test_admin_library import changes, entry
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World

OLD, NEW = "GB 50140-2005", "GB 50140-2026"
EN = "Standard for extinguishers in buildings"


def law(world: World, code: str) -> dict[str, Any] | None:
    rows = world.rows(select(tables.laws).where(tables.laws.c.code == code))
    return dict(rows[0]._mapping) if rows else None


def citing(world: World, code: str) -> dict[str, tuple[str, str, bool]]:
    """The entries that rest on a law, as they print it."""
    entries = tables.library_entries
    rows = world.rows(select(entries).where(entries.c.law_code == code))
    return {row.code: (row.law, row.law_en, row.verified) for row in rows}


def names(by: Someone, since: str = "2026年10月1日", en: str = "1 October 2026") -> None:
    """Up to the last question."""
    by.sends("新法规", "new law")
    by.sends("50140")
    by.taps(OLD)
    by.sends(NEW)
    by.sends("建筑灭火器配置设计标准", EN)
    by.sends(since, en)


@story("new_law", "新法规：代替旧的，条目换过去，又撤销", "A new law: entries carried over, and undone")
def test_a_new_law_takes_the_place_of_the_old_one_and_is_taken_back(told: World) -> None:
    officer = told.person("韩磊")
    before, old = citing(told, OLD), law(told, OLD)
    names(officer)
    asked = officer.everything()[-1]
    assert (asked.topic, asked.facts["count"], asked.facts["cases"]) == ("library.sure_law", len(before), 0)
    officer.taps("carry")
    assert officer.skips()[-1] == "library.law_brought"
    assert citing(told, OLD) == {}
    after = citing(told, NEW)
    assert after.keys() == before.keys()
    assert after["FI-15"][0] == f"{NEW} 《{'建筑灭火器配置设计标准' if told.language == 'zh_CN' else EN}》6.1.1"
    ended = law(told, OLD)
    assert ended is not None
    assert (str(ended["until"]), ended["replaced_by"]) == ("2026-10-01", NEW)
    officer.taps("undo")
    officer.hears("library.law_taken_back")
    assert (citing(told, OLD), law(told, OLD), law(told, NEW)) == (before, old, None)


def test_open_cases_are_counted_and_keep_what_was_printed(world: World) -> None:
    officer = world.person("韩磊")
    report(world)
    (case,) = world.rows(select(tables.hazards))
    rests_on = entry(world, case.library_code)["law_code"]
    officer.skips()
    officer.sends("新法规")
    officer.sends(rests_on)
    officer.taps(rests_on)
    officer.sends(f"{rests_on}甲")
    officer.sends("新的")
    officer.sends("2026年10月1日")
    assert officer.everything()[-1].facts["cases"] == 1
    officer.taps("carry")
    assert officer.skips()[-1] == "library.law_brought"
    (after,) = world.rows(select(tables.hazards))
    assert (after.law, after.version) == (case.law, case.version)


def test_before_it_is_in_force_it_is_only_noted_and_on_that_day_entries_go_over(world: World) -> None:
    officer, before = world.person("韩磊"), citing(world, OLD)
    names(officer, "2026年12月1日")
    assert "carry" not in [choice["value"] for choice in officer.everything()[-1].choices]
    officer.taps("only")
    assert officer.skips()[-1] == "library.law_brought"
    assert citing(world, OLD) == before
    world.clock.passes(days=9)
    officer.sends("新法规")
    officer.sends("50140")
    officer.taps(OLD)
    assert officer.skips()[-1] == "library.sure_law"
    officer.taps("carry")
    assert citing(world, NEW).keys() == before.keys()
    officer.taps("undo")
    assert officer.skips()[-1] == "refused.law_repealed"  # they would rest on what is over
    assert citing(world, NEW).keys() == before.keys()


def test_an_entry_in_words_of_the_companys_own_is_counted_and_left(world: World) -> None:
    officer = world.person("韩磊")
    with_words = tables.library_entries.update().where(tables.library_entries.c.code == "FI-15").values(law="厂规")
    with world.company.engine.begin() as connection:
        connection.execute(with_words)
    names(officer)
    assert officer.everything()[-1].facts["own"] == 1
    officer.taps("carry")
    assert list(citing(world, OLD)) == ["FI-15"]


def test_an_undo_leaves_it_where_an_entry_was_changed_or_another_cites_it_since(world: World) -> None:
    officer, colleague = world.person("韩磊"), world.person("吴静")
    names(officer)
    officer.taps("carry")
    token, after = officer.latest("undo").token("undo"), citing(world, NEW)
    assert changes(colleague, "ME-01", "law", NEW, NEW, "5.1", "sure") == "library.changed"
    officer.taps_token(token)
    assert officer.skips()[-1] == "refused.law_cited"
    changes(colleague, "FI-15", "limit", "9", "sure")
    officer.taps_token(token)
    assert officer.skips()[-1] == "refused.overtaken"
    assert citing(world, NEW).keys() == after.keys() | {"ME-01"}


@pytest.mark.parametrize(
    ("since", "topic"), [("2001年1月1日", "refused.law_older"), ("2026-02-30", "deputy.which_day")]
)
def test_a_day_that_cannot_be_is_refused(world: World, since: str, topic: str) -> None:
    officer, old = world.person("韩磊"), law(world, OLD)
    names(officer, since)
    assert officer.skips()[-1] == topic
    assert law(world, OLD) == old


def test_unconfirmed_nothing_changes_and_what_replaces_nothing_is_only_noted(world: World) -> None:
    officer, before = world.person("韩磊"), (law(world, OLD), citing(world, OLD))
    names(officer)
    officer.taps("not_sure")
    assert officer.skips()[-1] == "staff.as_it_was"
    assert (law(world, OLD), citing(world, OLD), law(world, NEW)) == (*before, None)
    officer.sends("新法规")
    officer.taps("none")
    officer.sends("DB31-2026")
    officer.sends("本市安全规定")
    officer.taps("standard")
    officer.sends("2026年10月1日")
    officer.taps("only")
    assert officer.skips()[-1] == "library.law_brought"
    officer.taps("undo")
    assert law(world, "DB31-2026") is None
