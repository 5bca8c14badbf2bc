"""The visible tables: which scripts exist, and which words open them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from handlers import (
    accept_hazard,
    add_pictures,
    alarm,
    assistance,
    charts,
    choose_owner,
    danger,
    deputy,
    digest_hour,
    digest_shown,
    enrol,
    equipment_code,
    figures,
    hand_over,
    help,
    major,
    money,
    more_time,
    my_hazards,
    outside,
    papers,
    plan,
    recheck,
    rectify_hazard,
    report_finding,
    report_hazard,
    search,
    seen,
    set_aside,
    snooze,
    split_album,
    survey,
    to_do_choice,
    unseal,
    web,
)
from handlers.admin import (
    broadcast,
    bulk,
    cases,
    effect,
    elsewhere,
    evidence,
    examples,
    feedback,
    grounds,
    hours,
    ladder,
    library,
    matrix,
    new_law,
    orders,
    paper_signing,
    people,
    quality,
    site_plan,
    status,
    surveys,
)
from handlers.admin import menu as admin_menu
from handlers.admin import papers as admin_papers
from handlers.admin import search as admin_search
from handlers.dialogue import Script
from handlers.legible import NUMBER
from handlers.questions import Open
from nlp.anonymity import without_wish
from nlp.bare_name import is_bare_name
from workflow.permissions import Action


@dataclass(frozen=True)
class Row:
    """A script and its ways. `subject` is what it starts from.

    needs: the right without which it does not begin; what it finds and orders passes the rights of that. Of a case, how
    far the right reaches is asked there. denied: what is said to whoever has it nowhere.
    photos: what its person sends meanwhile is attached to it. apart: and is not mixed with what they send for the case.
    keeps: left unfinished, it is kept and can be resumed.
    light: a list or a card, which makes way for whatever else its person writes.
    ousts: a script that has nothing to ask about the same case any more.
    notes: what is sent in it is not lost when it is left standing.
    private: its person is not to be named: what is said in it is sealed while it is open, and erased when it is over.
    again: what it says in place of its greeting where its question is only repeated.
    """

    needs: Action
    run: Callable[[Any], Script]
    subject: Callable[..., Any]
    photos: bool = False
    apart: bool = False
    keeps: bool = False
    light: bool = False
    ousts: str = ""
    notes: bool = False
    private: bool = False
    again: str = ""
    denied: str = "refused.not_yours"

    def start(self, dialogue_id: str, args: Mapping[str, Any]) -> Script:
        """The script with its subject; arguments an older version stored and this one does not know are left out."""
        known = {field.name for field in fields(self.subject)}  # type: ignore[arg-type]
        return self.run(self.subject(**{"id": dialogue_id, **{k: v for k, v in args.items() if k in known}}))


_of_figures = partial(Row, Action.EXPORT, subject=figures.Looking, light=True, denied="figures.not_yours")
_of_digest = partial(Row, Action.DIGEST, subject=digest_shown.Reader, light=True, denied="digest.not_yours")
_of_evidence = partial(Row, Action.EVALUATE, subject=evidence.About, light=True, denied="evidence.not_yours")
SCRIPTS: dict[str, Row] = {
    "report_hazard": Row(Action.REPORT, report_hazard.report_hazard, report_hazard.Draft, photos=True, keeps=True),
    "split_album": Row(Action.REPORT, split_album.split_album, split_album.Album, photos=True, keeps=True),
    "add_pictures": Row(Action.AMEND, add_pictures.add_pictures, add_pictures.Adding, photos=True),
    "report_finding": Row(
        Action.REPORT_FINDING,
        report_finding.report_finding,
        report_finding.Finding,
        photos=True,
        keeps=True,
        denied="finding.officers",
    ),
    "orders": Row(Action.REPORT_FINDING, orders.orders, orders.Looking, light=True, denied="finding.officers"),
    "show_order": Row(Action.REPORT_FINDING, orders.show_order, orders.Ordered, light=True, denied="finding.officers"),
    "record_recheck": Row(
        Action.REPORT_FINDING,
        orders.record_recheck,
        orders.Ordered,
        photos=True,
        denied="finding.officers",
    ),
    "strike_recheck": Row(Action.REPORT_FINDING, orders.strike_recheck, orders.Ordered, denied="finding.officers"),
    "report_anonymously": Row(
        Action.REPORT, report_hazard.report_anonymously, report_hazard.Draft, photos=True, private=True
    ),
    "take_task": Row(Action.WORK, rectify_hazard.take_task, rectify_hazard.Task),
    "work_on_task": Row(Action.WORK, rectify_hazard.work_on_task, rectify_hazard.Task, photos=True, notes=True),
    "submit_task": Row(Action.WORK, rectify_hazard.submit_task, rectify_hazard.Task, photos=True),
    "pass_on": Row(Action.WORK, rectify_hazard.pass_on, rectify_hazard.Task, photos=True),
    "accept_repair": Row(Action.ACCEPT, accept_hazard.accept_repair, accept_hazard.Repair, photos=True),
    "send_back": Row(Action.ACCEPT, accept_hazard.send_back, accept_hazard.Repair, photos=True),
    "reopen_case": Row(Action.REOPEN, accept_hazard.reopen_case, accept_hazard.Repair, photos=True),
    "choose_owner": Row(Action.ASSIGN, choose_owner.choose_owner, choose_owner.Choosing),
    "fill_gap": Row(Action.FILL_GAP, choose_owner.fill_gap, choose_owner.Choosing),
    "verify_case": Row(Action.VERIFY, choose_owner.verify_case, choose_owner.Choosing),
    "my_reports": Row(Action.SEE, my_hazards.my_reports, my_hazards.Looking, light=True),
    "to_do": Row(Action.SEE, my_hazards.to_do, my_hazards.Looking, light=True),
    "open_cases": Row(Action.SEE, my_hazards.open_cases, my_hazards.Looking, light=True),
    "overdue_cases": Row(Action.DIGEST, my_hazards.overdue_cases, my_hazards.Looking, light=True),
    "due_today": Row(Action.DIGEST, my_hazards.due_today, my_hazards.Looking, light=True),
    "major_cases": Row(Action.DIGEST, my_hazards.major_cases, my_hazards.Looking, light=True),
    "long_term_cases": Row(Action.SEE, my_hazards.long_term_cases, my_hazards.Looking, light=True),
    "gathered_list": Row(Action.TALK, my_hazards.gathered_list, my_hazards.Looking, light=True),
    "search": Row(Action.SEE, search.search, search.Looking, light=True),
    "show_case": Row(Action.SEE, my_hazards.show_case, my_hazards.Case, light=True),
    "show_photos": Row(Action.SEE, my_hazards.show_photos, my_hazards.Case, light=True),
    "show_history": Row(Action.SEE, my_hazards.show_history, my_hazards.Case, light=True),
    "raise_alarm": Row(Action.REPORT, alarm.raise_alarm, alarm.Alarm, photos=True),
    "tell_alarm": Row(Action.TELL, alarm.tell_alarm, alarm.OnSpot, photos=True, again="alarm.lasts"),
    "respond_alarm": Row(Action.RESPOND, alarm.respond_alarm, alarm.OnSpot),
    "stand_down": Row(Action.RESPOND, alarm.stand_down, alarm.OnSpot),
    "call_false_alarm": Row(Action.TELL, alarm.call_false_alarm, alarm.OnSpot),
    "ask_more_time": Row(Action.WORK, more_time.ask_more_time, more_time.Deadline),
    "snooze_reminder": Row(Action.SNOOZE, snooze.snooze_reminder, snooze.Reminder),
    "grant_time": Row(Action.GRANT, more_time.grant_time, more_time.Deadline),
    "refuse_time": Row(Action.GRANT, more_time.refuse_time, more_time.Deadline),
    "ask_money": Row(Action.WORK, money.ask_money, money.Purse),
    "approve_money": Row(Action.APPROVE, money.approve_money, money.Purse),
    "refuse_money": Row(Action.APPROVE, money.refuse_money, money.Purse),
    "spend_money": Row(Action.WORK, money.spend_money, money.Purse, photos=True, apart=True),
    "ask_help": Row(Action.WORK, assistance.ask_help, assistance.Helping),
    "take_help": Row(Action.HELP, assistance.take_help, assistance.Helping),
    "finish_help": Row(Action.FINISH_HELP, assistance.finish_help, assistance.Helping, photos=True),
    "decline_help": Row(Action.DECLINE_HELP, assistance.decline_help, assistance.Helping),
    "withdraw_help": Row(Action.WORK, assistance.withdraw_help, assistance.Helping),
    "move_outside": Row(Action.OUTSIDE, outside.move_outside, outside.OutsideCase, photos=True),
    "send_letter": Row(Action.OUTSIDE, outside.send_letter, outside.OutsideCase, photos=True),
    "note_answer": Row(Action.OUTSIDE, outside.note_answer, outside.OutsideCase, photos=True),
    "report_to_authority": Row(Action.OUTSIDE, outside.report_to_authority, outside.OutsideCase, photos=True),
    "bring_back": Row(Action.OUTSIDE, outside.bring_back, outside.OutsideCase),
    "name_deputy": Row(Action.TALK, deputy.name_deputy, deputy.Away),
    "come_back": Row(Action.TALK, deputy.come_back, deputy.Away),
    "refuse_deputyship": Row(Action.TALK, deputy.refuse_deputyship, deputy.Asked),
    "mark_seen": Row(Action.SEE, seen.mark_seen, seen.Card),
    "contain_danger": Row(Action.CONTAIN, danger.contain_danger, danger.Holding, photos=True),
    "check_measure": Row(Action.CONTAIN, danger.check_measure, danger.Holding),
    "miss_measure": Row(Action.CONTAIN, danger.miss_measure, danger.Holding),
    "make_long_term": Row(Action.LONG_TERM, plan.make_long_term, plan.Planning),
    "fill_plan": Row(Action.PLAN, plan.fill_plan, plan.Planning, photos=True, ousts="work_on_task"),
    "show_plan": Row(Action.SEE, plan.show_plan, plan.Planning, light=True),
    "approve_plan": Row(Action.APPROVE_PLAN, plan.approve_plan, plan.Judging),
    "return_plan": Row(Action.APPROVE_PLAN, plan.return_plan, plan.Judging),
    "take_back_plan": Row(Action.PLAN, plan.take_back_plan, plan.Planning),
    "finish_stage": Row(Action.WORK, plan.finish_stage, plan.Planning, photos=True),
    "move_stage": Row(Action.GRANT_AGAIN, plan.move_stage, plan.Planning),
    "set_measure_end": Row(Action.SET_MEASURE, danger.set_measure_end, danger.Holding),
    "set_rhythm": Row(Action.SET_MEASURE, danger.set_rhythm, danger.Holding),
    "mark_invalid": Row(Action.SET_ASIDE, set_aside.mark_invalid, set_aside.SettingAside),
    "confirm_major": Row(Action.JUDGE_MAJOR, major.confirm_major, major.Grading),
    "lower_major": Row(Action.JUDGE_MAJOR, major.lower_major, major.Grading),
    "regrade_case": Row(Action.REGRADE, major.regrade_case, major.Grading),
    "major_report": Row(Action.RECORD, major.major_report, major.Grading),
    "record_paper": Row(Action.RECORD, papers.record_paper, papers.Filing, photos=True),
    "strike_paper": Row(Action.JUDGE_MAJOR, papers.strike_paper, papers.Filing),
    "merge_case": Row(Action.SET_ASIDE, set_aside.merge_case, set_aside.SettingAside),
    "reinstate_case": Row(Action.SET_ASIDE, set_aside.reinstate_case, set_aside.SettingAside),
    "score_reports": Row(Action.SCORE, quality.score_reports, quality.Scoring, light=True),
    "undo_score": Row(Action.SCORE, quality.undo_score, quality.Scoring, light=True),
    "broadcast": Row(Action.BROADCAST, broadcast.broadcast, broadcast.Telling),
    "ask_elsewhere": Row(Action.SEE, elsewhere.ask_elsewhere, elsewhere.Lesson),
    "answer_elsewhere": Row(Action.TALK, elsewhere.answer_elsewhere, elsewhere.Asked),
    "elsewhere_rounds": Row(Action.SEE, elsewhere.elsewhere_rounds, elsewhere.Reading, light=True),
    "accidents": _of_evidence(run=evidence.accidents, subject=evidence.Looking),
    "remarks": _of_evidence(run=evidence.remarks, subject=evidence.Looking),
    "evidence_card": _of_evidence(run=evidence.evidence_card),
    "effect": _of_evidence(run=effect.effect, subject=effect.Evaluating),
    "effect_quarter": _of_evidence(run=effect.effect_quarter, subject=effect.Evaluating),
    "choose_example": Row(Action.BROADCAST, examples.choose_example, examples.Sharing),
    "withdraw_example": Row(Action.BROADCAST, examples.withdraw_example, examples.Sharing),
    "examples": Row(Action.BROADCAST, examples.examples, examples.Reading, light=True),
    "survey_results": _of_evidence(run=surveys.survey_results, subject=surveys.Sending),
    "send_survey": Row(Action.RECORD_EVIDENCE, surveys.send_survey, surveys.Sending),
    "call_survey_back": Row(Action.RECORD_EVIDENCE, surveys.call_survey_back, surveys.Calling),
    "answer_survey": Row(Action.TALK, survey.answer_survey, survey.Answering),
    "record_evidence": Row(Action.RECORD_EVIDENCE, evidence.record_evidence, evidence.About),
    "correct_evidence": Row(Action.RECORD_EVIDENCE, evidence.correct_evidence, evidence.About),
    "undo_correction": Row(Action.RECORD_EVIDENCE, evidence.undo_correction, evidence.About),
    "withdraw_evidence": Row(Action.RECORD_EVIDENCE, evidence.withdraw_evidence, evidence.About),
    "restore_evidence": Row(Action.RECORD_EVIDENCE, evidence.restore_evidence, evidence.About),
    "narrow_search": Row(Action.SEE, admin_search.narrow_search, admin_search.Narrowing, light=True),
    "list_file": Row(Action.EXPORT, admin_search.list_file, admin_search.Filing, light=True),
    "case_papers": Row(Action.EXPORT, admin_papers.case_papers, admin_papers.OfCase, denied="made.not_yours"),
    "order_papers": Row(Action.REPORT_FINDING, admin_papers.order_papers, admin_papers.OfCase, denied="made.not_yours"),
    "period_papers": Row(Action.EXPORT, admin_papers.period_papers, admin_papers.Wanted, denied="made.not_yours"),
    "send_to_sign": Row(Action.EXPORT, paper_signing.send_to_sign, paper_signing.Signing, denied="made.not_yours"),
    "sign_paper": Row(Action.SIGN, paper_signing.sign_paper, paper_signing.Signing),
    "refuse_to_sign": Row(Action.SIGN, paper_signing.refuse_to_sign, paper_signing.Signing),
    "find_case": Row(Action.ASSIGN, cases.find_case, cases.Wanted, light=True),
    "steer_case": Row(Action.ASSIGN, cases.steer_case, cases.Steering, light=True),
    "move_limit": Row(Action.GRANT, cases.move_limit, cases.Steering),
    "suspend_case": Row(Action.GRANT, cases.suspend, cases.Steering),
    "resume_case": Row(Action.GRANT, cases.resume, cases.Steering),
    "undo_steering": Row(Action.ASSIGN, cases.undo_steering, cases.Steering),
    "confirm_holds": Row(Action.RECHECK, recheck.confirm_holds, recheck.Recheck),
    "equipment_code": Row(Action.ISSUE_CODE, equipment_code.equipment_code, equipment_code.Coding),
    "admit": Row(Action.ENROL, enrol.admit, enrol.Deciding),
    "admit_known": Row(Action.ENROL, enrol.admit_known, enrol.Deciding),
    "admit_elsewhere": Row(Action.ENROL, enrol.admit_elsewhere, enrol.Deciding),
    "decline_join": Row(Action.ENROL, enrol.decline, enrol.Deciding),
    "join_requests": Row(Action.ENROL, enrol.join_requests, enrol.Reading, light=True),
    "invite": Row(Action.ENROL, enrol.invite, enrol.Asker),
    "link": Row(Action.TALK, enrol.link, enrol.Asker),
    "give_name": Row(Action.TALK, enrol.give_name, enrol.Asker),
    "show_help": Row(Action.TALK, help.show_help, help.Asker, light=True),
    "show_digest": _of_digest(run=digest_shown.show_digest),
    "show_week": _of_digest(run=digest_shown.show_week),
    "show_month": _of_digest(run=digest_shown.show_month),
    "choose_digest": Row(
        Action.DIGEST, digest_hour.choose_digest, digest_hour.Reader, light=True, denied="digest.not_yours"
    ),
    "figures": _of_figures(run=figures.figures),
    "figures_period": Row(
        Action.EXPORT, figures.figures_period, figures.Looking, light=True, denied="figures.not_yours"
    ),
    "figures_by": _of_figures(run=figures.figures_by),
    "figures_apart": _of_figures(run=figures.figures_apart),
    "figures_compared": Row(
        Action.EXPORT, figures.figures_compared, figures.Looking, light=True, denied="figures.not_yours"
    ),
    "figures_which": _of_figures(run=figures.figures_which),
    "figures_cases": _of_figures(run=figures.figures_cases),
    "take_up_digest": Row(Action.DIGEST, digest_hour.take_up_digest, digest_hour.Stopped, light=True),
    "choose_to_do": Row(Action.TALK, to_do_choice.choose_to_do, to_do_choice.Worker, light=True),
    "show_day": Row(Action.SEE, to_do_choice.show_day, to_do_choice.Worker, light=True),
    "open_web": Row(Action.TALK, web.open_web, web.Asker),
    "show_chart": Row(Action.BOARD, charts.show_chart, charts.Looking, light=True, denied="web.no_board"),
    "open_board": Row(Action.BOARD, web.open_board, web.Asker, denied="web.no_board"),
    "devices": Row(Action.TALK, web.devices, web.Asker, light=True),
    "unseal": Row(Action.UNSEAL, unseal.unseal, unseal.Asker),
    "confirm_unseal": Row(Action.UNSEAL, unseal.confirm_unseal, unseal.Second),
    "hand_over": Row(Action.TALK, hand_over.hand_over, hand_over.Leader, light=True),
    "take_over": Row(Action.TALK, hand_over.take_over, hand_over.Taking, light=True),
    "manage": Row(Action.RUN, admin_menu.manage, admin_menu.Officer, light=True),
    "usage": Row(Action.RUN, status.usage, status.Watch, light=True),
    "status": Row(Action.RUN, status.status, status.Watch, light=True),
    "bulk_change": Row(Action.CONFIGURE, bulk.bulk_change, bulk.Sheet),
    "give_feedback": Row(Action.TALK, feedback.give_feedback, feedback.Giving),
    "answer_feedback": Row(Action.RUN, feedback.answer_feedback, feedback.Answering),
    "areas": Row(Action.CONFIGURE, grounds.areas, grounds.Looking),
    "departments": Row(Action.CONFIGURE, grounds.departments, grounds.Looking),
    "place_card": Row(Action.CONFIGURE, grounds.place_card, grounds.Changing, light=True),
    "add_place": Row(Action.CONFIGURE, grounds.add_place, grounds.Changing),
    "rename_place": Row(Action.CONFIGURE, grounds.rename_place, grounds.Changing),
    "retire_place": Row(Action.CONFIGURE, grounds.retire_place, grounds.Changing),
    "colour_area": Row(Action.CONFIGURE, grounds.colour_area, grounds.Changing),
    "calendar": Row(Action.CONFIGURE, grounds.calendar, grounds.Dating),
    "library": Row(Action.CONFIGURE, library.library, library.Looking, light=True),
    "library_entry": Row(Action.CONFIGURE, library.library_entry, library.Changing, light=True),
    "add_entry": Row(Action.CONFIGURE, library.add_entry, library.Changing),
    "change_entry": Row(Action.CONFIGURE, library.change_entry, library.Changing),
    "retire_entry": Row(Action.CONFIGURE, library.retire_entry, library.Changing),
    "new_law": Row(Action.CONFIGURE, new_law.new_law, new_law.Naming),
    "ladder": Row(Action.CONFIGURE, ladder.ladder, ladder.Looking, light=True),
    "set_ladder": Row(Action.CONFIGURE, ladder.set_ladder, ladder.Setting),
    "hours": Row(Action.STAFF, hours.hours, hours.Looking, light=True),
    "set_shift": Row(Action.STAFF, hours.set_shift, hours.Setting),
    "set_quiet": Row(Action.CONFIGURE, hours.set_quiet, hours.Resting),
    "site_plan": Row(Action.CONFIGURE, site_plan.site_plan, site_plan.Looking, light=True),
    "take_site_plan": Row(Action.CONFIGURE, site_plan.take_site_plan, site_plan.Taking, photos=True),
    "drop_site_plan": Row(Action.CONFIGURE, site_plan.drop_site_plan, site_plan.Looking),
    "undo_site_plan": Row(Action.CONFIGURE, site_plan.undo_site_plan, site_plan.Undoing),
    "open_site_plan": Row(Action.CONFIGURE, web.open_site_plan, web.Asker),
    "matrix": Row(Action.CONFIGURE, matrix.matrix, matrix.Looking, light=True),
    "try_matrix": Row(Action.CONFIGURE, matrix.try_matrix, matrix.Looking),
    "set_owner": Row(Action.CONFIGURE, matrix.set_owner, matrix.Setting),
    "people": Row(Action.STAFF, people.people, people.Finding, light=True),
    "person_card": Row(Action.STAFF, people.person_card, people.About, light=True),
    "change_roles": Row(Action.STAFF, people.change_roles, people.About),
    "move_person": Row(Action.STAFF, people.move_person, people.About),
    "send_on_leave": Row(Action.STAFF, people.send_on_leave, people.About),
    "end_leave": Row(Action.STAFF, people.end_leave, people.About),
    "block_person": Row(Action.STAFF, people.block_person, people.About),
    "unblock_person": Row(Action.STAFF, people.unblock_person, people.About),
    "undo_staff": Row(Action.STAFF, people.undo_staff, people.About),
    "choose_language": Row(Action.TALK, help.choose_language, help.Asker, light=True),
}

# What a person may write instead of tapping; compared without case, spaces around, and a leading slash.
OPENING_WORDS: dict[str, Open] = {
    word: Open(script)
    for script, words in {
        "report_hazard": ("上报", "上报隐患", "报隐患", "我要上报", "report", "report a hazard"),
        "report_anonymously": ("匿名上报", "匿名", "匿名举报", "anonymous", "report anonymously", "anonymous report"),
        "to_do": ("等我办", "我的任务", "待办", "任务", "稍后提醒", "to do", "todo", "my tasks", "tasks", "snooze"),
        "my_reports": ("我的上报", "我的隐患", "my reports", "mine"),
        "open_cases": ("隐患", "全部隐患", "在办", "cases", "all cases", "open cases"),
        "long_term_cases": ("老大难", "长期隐患", "long-term", "long-term cases", "long term", "longterm"),
        "report_finding": (
            "上级检查",
            "监管检查",
            "录入上级检查",
            "authority finding",
            "inspection by the authority",
            "finding",
        ),
        "orders": ("责令整改", "上级文书", "检查文书", "orders", "authority orders"),
        "join_requests": ("加入申请", "待审申请", "待审加入申请", "谁要加入", "requests", "join requests"),
        "score_reports": ("打分", "评分", "质量评分", "上报评分", "score", "quality", "score reports"),
        "broadcast": ("广播", "群发", "通知大家", "发通知", "broadcast", "announce"),
        "elsewhere_rounds": ("举一反三", "举一反三进度", "elsewhere", "like places"),
        "accidents": ("事故登记", "事故台账", "accident", "accidents", "accident record"),
        "effect": ("效果评估", "effect", "evaluation"),
        "examples": ("示例案例", "案例", "examples", "example cases"),
        "survey_results": ("问卷结果", "问卷管理", "survey results", "surveys"),
        "answer_survey": ("问卷", "答问卷", "survey"),
        "remarks": ("上级意见", "监管意见", "remarks", "authority remarks"),
        "invite": ("邀请", "邀请同事", "拉人", "invite"),
        "name_deputy": ("代理", "代理人", "请假", "我要请假", "找人代理", "deputy", "my deputy", "on leave", "leave"),
        "come_back": ("我回来了", "销假", "回来上班了", "i am back", "i'm back"),
        "link": ("绑定", "绑定账号", "link"),
        "open_web": ("网页", "网页登录", "登录网页", "电脑登录", "登录", "web", "sign in", "log in", "login"),
        "open_board": ("看板", "隐患看板", "大屏", "驾驶舱", "board", "dashboard", "the board"),
        "show_chart": ("图表", "看图", "统计图", "chart", "charts"),
        "devices": ("登录设备", "我的设备", "退出登录", "devices", "my devices", "sign out", "log out", "logout"),
        "show_help": ("帮助", "?", "？", "菜单", "怎么用", "help", "menu", "start"),
        "show_digest": ("日报", "看日报", "早报", "digest", "daily digest", "my digest"),
        "show_week": ("周报", "看周报", "weekly", "weekly digest"),
        "show_month": ("月报", "看月报", "monthly", "monthly digest"),
        "choose_digest": (
            *("日报时间", "日报几点发", "日报几点", "改日报时间"),
            *("digest time", "when does my digest come"),
        ),
        "figures": (
            *("指标", "看指标", "统计", "数据", "报表", "统计数据"),
            *("figures", "indicators", "statistics", "stats", "kpi"),
        ),
        "period_papers": ("文书", "报表文书", "要文书", "papers", "documents"),
        "show_day": ("今天待办", "今日待办", "今天要办的", "my day"),
        "choose_to_do": (
            *("每日待办", "待办提醒", "每天待办", "早上待办", "不要待办", "关闭待办"),
            *("daily tasks", "daily list", "task reminder", "no daily tasks"),
        ),
        "hand_over": (
            *("交接班", "接班", "已接班", "交班"),
            *("shift", "handover", "hand-over", "hand over", "taken over", "take over"),
        ),
        "manage": ("管理", "管理员", "公司管理", "manage", "admin"),
        "people": ("人员", "人员管理", "people", "staff"),
        "give_feedback": ("反馈", "意见反馈", "feedback"),
        "areas": ("区域", "区域管理", "areas"),
        "departments": ("部门", "部门管理", "departments"),
        "site_plan": ("平面图", "厂区平面图", "厂区图", "plan", "site plan", "floor plan"),
        "calendar": ("日历", "调休", "calendar"),
        "library": ("隐患库", "library", "hazard library"),
        "new_law": ("新法规", "new law"),
        "ladder": ("升级阶梯", "阶梯", "ladder", "escalation"),
        "hours": ("班次", "上下班时间", "免打扰", "hours", "quiet hours"),
        "matrix": ("责任", "责任矩阵", "matrix", "responsibilities"),
        "usage": ("使用情况", "用量", "usage"),
        "status": ("状态", "运行状态", "系统状态", "status", "health"),
        "unseal": ("揭名", "查匿名", "查报告人", "unseal"),
        "choose_language": ("语言", "切换语言", "language", "english", "中文"),
    }.items()
    for word in words
} | {
    word: Open("report_hazard", {"for_another": True})
    for word in ("替别人报", "帮别人报", "替人报", "代报", "for another", "foranother", "report for another")
}
_SEEK = "(?:查找|搜索|查|找|搜)(?:一下)?"
_FIGURES = rf"[0-9][0-9-]*|{NUMBER.pattern}"
# The word and what is looked for, with a space between them: "找不到灭火器" is a report. Figures need no space. "find"
# is a word of reports: only figures are looked for by it.
SEARCHED = re.compile(
    rf"(?:{_SEEK}|search)(?:[\s:：]+(?P<words>\S.*)|(?P<number>{_FIGURES}))?|find[\s:：]+(?P<figures>{_FIGURES})",
    re.IGNORECASE,
)
# A case that is to be steered, by its number.
STEERED = re.compile(rf"(?:处置|处理隐患|case|steer)(?:[\s:：]*(?P<number>{_FIGURES}))?", re.IGNORECASE)
# The QR code of a machine, by the machine's name.
CODED = re.compile(r"(?:二维码|qr(?: code)?)(?:[\s:：]+(?P<words>\S.*))?", re.IGNORECASE)
# A command of officers and what it is about, with a space between them: /people 张伟.
ABOUT = re.compile(r"/?(?P<word>\S+)[\s:：]+(?P<words>\S.*)")
TAKES_WORDS = frozenset({"give_feedback", "hours", "library", "matrix", "people"})
# What is to be told to many, in any number of lines. Other words for it begin reports too: 广播 坏了.
ANNOUNCED = re.compile(r"(?:群发|发通知|/(?:群发|广播|broadcast|announce))[\s:：]+(?P<words>\S[\s\S]*)", re.IGNORECASE)
# Commands that nothing has to be said about: what stands behind them all the same is a command itself, or nothing.
ALONE = frozenset(
    {
        "manage",
        "score_reports",
        "elsewhere_rounds",
        "accidents",
        "effect",
        "remarks",
        "examples",
        "survey_results",
        "usage",
        "status",
        "areas",
        "departments",
        "calendar",
        "new_law",
        "ladder",
        "site_plan",
    }
)
_CLOSE_BY = re.compile(rf"/?{_SEEK}(?P<words>\S+)")
# What is looked for in one go. Words in several clauses may be a cry: "找 救护车 有人晕倒了".
_IN_ONE_GO = re.compile(r"[\w-]+|[a-z0-9-]+(?: [a-z0-9-]+)*", re.IGNORECASE)
CANCEL_WORDS = frozenset({"取消", "不报了", "算了", "退出", "cancel", "stop"})
BACK_WORDS = frozenset({"返回", "上一步", "back"})
RESUME_WORDS = frozenset({"继续", "接着报", "resume", "continue"})


def as_word(text: str) -> str:
    """A message as it is looked up among the words above."""
    return text.strip().removeprefix("/").casefold()


def opened_by(text: str) -> Open | None:
    """What a message opens by its words alone: a script by its name, or a search."""
    found = SEARCHED.fullmatch(text.strip().removeprefix("/"))
    if found is not None:
        return Open("search", {"words": found["words"] or found["number"] or found["figures"] or ""})
    steered = STEERED.fullmatch(text.strip().removeprefix("/"))
    if steered is not None:
        return Open("find_case", {"words": steered["number"] or ""})
    coded = CODED.fullmatch(text.strip().removeprefix("/"))
    if coded is not None:
        return Open("equipment_code", {"words": coded["words"] or ""})
    return OPENING_WORDS.get(as_word(text)) or _about(text)


def _about(text: str) -> Open | None:
    """A command with what it is about behind it."""
    announced = ANNOUNCED.fullmatch(text.strip())
    if announced is not None:
        return Open("broadcast", {"words": announced["words"]})
    found = ABOUT.fullmatch(text.strip())
    opens = OPENING_WORDS.get(found["word"].casefold()) if found is not None else None
    if found is None or opens is None:
        return None
    is_command = text.strip().startswith("/")
    # "people of Production" is an answer, and "staff are smoking" a report: English words are commands by their stroke
    if opens.script in TAKES_WORDS:
        return Open(opens.script, {"words": found["words"]}) if is_command or not found["word"].isascii() else None
    return _alone(opens, found["words"], is_command=is_command) if opens.script in ALONE else None


def _alone(opens: Open, behind: str, *, is_command: bool) -> Open | None:
    """管理 人员 is 人员, 打分 1 is 打分; 管理 混乱 is a report, and no command."""
    named = OPENING_WORDS.get(behind.casefold())
    if named is not None and opens.script == "manage" and named.script in ALONE | TAKES_WORDS:
        return named
    return opens if is_command or named is not None or behind.isdecimal() else None


def looks_for_name(text: str) -> Open | None:
    """The search for a bare name without a space, 查配电箱: a guess, for an answer may read the same (找备件)."""
    found = _CLOSE_BY.fullmatch(text.strip())
    if found is None or not is_bare_name(found["words"]):
        return None
    return Open("search", {"words": found["words"], "guessed": True})


def looks_for_words(text: str) -> bool:
    """True for a search with its words, which tells of nothing, whatever it looks for."""
    found = SEARCHED.fullmatch(text.strip().removeprefix("/"))
    return found is not None and _IN_ONE_GO.fullmatch(found["words"] or "") is not None


def besides_the_wish(text: str) -> str:
    """The report behind the words that ask for anonymity; nothing where they only open one."""
    return "" if as_word(text) in OPENING_WORDS else without_wish(text)
