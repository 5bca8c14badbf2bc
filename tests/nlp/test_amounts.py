"""The money that words name, in fen: every way of writing it, and the numbers that are no money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.amounts import amount_in

YUAN = 100


@pytest.mark.parametrize(
    ("words", "yuan"),
    [
        ("3000", 3000), ("3,000", 3000), ("2000人民币", 2000), ("3000元", 3000), ("3000 元", 3000),
        ("３０００元", 3000), ("3千", 3000), ("3k", 3000), ("3K", 3000), ("三千", 3000), ("叁仟元整", 3000),
        ("3 thousand", 3000), ("3万", 30000), ("3w", 30000), ("3萬元", 30000), ("3.5万", 35000), ("3.5w", 35000),
        ("3万5", 35000), ("3万5元", 35000), ("3万5千", 35000), ("三万五", 35000), ("三万五千元", 35000),
        ("一万二", 12000), ("1万2", 12000), ("两千五百", 2500), ("两千五", 2500), ("二百五", 250),
        ("一百一十", 110), ("一百零五", 105), ("一万零五十", 10050), ("五百", 500), ("5百", 500),
        ("5 hundred yuan", 500), ("十二万", 120000), ("二十五", 25), ("十块", 10), ("十万", 100000),
        ("三百二十万", 3200000), ("2 million", 2000000), ("1亿", 10**8), ("一亿二", 120000000),
        ("3千万", 30000000), ("¥2,000.50", 2000.5), ("￥2000", 2000), ("人民币 2000 元", 2000), ("RMB 2000", 2000),
        ("rmb2000", 2000), ("2000rmb", 2000), ("CNY 2,000", 2000), ("2000 yuan", 2000), ("2 thousand", 2000),
        ("两千块钱", 2000), ("12块5", 12.5), ("12块5毛", 12.5), ("12块50", 12.5), ("3元5角2分", 3.52),
        ("3块零5分", 3.05), ("3元5分", 3.05), ("3块5毛5", 3.55), ("0.01", 0.01), ("0", 0), ("零元", 0),
        ("12.5万", 125000), ("1.2345万元", 12345), ("一千二百三十四元五角", 1234.5),
    ],
)  # fmt: skip
def test_an_amount_can_be_written_in_many_ways(words: str, yuan: float) -> None:
    assert amount_in(words) == round(yuan * YUAN)


@pytest.mark.parametrize(
    ("words", "yuan"),
    [
        ("花了3000元", 3000),
        ("一共3000", 3000),
        ("大概三千左右", 3000),
        ("3000左右", 3000),
        ("It cost 3,000 in total", 3000),
        ("3台5000元", 5000),
        ("5000元3台", 5000),
        ("5000元2号机", 5000),
        ("12块5个", 12),
        ("12块5买的", 12.5),
        ("换了2个阀门，共1,200元", 1200),
        ("2号冲床修了3000", 3000),
        ("12月3日付了500", 500),
        ("工期5天，预算两万元", 20000),
        ("30%预付，总价8000元", 8000),
        ("M12螺栓 50元", 50),
        ("3块钢板5000元", 5000),
        ("人民币叁仟元整（¥3,000.00）", 3000),
        ("YH-20261203-0007 用了500元", 500),
        ("第一次修，800块", 800),
        ("三相电机换轴承，800元", 800),
        ("5.5千瓦电机 800元", 800),
        ("2026-12-03付500元", 500),
        ("2026/12/03 付500元", 500),
        ("3000元（叁仟）", 3000),
        ("一百十五", 115),
    ],
)
def test_the_amount_is_found_among_other_words(words: str, yuan: float) -> None:
    assert amount_in(words) == round(yuan * YUAN)


@pytest.mark.parametrize("words", ["-500", "负五百", "－500元", "-¥500", "¥-500", "minus 500", "− 500"])
def test_less_than_nothing_is_said_as_it_is(words: str) -> None:
    assert amount_in(words) == -500 * YUAN


@pytest.mark.parametrize(
    "words",
    [
        "", "不知道", "还没报价", "免费", "free", "元", "万", "几千", "几万块", "上百元", "万一", "3台5000",
        "3 5000", "5000 6000", "3000元和5000元", "500-800元", "500到800", "3千~5千", "5百至8百元", "三五百",
        "两三千", "七八万", "3千多", "3000多元", "二十多万", "3000余元", "十几万", "100美元", "$100", "€100",
        "100 USD", "100日元", "£100", "2号", "12月", "2026年", "30%", "5 %", "500kg", "12mm", "3块钢板和2",
        "3块钢板", "3台", "2次", "5天", "A-12", "12-3", "5分", "3小时2", "m12", "no.5", "#5", "5 days", "0.001",
        "12万千", "3千百元", "2万百", "3000元左右，最多4000", "3000或4000元", "3000元，4000元以内", "3000元 或者 4000",
        "3千，顶多5千元", "3000 or 4000 yuan", "3000 yuan, 4000 at most", "预算3000元，最多：4000",
        "预算五千元，已花三千",
        "12.345", "3万5万", "5百3千", "3,5", "1.2.3", "9" * 13, "9" * 300,
    ],
)  # fmt: skip
def test_where_no_one_amount_is_named_none_is_read(words: str) -> None:
    assert amount_in(words) is None


@given(st.integers(0, 10**13))
def test_an_amount_is_read_back_however_it_is_written(fen: int) -> None:
    yuan, rest = divmod(fen, 100)
    written = (f"{yuan}.{rest:02}", f"{yuan:,}.{rest:02}元", f"¥ {yuan}.{rest:02}", f"共计{yuan:,}.{rest:02} yuan")
    assert {amount_in(words) for words in written} == {fen}


@given(st.integers(1, 9), st.sampled_from([("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8)]), st.integers(1, 9))
def test_the_last_digit_counts_in_the_next_smaller_scale(head: int, scale: tuple[str, int], tail: int) -> None:
    name, size = scale
    assert amount_in(f"{head}{name}{tail}") == (head * size + tail * size // 10) * YUAN
    assert amount_in(f"{'〇一二三四五六七八九'[head]}{name}零{tail}") == (head * size + tail) * YUAN


@given(st.text(max_size=600) | st.text("0123456789.,-十百千万亿元块角分kw¥负多 两三", max_size=40))
def test_any_text_is_read(words: str) -> None:
    assert isinstance(amount_in(words), int | None)
