"""Somebody whom the company does not know, in the chat: they say and tap things, and read what they are answered."""

from dataclasses import dataclass
from typing import Any

from handlers.messages import Outgoing
from tests.world import World


@dataclass
class Newcomer:
    """`name`, `language`: as their platform tells them; empty where it tells nothing."""

    world: World
    address: str
    name: str = ""
    language: str = ""

    def says(self, text: str = "", en: str = "", **raw: Any) -> str:
        """Send words (`en`: where the company speaks English); what is answered."""
        text = en if en and self.world.language == "en" else text
        self._send(text=text, **raw)
        return self.words

    def photographs(self, picture: bytes, text: str) -> str:
        self._send(text=text, photos=[self.world.upload(picture)])
        return self.words

    def scans(self, code: str) -> str:
        self._send(scan=code)
        return self.words

    def leaves(self) -> None:
        self._send(event="left")

    def taps(self, label: str) -> str:
        """Tap a button of the last message that has it."""
        offered = [choice for outgoing in self.told for choice in outgoing.choices if choice.label == label]
        assert offered, f"never offered {label}: {[choice.label for o in self.told for choice in o.choices]}"
        self._send(choice=offered[-1].token)
        return self.words

    def _send(self, **raw: Any) -> None:
        self.world.send(self.world.envelope(self.address, sender_name=self.name, language=self.language, **raw))

    @property
    def told(self) -> list[Outgoing]:
        return self.world.platform.to(self.address)

    @property
    def words(self) -> str:
        return self.told[-1].text if self.told else ""

    @property
    def buttons(self) -> list[str]:
        return [choice.label for choice in self.told[-1].choices]
