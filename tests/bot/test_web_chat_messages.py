"""Saying something and looking at what was said: what is taken, what is refused, and what is shown to whom."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image
from starlette.testclient import TestClient

from bot.platforms.webchat_wire import Draft
from bot.web import uploads
from bot.web.words import page_words
from handlers.messages import Document, Picture
from tests.bot.conftest import post, texts
from tests.chat_house import ChatHouse, says
from tests.photographs import photograph
from workflow.people import Language

WORDS = page_words(Language.ZH_CN)


# --- saying something ---


def test_a_message_is_stored_and_shown_before_it_is_acknowledged(li: TestClient, plant: ChatHouse) -> None:
    answer = post(li, text="三号门口一大滩油")
    assert (answer.status_code, answer.json()) == (200, {"client_id": "client-1", "new": True})
    envelope = plant.accepted["li:client-1"]
    assert (envelope.bot, envelope.sender) == ("webchat", "li")
    assert plant.platform.parse(envelope.body).text == "三号门口一大滩油"
    assert texts(li) == ["三号门口一大滩油"]


def test_the_same_message_again_is_fine_and_changes_nothing(li: TestClient, plant: ChatHouse) -> None:
    photo = ("a.jpg", photograph(1))
    assert post(li, text="一次", files=[photo]).json()["new"] is True
    answer = post(li, text="一次", files=[photo])
    assert (answer.status_code, answer.json()["new"]) == (200, False)
    assert (texts(li), len(plant.accepted), len(list(plant.platform.files.iterdir()))) == (["一次"], 1, 1)


def test_what_was_shown_when_the_process_was_killed_is_stored_at_the_next_start(plant: ChatHouse) -> None:
    envelopes = [plant.platform.said("li", Draft(f"client-{number}", str(number))) for number in range(3)]
    plant.accepted = {envelopes[0].key: envelopes[0]}
    with TestClient(plant.app()):
        assert list(plant.accepted.values()) == envelopes


def test_a_tap_is_shown_in_the_words_of_the_button(li: TestClient, plant: ChatHouse) -> None:
    plant.tells(says("li", "机器停了吗？", "已停机", "停不了"))
    assert post(li, choice="li/停不了").status_code == 200
    question, answer = li.get("/chat/li/messages").json()["messages"]
    assert (question["chosen"], answer["label"]) == ("li/停不了", "停不了")
    assert plant.platform.parse(plant.accepted["li:client-1"].body).choice == "li/停不了"


def test_photos_of_an_album_come_one_by_one_and_know_their_album(li: TestClient, plant: ChatHouse) -> None:
    for number in (1, 2):
        post(li, f"client-{number}", files=[("a.jpg", photograph(number))], album_id="album-01", album_size="2")
    albums = [plant.platform.parse(envelope.body).album for envelope in plant.accepted.values()]
    assert [(album.id, album.size) for album in albums if album] == [("album-01", 2)] * 2


@pytest.mark.parametrize(
    "fields",
    [
        {"client_id": "short", "text": "好"},
        {"client_id": "with spaces in it", "text": "好"},
        {"client_id": "x" * 61, "text": "好"},
        {"client_id": "client-1", "choice": "t" * 257},
        {"client_id": "client-1", "text": "好", "album_id": "album-01", "album_size": "-1"},
    ],
)
def test_a_message_that_no_page_of_ours_sends_is_refused(li: TestClient, fields: dict[str, str]) -> None:
    answer = post(li, **fields)
    assert (answer.status_code, answer.json()["error"]) == (400, WORDS["refused.not_a_message"])


def test_an_empty_message_is_answered_with_what_is_missing(li: TestClient, plant: ChatHouse) -> None:
    assert post(li, text=" \n ").json()["error"] == WORDS["refused.empty"]
    assert plant.accepted == {}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"no boundary at all"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\ncut sho'),
    ],
)
def test_what_is_no_form_is_refused_and_leaves_nothing(
    li: TestClient, plant: ChatHouse, kind: str, body: bytes
) -> None:
    answer = li.post("/chat/li/messages", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]) == (400, WORDS["refused.not_a_message"])
    assert list(plant.platform.files.iterdir()) == []


def test_a_file_cut_off_in_the_middle_leaves_nothing(li: TestClient, plant: ChatHouse) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert li.post("/chat/li/messages", content=head + b"\xff" * 100_000, headers=kind).status_code == 400
    assert list(plant.platform.files.iterdir()) == []


def test_a_file_over_the_limit_is_noted_so_that_the_bot_can_answer(li: TestClient, plant: ChatHouse) -> None:
    size = uploads.FILE_BYTES + 1
    assert post(li, text="看", files=[("big.jpg", bytes(size)), ("a.jpg", photograph(1))]).status_code == 200
    big, small = plant.platform.parse(plant.accepted["li:client-1"].body).photos
    assert (big.problem, big.size, small.problem) == ("too_large", size, None)
    assert [path.name for path in plant.platform.files.iterdir()] == [small.remote]


def test_a_file_at_the_limit_is_kept_byte_for_byte(li: TestClient, plant: ChatHouse) -> None:
    content = bytes(range(256)) * (uploads.FILE_BYTES // 256)
    post(li, files=[("a.bin", content)])
    [photo] = plant.platform.parse(plant.accepted["li:client-1"].body).photos
    assert (photo.problem, plant.platform.file(photo.remote).read_bytes() == content) == (None, True)


@pytest.mark.parametrize(
    ("limit", "word", "parts"),
    [
        ("FIELD_BYTES", "text_too_long", {"text": "x" * 2000}),
        ("BODY_BYTES", "too_much", {"text": "x" * 2000}),
        ("FILES", "too_many_files", {"files": [("a.jpg", b"1")] * 10}),
    ],
)
def test_too_much_is_refused_in_a_sentence_and_leaves_nothing(
    li: TestClient, plant: ChatHouse, monkeypatch: pytest.MonkeyPatch, limit: str, word: str, parts: Any
) -> None:
    monkeypatch.setattr(uploads, limit, 9 if limit == "FILES" else 1000)
    monkeypatch.setattr(uploads, "FIELDS", 0 if limit == "FILES" else 8)
    answer = post(li, **parts)
    assert (answer.status_code, answer.json()["error"]) == (413, WORDS[f"refused.{word}"])
    assert list(plant.platform.files.iterdir()) == []
    assert plant.accepted == {}


def test_file_names_are_only_names(li: TestClient, plant: ChatHouse) -> None:
    post(li, files=[("../../etc/油 <b>.jpg", photograph(1))])
    [message] = li.get("/chat/li/messages").json()["messages"]
    assert message["photos"][0]["name"].endswith("油 <b>.jpg")
    assert [path.parent for path in plant.platform.files.rglob("*")] == [plant.platform.files]


# --- looking ---


def test_messages_come_newest_first_in_pages_and_then_by_change(li: TestClient, plant: ChatHouse) -> None:
    first = int(plant.tells(says("li", "一")).message_id)
    change = li.get("/chat/li/messages").json()["change"]
    second = int(plant.tells(says("li", "二")).message_id)
    assert texts(li, since=change) == ["二"]
    assert texts(li, before=second) == ["一"]
    assert texts(li, before=first) == []


@pytest.mark.parametrize("asked", ["since=x", "since=-1", "before=1e9", "since=99999999999999999999"])
def test_a_place_that_is_no_number_is_refused(li: TestClient, asked: str) -> None:
    assert li.get(f"/chat/li/messages?{asked}").status_code == 400


def test_reading_is_told_and_remembered(li: TestClient, plant: ChatHouse) -> None:
    seqs = [plant.tells(says("li", text)).message_id for text in ("一", "二")]
    assert li.post("/chat/li/read", files=[("upto", (None, seqs[0]))]).status_code == 204
    assert [message["read"] for message in li.get("/chat/li/messages").json()["messages"]] == [True, False]
    assert li.post("/chat/li/read", files=[("upto", (None, "all"))]).status_code == 400


def test_a_picture_is_opened_by_whoever_may_and_by_nobody_else(
    li: TestClient, plant: ChatHouse, tmp_path: Path
) -> None:
    path = tmp_path / "clean.jpg"
    path.write_bytes(photograph(1))
    picture = plant.picture(path, "li")
    li.post("/chat/zhang/session")
    answer = li.get(f"/chat/li/photos/{picture.attachment_id}?variant=clean")
    assert (answer.content, answer.headers["content-type"]) == (path.read_bytes(), "image/jpeg")
    assert answer.headers["cache-control"] == "private, no-store"
    assert li.get(f"/chat/zhang/photos/{picture.attachment_id}").status_code == 404
    plant.pictures.clear()
    assert li.get(f"/chat/li/photos/{picture.attachment_id}").status_code == 404


@pytest.mark.parametrize("variant", ["sealed", "../clean", ""])
def test_only_the_two_clean_variants_are_served(li: TestClient, plant: ChatHouse, tmp_path: Path, variant: str) -> None:
    (tmp_path / "a.jpg").write_bytes(photograph(1))
    picture = plant.picture(tmp_path / "a.jpg", "li")
    assert li.get(f"/chat/li/photos/{picture.attachment_id}?variant={variant}").status_code == 404


def test_what_is_no_image_is_never_served_as_a_picture(li: TestClient, plant: ChatHouse, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"<html><script>alert(1)</script>")
    picture = plant.picture(tmp_path / "a.jpg", "li")
    assert li.get(f"/chat/li/photos/{picture.attachment_id}").status_code == 404


def test_ones_own_photo_is_shown_small_and_without_the_cameras_notes(
    li: TestClient, plant: ChatHouse, tmp_path: Path
) -> None:
    taken = datetime(2026, 11, 23, 9, tzinfo=UTC)
    post(li, files=[("a.jpg", photograph(1, size=(1600, 1200), taken_at=taken, place=(31.2, 121.5)))])
    [message] = li.get("/chat/li/messages").json()["messages"]
    upload = message["photos"][0]["file"]
    li.post("/chat/zhang/session")
    for variant, edge in (("thumb", 480), ("clean", 1600), ("thumb", 480)):
        answer = li.get(f"/chat/li/files/{upload}?variant={variant}")
        (tmp_path / "seen.jpg").write_bytes(answer.content)
        with Image.open(tmp_path / "seen.jpg") as picture:
            assert (max(picture.size) <= edge, dict(picture.getexif())) == (True, {})
        assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert li.get(f"/chat/zhang/files/{upload}").status_code == 404


def test_a_picture_drawn_for_a_reader_is_shown_to_them_alone_however_often_the_card_changes(
    li: TestClient, plant: ChatHouse, tmp_path: Path
) -> None:
    drawn = Picture("", Path(), "日报图", photograph(1, size=(1080, 700), format="PNG"))
    receipt = plant.tells(says("li", "日报", photos=(drawn,)))
    plant.tells(says("li", "日报，改过", photos=(drawn,)), receipt)
    [message] = li.get("/chat/li/messages").json()["messages"]
    [shown] = message["photos"]
    assert (message["text"], shown["alt"]) == ("日报，改过", "日报图")
    answer = li.get(f"/chat/li/files/{shown['file']}?variant=clean")
    (tmp_path / "seen.jpg").write_bytes(answer.content)
    with Image.open(tmp_path / "seen.jpg") as picture:
        assert picture.size == (1080, 700)
    li.post("/chat/zhang/session")
    assert li.get(f"/chat/zhang/files/{shown['file']}").status_code == 404
    plant.platform.sweep()
    assert li.get(f"/chat/li/files/{shown['file']}").status_code == 200


def test_a_file_made_for_a_reader_is_kept_under_its_name_by_them_alone(
    li: TestClient, plant: ChatHouse, tmp_path: Path
) -> None:
    made = Document("在办隐患 2026-11-23.xlsx", Path(), b"PK as good as a workbook")
    plant.tells(replace(says("li", "做成了表格"), document=made))
    [message] = li.get("/chat/li/messages").json()["messages"]
    [shown] = message["documents"]
    answer = li.get(f"/chat/li/documents/{shown['file']}")
    assert (answer.content, answer.headers["content-type"]) == (made.drawn, "application/octet-stream")
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote(made.name)}"
    li.post("/chat/zhang/session")
    assert li.get(f"/chat/zhang/documents/{shown['file']}").status_code == 404
    assert li.get("/chat/li/documents/..%2Fchat.db").status_code == 404


def test_a_text_named_jpg_goes_to_the_bot_and_is_not_served_back(li: TestClient, plant: ChatHouse) -> None:
    assert post(li, files=[("a.jpg", b"<script>alert(1)</script>")]).status_code == 200
    [photo] = plant.platform.parse(plant.accepted["li:client-1"].body).photos
    assert li.get(f"/chat/li/files/{photo.remote}").status_code == 404
    assert li.get(f"/chat/li/files/{photo.remote}").status_code == 404
    assert li.get("/chat/li/files/..%2Fchat.db").status_code == 404
