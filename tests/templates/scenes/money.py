"""Money for a repair: each topic with its facts."""

from typing import Any

from tests.templates.scenes.facts import CASE, TIMELINE, ZHANG, ZHAO, Scene, Two, event, of_case, plain
from workflow.keeps import Money

BEARING = Two("换主轴轴承，找厂家来装", "main bearing, fitted by the maker")


def with_money(money: Money, who: str = "", *more: dict[str, Any]) -> dict[str, Any]:
    return {**CASE, "money": money, "money_with": who, "timeline": [*TIMELINE, *more]}


def told(kind: str, who: Two, said: dict[str, Two], **facts: int) -> dict[str, Any]:
    return {**event(kind, who, **said), "facts": facts}


FIRST = told("money_asked", ZHANG, {"purpose": BEARING}, fen=350_000)
AGAIN = told("money_asked", ZHANG, {"purpose": BEARING}, fen=1_200_000, replaces=350_000)
APPROVED = told("money_approved", ZHAO, {}, fen=350_000, budget=350_000)
MORE = told("money_approved", ZHAO, {}, fen=100_000, budget=450_000)
REFUSED = told("money_refused", ZHAO, {"reason": Two("先要报价", "Get a quote first")}, fen=350_000)
OVER = told("money_spent", ZHANG, {"purpose": BEARING}, fen=120_050, spent=470_050, budget=350_000, over=120_050)
UNBUDGETED = told("money_spent", ZHANG, {"purpose": BEARING}, fen=3_000, spent=3_000, budget=0, over=3_000)

ASKED = with_money(Money(asked=350_000), "safety_director", FIRST)
SOME = with_money(Money(budget=350_000, spent=120_000))
BEYOND = with_money(Money(budget=350_000, spent=470_050), "", FIRST, APPROVED, OVER)
BARE = with_money(Money(spent=3_000), "", UNBUDGETED)

SCENES = (
    Scene("case.card", {"case": ASKED}, "money asked"),
    Scene("case.card", {"case": BEYOND}, "above the budget"),
    Scene("case.card", {"case": with_money(Money(100_000, "x", 9, 350_000, 120_000), "executive")}, "more money asked"),
    Scene("case.card", {"case": with_money(Money())}, "money refused"),
    Scene("case.history", {"case": BEYOND, "first": 0, "last": 5}, "money"),
    Scene("money.how_much", {"case": CASE}),
    Scene("money.how_much", {"case": ASKED}, "again"),
    *plain("money", "how_much_again why_not receipt"),
    *(Scene(f"money.{block}", {"fen": 350_000}) for block in ("what_for", "spent_on")),
    *(Scene(f"money.{block}", {"case": ASKED}) for block in ("sent", "sent_unheld", "nobody")),
    Scene("money.asked", {"case": ASKED, "event": FIRST}),
    Scene("money.asked", {"case": {**ASKED, "timeline": [*TIMELINE, FIRST, AGAIN]}, "event": AGAIN}, "again"),
    Scene("money.asked", {"case": with_money(Money(1, "x", 9, 350_000, 120_000), "executive", FIRST)}, "more"),
    Scene("money.asked", {"case": {**ASKED, "danger": "running"}, "event": FIRST}, "not held"),
    *of_case("refused", "money_unheld"),
    Scene("money.given", {"case": SOME}),
    *of_case("money", "not_given"),
    Scene("money.approved", {"case": with_money(Money(budget=350_000)), "event": APPROVED}),
    Scene(
        "money.approved",
        {"case": {**with_money(Money(budget=350_000)), "state": "assigned"}, "event": APPROVED},
        "not taken yet",
    ),
    Scene("money.approved", {"case": with_money(Money(budget=450_000, spent=120_000)), "event": MORE}, "more"),
    Scene("money.refused", {"case": CASE, "event": REFUSED}),
    Scene("money.how_much_spent", {"case": CASE}),
    Scene("money.how_much_spent", {"case": SOME}, "of a budget"),
    Scene("money.noted", {"case": SOME}),
    Scene("money.noted", {"case": BEYOND}, "above the budget"),
    Scene("money.noted", {"case": BARE}, "without a budget"),
    Scene("money.over", {"case": BEYOND, "event": OVER}),
    Scene("money.over", {"case": BARE, "event": UNBUDGETED}, "without a budget"),
    *plain("refused", "money_negative money_zero money_most no_approver receipt"),
    Scene("refused.money_changed", {"case": ASKED, "fen": 350_000}),
    Scene("refused.above_you", {"case": ASKED, "fen": 350_000, "role": "safety_director"}),
)
