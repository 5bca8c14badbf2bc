"""What goes out by itself on a day, and what waits for its list."""

import pytest

from templates.render import LANGUAGES, labels
from workflow.budget import ABOUT, about, has_room
from workflow.notice import Lane
from workflow.notices import NOTICES, RINGS

# What a rung tells: by `of_rung` of workflow/rings.py.
OF_THE_LADDER = {
    *("task.due_soon", "overdue.coming", "overdue.owner", "overdue.told_above", "overdue.leader", "overdue.watch"),
}


@pytest.mark.parametrize(
    ("most", "asking", "news"),
    [(6, 5, 3), (1, 0, 0), (2, 1, 1), (3, 2, 2), (99, 98, 50)],
)
def test_the_last_of_a_day_is_kept_for_the_list_and_half_for_what_asks(most: int, asking: int, news: int) -> None:
    told = range(most + 2)
    assert sum(has_room(count, most, asks=True) for count in told) == asking
    assert sum(has_room(count, most, asks=False) for count in told) == news


def test_what_a_line_is_about_is_said_of_topics_that_there_are() -> None:
    rows = [row for some in (*NOTICES.values(), *(row for rows in RINGS.values() for row in rows)) for row in some]
    topics = {row.topic for row in rows if row.lane >= Lane.NOTICE} | OF_THE_LADDER
    assert set(ABOUT) <= topics
    for language in LANGUAGES:
        assert set(labels(language)["told_for"]) == {about(topic) for topic in topics}
