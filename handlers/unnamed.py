"""What is to bear no name: words that ask for that, and words that would give away whose they are."""

from handlers.emergencies import Emergencies
from handlers.known import Known
from handlers.legible import DAY_AND_COUNT
from handlers.questions import Open
from handlers.routing import besides_the_wish
from handlers.stack import Stack
from nlp.anonymity import asks_for_anonymity, asks_of_oneself, begins_anonymously
from nlp.courtesy import says_something
from nlp.on_behalf import on_behalf


class Unnamed:
    """Anonymous reports among a person's dialogues, and reports for another, whom those never name."""

    def __init__(self, stack: Stack, known: Known, emergencies: Emergencies) -> None:
        self._stack = stack
        self._known = known
        self._emergencies = emergencies

    def wanted(self, text: str) -> bool:
        """What is written in a report under the person's name, or in another dialogue, but is to bear no name."""
        if self._stack.in_private or self._stack.front is None:
            return False
        if begins_anonymously(text):
            return True
        if self._stack.named_draft is not None:
            return asks_for_anonymity(text)
        return asks_of_oneself(text) and not self._emergencies.last()

    def hide(self, text: str, photos: int = 0) -> None:
        """An anonymous report; where it is off, nothing of what was sent becomes one under a name."""
        if self._stack.hides:
            said = besides_the_wish(text)
            words = self._besides_finder(said)
            self._stack.hide(words if says_something(words) else "", photos, for_another=words != said)
        else:
            self._stack.keep_private()
            self._stack.say("anonymous.off", whom=self._known.helper())

    def besides_names(self, text: str) -> str:
        """What is sent to an anonymous report that is being made, without for whom it is said."""
        said = besides_the_wish(text)
        words = self._besides_finder(said)
        if words == said:
            return text
        self._stack.say("anonymous.no_finder", private=True)
        return words

    def _besides_finder(self, said: str) -> str:
        """The words of an anonymous report without for whom they are said: it names no finder either."""
        report = self.on_behalf(said, 1)
        return said if report is None else besides_the_wish(str(report.args["text"]))

    def on_behalf(self, text: str, photos: int = 0) -> Open | None:
        """The report for another that these words begin; where they name somebody only, what was found is asked."""
        said = on_behalf(text)
        if said is None or not (said.name or said.words or photos):
            return None
        tells = said.sure and (said.words or photos)
        if not tells and not self._known.finder(said.name):
            return None
        finds = {"for_another": True, "finder": said.name, "text": said.words}
        return Open("report_hazard", {**finds, "photos": photos, "new": True})

    def case_named(self, text: str) -> str | None:
        """A number in the words, of a case that the person has reported without a name: to keep it would tell."""
        looking = self._stack.front is None or self._stack.front["script"] == "search"
        if self._stack.in_private or self._emergencies.last() or (self.number_is_asked() and not looking):
            return None
        numbers = (found[0] for found in DAY_AND_COUNT.finditer(text))
        return next((number for number in numbers if self._known.own_case(number.upper())), None)

    def number_is_asked(self) -> bool:
        asking = self._stack.asking(self._stack.front) if self._stack.front is not None else None
        return asking is not None and asking.question.number

    def show(self, number: str) -> None:
        hazard = self._known.case_numbered(number.upper())
        if hazard is None:
            self._stack.say("refused.unknown_case", number=number.upper())
        else:
            self._stack.go_on(self._stack.open(Open("show_case", {"hazard": hazard})))
