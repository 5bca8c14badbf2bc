"""The day that words name: every way of saying it, and the numbers that only look like a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.days import day_in

TODAY = date(2026, 11, 26)  # a Thursday


def read(words: str, today: date = TODAY) -> str | None:
    day = day_in(words, today)
    return None if day is None else day.isoformat()


@pytest.mark.parametrize(
    "words",
    [
        "2026-12-03", "2026/12/3", "2026.12.3", "20261203", "2026年12月3日", "２０２６－１２－０３",
        "2026 年 12 月 3 日", "26年12月3日", "今年12月3号", "12月3日", "12月3号", "十二月三日",
        "二〇二六年十二月三日", "12月3", "12-3", "12.3", "12/3", "12-03", "12.3前", "3号", "3日", "三号",
        "下个月3号", "下月三日", "7天后", "七天之后", "一周后", "1个星期后", "下周四", "下星期四", "下个礼拜四",
        "下周的周四", "12月3日周四", "12月3日（星期四）18:00前", "3号下班前", "3号前完成", "Dec 3", "dec. 3rd",
        "3 December", "December 3rd, 2026", "3rd of December 2026", "by Thursday, Dec 3", "in 7 days", "7 days",
        "a week", "in one week", "a week from now", "within 7 days", "next Thursday", "by the 3rd",
        "Thursday next week", "3rd", "先停着，12月3日修好", "焊工7天后回来", "2号冲床12月3日能修好",
        "5号门下周四装", "12月3日前天天检查",
    ],
)  # fmt: skip
def test_a_thursday_can_be_said_in_many_ways(words: str) -> None:
    assert read(words) == "2026-12-03"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", "2026-11-26"), ("明天下午", "2026-11-27"), ("后天", "2026-11-28"), ("大后天", "2026-11-29"),
        ("昨天", "2026-11-25"), ("前天", "2026-11-24"), ("大前天", "2026-11-23"), ("明早8点", "2026-11-27"),
        ("後天", "2026-11-28"), ("兩週後", "2026-12-10"), ("下個禮拜五", "2026-12-04"), ("這週五", "2026-11-27"),
        ("today", "2026-11-26"), ("Tomorrow!", "2026-11-27"), ("yesterday", "2026-11-25"),
        ("the day after tomorrow", "2026-11-28"), ("the day before yesterday", "2026-11-24"),
    ],
)  # fmt: skip
def test_the_days_around_today_have_names(words: str, day: str) -> None:
    assert read(words) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("周五", "2026-11-27"), ("星期五前", "2026-11-27"), ("礼拜五", "2026-11-27"), ("周四", "2026-11-26"),
        ("周三", "2026-12-02"), ("周五10点", "2026-11-27"), ("下周五三点前", "2026-12-04"),
        ("周一十点", "2026-11-30"), ("周日", "2026-11-29"), ("星期天", "2026-11-29"),
        ("这周五", "2026-11-27"),
        ("本周三", "2026-11-25"), ("下周一", "2026-11-30"), ("下周日", "2026-12-06"), ("下下周一", "2026-12-07"),
        ("上周五", "2026-11-20"), ("上个星期天", "2026-11-22"), ("上上周五", "2026-11-13"),
        ("明天周五", "2026-11-27"), ("Friday", "2026-11-27"), ("on wed", "2026-12-02"),
        ("this friday", "2026-11-27"), ("next friday", "2026-12-04"), ("last friday", "2026-11-20"),
        ("last Thursday", "2026-11-19"),
    ],
)  # fmt: skip
def test_a_weekday_is_the_next_one_or_the_one_of_a_week(words: str, day: str) -> None:
    assert read(words) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("月底", "2026-11-30"), ("本月底前", "2026-11-30"), ("这个月末", "2026-11-30"), ("下月底", "2026-12-31"),
        ("下个月底", "2026-12-31"), ("上月底", "2026-10-31"), ("2月底", "2027-02-28"), ("10月底", "2026-10-31"),
        ("年底", "2026-12-31"), ("今年年底", "2026-12-31"), ("明年底", "2027-12-31"), ("去年底", "2025-12-31"),
        ("by the end of the month", "2026-11-30"), ("end of next month", "2026-12-31"),
        ("end of the year", "2026-12-31"), ("end of next year", "2027-12-31"), ("end of February", "2027-02-28"),
    ],
)  # fmt: skip
def test_a_month_and_a_year_have_an_end(words: str, day: str) -> None:
    assert read(words) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("3天后", "2026-11-29"), ("三天后", "2026-11-29"), ("两天后", "2026-11-28"), ("十天后", "2026-12-06"),
        ("3天内", "2026-11-29"), ("3日内", "2026-11-29"), ("大概3天吧", "2026-11-29"), ("还要三天", "2026-11-29"),
        ("两周后", "2026-12-10"), ("两个礼拜", "2026-12-10"), ("一个月后", "2026-12-26"),
        ("3个月以后", "2027-02-26"), ("半个月", "2026-12-11"), ("半个月后", "2026-12-11"),
        ("半年后", "2027-05-26"), ("一年后", "2027-11-26"), ("3天前", "2026-11-23"), ("三天以前", "2026-11-23"),
        ("一周前", "2026-11-19"), ("半个月前", "2026-11-11"), ("in 3 days", "2026-11-29"),
        ("2 weeks", "2026-12-10"), ("a month", "2026-12-26"), ("in a year", "2027-11-26"), ("ten days", "2026-12-06"),
        ("3 days ago", "2026-11-23"), ("two weeks ago", "2026-11-12"), ("about 3 days", "2026-11-29"),
    ],
)  # fmt: skip
def test_so_long_from_today(words: str, day: str) -> None:
    assert read(words) == day


@pytest.mark.parametrize(
    ("today", "words", "day"),
    [
        ("2026-11-26", "11月26日", "2026-11-26"),
        ("2026-11-26", "11月3日", "2026-11-03"),
        ("2026-11-26", "2月1日", "2027-02-01"),
        ("2026-11-26", "5月20日", "2027-05-20"),
        ("2026-11-26", "6月20日", "2026-06-20"),
        ("2026-01-05", "12月30日", "2025-12-30"),
        ("2026-11-26", "去年12月3日", "2025-12-03"),
        ("2026-11-26", "明年11月3日", "2027-11-03"),
        ("2027-11-26", "2月29日", "2028-02-29"),
        ("2026-11-26", "26号", "2026-11-26"),
        ("2026-11-26", "25号", "2026-12-25"),
        ("2026-11-26", "31号", "2026-12-31"),
        ("2027-01-31", "30号", "2027-03-30"),
        ("2026-12-26", "3号", "2027-01-03"),
        ("2026-11-26", "上个月3号", "2026-10-03"),
        ("2026-11-26", "本月3号", "2026-11-03"),
        ("2027-01-31", "一个月后", "2027-02-28"),
        ("2026-03-31", "一个月前", "2026-02-28"),
        ("2026-12-15", "end of next month", "2027-01-31"),
    ],
)
def test_what_is_not_said_is_taken_to_be_near(today: str, words: str, day: str) -> None:
    assert read(words, date.fromisoformat(today)) == day


@pytest.mark.parametrize(
    "words",
    [
        "", "。", "3", "30", "不知道", "尽快", "等备件到了", "下周", "下个月", "周末", "soon", "next week",
        "when the parts come", "2月30日", "2026-02-29", "13月1日", "12月0日", "32号", "4月31日", "0号", "13-1",
        "2026-13-01", "Feb 30", "13月底", "明天或者后天", "周五或周六", "12月3日到12月5日", "12月3日-5日",
        "12月3、4日", "1-3号", "3号到5号", "周一到周五", "周一至五", "Monday to Friday", "Dec 3-5",
        "3 to 5 December", "today or tomorrow", "11月3日周五", "3月1日2月30日", "两三天", "三五天后", "七八号",
        "十二三号", "下周一二", "3-5天后", "十几天后", "3.5天后", "3个工作日后", "一个半月后", "2号冲床",
        "2号冲床漏油", "5号门", "5 号门", "3号前面有油", "3号线", "二号炉", "12号楼", "第3日", "每月3号", "每周五",
        "一周五天", "更换12-1阀门", "12.3米高", "换M12-3螺栓", "YH-20261203-0007", "A-2026-12-03", "192.168.12.3",
        "2026.12.3.1", "3/4寸管", "漏了3天", "目前天气不好", "说明日期不对", "透明天窗", "生日",
        "press 2 may fall", "2nd press", "by the 3rd gate", "24 hours", "every Friday", "for 3 days", "明天不行",
        "不是周五", "not tomorrow", "can't on Friday", "1000天后", "99999999999年后", "3小时后", "半天后",
        "每月底", "每个月底", "前年底", "周六日",
        "marking 3", "后年1月3日", "1月",
    ],
)  # fmt: skip
def test_where_no_one_day_is_named_none_is_read(words: str) -> None:
    assert read(words) is None


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)), st.integers(-170, 170))
def test_a_date_is_read_back_however_it_is_written(today: date, away: int) -> None:
    day = today + timedelta(away)
    written = (f"{day:%Y-%m-%d}", f"{day:%Y年%m月%d日}", f"{day.month}月{day.day}日", f"{day:%d %B %Y}", f"{day:%b %d}")
    assert {day_in(words, today) for words in written} == {day}


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)), st.integers(1, 999))
def test_days_counted_on_and_back_meet(today: date, count: int) -> None:
    ahead = day_in(f"{count}天后", today)
    assert ahead == day_in(f"in {count} days", today) == today + timedelta(count)
    assert day_in(f"{count}天前", today) == day_in(f"{count} days ago", today) == today - timedelta(count)


@given(st.text(max_size=600) | st.text("0123456789-./年月日号周下上天后前内个半十三 daysinthe", max_size=40))
def test_any_text_is_read(words: str) -> None:
    assert isinstance(day_in(words, TODAY), date | None)
