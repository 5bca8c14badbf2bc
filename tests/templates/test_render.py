"""Rendering: moments and spans as people say them, and no message with a hole in it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from templates.render import LANGUAGES, Renderer, label, labels
from tests.templates.scenes.facts import CASE, SHANGHAI
from tests.templates.scenes.outside import OUTSIDE
from tests.templates.transcript import told
from workflow.money import MOST, YUAN

RENDERER = Renderer(SHANGHAI)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)


def at(month: int, day: int, hour: int = 18, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def deadline(language: str, moment: datetime | str, now: datetime) -> str:
    """A topic that says a deadline and nothing else about time, less the words around it."""
    case = {**told(CASE, language), "due_at": moment}
    words = RENDERER.render(language, "report.done", {"case": case}, now)
    before, after = {"zh_CN": ("整改，", "完成"), "en": ("fixes it ", "\n")}[language]
    return words.partition(before)[2].partition(after)[0]


def moment_of(language: str, moment: datetime, now: datetime) -> str:
    """The moment of a card's last event."""
    last = {"kind": "assigned", "who": "", "anonymous": False, "at": moment}
    words = RENDERER.render(language, "card.stale", {"case": {**told(CASE, language), "last": last}}, now)
    before, after = {"zh_CN": ("：", " 派单"), "en": (": ", ", assigned")}[language]
    return words.partition(before)[2].partition(after)[0]


# Deadlines and moments


