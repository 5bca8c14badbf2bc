"""The web chat's routes: who may come in, what is taken, what is shown to whom, and how a page hears of news."""

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from starlette.testclient import TestClient

from bot.web import uploads
from bot.web.words import page_words
from tests.chat_house import ChatHouse, open_house, says, served
from tests.photographs import photograph
from workflow.ids import new_id
from workflow.people import Language

HERE = "http://127.0.0.1:8080"
WORDS = page_words(Language.ZH_CN)


@pytest.fixture
def house(tmp_path: Path) -> ChatHouse:
    return open_house(tmp_path)


@pytest.fixture
def browser(house: ChatHouse) -> Iterator[TestClient]:
    with TestClient(house.app(), base_url=HERE, client=("127.0.0.1", 50000)) as client:
        yield client


@pytest.fixture
def li(browser: TestClient) -> TestClient:
    """The browser, being 李强."""
    assert browser.post("/chat/li/session").status_code == 200
    return browser


def say(client: TestClient, client_id: str = "client-1", files: Any = None, code: str = "li", **fields: str) -> Any:
    """Post a message as a page does: always multipart."""
    parts = [(name, (None, value)) for name, value in {"client_id": client_id, **fields}.items()]
    return client.post(f"/chat/{code}/messages", files=parts + [("photo", file) for file in files or []])


def texts(client: TestClient, code: str = "li", **where: int) -> list[str]:
    return [m["text"] for m in client.get(f"/chat/{code}/messages", params=where).json()["messages"]]


def tell(house: ChatHouse, *args: Any, **rest: Any) -> int:
    """The bot says something; its seq."""
    return int(house.tells(says(*args, **rest)).message_id)


# --- the guards ---


