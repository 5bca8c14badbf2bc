"""The treatment plan: each topic with its facts, as it reads at each point of its way."""

from typing import Any

from tests.templates.scenes.facts import (
    CASE,
    ITEM,
    LEFT,
    THURSDAY,
    ZHANG,
    ZHAO,
    ZHOU,
    Scene,
    Two,
    event,
    plain,
)

GOAL = Two("换一台带光幕的新冲床", "replace the press by one with a light curtain")
STAGES = [Two("新机到货", "new press delivered"), Two("装好试车", "installed and tried")]
PLANNED: dict[str, Any] = {
    "goal": GOAL,
    "method": Two("先停用旧机，再分两步换", "stop the old press, then replace it in two steps"),
    "funds": Two("38 万，从安全费用出", "380,000 from the safety budget"),
    "people": Two("设备部张伟负责，厂家安装", "Zhang Wei of Equipment; the maker installs it"),
    "limit": "",
    "safety": Two("旧机断电挂牌，围起来", "old press locked out and fenced in"),
    "stages": STAGES,
}
BEGUN: dict[str, Any] = {**dict.fromkeys(PLANNED, ""), "goal": GOAL, "stages": []}
DAYS = [THURSDAY.isoformat(), "2027-01-15T18:00:00+08:00"]
PLAN: dict[str, Any] = {
    "stands": "approved",
    "missing": [],
    "long_term": True,
    "supervised": False,
    "slips": 0,
    "days": 7,
    "stages": DAYS,
    "stage": 1,
}
MISSING = ["method", "funds", "people", "limit", "safety"]
MAKING = {**PLAN, "stands": "making", "missing": MISSING, "stages": [], "stage": 0}
COMPLETE = {**PLAN, "stands": "making", "stage": 0}
SENT = {**COMPLETE, "stands": "sent"}
SECOND = {**PLAN, "stage": 2}
WATCHED = {**PLAN, "supervised": True, "slips": 2}
DONE = {**PLAN, "stands": "done", "stage": 0}


