"""Who asks not to be named, in how many ways, and who does not."""

import pytest

from nlp.anonymity import asks_for_anonymity, asks_of_oneself, begins_anonymously, without_wish

HAZARD = "冲压2号机防护罩松了"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("匿名", ""),
        ("我要匿名上报", ""),
        ("可以匿名吗？", ""),
        ("匿名报一下", ""),
        ("请匿名处理。", ""),
        ("能不能匿名举报", ""),
        (f"匿名：{HAZARD}", HAZARD),
        (f"匿名 {HAZARD}", HAZARD),
        (f"匿名举报{HAZARD}", HAZARD),
        (f"我要匿名举报：{HAZARD}", HAZARD),
        (f"{HAZARD}，请匿名", HAZARD),
        (f"{HAZARD}。匿名！", HAZARD),
        (f"匿名{HAZARD}", f"匿名{HAZARD}"),
        ("anonymous: guard is loose", "guard is loose"),
        ("I want to report anonymously", ""),
        ("guard is loose, please keep it anonymous", "guard is loose"),
        ("guard is loose, anonymous please", "guard is loose"),
        ("report anonymously", ""),
    ],
)
def test_the_wish_is_heard_and_taken_off(text: str, rest: str) -> None:
    assert asks_for_anonymity(text)
    assert asks_of_oneself(text)
    assert without_wish(text) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("不要写我名字", ""),
        (f"别说是我报的，{HAZARD}", HAZARD),
        (f"{HAZARD}，别提我", HAZARD),
        (f"保密：{HAZARD}", HAZARD),
        (f"{HAZARD}，请替我保密", HAZARD),
        (f"{HAZARD}不要透露我", f"{HAZARD}不要透露我"),
        ("keep my name out of it: guard is loose", "guard is loose"),
        ("guard is loose, please don't mention me", "guard is loose"),
    ],
)
def test_also_without_the_word(text: str, rest: str) -> None:
    assert asks_for_anonymity(text)
    assert asks_of_oneself(text)
    assert without_wish(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        *("不想匿名", "非匿名", "不要匿名", "不用匿名", "不匿名", "无需匿名", "not anonymous", "non-anonymous"),
        *("保密室门锁坏了", "保密柜的门松了", "别拆我的防护罩", HAZARD, "guard is loose"),
    ],
)
def test_no_wish_is_none(text: str) -> None:
    assert not asks_for_anonymity(text)
    assert without_wish(text) == text


@pytest.mark.parametrize("text", ["匿名举报的那个已经修好了", "有人贴匿名信", "这是匿名上报过的"])
def test_what_somebody_else_has_sent_so_is_spoken_of(text: str) -> None:
    assert asks_for_anonymity(text), "in a report of one's own it is doubtful, and a name cannot be taken back"
    assert not asks_of_oneself(text)
    assert without_wish(text) == text


def test_it_begins_so_or_does_not() -> None:
    assert begins_anonymously(f"匿名举报{HAZARD}")
    assert begins_anonymously("匿名：3号冲床漏油")
    assert not begins_anonymously(f"{HAZARD}，请匿名")
    assert not begins_anonymously("匿名举报的那个")
