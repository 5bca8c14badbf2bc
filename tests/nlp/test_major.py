"""Which words may be of a hazard that is listed as major, and which are not troubled with it."""

from dataclasses import replace

import pytest

from nlp import cues, hunch
from nlp.cues import Cues
from nlp.hunch import Hunch
from nlp.major import MOST, MajorScreen
from nlp.plain import plain
from nlp.slips import Slips
from tests.bench.judgement.major import entries
from workflow.library import Grade, Industry, LibraryEntry


@pytest.fixture(scope="module")
def library() -> tuple[LibraryEntry, ...]:
    return entries()


@pytest.fixture(scope="module")
def screen(library: tuple[LibraryEntry, ...]) -> MajorScreen:
    return MajorScreen(library)


def shown(screen: MajorScreen, words: str) -> list[str]:
    return [one.entry for one in screen.screen(words)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("小刘没电焊证，今天还让他上去烧焊", "O10-3-2"),
        ("电工没有证", "O10-3-2"),
        ("叉车司机没有证", "O10-3-2"),
        ("熔铝炉边上一滩水，铝水还在放", "O10-5-2"),
        ("木工房的除尘器外壳上没看到泄爆片", "O10-11-3"),
        ("清化粪池的两个人没测气体就下去了", "O10-13-2"),
        ("反应釜的联锁被人旁路了，没有审批单", "CHM-15"),
        ("卸氨的时候鹤管不用，接了根软管", "CHM-05"),
        ("服装车间两百多号人，后门挂着大锁", "FIM-04"),
        ("员工宿舍的窗户全焊死了", "FIM-09"),
        ("货梯门开着就往上走", "SPM-12"),
        ("叉车踩刹车没反应，还在装货", "SPM-17"),
        ("塔吊没验收就开始吊料", "BUM-13"),
        ("2号行车年检过期了还在吊", "SP-01"),
        ("电梯的检验报告不在有效期", "SP-01"),
        ("矿井没有两个出口", "COM-13"),
        ("the mine has no second way out", "COM-13"),
        ("掌子面一直涌水，人没撤", "BUM-27"),
        ("井下瓦斯超了还在割煤", "COM-01"),
        ("nobody at the smelter dries the slag pit, there is water in it and they are tapping", "O10-4-2"),
        ("The escalator keeps running when you hit the red stop button", "SPM-19"),
        ("they went down the sewage pit, no gas test, nobody on top", "O10-13-2"),
        ("Methane alarm kept beeping, crew stayed at the face and kept cutting", "COM-01"),
    ],
)
def test_workers_words_bring_up_the_clause(screen: MajorScreen, words: str, code: str) -> None:
    assert code in shown(screen, words)


@pytest.mark.parametrize(
    "words",
    [
        "二号车间配电箱门损坏",
        "冲压2号机防护罩松了",
        "3号门口地上有油，很滑",
        "走廊应急灯坏了三个",
        "通道堆了托盘，已经搬走了",
        "灭火器压力不足",
        "消防通道有两个纸箱",
        "办公室插座松了",
        "有人没戴安全帽",
        "叉车开得太快",
        "叉车超速",
        "叉车司机没系安全带",
        "叉车灭火器过期",
        "消火栓箱里没水带",
        "行车今天没点检",
        "Guard of press 2 is loose",
        "oil on the floor at gate 3",
        "no hard hat in the warehouse",
        "",
        "。。。",
        "hello",
    ],
)
def test_ordinary_hazards_are_not_asked_about(screen: MajorScreen, words: str) -> None:
    assert shown(screen, words) == []


def test_what_was_put_wrong_by_putting_it_right_is_asked_about_all_the_same(
    screen: MajorScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Slips, "put_right", lambda self, said, own=(): said.replace("证", "正"))
    assert "O10-3-2" in shown(screen, "电焊工没有证")
    codes = [cues.shipped().asks_as(code) for code in shown(screen, "小刘没电焊证，今天还让他上去烧焊")]
    assert len(codes) == len(set(codes)) <= MOST


def test_the_same_is_not_asked_twice(screen: MajorScreen) -> None:
    """Steel, aluminium and foundry have a clause each on water where metal may spill."""
    found = shown(screen, "炉子前面地上有积水，还在出炉")
    assert len({"O10-4-2", "O10-5-2", "O10-7-3"} & set(found)) == 1


def test_what_was_asked_about_is_left_out_with_all_that_asks_the_same(screen: MajorScreen) -> None:
    words = "炉子前面地上有积水，还在出炉"
    assert {"O10-4-2", "O10-5-2", "O10-7-3"} & set(shown(screen, words))
    for asked in ("O10-4-2", "O10-7-3"):
        left = {one.entry for one in screen.screen(words, (asked,))}
        assert not left & {"O10-4-2", "O10-5-2", "O10-7-3"}
        assert left <= set(shown(screen, words))


def test_candidates_are_few_and_the_best_comes_first(screen: MajorScreen) -> None:
    found = screen.screen("深井铸造流槽液位高了没报警，结晶器断水，快切阀也不动，钢丝绳还是麻芯的")
    assert 1 < len(found) <= MOST
    nearness = [one.how_near for one in found]
    assert nearness == sorted(nearness, reverse=True)


@pytest.mark.parametrize(
    "words",
    [
        "没测气就下污水池了" + "啊" * 5000,
        "\u200b\x00没测气就下污水池",
        "下污水井没测气😱😱",
        "ＮＯ ＧＡＳ ＴＥＳＴ，下污水井",
    ],
)
def test_odd_writing_neither_stops_nor_hides_it(screen: MajorScreen, words: str) -> None:
    assert "O10-13-2" in shown(screen, words)


