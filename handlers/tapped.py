"""A tapped button, or its number written: what it opens or answers, and whether its card is settled by that."""

from collections.abc import Mapping
from typing import Any

from handlers import parts
from handlers.dialogue import Asking
from handlers.help import MENU
from handlers.known import Known
from handlers.questions import Open, Option
from handlers.routing import SCRIPTS
from handlers.seen import in_its_place, seen_by
from handlers.stack import Stack
from handlers.turn_plan import Dialogue
from handlers.unnamed import Unnamed
from nlp.anonymity import asks_for_anonymity

BESIDE = frozenset({"score.card"})  # cards about a case whose answer is no step of it: how it stands explains nothing


class Taps:
    """Choices of a person, each on the notice that offered it."""

    def __init__(self, stack: Stack, known: Known, unnamed: Unnamed) -> None:
        self._stack = stack
        self._known = known
        self._unnamed = unnamed

    def tap(self, token: str, person_id: str) -> None:
        found = self._known.offered(token)
        if found is None:  # of a card that was erased, or forged: to keep the token would tell when the card was made
            self._stack.keep_private()
            self._stack.say("card.passed")
            return
        notice, choice = found
        if notice.recipient_id != person_id and not self._is_theirs(notice, choice):
            self._stack.say("card.unknown", MENU)
            return
        if choice.get("opens"):
            script, args = choice["opens"]
            self.open(script, args, notice.subject_version)
            self._stack.plan.saw = seen_by(notice, choice)
            self._stack.plan.replies[:] = in_its_place(self._stack.plan.replies, notice)
            settled = False
        else:
            settled = self._answers(notice, choice)
        if (settled or self._stack.plan.command is not None) and not self._known.is_group(notice.recipient_id):
            self._stack.plan.taken = choice["text"] or self._known.label(choice["label"])

    def _is_theirs(self, notice: Any, choice: Mapping[str, Any]) -> bool:
        """A card of their pseudonym is; of one in a chat of several, what only opens something to look at."""
        if self._known.is_party(notice.recipient_id):
            self._stack.acts_as(notice.recipient_id)
            return True
        return bool(choice.get("opens")) and self._known.is_group(notice.recipient_id)

    def _answers(self, notice: Any, choice: Mapping[str, Any]) -> bool:
        """True where that settles the card: a list that is turned to its next page can be tapped again."""
        dialogue = self._asked_by(notice)
        asking = self._stack.asking(dialogue) if dialogue else None
        if dialogue is None or asking is None or not asking.still_asks(notice.question, choice["value"]):
            self._stale(notice)
            return False
        row = SCRIPTS[dialogue["script"]]
        self._stack.turn_page(dialogue["id"], asking.question.key, notice.id)
        self._stack.answer(dialogue, asking, choice=choice["value"])
        turned = any(reply.replaces == notice.id for reply in self._stack.plan.replies)
        return not turned and not row.light

    def _asked_by(self, notice: Any) -> Dialogue | None:
        asked = (notice.question or {}).get("dialogue")
        return next((d for d in self._stack.plan.conversation.stack if d["id"] == asked), None)

    def open(self, script: str, args: Mapping[str, Any], seen: int | None) -> None:
        """Open what a choice opens; `seen` is the version of the case as it stood on the card."""
        if script == "resume":
            self._stack.resume()
            return
        if script == parts.ANOTHER_PLACE:
            parts.report_apart(self._stack, args)
            return
        said = args.get("text", "")
        if SCRIPTS[script].private or (script == "report_hazard" and asks_for_anonymity(said)):
            self._unnamed.hide(said)
            return
        begun = self._stack.unnoted(args["hazard"]) if script in ("work_on_task", "submit_task") else None
        if begun is not None:
            self._stack.to_front(begun)  # is what was sent there the finished work? nobody else knows
            self._stack.go_on(begun)
            return
        version = {} if seen is None else {"seen": seen}
        self._stack.go_on(self._stack.open(Open(script, {**args, **version})))

    def pick(self, front: Dialogue, asking: Asking, option: Option) -> None:
        """The same by its number or its words."""
        if option.opens is None:
            self._stack.answer(front, asking, choice=option.value)
        else:
            self.open(option.opens.script, option.opens.args, asking.question.version)

    def _stale(self, notice: Any) -> None:
        if notice.private:
            self._stack.keep_private()
        else:
            self._stack.is_elsewhere()
        if notice.subject_id is not None and notice.topic not in BESIDE:
            self._stack.say("card.stale", hazard=notice.subject_id)
        else:
            self._stack.say("card.passed")
        if not notice.private:
            self._stack.repeat()