@pytest.mark.parametrize(
    "header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Anything", "Via", "X-Real-IP"]
)
def test_a_forwarded_request_is_refused_with_one_sentence(browser: TestClient, header: str) -> None:
    answer = browser.get("/", headers={header: "1"})
    assert (answer.status_code, answer.json()) == (403, {"error": WORDS["refused.forwarded"]})


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8080", "10.0.0.7", "", "localhost.", "[::2]"])
def test_a_foreign_host_name_is_refused(browser: TestClient, host: str) -> None:
    assert browser.get("/", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9", "[::1]:8080", "LOCALHOST"])
def test_the_names_of_this_machine_are_let_in(browser: TestClient, host: str) -> None:
    assert browser.get("/healthz", headers={"Host": host}).text == "ok"


def test_a_client_on_another_machine_is_refused(house: ChatHouse) -> None:
    client = TestClient(house.app(), base_url=HERE, client=("10.0.0.7", 50000))
    assert client.get("/healthz").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": HERE},
    ],
)
def test_another_sites_page_cannot_post(browser: TestClient, headers: dict[str, str]) -> None:
    answer = browser.post("/chat/li/session", headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (403, WORDS["refused.other_site"])
    assert "set-cookie" not in answer.headers


def test_our_own_page_and_a_script_on_this_machine_can_post(browser: TestClient) -> None:
    ours = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
    assert browser.post("/chat/li/session", headers=ours).status_code == 200
    assert browser.post("/chat/li/session").status_code == 200


def test_every_answer_shuts_the_browsers_doors(browser: TestClient) -> None:
    for path in ("/", "/people", "/static/chat.js", "/nothing", "/chat/li/messages"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_a_fault_of_ours_is_one_sentence_behind_the_same_doors(house: ChatHouse) -> None:
    client = TestClient(house.app(), HERE, raise_server_exceptions=False, client=("127.0.0.1", 50000))
    house.engine.dispose()
    Path(str(house.engine.url.database)).unlink()
    answer = client.get("/people")
    assert (answer.status_code, answer.json()["error"]) == (500, WORDS["refused.our_fault"])
    assert "default-src 'none'" in answer.headers["content-security-policy"]


# --- the page ---


def test_the_page_holds_no_inline_script_nor_style(browser: TestClient) -> None:
    html = browser.get("/").text
    scripts = re.findall(r"<script\b([^>]*)>", html)
    assert [s for s in scripts if "src=" not in s] == [' type="application/json" id="facts"']
    assert "<style" not in html
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)


def test_the_page_speaks_the_browsers_language_until_another_is_chosen(browser: TestClient) -> None:
    assert 'lang="zh-CN"' in browser.get("/").text
    assert 'lang="en"' in browser.get("/", headers={"Accept-Language": "en-GB,zh;q=0.5"}).text
    browser.cookies.set("hazardline_language", "zh_CN")
    assert 'lang="zh-CN"' in browser.get("/", headers={"Accept-Language": "en"}).text


def test_a_name_of_the_company_cannot_end_the_facts(browser: TestClient, house: ChatHouse) -> None:
    with house.engine.connect().execution_options(immediate=True) as connection, connection.begin():
        connection.exec_driver_sql("UPDATE company SET name = '</script><b>'")
    html = browser.get("/").text
    assert "</script><b>" not in html
    facts = re.search(r'id="facts">(.*?)</script>', html, re.DOTALL)
    assert facts
    assert json.loads(facts[1])["company"]["zh_CN"] == "</script><b>"


def test_both_languages_have_the_same_words_with_the_same_blanks() -> None:
    blanks = [
        {name: sorted(re.findall(r"\{\w+\}", word)) for name, word in page_words(language).items()}
        for language in Language
    ]
    assert blanks[0] == blanks[1]


def test_every_word_the_scripts_ask_for_is_there(browser: TestClient) -> None:
    folder = Path(uploads.__file__).parent / "static"
    source = "".join(path.read_text() for path in folder.glob("*.js"))
    asked = set(re.findall(r'"((?:page|list|chat|composer|bubble|picture)\.[a-z_]+)"', source))
    assert asked
    assert asked <= set(WORDS)


def test_the_list_tells_name_role_and_department_in_both_languages(browser: TestClient) -> None:
    everybody = {person["code"]: person for person in browser.get("/people").json()["people"]}
    assert set(everybody) == {"li", "wang", "zhang", "zhao", "sun", "zhou"}
    zhang = everybody["zhang"]
    assert zhang["name"] == {"zh_CN": "张伟", "en": "Zhang Wei"}
    assert zhang["roles"]["zh_CN"] == ["整改责任人"]
    assert zhang["department"] == {"zh_CN": "设备部", "en": "Equipment"}
    assert (zhang["unread"], zhang["latest"]) == (0, None)


def test_the_list_tells_what_is_unread_and_what_was_said_last(browser: TestClient, house: ChatHouse) -> None:
    tell(house, "li", "第一条")
    tell(house, "li", "YH-20261123-0007 已提交\n张伟整改")
    [person] = [each for each in browser.get("/people").json()["people"] if each["code"] == "li"]
    assert (person["unread"], person["latest"]["text"]) == (2, "YH-20261123-0007 已提交")


def test_who_has_left_is_not_in_the_list(browser: TestClient, house: ChatHouse) -> None:
    with house.engine.connect().execution_options(immediate=True) as connection, connection.begin():
        connection.exec_driver_sql("UPDATE people SET left_on = '2020-01-01' WHERE code = 'sun'")
    assert "sun" not in {person["code"] for person in browser.get("/people").json()["people"]}


# --- sessions ---


def test_a_session_is_for_one_chat_and_out_of_reach_of_scripts(browser: TestClient) -> None:
    cookie = browser.post("/chat/li/session").headers["set-cookie"]
    assert "Path=/chat/li/;" in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


def test_several_people_are_side_by_side_in_one_browser(li: TestClient) -> None:
    li.post("/chat/zhang/session")
    say(li, code="li", text="我是李强")
    say(li, code="zhang", text="我是张伟")
    assert (texts(li, "li"), texts(li, "zhang")) == (["我是李强"], ["我是张伟"])


def test_without_a_session_nothing_is_told_or_taken(browser: TestClient, house: ChatHouse) -> None:
    for path in ("messages", "events", f"photos/{new_id()}", f"files/{new_id()}"):
        answer = browser.get(f"/chat/li/{path}")
        assert (answer.status_code, answer.json()["error"]) == (401, WORDS["refused.no_session"])
    assert say(browser, text="喂").status_code == 401
    assert house.accepted == {}


def test_the_session_of_one_person_does_not_open_anothers_chat(li: TestClient) -> None:
    [value] = [cookie.value for cookie in li.cookies.jar]
    assert li.get("/chat/zhang/messages", headers={"Cookie": f"hazardline_chat={value}"}).status_code == 401


@pytest.mark.parametrize("forged", ["", "x", "99999999999.", "99999999999.00ff", f"{'9' * 5000}.ab", "²²²²²²²²²²².x"])
def test_a_forged_session_is_none(browser: TestClient, forged: str) -> None:
    headers = {"Cookie": f"hazardline_chat={forged}".encode()}
    assert browser.get("/chat/li/messages", headers=headers).status_code == 401


def test_a_session_runs_out(li: TestClient, house: ChatHouse) -> None:
    house.platform.now = lambda: datetime.now(UTC) + timedelta(hours=13)
    assert li.get("/chat/li/messages").status_code == 401


def test_one_cannot_be_nobody(browser: TestClient) -> None:
    answer = browser.post("/chat/nobody/session")
    assert (answer.status_code, answer.json()["error"]) == (404, WORDS["refused.nobody"])


# --- saying something ---


def test_a_message_is_stored_and_shown_before_it_is_acknowledged(li: TestClient, house: ChatHouse) -> None:
    answer = say(li, text="三号门口一大滩油")
    assert (answer.status_code, answer.json()) == (200, {"client_id": "client-1", "new": True})
    envelope = house.accepted["li:client-1"]
    assert (envelope.bot, envelope.sender) == ("webchat", "li")
    assert house.platform.parse(envelope.body).text == "三号门口一大滩油"
    assert texts(li) == ["三号门口一大滩油"]


def test_the_same_message_again_is_fine_and_changes_nothing(li: TestClient, house: ChatHouse) -> None:
    photo = ("a.jpg", photograph(1))
    assert say(li, text="一次", files=[photo]).json()["new"] is True
    answer = say(li, text="一次", files=[photo])
    assert (answer.status_code, answer.json()["new"]) == (200, False)
    assert (texts(li), len(house.accepted), len(list(house.platform.files.iterdir()))) == (["一次"], 1, 1)


def test_a_tap_is_shown_in_the_words_of_the_button(li: TestClient, house: ChatHouse) -> None:
    tell(house, "li", "机器停了吗？", "已停机", "停不了")
    assert say(li, choice="li/停不了").status_code == 200
    question, answer = li.get("/chat/li/messages").json()["messages"]
    assert (question["chosen"], answer["label"]) == ("li/停不了", "停不了")
    assert house.platform.parse(house.accepted["li:client-1"].body).choice == "li/停不了"


def test_photos_of_an_album_come_one_by_one_and_know_their_album(li: TestClient, house: ChatHouse) -> None:
    for number in (1, 2):
        say(li, f"client-{number}", files=[("a.jpg", photograph(number))], album_id="album-01", album_size="2")
    albums = [house.platform.parse(envelope.body).album for envelope in house.accepted.values()]
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
    answer = say(li, **fields)
    assert (answer.status_code, answer.json()["error"]) == (400, WORDS["refused.not_a_message"])


def test_an_empty_message_is_answered_with_what_is_missing(li: TestClient, house: ChatHouse) -> None:
    assert say(li, text=" \n ").json()["error"] == WORDS["refused.empty"]
    assert house.accepted == {}


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
    li: TestClient, house: ChatHouse, kind: str, body: bytes
) -> None:
    answer = li.post("/chat/li/messages", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]) == (400, WORDS["refused.not_a_message"])
    assert list(house.platform.files.iterdir()) == []


