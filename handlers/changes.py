"""A message that changes or deletes an earlier one: what becomes of that, also where it is to bear no name."""

from collections.abc import Callable
from typing import Any

from handlers import edited
from handlers.dialogue import Asking
from handlers.emergencies import Emergencies
from handlers.legible import legible
from handlers.messages import Earlier, Incoming
from handlers.routing import SCRIPTS
from handlers.stack import Stack
from handlers.unnamed import Unnamed
from nlp.anonymity import without_wish
from nlp.emergency import happening_now
from workflow.emergency import Emergency


class Changes:
    """Changed and deleted messages of a person. Words longer than `longest` characters are not taken in."""

    def __init__(
        self,
        stack: Stack,
        incoming: Incoming,
        emergencies: Emergencies,
        unnamed: Unnamed,
        read: Callable[[Asking, str], dict[str, Any] | None],
        longest: int,
    ) -> None:
        self._stack = stack
        self._incoming = incoming
        self._emergencies = emergencies
        self._unnamed = unnamed
        self._read = read
        self._longest = longest

    def take_in(self, earlier: Earlier | None) -> None:
        """What is not known here, or was nobody's answer, is passed over in silence; a call for help never is."""
        incoming, text = self._incoming, legible(self._incoming.text)
        kind: Emergency | None = None if incoming.deleted else self._emergencies.told_by(text)
        if kind is not None and (earlier is None or happening_now(earlier.text) is None):
            self._emergencies.sound(kind, text, 0, anonymous=earlier is None)
        elif earlier is None:
            self._stack.keep_private()  # of a message that was erased, perhaps: nothing is kept of this one either
            self._privately(text)
        elif incoming.deleted:
            edited.delete(self._stack, earlier)
        elif len(text) > self._longest:
            self._stack.say("unknown.too_long", length=len(text), most=self._longest)
        elif (own := self._unnamed.case_named(text)) is not None:
            self._unnamed.show(own)
        else:
            another = self._unnamed.on_behalf
            edited.change(self._stack, earlier, text, self._read, self._unnamed.hide, lambda said: another(said, 1))

    def _privately(self, text: str) -> None:
        """The words of an open anonymous report follow; deleting only wipes a trace off the phone, and undoes nothing.

        What is not known to belong to one, or came in pieces, stays as it was, and that is said.
        """
        incoming = self._incoming
        sent = None if incoming.deleted else self._stack.sent_privately(incoming.edits or "")
        if sent is not None and len(text) <= self._longest and edited.is_part(self._stack, sent):
            words = self._unnamed.besides_names(without_wish(text))
            edited.change(self._stack, sent, words, self._read, self._unnamed.hide, lambda said: None)
        elif any(SCRIPTS[d["script"]].private for d in self._stack.plan.conversation.stack if d["script"] in SCRIPTS):
            self._stack.say("anonymous.no_edits", private=True)