def case(plan: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The case with a plan; what is said of it as far as it has come."""
    state = {"making": "planning", "sent": "planning"}.get(plan["stands"], "rectifying")
    return {**CASE, "state": state, "plan": plan, "planned": BEGUN if plan is MAKING else PLANNED, **more}


def about(topic: str, plan: dict[str, Any], note: str = "", **facts: Any) -> Scene:
    return Scene(f"plan.{topic}", {"case": case(plan), **facts}, note)


def because(topic: str, plan: dict[str, Any], kind: str, who: Two | None, note: str = "", **told: Any) -> Scene:
    words = {name: value for name, value in told.items() if isinstance(value, Two)}
    facts = {name: value for name, value in told.items() if not isinstance(value, Two)}
    return about(topic, plan, note, event={**event(kind, who, **words), "facts": facts})


UNTIL = "2027-02-20T18:00:00+08:00"
SCENES = (
    *plain("plan", "goal_at_once which_part stage_goal stage_day which_day why_return why_move new_day"),
    *(about("words", MAKING, part, part=part) for part in ("goal", "method", "funds", "people", "safety")),
    about("parts", MAKING, just=""),
    about("parts", MAKING, "taken", just="taken"),
    about("parts", {**MAKING, "days": 1}, "major", just="taken"),
    about("parts", COMPLETE, "complete", just="noted"),
    about("parts", MAKING, "a picture", just="kept"),
    Scene("task.planning", {"case": case(MAKING), "noted": False}),
    Scene("task.planning", {"case": case(SENT), "noted": True}, "noted, plan sent"),
    Scene("task.plan_first", {"case": case(MAKING), "photos": 2, "came": True}),
    Scene("task.plan_first", {"case": case(SENT), "photos": 0, "came": True}, "words, plan sent"),
    Scene("task.plan_first", {"case": case(MAKING), "photos": 0, "came": False}, "nothing came"),
    about("whole", MAKING, "begun"),
    about("whole", SECOND),
    about("filed", MAKING),
    Scene("plan.filed", {"case": case(MAKING, state="assigned")}, "not taken"),
    about("begun", MAKING),
    because("changed", MAKING, "part_filled", ZHAO, funds=PLANNED["funds"]),
    because("changed", COMPLETE, "stage_dropped", ZHAO, "stage", position=3),
    because("on_its_way", SENT, "plan_submitted", ZHAO),
    about("to_approve", SENT),
    about("approved", PLAN),
    Scene("report.planned", {"case": case(PLAN)}),
    because("returned", COMPLETE, "plan_returned", ZHOU, reason=Two("资金没落实", "Funds not settled")),
    Scene(
        "plan.returned",
        {
            "case": {**LEFT, "plan": COMPLETE, "planned": PLANNED},
            "event": event("plan_returned", ZHOU, reason=Two("时间太长", "Takes too long")),
        },
        "owner left",
    ),
    about("due", MAKING),
    about("due", COMPLETE, "complete"),
    about("late", MAKING),
    about("done", MAKING),
    about("sent", SENT),
    about("taken_back", COMPLETE),
    about("decided", PLAN),
    about("decided", COMPLETE, "returned"),
    about("stage_proof", PLAN, photos=0),
    about("stage_received", PLAN, photos=2),
    about("stage_received", PLAN, "words", photos=0),
    about("stage_noted", SECOND),
    about("stage_noted", DONE, "last"),
    because("stage_done", SECOND, "stage_finished", ZHANG, position=1, remark=Two("到货了", "it is here")),
    because("stage_done", DONE, "stage_finished", ZHANG, "last", position=2),
    about("which_stage", PLAN),
    about("which_stage", SECOND, "last"),
    about("stage_moved", PLAN),
    because("moved", PLAN, "stage_moved", ZHOU, position=2, until=UNTIL, reason=Two("厂家缺货", "Supplier late")),
    because("slipped", {**PLAN, "slips": 1}, "stage_slipped", None, position=1, slips=1),
    because("slipped", WATCHED, "stage_slipped", None, "supervised", position=1, slips=2),
    because("supervised", WATCHED, "supervised", None, position=1, slips=2),
    about("report", SECOND),
    Scene("plan.report", {"case": case(WATCHED, danger="held")}, "supervised"),
    Scene("plan.report", {"case": case(DONE, state="awaiting_acceptance")}, "to be accepted"),
    *(
        Scene("case.card", {"case": case(plan)}, note)
        for plan, note in (
            (MAKING, "plan in the making"),
            (COMPLETE, "plan complete"),
            (SENT, "plan sent"),
            (PLAN, "stage in hand"),
            (WATCHED, "supervised"),
            (DONE, "stages done"),
        )
    ),
    Scene(
        "my.long_term",
        {"total": 5, "items": [{**ITEM, "plan": plan} for plan in (MAKING, SENT, PLAN, WATCHED, DONE)]},
    ),
    *plain("my", "long_term_none"),
    *plain("refused", "plan_words plan_part stage_past stage_over stage_far stage_proof executives not_sender"),
    *(Scene("refused.plan_missing", {"missing": missing}, missing) for missing in ("funds", "method,limit,safety")),
    *(Scene(f"refused.{why}", {"case": case(COMPLETE)}) for why in ("plan_by_owner", "plan_nobody")),
    Scene("refused.plan_sent", {"case": case(SENT)}),
    Scene("refused.stages_most", {"most": 12}),
    *(
        Scene(f"refused.{reason}", {"due_at": DAYS[1]})
        for reason in ("stage_order", "stage_before_next", "stage_after_limit")
    ),
    *(
        Scene(f"refused.{why}", {"case": case(SENT)})
        for why in ("plan_first", "back_first", "plan_days", "plan_unheld")
    ),
    *(Scene("refused.stages_open", {"stages": stages}, stages) for stages in ("2", "1,2")),
)
