"""Where a sentence points: the area, the machine, and how sure that is."""

import pytest

from nlp.places import FoundPlace, Place, PlaceFinder

STAMPING = Place("stamping", ("冲压车间", "Stamping shop"), None)
WELDING = Place("welding", ("焊接车间", "Welding shop"), None)
WAREHOUSE = Place("warehouse", ("仓库", "成品仓库", "Warehouse"), None)
CHEMICALS = Place("chemicals", ("危化品库", "化学品仓库", "Chemicals store"), None)
POWER_ROOM = Place("power", ("配电房", "Power room"), None)
PRESS_1 = Place("press-1", ("1号冲床", "冲压1号机", "冲床", "Press 1"), "stamping")
PRESS_2 = Place("press-2", ("2号冲床", "冲压2号机", "冲床", "Press 2"), "stamping")
GATE_3 = Place("gate-3", ("3号门", "Gate 3"), "warehouse")
GATE_13 = Place("gate-13", ("13号门", "Gate 13"), "warehouse")
FORKLIFT = Place("forklift-1", ("1号叉车", "Forklift 1"), "warehouse")
CRANE_WELDING = Place("crane-w", ("行车", "Crane"), "welding")
LINE_1 = Place("line-1", ("一线", "冲压一线"), "stamping")  # areas that are part of another
LINE_W = Place("line-w", ("一线", "焊接一线"), "welding")
LOADING = Place("loading", ("上料口",), "line-1")
FEEDER = Place("feeder", ("送料机",), "line-1")
CRANE_STAMPING = Place("crane-s", ("行车", "Crane"), "stamping")


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder(
        areas=[STAMPING, WELDING, WAREHOUSE, CHEMICALS, POWER_ROOM, LINE_1, LINE_W, LOADING],
        equipment=[PRESS_1, PRESS_2, GATE_3, GATE_13, FORKLIFT, CRANE_WELDING, CRANE_STAMPING, FEEDER],
    )


@pytest.mark.parametrize(
    "words",
    [
        "三号门口地上一大滩油",
        "3#门漏油",
        "第３号门",
        "叁号门打不开",
        "3 号门",
        "门3号",
        "oil at gate 3",
        "No. 3 gate is oily",
        "Gate #3 does not close",
        "gate no.3, oil",
    ],
)
def test_one_gate_has_many_spellings(finder: PlaceFinder, words: str) -> None:
    found = finder.find(words)
    assert (found.area_id, found.equipment_id) == ("warehouse", "gate-3")
    assert found.confidence >= 0.9


@pytest.mark.parametrize(
    ("words", "gate"),
    [("13号门", "gate-13"), ("十三号门", "gate-13"), ("gate 13", "gate-13"), ("31号门", None), ("二十三号门", None)],
)
def test_a_number_is_read_whole(finder: PlaceFinder, words: str, gate: str | None) -> None:
    assert finder.find(words).equipment_id == gate


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ("冲压车间地上有水", "stamping"),
        ("冲压 车间 地上有水", "stamping"),
        ("water in the Stamping Shop", "stamping"),
        ("化学品仓库门口堆了纸箱", "chemicals"),  # not 仓库: the longer name wins
        ("成品仓库灯坏了", "warehouse"),
    ],
)
def test_an_area_is_found_by_each_of_its_names(finder: PlaceFinder, words: str, area: str) -> None:
    assert finder.find(words) == FoundPlace(area, None, 0.95)


@pytest.mark.parametrize("words", ["冲压2号机防护罩松了", "二号冲床漏油", "冲床2号漏油", "press no. 2 has no guard"])
def test_equipment_tells_its_area(finder: PlaceFinder, words: str) -> None:
    assert finder.find(words) == FoundPlace("stamping", "press-2", 0.9)


def test_equipment_and_its_own_area_agree(finder: PlaceFinder) -> None:
    alone, together = finder.find("2号冲床"), finder.find("冲压车间2号冲床")
    assert together.equipment_id == "press-2"
    assert together.confidence > alone.confidence


def test_the_area_tells_apart_two_machines_of_one_name(finder: PlaceFinder) -> None:
    assert finder.find("焊接车间行车异响") == FoundPlace("welding", "crane-w", 0.95)
    assert finder.find("冲压车间的行车异响") == FoundPlace("stamping", "crane-s", 0.95)


def test_two_areas_that_fit_equally_well_lower_the_confidence(finder: PlaceFinder) -> None:
    nameless = finder.find("行车异响")
    assert nameless.area_id in ("stamping", "welding")
    assert nameless.equipment_id is None
    passage = finder.find("仓库到冲压车间的通道堵了")
    assert passage == FoundPlace("warehouse", None, nameless.confidence)
    assert passage.confidence < 0.5


def test_of_an_area_and_its_part_the_part_is_meant(finder: PlaceFinder) -> None:
    assert finder.find("冲压车间最里面靠墙的上料口有油") == FoundPlace("loading", None, 0.95)
    assert finder.find("上料口有油，在冲压车间一线") == FoundPlace("loading", None, 0.95)


def test_the_area_around_tells_apart_two_parts_of_one_name(finder: PlaceFinder) -> None:
    assert finder.find("焊接车间一线地上有水") == FoundPlace("line-w", None, 0.95)
    assert finder.find("一线地上有水").confidence < 0.5


