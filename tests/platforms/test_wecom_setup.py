"""Setting a WeCom app up: what is wrong is said in one line, the doctor looks at everything, and the menu fits."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.connecting import platforms_of
from bot.console import worded
from bot.platforms.wecom import App, Wecom, contacts_of
from bot.platforms.wecom_doctor import examined
from bot.platforms.wecom_doctor import unusable as why_not
from bot.platforms.wecom_errors import CallRefused
from bot.settings import BadSettings, read_settings
from handlers.menu import EVERYBODY_S, items
from handlers.messages import MenuItem, Shelf
from handlers.platform import NotDelivered, Unusable
from handlers.routing import opened_by
from templates.render import LANGUAGES, label
from tests.platforms.fakes.wecom import FakeWecom, Fault
from tests.platforms.wecom_house import House, app_of, done

ROOT = Path(__file__).parents[2]


def unusable(house: House, app: App | None = None) -> Unusable:
    engine = house.platform.client._tokens._engine
    with pytest.raises(Unusable) as why:
        done(Wecom(app or house.platform.app, engine, now=house.clock, answer_seconds=0.5).check())
    worded(why.value.topic, **why.value.facts)  # there are words for it
    return why.value


def changed(house: House, **parts: str) -> App:
    return App(**{**vars(house.platform.app), **parts})


def test_an_app_that_is_set_up_well_may_start(house: House) -> None:
    done(house.platform.check())


@pytest.mark.parametrize("part", ["secret", "corp_id"])
def test_a_wrong_secret_or_company_is_said_and_not_told(house: House, part: str) -> None:
    why = unusable(house, changed(house, **{part: "wrong"}))
    assert (why.topic, why.passing, why.facts) == ("wecom.wrong_secret", False, {})


def test_a_secret_of_another_app_is_said(house: House) -> None:
    why = unusable(house, changed(house, agent_id="1000003"))
    assert (why.topic, why.passing, why.facts) == ("wecom.wrong_agent", False, {"agent": "1000003"})


def test_an_address_that_wecom_does_not_trust_is_named(house: House) -> None:
    house.fake.fails("agent/get", 60020)
    why = unusable(house)
    assert (why.topic, why.passing, why.facts) == ("wecom.untrusted_ip", True, {"ip": "203.0.113.7", "exempt": ""})


@pytest.mark.parametrize(("exempt", "named"), [("", "qyapi.weixin.qq.com"), ("localhost,qyapi.weixin.qq.com", "")])
def test_a_proxy_that_takes_wecom_along_is_named_with_its_exemption(
    monkeypatch: pytest.MonkeyPatch, exempt: str, named: str
) -> None:
    """As one that was set for Telegram: WeCom then sees the proxy's address."""
    for name, value in {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": exempt}.items():
        monkeypatch.delenv(name.casefold(), raising=False)
        monkeypatch.setenv(name, value)
    why = why_not("https://qyapi.weixin.qq.com", "1000002", CallRefused(60020, "198.51.100.4"))
    assert why.facts == {"ip": "198.51.100.4", "exempt": named}
    assert ("NO_PROXY=qyapi.weixin.qq.com" in worded(why.topic, **why.facts)) == bool(named)


@pytest.mark.parametrize("fault", ["html", "hang", "reset"])
def test_a_wecom_that_is_out_of_reach_may_come_back(house: House, fault: Fault) -> None:
    house.fake.always(fault)
    why = unusable(house)
    assert (why.topic, why.passing) == ("wecom.unreachable", True)


def test_nobody_at_the_address_is_out_of_reach(house: House) -> None:
    why = unusable(house, changed(house, api="http://127.0.0.1:9"))
    assert (why.topic, why.facts["api"]) == ("wecom.unreachable", "http://127.0.0.1:9")


# The doctor


def found(house: House, **parts: str) -> dict[str, bool]:
    """parts: of the app, other than they are."""
    app = house.platform.app
    public = house.fake.callback.removesuffix("/wecom/callback")
    contacts = contacts_of(changed(house, **parts), house.platform.client._tokens._engine, house.clock)
    findings = examined(house.platform.client, contacts, house.platform.crypto, app.api, app.agent_id, public)
    for finding in findings:
        worded(finding.topic, **finding.facts)
    return {finding.topic: finding.good for finding in findings}


def test_the_doctor_finds_nothing_wrong(house: House) -> None:
    assert found(house) == {"wecom.app_works": True, "wecom.clock_right": True, "wecom.callback_works": True}


def test_the_doctor_sees_a_closed_app_a_dead_callback_and_a_wrong_clock(house: House) -> None:
    house.fake.closed = True
    house.fake.callback = "http://127.0.0.1:9/wecom/callback"
    house.platform.client._now = lambda: house.clock.moment + timedelta(seconds=301)
    assert found(house) == {"wecom.app_closed": False, "wecom.clock_wrong": False, "wecom.callback_unreachable": False}


def test_the_doctor_sees_that_somebody_else_answers_at_our_address(house: House) -> None:
    house.fake.callback = f"{house.fake.url}/wecom/callback"
    assert found(house)["wecom.callback_wrong"] is False


def test_the_doctor_tries_the_secret_of_the_contacts_where_it_is_set(house: House) -> None:
    assert found(house, contacts_secret=house.fake.contacts_secret)["wecom.contacts_work"]
    assert found(house, contacts_secret="wrong")["wecom.contacts_refused"] is False  # noqa: S106 - none


def test_the_doctor_tells_what_the_platform_tells(house: House) -> None:
    assert next(finding.topic for finding in done(house.platform.examine())) == "wecom.app_works"


# The menu


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_holds_what_everybody_has_on_every_platform_and_is_understood(house: House, language: str) -> None:
    platform = Wecom(app_of(house.fake), house.platform.client._tokens._engine, language=language, now=house.clock)
    offered = items(EVERYBODY_S, language)
    done(platform.offer(offered, language))
    assert house.fake.menu is not None
    shelves = {entry["name"]: entry["sub_button"] for entry in house.fake.menu["button"]}
    assert list(shelves) == [label(language, "wecom", f"menu.{shelf}") for shelf in Shelf]
    clicks = {b["key"]: b["name"] for behind in shelves.values() for b in behind if b["type"] == "click"}
    assert clicks == {item.word: item.label for item in offered}, "none is left out, and no name is cut"
    assert [word for word in clicks if opened_by(word) is None] == []
    reports = shelves[label(language, "wecom", "menu.report")]
    assert [button["key"] for button in reports] == ["photo", "scan", "report", "anonymous", "foranother"]


def test_there_is_one_menu_for_everybody_in_one_language(house: House) -> None:
    done(house.platform.offer([MenuItem("上报隐患", "上报隐患")], "zh_CN", "zhangsan"))
    done(house.platform.offer([MenuItem("report", "Report")], "en"))
    assert house.fake.menu is None
    done(house.platform.offer([MenuItem("上报隐患", "上报隐患" * 20)], "zh_CN"))
    assert house.fake.menu is not None


def test_a_menu_stands_until_its_operator_makes_another(house: House) -> None:
    assert not house.platform.can.menus


def test_a_menu_that_is_refused_is_told(house: House) -> None:
    house.fake.fails("menu/create", 40056)
    with pytest.raises(NotDelivered):
        done(house.platform.offer([MenuItem("report", "Report")], "zh_CN"))


# The settings


SET = {
    "WECOM_CORP_ID": FakeWecom.corp_id,
    "WECOM_AGENT_ID": FakeWecom.agent_id,
    "WECOM_SECRET": FakeWecom.secret,
    "WECOM_TOKEN": FakeWecom.token,
    "WECOM_AES_KEY": FakeWecom.aes_key,
    "PUBLIC_URL": "https://hazards.example.com/",
}


@pytest.fixture
def in_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def test_settings_become_an_app_and_its_robots(in_empty_folder: pytest.MonkeyPatch, tokens: Engine) -> None:
    for name, value in {**SET, "WECOM_ROBOTS": '{"A01": "key"}'}.items():
        in_empty_folder.setenv(f"HAZARDLINE_{name}", value)
    platforms = platforms_of(read_settings(), tokens)
    assert [platform.bot for platform in platforms] == ["wecom:1000002", "wecom-robots"]


ROBOTS = '{"A01": "key", "A02": {"key": "other"}, "A03": {"key": "third", "language": "zh_CN"}}'


@pytest.mark.parametrize(("company", "spoken"), [({}, "zh_CN"), ({"LANGUAGE": "en"}, "en")])
def test_a_robot_speaks_the_company_s_language_unless_it_has_one(
    in_empty_folder: pytest.MonkeyPatch, company: dict[str, str], spoken: str
) -> None:
    for name, value in {**company, "WECOM_ROBOTS": ROBOTS}.items():
        in_empty_folder.setenv(f"HAZARDLINE_{name}", value)
    settings = read_settings()
    assert settings.robot_languages == {"A01": spoken, "A02": spoken, "A03": "zh_CN"}
    assert [robot.key.get_secret_value() for robot in settings.wecom_robots.values()] == ["key", "other", "third"]


@pytest.mark.parametrize(
    ("robot", "part"),
    [
        ('""', "key"),
        ("{}", "key"),
        ('{"key": "", "language": "de"}', "key"),
        ('{"kee": "SECRET"}', "key"),
        ('{"key": "SECRET", "language": "de"}', "language"),
        ('{"key": "SECRET", "SECRET": "en"}', "other"),
        ("7", "form"),
        ('["SECRET"]', "form"),
    ],
)
def test_of_a_robot_that_is_none_the_area_is_named_and_what_is_wrong(
    in_empty_folder: pytest.MonkeyPatch, robot: str, part: str
) -> None:
    in_empty_folder.setenv("HAZARDLINE_WECOM_ROBOTS", f'{{"A01": "key", "A02": {robot}}}')
    with pytest.raises(BadSettings) as bad:
        read_settings()
    assert bad.value.facts == {"variable": "HAZARDLINE_WECOM_ROBOTS", "area": "A02", "part": part}
    for language in ("zh_CN.UTF-8", "en_GB.UTF-8"):
        in_empty_folder.setenv("LC_ALL", language)
        (line,) = worded(bad.value.topic, **bad.value.facts).splitlines()
        assert "A02" in line
        assert "SECRET" not in line


@pytest.mark.parametrize("missing", SET)
def test_a_part_that_is_missing_is_named(in_empty_folder: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in SET.items():
        if name != missing:
            in_empty_folder.setenv(f"HAZARDLINE_{name}", value)
    with pytest.raises(BadSettings) as bad:
        read_settings()
    assert bad.value.variable == f"HAZARDLINE_{missing}"


def test_without_wecom_its_library_is_not_imported() -> None:
    """Nor with group robots alone."""
    code = """
import sys
import bot.__main__
from bot.connecting import platforms_of
from bot.settings import Settings
from storage.engine import open_engine
platforms_of(Settings(_env_file=None, wecom_robots={"A01": "key"}), open_engine("sqlite:///none.db"))
print(sorted(name for name in sys.modules if name.startswith("wechatpy")))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert ran.stdout.strip() == "[]"
