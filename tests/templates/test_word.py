"""What is set into a Word template: words as they are, photographs upright and within their room, nothing else."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Mm
from jinja2 import UndefinedError
from PIL import Image

from templates import word
from templates.word import Photograph, render, steady
from templates.word_check import BadTemplate
from tests.photographs import photograph
from tests.templates.documents import document, words_of

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "words",
    [
        "{{ 7 * 7 }}",
        "{% for a in b %}",
        "{# gone? #}",
        "<w:p>&amp;</w:p>",
        "a < b & c > d \"quoted\" 'so'",
        "=SUM(A1)",
        "油 漏了 🔥",
    ],
)
def test_what_people_write_is_only_text(words: str) -> None:
    assert words in words_of(render(document("[{{ said }}]"), {"said": words}, AT))


def test_lines_stay_lines_and_what_no_document_can_hold_becomes_a_space() -> None:
    read = words_of(render(document("[{{ said }}]"), {"said": "一\n二\x00三\x0c四\a五\t六\ufffe"}, AT))
    assert "[一\n二 三 四 五 六 ]" in read


def test_the_same_comes_out_to_the_last_byte_and_another_moment_or_word_does_not() -> None:
    template = document("{{ said }} {{ photo }}")
    facts = {"said": "油", "photo": Photograph(photograph(1), 80, 80)}
    made = render(template, facts, AT)
    assert made == render(template, facts, AT)
    assert made != render(template, {**facts, "said": "水"}, AT)
    assert steady(made) == made


def test_a_field_that_there_is_not_fails_loudly() -> None:
    with pytest.raises(UndefinedError):
        render(document("{{ said }}"), {}, AT)


def test_what_grows_past_all_measure_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MOST_SIGNS", 100_000)
    with pytest.raises(BadTemplate) as refused:
        render(document("{% for each in steps %}x{% endfor %}"), {"steps": [{}] * 200_000}, AT)
    assert refused.value.why == "too_large"


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("size", [(1280, 960), (960, 1280), (3000, 300)])
def test_photographs_stand_upright_within_their_room_and_undistorted(orientation: int, size: tuple[int, int]) -> None:
    taken = photograph(3, size=size, orientation=orientation)
    made = Document(BytesIO(render(document("{{ photo }}"), {"photo": Photograph(taken, 80, 60)}, AT)))
    (shape,) = made.inline_shapes
    assert shape.width <= Mm(80) + 1
    assert shape.height <= Mm(60) + 1
    assert shape.width / shape.height == pytest.approx(size[0] / size[1], rel=0.02)
    (picture,) = (part for part in made.part.package.parts if "/media/" in part.partname)
    set_in = Image.open(BytesIO(picture.blob))
    assert max(set_in.size) <= word.MOST_PIXELS
    assert not set_in.getexif(), "nothing of what the camera noted comes along"
    upright = Image.open(BytesIO(photograph(3, size=size))).resize((8, 6)).convert("L")
    assert all(
        abs(a - b) < 30 for a, b in zip(set_in.resize((8, 6)).convert("L").tobytes(), upright.tobytes(), strict=True)
    )