def test_a_file_cut_off_in_the_middle_leaves_nothing(li: TestClient, house: ChatHouse) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert li.post("/chat/li/messages", content=head + b"\xff" * 100_000, headers=kind).status_code == 400
    assert list(house.platform.files.iterdir()) == []


def test_a_file_over_the_limit_is_noted_so_that_the_bot_can_answer(li: TestClient, house: ChatHouse) -> None:
    size = uploads.FILE_BYTES + 1
    assert say(li, text="看", files=[("big.jpg", bytes(size)), ("a.jpg", photograph(1))]).status_code == 200
    big, small = house.platform.parse(house.accepted["li:client-1"].body).photos
    assert (big.problem, big.size, small.problem) == ("too_large", size, None)
    assert [path.name for path in house.platform.files.iterdir()] == [small.remote]


def test_a_file_at_the_limit_is_kept_byte_for_byte(li: TestClient, house: ChatHouse) -> None:
    content = bytes(range(256)) * (uploads.FILE_BYTES // 256)
    say(li, files=[("a.bin", content)])
    [photo] = house.platform.parse(house.accepted["li:client-1"].body).photos
    assert (photo.problem, house.platform.file(photo.remote).read_bytes() == content) == (None, True)


@pytest.mark.parametrize(
    ("limit", "word", "parts"),
    [
        ("FIELD_BYTES", "text_too_long", {"text": "x" * 2000}),
        ("BODY_BYTES", "too_much", {"text": "x" * 2000}),
        ("FILES", "too_many_files", {"files": [("a.jpg", b"1")] * 10}),
    ],
)
def test_too_much_is_refused_in_a_sentence_and_leaves_nothing(
    li: TestClient, house: ChatHouse, monkeypatch: pytest.MonkeyPatch, limit: str, word: str, parts: Any
) -> None:
    monkeypatch.setattr(uploads, limit, 9 if limit == "FILES" else 1000)
    monkeypatch.setattr(uploads, "FIELDS", 0 if limit == "FILES" else 8)
    answer = say(li, **parts)
    assert (answer.status_code, answer.json()["error"]) == (413, WORDS[f"refused.{word}"])
    assert list(house.platform.files.iterdir()) == []
    assert house.accepted == {}


def test_file_names_are_only_names(li: TestClient, house: ChatHouse) -> None:
    say(li, files=[("../../etc/油 <b>.jpg", photograph(1))])
    [message] = li.get("/chat/li/messages").json()["messages"]
    assert message["photos"][0]["name"].endswith("油 <b>.jpg")
    assert [path.parent for path in house.platform.files.rglob("*")] == [house.platform.files]


# --- looking ---


def test_messages_come_newest_first_in_pages_and_then_by_change(li: TestClient, house: ChatHouse) -> None:
    first = tell(house, "li", "一")
    change = li.get("/chat/li/messages").json()["change"]
    second = tell(house, "li", "二")
    assert texts(li, since=change) == ["二"]
    assert texts(li, before=second) == ["一"]
    assert texts(li, before=first) == []


@pytest.mark.parametrize("asked", ["since=x", "since=-1", "before=1e9", "since=99999999999999999999"])
def test_a_place_that_is_no_number_is_refused(li: TestClient, asked: str) -> None:
    assert li.get(f"/chat/li/messages?{asked}").status_code == 400


def test_reading_is_told_and_remembered(li: TestClient, house: ChatHouse) -> None:
    seqs = [tell(house, "li", text) for text in ("一", "二")]
    assert li.post("/chat/li/read", files=[("upto", (None, str(seqs[0])))]).status_code == 204
    assert [message["read"] for message in li.get("/chat/li/messages").json()["messages"]] == [True, False]
    assert li.post("/chat/li/read", files=[("upto", (None, "all"))]).status_code == 400


def test_a_picture_is_opened_by_whoever_may_and_by_nobody_else(
    li: TestClient, house: ChatHouse, tmp_path: Path
) -> None:
    path = tmp_path / "clean.jpg"
    path.write_bytes(photograph(1))
    picture = house.picture(path, "li")
    li.post("/chat/zhang/session")
    answer = li.get(f"/chat/li/photos/{picture.attachment_id}?variant=clean")
    assert (answer.content, answer.headers["content-type"]) == (path.read_bytes(), "image/jpeg")
    assert answer.headers["cache-control"] == "private, no-store"
    assert li.get(f"/chat/zhang/photos/{picture.attachment_id}").status_code == 404
    house.shown.clear()
    assert li.get(f"/chat/li/photos/{picture.attachment_id}").status_code == 404


@pytest.mark.parametrize("variant", ["sealed", "../clean", ""])
def test_only_the_two_clean_variants_are_served(li: TestClient, house: ChatHouse, tmp_path: Path, variant: str) -> None:
    (tmp_path / "a.jpg").write_bytes(photograph(1))
    picture = house.picture(tmp_path / "a.jpg", "li")
    assert li.get(f"/chat/li/photos/{picture.attachment_id}?variant={variant}").status_code == 404


def test_what_is_no_image_is_never_served_as_a_picture(li: TestClient, house: ChatHouse, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"<html><script>alert(1)</script>")
    picture = house.picture(tmp_path / "a.jpg", "li")
    assert li.get(f"/chat/li/photos/{picture.attachment_id}").status_code == 404


def test_ones_own_photo_is_shown_small_and_without_the_cameras_notes(
    li: TestClient, house: ChatHouse, tmp_path: Path
) -> None:
    taken = datetime(2026, 11, 23, 9, tzinfo=UTC)
    say(li, files=[("a.jpg", photograph(1, size=(1600, 1200), taken_at=taken, place=(31.2, 121.5)))])
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


def test_a_text_named_jpg_goes_to_the_bot_and_is_not_served_back(li: TestClient, house: ChatHouse) -> None:
    assert say(li, files=[("a.jpg", b"<script>alert(1)</script>")]).status_code == 200
    [photo] = house.platform.parse(house.accepted["li:client-1"].body).photos
    assert li.get(f"/chat/li/files/{photo.remote}").status_code == 404
    assert li.get(f"/chat/li/files/{photo.remote}").status_code == 404
    assert li.get("/chat/li/files/..%2Fchat.db").status_code == 404


# --- live, over a real socket ---


class Listener:
    """A page that listens: the events it has heard, as they come."""

    def __init__(self, client: httpx.Client, path: str) -> None:
        self.heard: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._listen, args=(client, path), daemon=True)
        self._thread.start()

    def _listen(self, client: httpx.Client, path: str) -> None:
        try:
            with client.stream("GET", path) as stream:
                assert stream.headers["content-type"].startswith("text/event-stream")
                for line in stream.iter_lines():
                    self._hear(line)
        except httpx.HTTPError:
            return  # the server has gone

    def _hear(self, line: str) -> None:
        if line.startswith("data: "):
            with self._news:
                self.heard.append(json.loads(line.removeprefix("data: ")))
                self._news.notify_all()

    def hears(self, code: str, text: str) -> bool:
        def heard() -> bool:
            return any(each["code"] == code and each["latest"]["text"] == text for each in self.heard)

        with self._news:
            return self._news.wait_for(heard, timeout=20)


