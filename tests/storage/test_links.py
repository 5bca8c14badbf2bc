"""A link is over every column of a row, and over nothing that another row could be taken for."""

import hmac

from hypothesis import given
from hypothesis import strategies as st

from storage import tables
from storage.links import FIRST, FIRST_VERSION, SOURCES, VERSION, canonical, linker, measured

KEY = bytes(range(32))
TEXTS = st.lists(st.none() | st.text(max_size=6), max_size=5)


@given(one=TEXTS, other=TEXTS)
def test_no_two_rows_give_the_same_bytes(one: list[str | None], other: list[str | None]) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)


def test_nothing_is_shifted_between_fields() -> None:
    rows: list[list[str | None]] = [["ab", ""], ["a", "b"], ["", "ab"], ["ab"], ["ab", None], [None, "ab"], ["1,1\nab"]]
    assert len({canonical(row) for row in rows}) == len(rows)


def test_a_link_is_the_hmac_that_the_document_describes() -> None:
    row = ["0199", "组", None, "", "x"]
    text = f"{len(VERSION)},2,64,5,4,1,-,0,1\n{VERSION}17{FIRST}event0199组x".encode()
    assert linker(KEY)(FIRST, 17, "event", measured(row)) == hmac.new(KEY, text, "sha256").hexdigest()


def test_a_row_of_before_there_was_a_mac_is_linked_as_it_was_then() -> None:
    text = f"{len(FIRST_VERSION)},1,64,5,4,1\n{FIRST_VERSION}7{FIRST}event0199x".encode()
    assert linker(KEY)(FIRST, 7, "event", measured(["0199", "x", None])) == hmac.new(KEY, text, "sha256").hexdigest()


def test_every_column_is_linked() -> None:
    """Whoever adds a column to one of these adds it to its sequence, under a new VERSION."""
    assert {source: set(table.c.keys()) for source, (table, _) in SOURCES.items()} == {
        source: set(columns) for source, (_, columns) in SOURCES.items()
    }
    assert SOURCES["event"][0] is tables.events
