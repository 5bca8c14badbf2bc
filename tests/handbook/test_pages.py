"""The handbook is true: what it names is there, in both languages alike, and no picture is missing or left over."""

import re

import pytest

from templates.render import LANGUAGES
from tests.handbook.pages import BOOK, NAMES, PICTURES, Page, read

MOST_BYTES = 4_000_000  # of all pictures together
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_name = pytest.mark.parametrize("name", NAMES)


@each_language
@each_name
def test_every_button_and_command_that_a_page_names_is_there(language: str, name: str) -> None:
    page = read(language, name)
    assert page.buttons, "no button is named: the marks were changed"
    assert page.commands
    assert page.faults() == []


def test_what_is_not_there_is_found_out() -> None:
    zh = Page("zh_CN", "点 【提交】 或 【交上去】，写 `等我办` 或 `等我玩`")
    en = Page(
        "en", "Tap **[Submit]** or **[Hand in]**, run `hazardline paper again A-1` or `hazardline paper never A-1`"
    )
    assert zh.faults() == ["button 交上去", "command 等我玩"]
    assert en.faults() == ["button Hand in", "command hazardline paper never A-1"]
    assert Page("en", "`hazardline ledger --from hanlei`").faults() == ["command hazardline ledger --from hanlei"]


@each_name
def test_both_languages_have_the_same_headings_and_pictures(name: str) -> None:
    first, *others = (read(language, name) for language in LANGUAGES)
    for other in others:
        assert other.headings == first.headings
        assert other.pictures == first.pictures


@each_language
def test_every_page_is_there_and_stands_in_the_index(language: str) -> None:
    index = (BOOK / "README.md").read_text(encoding="utf-8")
    assert sorted(path.stem for path in (BOOK / language).glob("*.md")) == sorted(NAMES)
    assert all(f"]({language}/{name}.md)" in index for name in NAMES)


@each_language
def test_every_picture_is_there_and_none_is_left_over(language: str) -> None:
    shown = {picture for name in NAMES for picture in read(language, name).pictures}
    taken = {f"{PICTURES}/{path.name}" for path in (BOOK / language / PICTURES).iterdir()}
    assert shown == taken


@each_language
@each_name
def test_every_picture_is_marked_up_with_words_for_those_who_do_not_see_it(language: str, name: str) -> None:
    page = read(language, name)
    assert len(page.pictures) == page.text.count("<img")


@each_language
@each_name
def test_every_other_document_that_is_linked_is_there(language: str, name: str) -> None:
    for link in read(language, name).links:
        assert (BOOK / language / link).is_file(), link


@each_name
def test_english_pages_hold_no_chinese(name: str) -> None:
    assert not re.findall("[\u3000-\u9fff\uff00-\uffef]", read("en", name).text)


def test_the_pictures_are_light() -> None:
    assert sum(path.stat().st_size for path in BOOK.glob(f"*/{PICTURES}/*")) < MOST_BYTES