def test_a_page_hears_of_news_from_this_process_and_from_another(house: ChatHouse, tmp_path: Path) -> None:
    another = type(house.platform)(house.engine, tmp_path / "uploads")  # as in another process: it cannot ring here
    tell(house, "li", "先前的")
    with served(house) as address, httpx.Client(base_url=address, timeout=30) as client:
        page = Listener(client, "/events")
        assert page.hears("li", "先前的")
        tell(house, "zhang", "新任务")
        assert page.hears("zhang", "新任务")
        asyncio.run(another.send(says("li", "从别处来")))
        assert page.hears("li", "从别处来")


def test_a_persons_own_stream_tells_of_that_chat_alone(house: ChatHouse) -> None:
    with served(house) as address, httpx.Client(base_url=address, timeout=30) as client:
        client.post("/chat/li/session")
        page = Listener(client, "/chat/li/events")
        tell(house, "zhang", "不是给他的")
        tell(house, "li", "给他的")
        assert page.hears("li", "给他的")
        assert {event["code"] for event in page.heard} == {"li"}


def test_a_whole_exchange_over_a_real_socket(house: ChatHouse) -> None:
    with served(house) as address, httpx.Client(base_url=address, timeout=30) as client:
        client.post("/chat/li/session", headers={"Origin": address})
        parts: Any = [("client_id", (None, "client-1")), ("text", (None, "看")), ("photo", ("油.jpg", photograph(1)))]
        assert client.post("/chat/li/messages", files=parts).status_code == 200
        [message] = client.get("/chat/li/messages").json()["messages"]
        assert message["photos"][0]["name"] == "油.jpg"
        assert client.get(f"/chat/li/files/{message['photos'][0]['file']}").headers["content-type"] == "image/jpeg"
