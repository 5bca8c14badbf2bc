"""Money for a repair: the owner asks for it and writes down what was spent, whoever may for so much decides."""

from dataclasses import dataclass

from handlers.about_case import ask_reason, can, why_not
from handlers.ask_value import ask_amount
from handlers.questions import Question, ask, find
from handlers.replies import Do, Say
from handlers.wanted import DraftPhotos, IsUnheld
from workflow.lifecycle import Verb
from workflow.money import ApproveMoney, AskMoney, RefuseMoney, SpendMoney, slip_in

PURPOSES = ("parts", "outside_firm", "materials")
SLIPS = {"negative": "refused.money_negative", "zero": "refused.money_zero", "most": "refused.money_most"}


@dataclass(frozen=True)
class Purse:
    """A case with its money; `id` is the draft of a receipt, `seen` the case's version on the card that was tapped."""

    id: str
    hazard: str
    seen: int = 0


async def ask_money(purse: Purse) -> AskMoney | Do | Say:
    """Where a danger is not held meanwhile, the answer asks for that too; the money is asked for all the same."""
    if not await can(purse.hazard, Verb.ASK_MONEY):
        return Say("card.stale")
    fen = await _how_much("money.how_much", purse.hazard)
    command = AskMoney(purse.hazard, fen, await ask_reason("money.what_for", "money_purpose", PURPOSES, fen=fen))
    return Do(command, "money.sent_unheld") if await find(IsUnheld(purse.hazard)) else command


async def approve_money(purse: Purse) -> ApproveMoney | Say:
    if not await can(purse.hazard, Verb.APPROVE_MONEY):
        return await why_not(purse.hazard, Verb.APPROVE_MONEY)
    return ApproveMoney(purse.hazard, purse.seen)


async def refuse_money(purse: Purse) -> RefuseMoney | Say:
    if not await can(purse.hazard, Verb.REFUSE_MONEY):
        return await why_not(purse.hazard, Verb.REFUSE_MONEY)
    codes = ("too_dear", "not_needed", "quote_first")
    return RefuseMoney(purse.hazard, purse.seen, await ask_reason("money.why_not", "money_refusal", codes))


async def spend_money(purse: Purse) -> SpendMoney | Say:
    """What it came to, for what, and a photograph of the bill, which may have come with either."""
    if not await can(purse.hazard, Verb.SPEND_MONEY):
        return Say("card.stale")
    fen = await _how_much("money.how_much_spent", purse.hazard)
    purpose = await ask_reason("money.spent_on", "money_purpose", PURPOSES, fen=fen)
    while not await find(DraftPhotos(purse.id)):
        await ask(Question("money.receipt", "money.receipt", photos=True))
    return SpendMoney(purse.hazard, fen, purpose, purse.id)


async def _how_much(topic: str, hazard: str) -> int:
    """An amount that can be meant, in fen."""
    fen = await ask_amount(topic, "money.how_much_again", hazard=hazard)
    while slip := slip_in(fen):
        fen = await ask_amount(SLIPS[slip], "money.how_much_again", hazard=hazard)
    return fen