@pytest.mark.parametrize(
    ("moment", "now", "chinese", "english"),
    [
        (at(11, 23), MONDAY, "今天 18:00", "today 18:00"),
        (at(11, 24), MONDAY, "明天 18:00", "tomorrow 18:00"),
        (at(11, 22), MONDAY, "昨天 18:00", "yesterday 18:00"),
        (at(11, 25), MONDAY, "周三 18:00", "Wed 18:00"),
        (at(11, 26), MONDAY, "周四 18:00", "Thu 18:00"),
        (at(11, 29), MONDAY, "周日 18:00", "Sun 18:00"),
        (at(11, 30), MONDAY, "11月30日 18:00", "Nov 30 18:00"),
        (at(12, 3), MONDAY, "12月3日 18:00", "Dec 3 18:00"),
        (at(11, 21), MONDAY, "11月21日 18:00", "Nov 21 18:00"),
        # around midnight at the site
        (at(11, 24, 0, 0), at(11, 23, 23, 59), "明天 00:00", "tomorrow 00:00"),
        (at(11, 23, 23, 59), at(11, 24, 0, 0), "昨天 23:59", "yesterday 23:59"),
        (at(11, 23, 0, 0), at(11, 23, 23, 59), "今天 00:00", "today 00:00"),
        # around the end of a month and of a year
        (at(12, 1), at(11, 30, 9), "明天 18:00", "tomorrow 18:00"),
        (at(1, 1, year=2027), at(12, 31, 9), "明天 18:00", "tomorrow 18:00"),
        (at(1, 2, year=2027), at(12, 31, 9), "周六 18:00", "Sat 18:00"),
        (at(1, 8, year=2027), at(12, 31, 9), "2027年1月8日 18:00", "Jan 8, 2027 18:00"),
        (at(12, 25, year=2026), at(1, 8, 9, year=2027), "2026年12月25日 18:00", "Dec 25, 2026 18:00"),
        (at(2, 29, year=2028), at(2, 28, 9, year=2028), "明天 18:00", "tomorrow 18:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment: datetime, now: datetime, chinese: str, english: str) -> None:
    assert (moment_of("zh_CN", moment, now), moment_of("en", moment, now)) == (chinese, english)
    assert (deadline("zh_CN", moment, now), deadline("en", moment, now)) == (f"{chinese} 前", f"by {english}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clock_is_the_sites_whatever_zone_a_moment_comes_in(language: str) -> None:
    in_utc, now_in_utc = at(11, 26).astimezone(UTC), MONDAY.astimezone(UTC)
    assert deadline(language, in_utc, now_in_utc) == deadline(language, at(11, 26), MONDAY)
    # 20:00 on Monday in UTC is Tuesday 04:00 at the site: its Tuesday is "today"
    late = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    assert deadline(language, at(11, 24), late) == deadline(language, at(11, 23), MONDAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moment_may_come_as_text_as_stored_facts_do(language: str) -> None:
    assert deadline(language, at(11, 26).isoformat(), MONDAY) == deadline(language, at(11, 26), MONDAY)


def test_what_is_read_later_carries_its_full_date() -> None:
    facts = {"at": at(11, 23, 8, 12), "name": ""}
    assert RENDERER.render("zh_CN", "picture.line", facts, MONDAY) == "2026年11月23日 08:12"
    assert RENDERER.render("en", "picture.line", facts, MONDAY) == "Nov 23, 2026 08:12"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_the_site_s_whatever_zone_the_machine_is_in(language: str) -> None:
    letter = {**told(OUTSIDE, language), "outside_until": at(12, 3)}
    happened = {"words": {"authority": "A"}, "who": "W", "facts": {"day": "2026-11-24", "photos": 0}}
    reported = {"case": letter, "event": happened}
    said = {"zh_CN": "2026年11月24日报的", "en": "on Nov 24, 2026,"}[language]
    assert said in RENDERER.render(language, "outside.reported", reported, MONDAY)
    late = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # Tuesday 04:00 at the site
    dated = {"zh_CN": "2026年11月24日", "en": "Nov 24, 2026"}[language]
    assert RENDERER.render(language, "outside.letter", {"case": letter}, late).endswith(dated)


@given(
    moment=st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)),
    days=st.integers(-400, 400),
    language=st.sampled_from(LANGUAGES),
)
def test_every_moment_can_be_said_and_ends_with_its_clock_time(moment: datetime, days: int, language: str) -> None:
    said = moment_of(language, moment, moment + timedelta(days=days))
    assert said.endswith(f"{moment.astimezone(SHANGHAI):%H:%M}")
    assert "{" not in said


# Money


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (5, "0.05 元", "¥0.05"),
        (100, "1 元", "¥1"),
        (8_850, "88.50 元", "¥88.50"),
        (350_000, "3,500 元", "¥3,500"),
        (1_000_000_000, "10,000,000 元", "¥10,000,000"),
    ],
)
def test_an_amount_is_always_said_in_yuan(fen: int, chinese: str, english: str) -> None:
    said = [RENDERER.render(language, "money.what_for", {"fen": fen}, MONDAY) for language in ("zh_CN", "en")]
    assert [words.partition(mark)[0] for words, mark in zip(said, ("，", ", what"), strict=True)] == [chinese, english]


def test_the_most_that_is_believed_is_said_as_it_is() -> None:
    said = [RENDERER.render(language, "refused.money_most", {}, MONDAY) for language in ("zh_CN", "en")]
    assert f"{MOST // YUAN // 10_000} 万元" in said[0]
    assert f"¥{MOST // YUAN // 1_000_000} million" in said[1]


# Spans


@pytest.mark.parametrize(
    ("span", "chinese", "english"),
    [
        (timedelta(seconds=0), "1 分钟", "1 minute"),
        (timedelta(seconds=59), "1 分钟", "1 minute"),
        (timedelta(minutes=2), "2 分钟", "2 minutes"),
        (timedelta(minutes=59, seconds=59), "59 分钟", "59 minutes"),
        (timedelta(hours=1), "1 小时", "1 hour"),
        (timedelta(hours=1, minutes=1), "1 小时 1 分钟", "1 hour 1 minute"),
        (timedelta(hours=23, minutes=59), "23 小时 59 分钟", "23 hours 59 minutes"),
        (timedelta(days=1), "1 天", "1 day"),
        (timedelta(days=1, minutes=40), "1 天", "1 day"),
        (timedelta(days=1, hours=3, minutes=8), "1 天 3 小时", "1 day 3 hours"),
        (timedelta(days=30, hours=1), "30 天 1 小时", "30 days 1 hour"),
        (timedelta(seconds=-5), "1 分钟", "1 minute"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(span: timedelta, chinese: str, english: str) -> None:
    said = []
    for language, before in (("zh_CN", "用时 "), ("en", "after ")):
        case = {**told(CASE, language), "received_at": MONDAY, "closed_at": MONDAY + span}
        said.append(RENDERER.render(language, "accept.done", {"case": case}, MONDAY).partition(before)[2])
    assert said == [chinese, english]


# Cutting


def nudged(said: str) -> list[str]:
    return RENDERER.render("zh_CN", "report.nudge", {"said": said}, MONDAY).splitlines()[1:]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("漏油", ["漏油"]),
        ("漏油\n就在门口", ["漏油 就在门口"]),
        ("  漏油 \t 很多  ", ["漏油 很多"]),
        ("油" * 40, ["油" * 40]),
        ("油" * 41, ["油" * 39 + "…"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_peoples_words_take_one_line_and_no_more_than_there_is_room_for(said: str, shown: list[str]) -> None:
    assert nudged(said) == shown


@given(st.text(max_size=200))
def test_whatever_people_write_stays_on_its_line(said: str) -> None:
    assert len(nudged(said)) <= 1


@pytest.mark.parametrize("said", ["{{ case }}", "{% block x %}", "<b>漏油</b>", "*漏油*", "{0}{when}"])
def test_what_people_write_is_never_a_template(said: str) -> None:
    assert nudged(said) == [said]


# Holes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("topic", "facts"),
    [
        ("report.what", {}),
        ("report.confirm", {"words": "漏油"}),
        ("task.new", {}),
        ("task.new", {"case": {"number": "YH-20261123-0007"}}),
        ("report.sent_back", {"case": CASE, "event": {"words": {}}}),
        ("case.card", {"case": None}),
    ],
)
def test_a_missing_fact_is_an_error_and_never_a_gap(language: str, topic: str, facts: dict[str, Any]) -> None:
    with pytest.raises(UndefinedError):
        RENDERER.render(language, topic, told(facts, language), MONDAY)


@pytest.mark.parametrize(
    "topic", ["report.nothing", "nothing.start", "report", "report.", ".start", "", "../en/report.start"]
)
def test_an_unknown_topic_is_an_error(topic: str) -> None:
    with pytest.raises(KeyError):
        RENDERER.render("zh_CN", topic, {}, MONDAY)


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        RENDERER.render("fr", "report.start", {}, MONDAY)


# Labels


@pytest.mark.parametrize(
    ("kind", "code", "chinese", "english"),
    [
        ("category", "mechanical", "机械", "Machinery"),
        ("choice", "submit", "提交", "Submit"),
        ("choice", "stage.working", "整改中", "Working on it"),
        ("state", "closed", "已闭环", "closed"),
    ],
)
def test_a_code_has_its_name_in_both_languages(kind: str, code: str, chinese: str, english: str) -> None:
    assert (label("zh_CN", kind, code), RENDERER.label("en", kind, code)) == (chinese, english)


@pytest.mark.parametrize(("kind", "code"), [("category", "moonlight"), ("nothing", "submit"), ("choice", "stage.moon")])
def test_a_code_without_a_name_is_an_error(kind: str, code: str) -> None:
    with pytest.raises(KeyError):
        label("zh_CN", kind, code)


def test_labels_are_read_once() -> None:
    assert labels("en") is labels("en")


def test_blank_lines_of_a_template_do_not_reach_people() -> None:
    bare = {**told(CASE, "zh_CN"), "requirement": "", "law": ""}
    lines = RENDERER.render("zh_CN", "task.new", {"case": bare}, MONDAY).split("\n")
    assert len(lines) == 3
    assert all(line == line.strip() != "" for line in lines)


@pytest.mark.parametrize(
    ("name", "told"), [("David Miller", "David Miller 的"), ("周建国", "周建国的"), ("2号机 A3", "2号机 A3的")]
)
def test_a_latin_name_stands_apart_from_the_chinese_behind_it(name: str, told: str) -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=SHANGHAI)
    assert RENDERER.render("zh_CN", "deputy.ended", {"name": name}, now).startswith(told)