def test_another_industry_needs_more_than_one_sign(library: tuple[LibraryEntry, ...]) -> None:
    """Here only the sound of it speaks: the company's own entry has no words of ours."""
    known = next(entry for entry in library if entry.code == "O10-13-2")
    own = replace(known, code="OWN-1", industry=Industry.CONSTRUCTION)
    words = "清化粪池的两个人没测气体就下去了"
    assert shown(MajorScreen([own]), words) == ["OWN-1"]
    assert shown(MajorScreen([own], {Industry.CONSTRUCTION}), words) == ["OWN-1"]
    assert shown(MajorScreen([own], {Industry.FOOD}), words) == []


def test_another_industry_is_still_heard_where_everything_speaks_for_it(library: tuple[LibraryEntry, ...]) -> None:
    kitchen = MajorScreen(library, {Industry.FOOD})
    assert "COM-01" in shown(kitchen, "井下瓦斯超限了还在割煤，人没撤")


def test_an_entry_that_a_company_adds_is_found_without_words_of_ours(library: tuple[LibraryEntry, ...]) -> None:
    known = next(entry for entry in library if entry.code == "O10-13-2")
    own = replace(known, code="OWN-1", name="没测气就进酒窖", aliases=("下酒窖没测气", "酒窖没通风就进人"))
    assert shown(MajorScreen([own]), "师傅下酒窖没测气") == ["OWN-1"]


def test_what_is_not_major_or_has_no_question_is_never_shown(library: tuple[LibraryEntry, ...]) -> None:
    lesser = [replace(entry, grade=Grade.LARGER) for entry in library]
    unasked = [replace(entry, fact="", fact_en="") for entry in library]
    for known in (lesser, unasked, []):
        assert shown(MajorScreen(known), "清化粪池的两个人没测气体就下去了") == []


def test_every_clause_has_words_and_they_belong_to_an_entry(library: tuple[LibraryEntry, ...]) -> None:
    asked = {entry.code for entry in library if entry.grade is Grade.MAJOR and entry.fact}
    assert set(cues.shipped().shares(" ")) <= asked
    listed = {code for code in asked if code.partition("-")[0] in ("O10", "CHM", "FIM", "SPM", "BUM", "COM")}
    assert set(cues.shipped().shares(" ")) == listed | {"SP-01"}


def test_every_name_of_an_entry_is_noticed_by_its_words_or_its_sound(library: tuple[LibraryEntry, ...]) -> None:
    screen = MajorScreen(library)
    said = [
        (entry.code, alias) for entry in library if entry.grade is Grade.MAJOR and entry.fact for alias in entry.aliases
    ]
    missed = [alias for code, alias in said if code not in shown(screen, alias)]
    assert len(missed) <= len(said) / 20, missed


def test_all_things_of_a_combination_must_be_named() -> None:
    words = {"tank": "罐 | tank", "people": "人(?!工) | man_ | men", "fire": "火 | fire"}
    cue = Cues(words, {"X": ["tank people +fire"]})
    assert cue.shares(plain("罐里有人"))["X"] == (True, 1.0)
    assert cue.shares(plain("罐里有人，着火"))["X"] == (True, 1.25)
    assert cue.shares(plain("罐里有人工石"))["X"] == (False, 0.5)
    assert cue.shares(plain("a man in the TANKS"))["X"] == (True, 1.0)
    assert cue.shares(plain("he managed the thank-you note"))["X"] == (False, 0.0)


def test_words_are_made_plain() -> None:
    assert plain("DCS没有UPS，doesn’t work!") == " dcs 没有 ups doesnt work "
    assert plain("一楼、 二楼") == " 1楼 2楼 "


def test_the_hunch_adds_up_the_weights_of_what_is_said() -> None:
    weights = bytearray(hunch.SLOTS)
    (used,) = hunch.slots("罐")
    weights[used] = 256 - 3  # a byte of minus three
    sure = Hunch(bytes(weights), scale=0.5, bias=1.0)
    assert sure.log_odds("罐") == -0.5
    assert sure.log_odds("") == 1.0


@pytest.mark.parametrize("words", ["钢包漏钢了", "氧枪漏水"])
def test_few_words_may_name_all_that_a_clause_is_about(screen: MajorScreen, words: str) -> None:
    assert screen.names_one(words)


@pytest.mark.parametrize("words", ["在吗", "好", "谢谢", "thanks", "收到"])
def test_what_people_say_beside_names_nothing(screen: MajorScreen, words: str) -> None:
    assert not screen.names_one(words)


def test_an_entry_that_was_proposed_is_asked_about_first_unless_its_question_is_asked_already(
    screen: MajorScreen,
) -> None:
    words = "有人没测气就下污水池子了"
    assert [one.entry for one in screen.screen(words)] == ["O10-13-2"]
    assert [one.entry for one in screen.screen(words, proposed="CS-01")] == ["O10-13-2"]  # which asks the same
    assert [one.entry for one in screen.screen(words, proposed="SPM-03")] == ["SPM-03", "O10-13-2"]
    assert [one.entry for one in screen.screen("灭火器过期", proposed="SPM-03")] == ["SPM-03"]
    assert screen.screen("灭火器过期", ["SPM-03"], proposed="SPM-03") == ()
    assert screen.screen("灭火器过期", proposed="FI-01") == ()  # which is no major one
    assert len(screen.screen("粮仓里有人", proposed="SPM-03")) == MOST


def test_slips_hide_no_major_hazard(screen: MajorScreen) -> None:
    assert shown(screen, "有县空间没测气就进去了") == shown(screen, "有限空间没测气就进去了") != []
