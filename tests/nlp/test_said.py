"""Words are found exactly, be they two characters, in every case, as cases change."""

from threading import Thread

from nlp.said import TOGETHER, Said, SaidCase, Sought


def case(case_id: str, words: str, *tags: str, is_open: bool = True, received: float = 0) -> SaidCase:
    return SaidCase(case_id, words, tags, is_open, received)


def index(*cases: SaidCase) -> Said:
    said = Said()
    for one in cases:
        said.put(one)
    return said


def found(said: Said, *words: str) -> list[str]:
    return said.saying([Sought(word) for word in words])


PRESS = index(
    case("oil", "冲压车间2号冲床地面有油很滑", "press", received=1),
    case("guard", "冲压车间三号冲床防护罩松了", "press", "zhang", received=2),
    case("exit", "仓库安全出口被托盘堵住", "store", received=3),
    case("en", "Guard missing\non Press 3", received=4),
)


def test_a_word_of_any_length_is_found_anywhere() -> None:
    assert found(PRESS, "冲床") == ["guard", "oil"]
    assert found(PRESS, "油") == ["oil"]
    assert found(PRESS, "ARD MISS") == ["en"]
    assert found(PRESS, "没有这个词") == []


def test_every_word_has_to_be_there() -> None:
    assert found(PRESS, "冲床", "松了") == ["guard"]
    assert found(PRESS, "托盘", "冲床") == []
    assert found(PRESS) == ["en", "exit", "guard", "oil"]


def test_a_word_is_not_made_of_the_ends_of_two_cases_or_two_lines() -> None:
    assert found(PRESS, "滑冲压") == []
    assert found(PRESS, "missingon") == []
    assert found(PRESS, "missing on") == ["en"]


def test_width_case_and_numerals_make_no_difference() -> None:
    assert found(PRESS, "3号冲床") == found(PRESS, "三号冲床") == found(PRESS, "３号冲床") == ["guard"]
    assert found(PRESS, "ＧＵＡＲＤ") == ["en"]


def test_a_word_of_invisible_signs_is_in_no_case() -> None:
    assert found(PRESS, "\u200b") == []


def test_a_tag_or_a_case_counts_as_the_word() -> None:
    assert PRESS.saying([Sought("冲压", ["store"])]) == ["exit", "guard", "oil"]
    assert PRESS.saying([Sought("张伟", ["zhang", "never heard of"])]) == ["guard"]
    assert PRESS.saying([Sought("0001", cases=["en", "never heard of"]), Sought("guard")]) == ["en"]


def test_open_ones_stand_first_then_the_newest() -> None:
    said = index(*(case(str(n), "漏油", is_open=n % 2 == 0, received=n) for n in range(6)))
    assert found(said, "漏油") == ["4", "2", "0", "5", "3", "1"]


def test_what_changes_is_known_as_it_is_now() -> None:
    said = index(case("a", "漏油", "zhang", received=1), case("b", "漏油", received=2))
    said.put(case("a", "漏水", "liu", is_open=False, received=1))
    assert len(said) == 2
    assert (found(said, "漏油"), found(said, "漏水"), found(said, "漏")) == (["b"], ["a"], ["b", "a"])
    assert said.saying([Sought("张", ["zhang"])]) == []
    assert said.saying([Sought("刘", ["liu"])]) == ["a"]


def test_thousands_are_told_apart_also_after_a_change() -> None:
    count = 30 * TOGETHER + 7
    said = index(*(case(str(n), f"编号{n:05d}漏油", received=n) for n in range(count)))
    said.put(case(str(TOGETHER), "换过了"))
    assert found(said, "编号00063漏") == ["63"]
    assert found(said, f"{TOGETHER:05d}") == []
    assert found(said, "换过") == [str(TOGETHER)]
    assert len(found(said, "漏油")) == count - 1
    assert found(said, f"{count - 1:05d}漏油") == [str(count - 1)]


def test_an_empty_index_finds_nothing() -> None:
    assert found(Said(), "油") == []


def test_several_threads_may_ask_and_change_it() -> None:
    said = index(case("exit", "仓库安全出口被托盘堵住"))
    wrong: list[object] = []

    def work(thread: int) -> None:
        for number in range(150):
            said.put(case(f"{thread}-{number}", f"{thread}号泵房第{number}只阀门漏水"))
            wrong.extend([] if found(said, "托盘") == ["exit"] else [number])

    threads = [Thread(target=work, args=(thread,)) for thread in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(said) == 451
