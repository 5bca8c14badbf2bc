"""Pictures and words of a hazard: more of a report that is open or was just sent, or a new one."""

from typing import Any

from handlers import parts
from handlers.dialogue import Asking
from handlers.emergencies import Emergencies
from handlers.help import MENU
from handlers.known import APART, Known
from handlers.legible import SHORT_NUMBER
from handlers.messages import Incoming
from handlers.questions import Open
from handlers.stack import Stack
from handlers.turn_plan import Dialogue
from handlers.unnamed import Unnamed
from handlers.wanted import DraftPhotos
from nlp.anonymity import asks_for_anonymity
from nlp.courtesy import is_courtesy, says_something

# Shorter than this and unknown to the library, a sentence is no report: it is a greeting, a slip, a single word.
SHORTEST_REPORT = 6


class Reports:
    """What a message adds to a person's reports."""

    def __init__(
        self, stack: Stack, known: Known, incoming: Incoming, emergencies: Emergencies, unnamed: Unnamed
    ) -> None:
        self._stack = stack
        self._known = known
        self._incoming = incoming
        self._emergencies = emergencies
        self._unnamed = unnamed

    def pictures(self, text: str, count: int) -> None:
        front = self._stack.front
        if not text and not self._stack.in_private and self._beside(count):
            return
        row = self._stack.row(front) if front else None
        asking = self._stack.asking(front) if front else None
        if front is None or row is None or not row.photos or (front["script"] == parts.SPLIT and asking is None):
            self.report(text, count)
        elif front["script"] == parts.SPLIT:
            parts.to_dialogue(self._stack, front, self._incoming, text, count)
        elif asking is not None and asking.question.topic == "report.confirm" and self._is_another(front, text):
            self.report(text, count)
        elif self._unnamed.wanted(text) or self._unnamed.case_named(text):
            self._unnamed.hide(text, count)
        else:
            self._attach(front, asking, text, count)

    def _is_another(self, front: Dialogue, text: str) -> bool:
        """A picture with its own sure words is a hazard of its own; later on the report asks whether it is."""
        at_once = self._stack.in_private or self._stack.is_recent(front, APART)
        return bool(parts.captioned(self._incoming)) or (text != "" and at_once and self._known.known_kind(text))

    def _beside(self, count: int) -> bool:
        """A bare picture within moments of words, or of a report: it is more of the same, whatever list is in front."""
        front, draft = self._stack.front, self._stack.named_draft
        if draft is not None and draft is not front and self._stack.is_recent(draft, APART):
            self._stack.attach(draft)
            self._stack.repeat()
            return True
        if self._emergencies.last():
            return False
        just = self._known.just_reported()
        return just is not None and parts.beside_report(self._stack, just, self._incoming, count)

    def _attach(self, front: Dialogue, asking: Asking | None, text: str, count: int) -> None:
        """To what is in front: as the answer it asks for, or beside it."""
        self._stack.attach(front)
        self._stack.plan.attach_as = asking.question.pictures if asking is not None else "draft"
        if asking is not None and asking.question.photos:
            self.answer(front, asking, text=text, photos=count)
        elif text and asking is not None and asking.question.text:
            self.answer(front, asking, text=text)
        else:
            if asking is not None and self._may_be_apart(front, asking):
                parts.ahead(front, asking, self._stack.messages, self._incoming)
            total = self._stack.find(DraftPhotos(front["draft"], self._stack.plan.attach_as))
            self._stack.say("photo.added", total=total)

    def _may_be_apart(self, dialogue: Dialogue, asking: Asking) -> bool:
        """True of what comes so late after the last step of a report that it may be of another hazard."""
        return asking.question.parts and not self._stack.in_private and not self._stack.is_recent(dialogue, APART)

    def answer(self, dialogue: Dialogue, asking: Asking, **answer: Any) -> None:
        """Give the open question its answer, noted as a part where it may be of another hazard.

        Pictures that came ahead of the words are part of what they tell.
        """
        if asking.question.parts and not self._stack.in_private:
            before, shown = parts.came_ahead(dialogue, asking), parts.names(self._incoming)
            photos, late = [*before["photos"], *shown], self._may_be_apart(dialogue, asking)
            answer["part"] = {"ids": [*self._stack.messages, *before["ids"]], "photos": photos, "late": late}
        self._stack.answer(dialogue, asking, **answer)

    def words(self, text: str) -> None:
        plain = says_something(text) and not is_courtesy(text)
        if plain and asks_for_anonymity(text):
            self._unnamed.hide(text)
        elif plain and (len(text) >= SHORTEST_REPORT or self._known.known_kind(text)):
            just = self._known.just_reported()
            if just is None or not parts.words_beside(self._stack, just, self._incoming, text):
                self.report(text, 0)
        elif SHORT_NUMBER.fullmatch(text):
            self._stack.go_on(self._stack.open(Open("search", {"words": text})))
        else:
            self._stack.say("unknown.words", MENU)

    def report(self, text: str, photos: int) -> None:
        if self._stack.in_private or asks_for_anonymity(text) or self._unnamed.case_named(text):
            self._unnamed.hide(text, photos)
        elif several := parts.captioned(self._incoming):
            self._stack.begin(Open(parts.SPLIT, {"parts": several}), photos)
        else:
            words = text if says_something(text) else ""
            self._stack.begin(Open("report_hazard", {"text": words, "photos": photos}), photos)
