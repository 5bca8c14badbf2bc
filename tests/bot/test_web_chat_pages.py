"""The web chat's routes: who may come in, as whom, and what the page tells."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from bot.web import uploads
from bot.web.words import page_words
from storage.tables import people
from tests.bot.conftest import HERE, post, texts
from tests.chat_house import ChatHouse, says
from workflow.ids import new_id
from workflow.people import Language

WORDS = page_words(Language.ZH_CN)


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


def test_a_client_on_another_machine_is_refused(plant: ChatHouse) -> None:
    client = TestClient(plant.app(), base_url=HERE, client=("10.0.0.7", 50000))
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


def test_a_fault_of_ours_is_one_sentence_behind_the_same_doors(plant: ChatHouse) -> None:
    client = TestClient(plant.app(), HERE, raise_server_exceptions=False, client=("127.0.0.1", 50000))
    plant.engine.dispose()
    Path(str(plant.engine.url.database)).unlink()
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


def test_a_name_of_the_company_cannot_end_the_facts(browser: TestClient, plant: ChatHouse) -> None:
    with plant.engine.connect().execution_options(immediate=True) as connection, connection.begin():
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


def test_the_list_tells_what_is_unread_and_what_was_said_last(browser: TestClient, plant: ChatHouse) -> None:
    plant.tells(says("li", "第一条"))
    plant.tells(says("li", "YH-20261123-0007 已提交\n张伟整改"))
    [person] = [each for each in browser.get("/people").json()["people"] if each["code"] == "li"]
    assert (person["unread"], person["latest"]["text"]) == (2, "YH-20261123-0007 已提交")


def test_who_has_left_is_not_in_the_list(browser: TestClient, plant: ChatHouse) -> None:
    with plant.engine.connect().execution_options(immediate=True) as connection, connection.begin():
        connection.execute(update(people).where(people.c.code == "sun").values(left_on=date(2020, 1, 1)))
    assert "sun" not in {person["code"] for person in browser.get("/people").json()["people"]}


# --- sessions ---


def test_a_session_is_for_one_chat_and_out_of_reach_of_scripts(browser: TestClient) -> None:
    cookie = browser.post("/chat/li/session").headers["set-cookie"]
    assert "Path=/chat/li/;" in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


def test_several_people_are_side_by_side_in_one_browser(li: TestClient) -> None:
    li.post("/chat/zhang/session")
    post(li, code="li", text="我是李强")
    post(li, code="zhang", text="我是张伟")
    assert (texts(li, "li"), texts(li, "zhang")) == (["我是李强"], ["我是张伟"])


def test_without_a_session_nothing_is_told_or_taken(browser: TestClient, plant: ChatHouse) -> None:
    for path in ("messages", "events", f"photos/{new_id()}", f"files/{new_id()}"):
        answer = browser.get(f"/chat/li/{path}")
        assert (answer.status_code, answer.json()["error"]) == (401, WORDS["refused.no_session"])
    assert post(browser, text="喂").status_code == 401
    assert plant.accepted == {}


def test_the_session_of_one_person_does_not_open_anothers_chat(li: TestClient) -> None:
    [value] = [cookie.value for cookie in li.cookies.jar]
    assert li.get("/chat/zhang/messages", headers={"Cookie": f"hazardline_chat={value}"}).status_code == 401


@pytest.mark.parametrize("forged", ["", "x", "99999999999.", "99999999999.00ff", f"{'9' * 5000}.ab", "²²²²²²²²²²².x"])
def test_a_forged_session_is_none(browser: TestClient, forged: str) -> None:
    headers = {b"Cookie": f"hazardline_chat={forged}".encode()}
    assert browser.get("/chat/li/messages", headers=headers).status_code == 401


def test_a_session_runs_out(li: TestClient, plant: ChatHouse) -> None:
    plant.platform.now = lambda: datetime.now(UTC) + timedelta(hours=13)
    assert li.get("/chat/li/messages").status_code == 401


def test_one_cannot_be_nobody(browser: TestClient) -> None:
    answer = browser.post("/chat/nobody/session")
    assert (answer.status_code, answer.json()["error"]) == (404, WORDS["refused.nobody"])
