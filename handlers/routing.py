"""The visible tables: which scripts exist, and which words open them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from handlers import (
    accept_hazard,
    alarm,
    choose_owner,
    danger,
    help,
    more_time,
    my_hazards,
    rectify_hazard,
    report_hazard,
    set_aside,
)
from handlers.dialogue import Script
from handlers.questions import Open


@dataclass(frozen=True)
class Row:
    """A script and its ways. `subject` is what it starts from.

    photos: what its person sends meanwhile is attached to it. keeps: left unfinished, it is kept and can be resumed.
    light: a list or a card, which makes way for whatever else its person writes. private: its person is not to be
    named: what is said in it is sealed while it is open, and erased when it is over.
    """

    run: Callable[[Any], Script]
    subject: Callable[..., Any]
    photos: bool = False
    keeps: bool = False
    light: bool = False
    private: bool = False

    def start(self, dialogue_id: str, args: Mapping[str, Any]) -> Script:
        """The script with its subject; arguments an older version stored and this one does not know are left out."""
        known = {field.name for field in fields(self.subject)}  # type: ignore[arg-type]
        return self.run(self.subject(**{"id": dialogue_id, **{k: v for k, v in args.items() if k in known}}))


SCRIPTS: dict[str, Row] = {
    "report_hazard": Row(report_hazard.report_hazard, report_hazard.Draft, photos=True, keeps=True),
    "report_anonymously": Row(report_hazard.report_anonymously, report_hazard.Draft, photos=True, private=True),
    "take_task": Row(rectify_hazard.take_task, rectify_hazard.Task),
    "work_on_task": Row(rectify_hazard.work_on_task, rectify_hazard.Task, photos=True),
    "submit_task": Row(rectify_hazard.submit_task, rectify_hazard.Task, photos=True),
    "pass_on": Row(rectify_hazard.pass_on, rectify_hazard.Task, photos=True),
    "accept_repair": Row(accept_hazard.accept_repair, accept_hazard.Repair, photos=True),
    "send_back": Row(accept_hazard.send_back, accept_hazard.Repair, photos=True),
    "reopen_case": Row(accept_hazard.reopen_case, accept_hazard.Repair, photos=True),
    "choose_owner": Row(choose_owner.choose_owner, choose_owner.Choosing),
    "verify_case": Row(choose_owner.verify_case, choose_owner.Choosing),
    "my_reports": Row(my_hazards.my_reports, my_hazards.Looking, light=True),
    "to_do": Row(my_hazards.to_do, my_hazards.Looking, light=True),
    "open_cases": Row(my_hazards.open_cases, my_hazards.Looking, light=True),
    "show_case": Row(my_hazards.show_case, my_hazards.Case, light=True),
    "raise_alarm": Row(alarm.raise_alarm, alarm.Alarm, photos=True),
    "tell_alarm": Row(alarm.tell_alarm, alarm.OnSpot, photos=True),
    "respond_alarm": Row(alarm.respond_alarm, alarm.OnSpot),
    "stand_down": Row(alarm.stand_down, alarm.OnSpot),
    "call_false_alarm": Row(alarm.call_false_alarm, alarm.OnSpot),
    "ask_more_time": Row(more_time.ask_more_time, more_time.Deadline),
    "grant_time": Row(more_time.grant_time, more_time.Deadline),
    "refuse_time": Row(more_time.refuse_time, more_time.Deadline),
    "contain_danger": Row(danger.contain_danger, danger.Holding, photos=True),
    "check_measure": Row(danger.check_measure, danger.Holding),
    "miss_measure": Row(danger.miss_measure, danger.Holding),
    "mark_invalid": Row(set_aside.mark_invalid, set_aside.SettingAside),
    "merge_case": Row(set_aside.merge_case, set_aside.SettingAside),
    "reinstate_case": Row(set_aside.reinstate_case, set_aside.SettingAside),
    "show_help": Row(help.show_help, help.Asker, light=True),
    "choose_language": Row(help.choose_language, help.Asker, light=True),
}

# What a person may write instead of tapping; compared without case, spaces around, and a leading slash.
OPENING_WORDS: dict[str, Open] = {
    word: Open(script)
    for script, words in {
        "report_hazard": ("上报", "上报隐患", "报隐患", "我要上报", "report", "report a hazard"),
        "report_anonymously": ("匿名上报", "匿名", "匿名举报", "anonymous", "report anonymously", "anonymous report"),
        "to_do": ("等我办", "我的任务", "待办", "任务", "to do", "todo", "my tasks", "tasks"),
        "my_reports": ("我的上报", "我的隐患", "my reports"),
        "open_cases": ("隐患", "全部隐患", "在办", "cases", "all cases", "open cases"),
        "show_help": ("帮助", "?", "？", "菜单", "怎么用", "help", "menu", "start"),
        "choose_language": ("语言", "切换语言", "language", "english", "中文"),
    }.items()
    for word in words
}
# What says that somebody does not want to be named, wherever it stands in a report, and as the beginning of one.
_ANONYMITY = re.compile(r"(?<!不)(?<!不用)(?<!不要)(?<!不必)(?<!无需)匿名|(?<!not )(?<!non-)\banonym", re.IGNORECASE)
_BEGINNING = re.compile(
    r"^/?(?:(?:匿名|anonymous)(?:上报|举报|报告| report)?|report anonymously)[\s:：,，。;；、-]+", re.IGNORECASE
)
CANCEL_WORDS = frozenset({"取消", "不报了", "算了", "退出", "cancel", "stop"})
BACK_WORDS = frozenset({"返回", "上一步", "back"})
RESUME_WORDS = frozenset({"继续", "接着报", "resume", "continue"})


def as_word(text: str) -> str:
    """A message as it is looked up among the words above."""
    return text.strip().removeprefix("/").casefold()


def asks_for_anonymity(text: str) -> bool:
    """True for a report whose writer does not want to be named; in doubt true, for a name cannot be taken back."""
    return _ANONYMITY.search(text) is not None


def begins_anonymously(text: str) -> bool:
    """True for words that open with the wish: they are a report, whatever else is being talked about."""
    return _BEGINNING.match(text.strip()) is not None


def without_beginning(text: str) -> str:
    """The report behind the words that ask for anonymity."""
    return "" if as_word(text) in OPENING_WORDS else _BEGINNING.sub("", text.strip())
