"""What two spellings of the same words come to."""

import pytest

from nlp.wording import folded, with_numbers


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("三号门", "3号门"),
        ("叁号门", "3号门"),
        ("一〇五室", "105室"),
        ("漏\u200b油\x00\ufe0f", "漏油"),
        ("一行\n二行", "1行\n2行"),
        ("", ""),
    ],
)
def test_folding_leaves_only_what_was_said(written: str, plain: str) -> None:
    assert folded(written) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("十号门", "10号门"),
        ("十二号", "12号"),
        ("二十号", "20号"),
        ("三十五号", "35号"),
        ("拾叁号", "13号"),
        ("一〇五", "105"),
    ],
)
def test_chinese_numbers_are_read_up_to_ninety_nine(written: str, plain: str) -> None:
    assert with_numbers(written) == plain
