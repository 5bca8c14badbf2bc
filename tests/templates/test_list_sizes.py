"""A list of what was told together is one message everywhere, however much it is and however long its words are."""

import pytest

from storage.lists import PAGE
from templates.render import LANGUAGES, labels
from tests.templates.scenes.facts import ITEM, NOW
from tests.templates.transcript import RENDERER, told

WECOM_TEXT_BYTES = 2048
LONG = {**ITEM, "words": "车" * 60, "area": "联合厂房二层东侧危险化学品中间仓库"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", ["gathered.list", "my.gathered"])
def test_a_list_of_forty_is_one_message_of_wecom(topic: str, language: str) -> None:
    longest = max(labels(language)["told_for"], key=lambda code: len(labels(language)["told_for"][code].encode()))
    facts = {"total": 40, "items": [{**LONG, "about": longest}] * PAGE}
    words = RENDERER.render(language, topic, told(facts, language), NOW)
    assert len(words.encode()) < WECOM_TEXT_BYTES
    assert len(words.splitlines()) == PAGE + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_of_everything_is_one_message_of_wecom(language: str) -> None:
    counts = {name: 999 for name in ("total", "overdue", "today", "later", "accept", "decide", "gathered")}
    cases = {"items": [LONG] * 2, "measures": [LONG] * 2, "measures_in_all": 99}
    facts = {**counts, **cases, "day": "2026-11-24"}
    words = RENDERER.render(language, "to_do.daily", told(facts, language), NOW)
    assert len(words.encode()) < WECOM_TEXT_BYTES
    assert len(words.splitlines()) <= 6
