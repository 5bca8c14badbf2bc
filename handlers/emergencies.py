"""Words of something that happens now: they come before everything else, whatever is open."""

from handlers.questions import Open
from handlers.routing import looks_for_words
from handlers.stack import Stack
from handlers.turn_plan import Dialogue
from handlers.wanted import CaseNow
from nlp.anonymity import asks_for_anonymity
from nlp.emergency import happening_now
from workflow.emergency import Emergency
from workflow.lifecycle import Verb


class Emergencies:
    """Alarms among a person's dialogues."""

    def __init__(self, stack: Stack, longest: int) -> None:
        """`longest`: how many characters of a cry are kept."""
        self._stack = stack
        self._longest = longest

    @property
    def telling(self) -> Dialogue | None:
        """The dialogue in which the person tells of an alarm, where that is in front."""
        front = self._stack.front
        return front if front is not None and front["script"] == "tell_alarm" else None

    def last(self) -> bool:
        """True while the person is telling of an alarm that is not over."""
        front = self.telling
        case = self._stack.find(CaseNow(front["args"]["hazard"])) if front is not None else None
        return case is not None and Verb.TELL_ALARM in case["verbs"]

    def told_by(self, *texts: str) -> Emergency | None:
        """What happens now, by any of these words; while its caller tells of one already, they are news of that one.

        Where something of the past is asked for, they tell of that.
        """
        if self.last() or self._past_is_asked():
            return None
        said = (happening_now(text) for text in texts if not looks_for_words(text))
        return next(filter(None, said), None)

    def _past_is_asked(self) -> bool:
        asking = self._stack.asking(self._stack.front) if self._stack.front is not None else None
        return asking is not None and asking.question.past

    def sound(self, kind: Emergency, text: str, photos: int, *, anonymous: bool = False) -> None:
        """No question, no proposal; never anonymous. anonymous: it may have grown out of something that was."""
        anonymous |= self._stack.in_private or asks_for_anonymity(text)
        self._stack.begin(Open("raise_alarm", {"kind": kind, "text": text[: self._longest]}), photos)
        if anonymous:
            self._stack.say("anonymous.alarm", private=True)
