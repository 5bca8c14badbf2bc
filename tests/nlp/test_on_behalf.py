"""Reports that are made for somebody else in one go, and sentences that only begin like one."""

import pytest

from nlp.on_behalf import OnBehalf, on_behalf, surname


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("替李强报：防护罩松了", "李强", "防护罩松了"),
        ("帮李强报 防护罩松了", "李强", "防护罩松了"),
        ("代李强上报,防护罩松了", "李强", "防护罩松了"),
        ("代替李强报告：防护罩松了", "李强", "防护罩松了"),
        ("我替老李报个隐患：防护罩松了", "老李", "防护罩松了"),
        ("替王师傅报一下：防护罩松了", "王师傅", "防护罩松了"),
        ("替班长报：防护罩松了", "班长", "防护罩松了"),
        ("帮Li Qiang报\n防护罩松了", "Li Qiang", "防护罩松了"),
        ("替别人报防护罩松了", "", "防护罩松了"),
        ("代报：防护罩松了", "", "防护罩松了"),
        ("替李强报：", "李强", ""),
        ("替李强匿名报：防护罩松了", "李强", "防护罩松了"),
        ("请匿名替王师傅上报：防护罩松了", "王师傅", "防护罩松了"),
        ("匿名代报：防护罩松了", "", "防护罩松了"),
        ("anonymously on behalf of Li Qiang: guard is loose", "Li Qiang", "guard is loose"),
        ("report anonymously for bob: guard is loose", "bob", "guard is loose"),
        ("for Li Qiang, anonymous: guard is loose", "Li Qiang", "guard is loose"),
        ("for Li Qiang: guard is loose", "Li Qiang", "guard is loose"),
        ("Report for bob: guard is loose", "bob", "guard is loose"),
        ("on behalf of somebody: guard is loose", "", "guard is loose"),
    ],
)
def test_for_whom_and_what(text: str, name: str, words: str) -> None:
    assert on_behalf(text) == OnBehalf(name, words, sure=True)


@pytest.mark.parametrize(
    ("text", "name"), [("替李强报防护罩松了", "李强"), ("for info: guard is loose", "info"), ("For Li: x", "Li")]
)
def test_only_where_somebody_is_called_so(text: str, name: str) -> None:
    found = on_behalf(text)
    assert found is not None
    assert (found.name, found.sure) == (name, False)


@pytest.mark.parametrize(
    "text",
    [
        "替换的防护罩松了",
        "替换的报警器坏了",
        "替换下来的报废件没清",
        "代替的螺丝掉了",
        "代替报警器：坏了",
        "代表报到：没人",
        "代码报错：E12",
        "帮我报：门坏了",
        "帮忙报：门坏了",
        "帮李强报警",
        "帮李强报修",
        "替班的李强报了隐患，没人管",
        "代用件报废了没贴标识",
        "for Press 2: guard is loose",
        "guard for Li Qiang: loose",
    ],
)
def test_nothing_of_the_kind(text: str) -> None:
    assert on_behalf(text) is None


@pytest.mark.parametrize(("called", "name"), [("李师傅", "李"), ("老李", "李"), ("王工", "王"), ("李强", "李强")])
def test_the_name_within_what_people_are_called(called: str, name: str) -> None:
    assert surname(called) == name
