"""The index of cases: what is likest is found, as cases come and go; place, machine and picture have their say."""

from datetime import UTC, datetime
from threading import Thread

from nlp.known_case import KnownCase, same_spot
from nlp.similar import SURE_ENOUGH, SimilarCases

CLOSED = datetime(2026, 11, 1, tzinfo=UTC)
OIL = KnownCase("oil", "冲压车间2号冲床地面有油很滑", "/plant/press/")
GUARD = KnownCase("guard", "冲压车间3号冲床防护罩松了", "/plant/press/")
EXIT = KnownCase("exit", "仓库安全出口被托盘堵住", "/plant/store/")
PICTURE = "0" * 18 + "f" * 18
RETAKEN = "0" * 18 + "f" * 17 + "c"  # two bits of it differ


def found(index: SimilarCases, words: str, area: str = "", *, shut: bool = False, **known: object) -> list[str]:
    report = KnownCase("new", words, area, **known)  # type: ignore[arg-type]
    return [alike.case.id for alike in index.like(report, shut=shut)]


def test_the_same_hazard_in_other_words_is_found() -> None:
    index = SimilarCases([OIL, GUARD, EXIT])
    assert found(index, "2号冲床旁边地上有油，容易滑倒", "/plant/press/") == ["oil"]
    assert found(index, "仓库的疏散门被栈板堵了", "/plant/store/") == ["exit"]


def test_another_machine_or_place_is_not() -> None:
    index = SimilarCases([OIL, GUARD, EXIT])
    assert found(index, "冲压车间8号冲床防护罩松了", "/plant/press/") == []
    assert found(index, "仓库安全出口被托盘堵住", "/plant/paint/") == []


def test_a_place_within_another_speaks_for_it() -> None:
    index = SimilarCases([EXIT])
    (within,) = index.like(KnownCase("new", EXIT.words, "/plant/store/gate3/"))
    (unknown,) = index.like(KnownCase("new", EXIT.words))
    assert within.chance > unknown.chance >= SURE_ENOUGH


def test_the_machine_decides_more_than_the_place() -> None:
    index = SimilarCases([KnownCase("guard", "防护罩松了", "/plant/press/", "press3")])
    assert found(index, "防护罩松动", "/plant/press/", equipment="press3") == ["guard"]
    assert found(index, "防护罩松动", "/plant/press/", equipment="press4") == []


def test_one_picture_makes_them_the_same_where_words_leave_it_open() -> None:
    index = SimilarCases([KnownCase("rack", "立柱撞弯", photos=(PICTURE,)), OIL])
    assert found(index, "货架这里不安全，立柱") == []
    assert found(index, "货架这里不安全，立柱", photos=("", RETAKEN)) == ["rack"]
    assert found(index, "货架这里不安全，立柱", photos=("f" * 36,)) == []


def test_a_case_is_never_like_itself() -> None:
    index = SimilarCases([OIL])
    assert index.like(OIL) == []


def test_open_and_closed_are_asked_for_apart() -> None:
    index = SimilarCases([OIL])
    assert found(index, OIL.words, shut=True) == []
    index.put(KnownCase(OIL.id, OIL.words, OIL.area_path, closed_at=CLOSED))
    assert len(index) == 1
    assert found(index, OIL.words) == []
    assert found(index, OIL.words, shut=True) == ["oil"]


def test_what_is_removed_or_reworded_is_found_no_more() -> None:
    index = SimilarCases([OIL, GUARD])
    index.remove("oil")
    index.remove("never known")
    index.put(KnownCase("guard", "仓库安全出口被托盘堵住"))
    assert "oil" not in index
    assert found(index, OIL.words) == []
    assert found(index, GUARD.words) == []
    assert found(index, EXIT.words) == ["guard"]


def test_the_index_stays_small_and_right_while_thousands_come_and_go() -> None:
    index = SimilarCases([EXIT])
    for number in range(5000):
        index.put(KnownCase(f"passing{number}", f"{number}号货架立柱撞弯了"))
        index.remove(f"passing{number}")
    assert len(index) == 1
    assert found(index, EXIT.words) == ["exit"]
    assert len(index._slots._cases) < 3000


def test_an_empty_index_and_empty_words_find_nothing() -> None:
    assert SimilarCases().like(OIL) == []
    assert found(SimilarCases([OIL]), "") == []


def test_a_spot_is_a_machine_or_a_place_with_all_within_it() -> None:
    press3, press4 = KnownCase("a", "", "/plant/press/", "press3"), KnownCase("b", "", "/plant/press/", "press4")
    assert same_spot(press3, KnownCase("c", "", "/plant/store/", "press3"))  # it was moved
    assert not same_spot(press3, press4)
    assert same_spot(press3, KnownCase("d", "", "/plant/press/line1/"))
    assert not same_spot(press3, KnownCase("e", "", "/plant/store/"))
    assert not same_spot(press3, KnownCase("f", "", ""))


def test_several_threads_may_ask_and_change_it() -> None:
    index = SimilarCases([EXIT])
    wrong: list[object] = []

    def work(thread: int) -> None:
        for number in range(150):
            case = KnownCase(f"{thread}-{number}", f"{thread}号泵房第{number}只阀门漏水")
            index.put(case)
            wrong.extend([] if found(index, EXIT.words) == ["exit"] else [number])
            index.remove(case.id)

    threads = [Thread(target=work, args=(thread,)) for thread in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(index) == 1
