"""How every topic reads: short, plain, without a gap, and as it was agreed."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from templates.render import LANGUAGES, labels
from tests.templates.limits import FOUR_BUTTONS, LONGER, MORE_BUTTONS, SIX_LINES
from tests.templates.scenes import SCENES
from tests.templates.test_words import blocks, flat, pages
from tests.templates.transcript import kept_in, most_buttons, rendered, transcript

LIGHTS_AND_CAMERA = set("🟢🟡🔴📷")


def every_rendered(language: str) -> Iterator[tuple[str, str]]:
    return ((scene.title, rendered(number, language)) for number, scene in enumerate(SCENES))


def every_label(language: str) -> Iterator[tuple[str, str]]:
    yield from flat({name: table for name, table in labels(language).items() if name != "time"}).items()
    yield from pages(language).items()


def test_every_topic_is_read_aloud_here() -> None:
    assert {scene.topic for scene in SCENES} == set(blocks("zh_CN"))
    titles = [scene.title for scene in SCENES]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_has_at_most_six_lines(language: str) -> None:
    long = {title for title, words in every_rendered(language) if len(words.splitlines()) > SIX_LINES}
    assert {title.partition(" ")[0] for title in long} <= set(LONGER)


def test_a_card_has_at_most_four_buttons() -> None:
    many = {topic for topic, count in most_buttons().items() if count > FOUR_BUTTONS}
    assert many <= set(MORE_BUTTONS)


def test_every_exception_is_one() -> None:
    long = {scene.topic for n, scene in enumerate(SCENES) if len(rendered(n, "zh_CN").splitlines()) > SIX_LINES}
    assert set(LONGER) == long
    assert set(MORE_BUTTONS) == {topic for topic, count in most_buttons().items() if count > FOUR_BUTTONS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_rendered_empty_or_with_gaps(language: str) -> None:
    for title, words in every_rendered(language):
        assert words, title
        assert not re.search(
            r"\(\)|（）|None|[，、：；。]{2}|,,|\.\.|: ,|^[，。：；、,;]|{{|}}", words, re.MULTILINE
        ), (title, words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_no_exclamation_mark_and_no_picture_sign_but_lights_and_camera(language: str) -> None:
    for title, words in (*every_rendered(language), *every_label(language)):
        assert not set(words) & set("!！"), title
        signs = {sign for sign in words if unicodedata.category(sign) in ("So", "Sk", "Cs")}
        assert signs <= LIGHTS_AND_CAMERA, (title, signs)


def test_chinese_words_are_those_of_a_colleague() -> None:
    for title, words in every_rendered("zh_CN"):
        assert not re.search("尊敬|您|系统|抱歉|亲爱|欢迎|恭喜|工作日内", words), (title, words)


def test_chinese_marks_are_full_width_between_chinese_words() -> None:
    """A comma or colon of the Latin kind beside a Chinese character is a slip."""
    for title, words in (*every_rendered("zh_CN"), *every_label("zh_CN")):
        assert not re.search(r"[\u4e00-\u9fff][,;:?]|[,;:?][\u4e00-\u9fff]", words), (title, words)


def test_english_words_stay_english() -> None:
    """But for the question which language is wanted, and the headings of a workbook, which are Chinese."""
    for title, words in every_rendered("en"):
        asks = title == "help.language" or title.endswith("(a language is asked for)")
        if not asks and not title.startswith("workbook."):
            assert not re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", words), (title, words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wording_is_the_one_that_was_read_and_agreed(language: str) -> None:
    """After a change of words: `python -m tests.templates.rewrite_words`, and read what differs."""
    assert transcript(language) == kept_in(language).read_text("utf-8")