def test_a_machine_fits_every_area_around_it(finder: PlaceFinder) -> None:
    assert finder.find("冲压车间送料机卡住") == FoundPlace("line-1", "feeder", 0.95)
    assert finder.find("上料口的送料机卡住") == FoundPlace("loading", "feeder", 0.95)
    assert finder.find("仓库到冲压车间，2号冲床旁边") == FoundPlace("stamping", "press-2", 0.95)


def test_a_kind_of_machine_named_in_another_area_is_another_machine(finder: PlaceFinder) -> None:
    assert finder.find("仓库的送料机卡住") == FoundPlace("warehouse", None, 0.95)


def test_machines_of_one_kind_still_tell_the_area(finder: PlaceFinder) -> None:
    assert finder.find("冲床没有护罩") == FoundPlace("stamping", None, 0.7)
    assert finder.find("1号冲床和2号冲床都没护罩") == FoundPlace("stamping", None, 0.9)
    assert finder.find("冲床没有护罩，是2号冲床").equipment_id == "press-2"


def test_a_machine_seen_elsewhere_keeps_the_place_that_was_said(finder: PlaceFinder) -> None:
    found = finder.find("焊接车间的1号叉车漏油")
    assert (found.area_id, found.equipment_id) == ("welding", "forklift-1")
    assert found.confidence < 0.9


@pytest.mark.parametrize("words", ["冲压车间配电房门没关", "冲压车间里的配电房门没关"])
def test_of_two_nested_areas_the_inner_one_is_meant(finder: PlaceFinder, words: str) -> None:
    found = finder.find(words)
    assert found.area_id == "power"
    assert 0.5 < found.confidence < 0.9


@pytest.mark.parametrize(
    ("words", "area", "equipment"),
    [
        ("化学品库门没锁", "chemicals", None),
        ("3号大门打不开", "warehouse", "gate-3"),
        ("in the stampng shop", "stamping", None),
        ("1号老叉车漏油", "warehouse", "forklift-1"),
    ],
)
def test_a_slip_of_one_character_is_forgiven_but_not_trusted(
    finder: PlaceFinder, words: str, area: str, equipment: str | None
) -> None:
    found = finder.find(words)
    assert (found.area_id, found.equipment_id) == (area, equipment)
    assert found.confidence <= 0.6


@pytest.mark.parametrize(
    "words", ["", "  ", "😀👍", "这里有点不对劲", "配电箱门坏了", "a pressing problem", "\x00\x01", "|"]
)
def test_where_nothing_is_named_nothing_is_found(finder: PlaceFinder, words: str) -> None:
    assert finder.find(words) == FoundPlace(None, None, 0.0)


def test_a_slip_never_turns_one_number_into_another(finder: PlaceFinder) -> None:
    for words in ("4号门", "33号门", "12号冲床", "gate 33"):
        assert finder.find(words).equipment_id is None


def test_names_do_not_join_across_a_pause(finder: PlaceFinder) -> None:
    assert finder.find("已到焊接，车间里有烟").area_id is None


def test_a_name_of_an_area_is_never_taken_for_a_machine() -> None:
    finder = PlaceFinder([WAREHOUSE], [Place("shelf", ("仓库", "货架"), "warehouse")])
    assert finder.find("仓库漏水") == FoundPlace("warehouse", None, 0.95)
    assert finder.find("货架歪了") == FoundPlace("warehouse", "shelf", 0.7)


def test_a_long_text_is_read_from_its_start(finder: PlaceFinder) -> None:
    assert finder.find("冲压车间" + "很乱" * 5000).area_id == "stamping"
    assert finder.find("很乱" * 5000 + "冲压车间").area_id is None


def test_a_careless_tree_of_areas_does_no_harm() -> None:
    circle = [Place("a", ("东区",), "b"), Place("b", ("西区",), "a"), Place("c", ("南区",), "gone")]
    finder = PlaceFinder(circle, [Place("pump", ("水泵",), "closed-area")])
    assert finder.find("南区漏水").area_id == "c"
    assert finder.find("东区漏水").area_id == "a"
    assert finder.find("水泵漏水").area_id == "closed-area"
    finder.find("东区西区南区的水泵")


def test_a_company_without_places_finds_none() -> None:
    assert PlaceFinder([], []).find("冲压车间2号冲床") == FoundPlace(None, None, 0.0)


@pytest.mark.parametrize(
    "words",
    [
        "仓库灭火器过期了\n不对，不是仓库，是焊接车间",
        "不是在仓库，是在焊接车间",
        "仓库灭火器过期了，不对，焊接车间",
        "仓库灭火器过期了\n写错了，应该是焊接车间",
        "仓库灭火器过期了，不对，冲压车间，不对，焊接车间",
        "extinguisher gone in the warehouse\nno, not the warehouse, the welding shop",
        "extinguisher gone in the warehouse, wrong, welding shop",
        "焊接车间灭火器过期了，不是仓库",
    ],
)
def test_of_places_put_right_the_last_one_counts(finder: PlaceFinder, words: str) -> None:
    assert finder.find(words) == FoundPlace("welding", None, 0.95)


def test_a_machine_put_right_is_the_last_one(finder: PlaceFinder) -> None:
    assert finder.find("冲压车间2号冲床防护罩松了\n不对，是1号冲床").equipment_id == "press-1"
    assert finder.find("不是2号冲床，是1号冲床").equipment_id == "press-1"


def test_a_correction_that_names_no_place_changes_none(finder: PlaceFinder) -> None:
    assert finder.find("仓库灭火器过期了\n不对，是消火栓").area_id == "warehouse"
    assert finder.find("仓库的灯声音不对").area_id == "warehouse"
