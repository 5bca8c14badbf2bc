"""What a bare number answers: the list that its writer saw last, and none that they had not seen yet."""

from collections.abc import Sequence
from itertools import takewhile

from handlers.dialogue import Asking
from handlers.known import Known
from handlers.stack import Stack
from handlers.tapped import Taps
from handlers.turn_plan import Dialogue
from storage.answering import Listed


class Numbers:
    """Numbers beside the open question: of a card that was numbered for want of buttons, or of nothing certain."""

    def __init__(self, stack: Stack, known: Known, taps: Taps, person_id: str) -> None:
        self._stack = stack
        self._known = known
        self._taps = taps
        self._person_id = person_id

    def answer_front(self, front: Dialogue, asking: Asking) -> bool:
        """True where the open question is what they saw last."""
        asked = {"dialogue": front["id"], "key": asking.question.key, "n": asking.occurrence}
        lists = self._known.lists_seen()
        return bool(lists) and lists[0].question == asked

    def beside(self, front: Dialogue, number: int) -> None:
        """With a question open that the number does not answer: the newer card, or that question again."""
        lists = self._known.lists_seen()
        asks = bool(lists) and lists[0].question is not None
        if asks or not self._of_card(lists, number):
            self._stack.say("unknown.which_number", number=number)
            row = self._stack.row(front)
            if row is not None and row.light:
                self._stack.go_on(front)  # the list itself: asked again, it would be put away
            else:
                self._stack.repeat()

    def alone(self, number: int) -> bool:
        """With no question open: False where there is no card that it could answer."""
        return self._of_card(self._known.lists_seen(), number)

    def _of_card(self, lists: Sequence[Listed], number: int) -> bool:
        cards = _competing(lists)
        if len(cards) > 1:
            self._stack.say("unknown.which_card", number=number, cards=len(cards))
            return True
        token = cards[0].token(number) if cards else None
        if token is not None:
            self._taps.tap(token, self._person_id)
        return token is not None


def _competing(lists: Sequence[Listed]) -> Sequence[Listed]:
    """The last list, and with it, where nobody asked for it, the others that came unasked: those a number may mean."""
    unasked = list(takewhile(lambda listed: listed.fresh and not listed.answer, lists))
    return [listed for listed in (unasked or [one for one in lists[:1] if one.fresh]) if listed.numbered]
