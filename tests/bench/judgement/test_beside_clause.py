"""How a report is read beside its clause."""

from nlp.form import formed
from tests.bench.judgement.beside_clause import PARTED, formed_beside, grams_beside

CLAUSE = "3、通道应保持畅通，不得堆放杂物"


def test_words_of_the_clause_are_kept_apart_from_those_of_the_report() -> None:
    found = set(grams_beside(f"门坏{PARTED}通道"))
    assert {"门坏", "§通道"} <= found
    assert "通道" not in found


def test_a_copied_clause_is_told_from_words_of_ones_own() -> None:
    copied = set(formed_beside(f"通道应保持畅通，不得堆放杂物{PARTED}{CLAUSE}"))
    own = set(formed_beside(f"三楼门口堆了纸箱{PARTED}{CLAUSE}"))
    assert {"#same", "#within", "#copied10", "#covered10"} <= copied
    assert not {"#same", "#within", "#copied5"} & own


def test_what_was_added_to_a_copied_clause_stands_out() -> None:
    found = set(formed_beside(f"通道应保持畅通，不得堆放杂物，今天没做到{PARTED}{CLAUSE}"))
    assert "#new没做" in found
    assert "#new通道" not in found


def test_without_a_clause_it_is_read_as_the_shipped_model_reads_it() -> None:
    assert set(formed("灭火器")) <= set(formed_beside(f"灭火器{PARTED}"))
    assert list(formed_beside(PARTED))
