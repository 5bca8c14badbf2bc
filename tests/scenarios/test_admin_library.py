"""隐患库: entries are found, added, changed, retired and brought back; what no workbook could say is refused."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from storage import tables
from storage.engine import write_transaction
from tests.scenarios.test_admin_grounds import speaks
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of

ENTRIES = tables.library_entries


def entry(world: World, code: str) -> dict[str, Any]:
    """Columns of an entry."""
    (row,) = world.rows(select(ENTRIES).where(ENTRIES.c.code == code))
    return dict(row._mapping)


def opens(by: Someone, code: str) -> None:
    """The card of an entry, by its code."""
    by.sends(f"/library {code}")
    by.taps("1")
    assert by.skips()[-1] == "library.card"


def changes(by: Someone, code: str, field: str, *said: str) -> str:
    """Answer after answer, each tapped where there is such a button; the topic that ends it."""
    opens(by, code)
    by.taps("change")
    by.taps(field)
    for each in said:
        offered = [choice["value"] for choice in by.everything()[-1].choices]
        (by.taps if each in offered else by.sends)(each)
    return by.skips()[-1]


@story("library", "隐患库：查、改、撤销、加一条", "Hazard library: found, changed, undone, added to")
def test_an_entry_is_found_changed_put_back_and_another_added(told: World) -> None:
    officer = told.person("韩磊")
    before = entry(told, "FI-16")
    officer.sends("隐患库", "library")
    officer.sends("灭火器 乱放", "extinguisher misplaced")
    officer.hears("library.what", "library.found")
    officer.taps("1")
    (card,) = officer.hears("library.card")
    assert (card.facts["code"], card.facts["limit_days"]) == ("FI-16", 0)
    officer.taps("change")
    officer.taps("limit")
    officer.sends("2 天", "2 days")
    officer.taps("sure")
    officer.hears("library.which_field", "library.days", "library.sure_change", "library.changed")
    changed = entry(told, "FI-16")
    assert (changed["limit_days"], changed["version"], changed["shipped"]) == (2, 2, False)
    officer.taps("undo")
    officer.hears("library.put_back")
    assert entry(told, "FI-16") == {**before, "version": 3}
    officer.sends("隐患库", "library")
    officer.taps("add")
    officer.picks("vehicle")
    officer.sends("叉车货叉上站人", "Somebody stands on the forks")
    officer.taps("general")
    officer.sends("马上下来，用登高车", "Down at once, use a platform")
    officer.sends("0")
    officer.sends("叉车上站人；货叉载人", "man on the forks; riding on forks")
    officer.sends("道路", "handling")
    officer.taps("none")
    officer.taps("sure")
    assert officer.skips()[-1] == "library.added"
    own = entry(told, "NEW-0001")
    assert (own["category"], own["limit_days"], own["law_code"], own["shipped"]) == ("vehicle", 0, "", False)
    officer.taps("show")
    (found,) = officer.hears("library.found")
    assert [each["code"] for each in found.facts["items"]] == ["NEW-0001"]


def test_whoever_reports_it_from_now_on_has_the_new_limit(world: World) -> None:
    officer = world.person("韩磊")
    assert changes(officer, "ME-01", "limit", "9", "sure") == "library.changed"
    report(world)
    case = case_of(world)
    assert (case.due_at - case.received_at).days in (9, 10)


@pytest.mark.parametrize(
    ("field", "said", "now"),
    [
        ("grade", ["larger"], {"grade": "larger"}),
        ("requirement", ["先断电，再修"], {"requirement": "先断电，再修"}),
        ("aliases", ["罩子掉了；没护罩,罩子掉了"], {"aliases": ["罩子掉了", "没护罩"]}),
        ("law", ["GB/T 8196", "GB/T 8196-2018", "5.1"], {"law_code": "GB/T 8196-2018", "clause": "5.1"}),
        ("law", ["none"], {"law_code": "", "law": "", "clause": "", "verified": False}),
    ],
)
def test_each_field_is_changed_and_goes_back_as_it_was(
    world: World, field: str, said: list[str], now: dict[str, object]
) -> None:
    officer, before = world.person("韩磊"), entry(world, "ME-01")
    assert changes(officer, "ME-01", field, *said, "sure") == "library.changed"
    stands = entry(world, "ME-01")
    assert {column: stands[column] for column in now} == now
    assert not stands["shipped"]
    officer.taps("undo")
    assert officer.skips()[-1] == "library.put_back"
    assert entry(world, "ME-01") == {**before, "version": before["version"] + 2}


def test_a_word_finds_it_by_kind_clause_or_code_and_more_than_a_page_is_turned(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("隐患库 6.1.1")
    assert officer.everything()[-1].facts["items"][0]["code"] == "FI-15"
    officer.sends("隐患库")
    officer.taps("kinds")
    officer.taps("fire")
    first = officer.everything()[-1].facts
    assert {each["category"] for each in first["items"]} == {"fire"}
    officer.taps("more")
    assert officer.everything()[-1].facts["items"] != first["items"]
    officer.sends("/library %' OR 1=1")
    assert officer.skips()[-1] == "library.nothing"


def test_what_is_retired_judges_nothing_is_found_again_and_used_again(world: World) -> None:
    officer, before = world.person("韩磊"), entry(world, "FI-16")
    opens(officer, "FI-16")
    officer.taps("retire")
    officer.taps("not_sure")
    assert officer.skips()[-1] == "staff.as_it_was"
    opens(officer, "FI-16")
    officer.taps("retire")
    officer.taps("sure")
    assert officer.skips()[-1] == "library.retired"
    officer.sends("/library FI-16")
    assert officer.skips()[-1] == "library.nothing"
    officer.sends("隐患库")
    officer.taps("retired")
    officer.taps("1")
    officer.taps("back")
    assert officer.skips()[-1] == "library.revived"
    assert entry(world, "FI-16") == {**before, "version": before["version"] + 2}
    kinds = [row.kind for row in world.rows(select(tables.events).where(tables.events.c.subject_kind == "entry"))]
    assert kinds == ["entry_retired", "entry_revived"]


def test_the_undo_of_a_retirement_does_it_once(world: World) -> None:
    officer = world.person("韩磊")
    opens(officer, "FI-16")
    officer.taps("retire")
    officer.taps("sure")
    token = officer.latest("undo").token("undo")
    officer.taps_token(token)
    assert officer.skips()[-1] == "library.revived"
    officer.taps_token(token)
    assert entry(world, "FI-16")["version"] == 3


def test_an_old_undo_does_not_overwrite_what_a_colleague_changed_since(world: World) -> None:
    officer, colleague = world.person("韩磊"), world.person("吴静")
    changes(officer, "ME-01", "limit", "9", "sure")
    token = officer.latest("undo").token("undo")
    changes(colleague, "ME-01", "grade", "larger", "sure")
    officer.taps_token(token)
    assert officer.skips()[-1] == "refused.overtaken"
    assert (entry(world, "ME-01")["limit_days"], entry(world, "ME-01")["grade"]) == (9, "larger")


@pytest.mark.parametrize(
    ("field", "said", "topic"),
    [
        ("limit", "明天吧", "refused.entry_number"),
        ("limit", "99999", "refused.entry_days"),
        ("requirement", "长" * 501, "refused.entry_too_long"),
        ("aliases", "好；" + "长" * 61, "refused.entry_too_long"),
    ],
)
def test_what_no_workbook_could_say_is_asked_for_again(world: World, field: str, said: str, topic: str) -> None:
    officer, before = world.person("韩磊"), entry(world, "ME-01")
    assert changes(officer, "ME-01", field, said) == topic
    officer.sends("取消")
    assert officer.skips()[-1] == "dialogue.cancelled"
    assert entry(world, "ME-01") == before


def test_a_name_that_is_taken_is_asked_for_again_when_it_is_written(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("隐患库")
    officer.taps("add")
    officer.taps("fire")
    officer.sends(entry(world, "FI-16")["name"])
    assert officer.skips()[-1] == "refused.name_taken"
    officer.sends("灭火器被挪去挡门了")
    assert officer.skips()[-1] == "library.grade"


@pytest.mark.parametrize(
    ("says", "topic"),
    [
        ({"until": date(2026, 11, 1)}, "refused.law_repealed"),
        ({"since": date(2027, 5, 1)}, "refused.law_not_yet"),
    ],
)
def test_a_law_that_may_not_be_cited_is_refused_with_the_reason(
    world: World, says: dict[str, date], topic: str
) -> None:
    officer, before = world.person("韩磊"), entry(world, "ME-01")
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(tables.laws).where(tables.laws.c.code == "GB 50140-2005").values(says))
    assert changes(officer, "ME-01", "law", "50140", "GB 50140-2005") == topic
    officer.taps("none")
    officer.taps("not_sure")
    assert officer.skips()[-1] == "staff.as_it_was"
    assert entry(world, "ME-01") == before
    officer.sends("隐患库")
    counts = officer.everything()[-1].facts
    assert counts["unsound"] > 0
    officer.taps("unsound")
    assert "FI-15" in [each["code"] for each in officer.everything()[-1].facts["items"]]


def test_a_retired_entry_whose_law_is_repealed_meanwhile_stays_retired(world: World) -> None:
    officer = world.person("韩磊")
    opens(officer, "FI-15")
    officer.taps("retire")
    officer.taps("sure")
    with write_transaction(world.company.engine) as connection:
        ended = update(tables.laws).where(tables.laws.c.code == "GB 50140-2005").values(until=date(2026, 11, 1))
        connection.execute(ended)
    officer.taps("undo")
    assert officer.skips()[-1] == "refused.law_repealed"
    assert entry(world, "FI-15")["retired"]


@pytest.mark.parametrize("words", ["/library", "/新法规"])
@pytest.mark.parametrize("name", ["李强", "马海涛", "周建国"])
def test_whoever_may_not_is_told_so(world: World, name: str, words: str) -> None:
    someone = world.person(name)
    someone.sends(words)
    someone.hears("refused.not_yours")


def test_an_officer_who_reads_english_changes_the_english_words_and_the_others_stay(world: World) -> None:
    officer = world.person("韩磊")
    speaks(world, "en")
    before = entry(world, "ME-01")
    assert changes(officer, "ME-01", "requirement", "Stop it, fit the guard", "sure") == "library.changed"
    after = entry(world, "ME-01")
    assert (after["requirement"], after["requirement_en"]) == (before["requirement"], "Stop it, fit the guard")
    assert not re.search("[\u4e00-\u9fff]", officer.words())


def test_where_no_buttons_are_shown_numbers_lead_through_it(world: World) -> None:
    """A figure is a number of days where days are asked for, and the number of a button elsewhere."""
    officer = world.person("韩磊")
    world.platform.numbers = True
    officer.sends("/library FI-16")
    officer.sends("1")
    officer.sends("1")  # change
    officer.sends("2")  # the limit
    assert officer.skips()[-1] == "library.days"
    officer.sends("2")
    officer.sends("1")
    assert officer.skips()[-1] == "library.changed"
    assert entry(world, "FI-16")["limit_days"] == 2
    officer.sends("1")
    assert officer.skips()[-1] == "library.put_back"
