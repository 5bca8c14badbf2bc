"""Choices as template cards: buttons for a few, a list to pick from for more; what fits neither is numbered in words.

A card has little room, so it bears the whole message only where that fits; else the words go before it as a text of
their own, and the card repeats the first line, which says what is chosen about. Source for the limits, which are
recommendations of developer.work.weixin.qq.com/document/path/90236: longer words are cut off on the phone.
"""

import unicodedata
from collections.abc import Sequence

from bot.platforms.wecom_messages import Body
from handlers.messages import Choice, Outgoing
from templates.render import label

TITLE, REST = 36, 160  # in Chinese letters
BUTTONS, BUTTON = 6, 10
LISTED, LISTED_LABEL = 20, 17
QUESTION = "choice"  # the name of the one list on a card


def fits_buttons(choices: Sequence[Choice]) -> bool:
    return len(choices) <= BUTTONS and all(width(choice.label) <= BUTTON for choice in choices)


def fits_card(choices: Sequence[Choice]) -> bool:
    """True for choices that a card can show, as buttons or as a list."""
    listed = len(choices) <= LISTED and all(width(choice.label) <= LISTED_LABEL for choice in choices)
    return bool(choices) and (fits_buttons(choices) or listed)


def holds_all(outgoing: Outgoing) -> bool:
    """True where the card says everything, and no text has to go before it."""
    first, _, rest = outgoing.text.partition("\n")
    return fits_buttons(outgoing.choices) and width(first) <= TITLE and width(rest) <= REST


def card_body(outgoing: Outgoing, task_id: str) -> Body:
    """The card of a message whose choices it can show. `task_id`: never used before, and never again."""
    first, _, rest = outgoing.text.partition("\n")
    card: Body = {"task_id": task_id, "main_title": {"title": shortened(first, TITLE)}}
    if rest and holds_all(outgoing):
        card["sub_title_text"] = rest
    shown = _buttons(outgoing) if fits_buttons(outgoing.choices) else _list(outgoing)
    return {"msgtype": "template_card", "template_card": {**card, **shown}}


def settled_card(outgoing: Outgoing, task_id: str) -> Body:
    """A card that says what has become of it, and whose one button is dead."""
    first, _, rest = outgoing.text.partition("\n")
    settled = label(outgoing.language, "wecom", "settled")
    return {
        "card_type": "button_interaction",
        "task_id": task_id,
        "main_title": {"title": shortened(first, TITLE)},
        "sub_title_text": shortened(rest, REST),
        "button_list": [{"text": settled, "key": QUESTION}],
        "replace_text": settled,
    }


def width(text: str) -> float:
    """How much room a text takes, in Chinese letters: Latin ones take half."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.5 for letter in text)


def shortened(text: str, most: float) -> str:
    """The beginning of a text, with an ellipsis where it is cut."""
    if width(text) <= most:
        return text
    while width(text) > most - 1:
        text = text[:-1]
    return text + "…"


def _buttons(outgoing: Outgoing) -> Body:
    buttons = [{"text": choice.label, "key": choice.token} for choice in outgoing.choices]
    return {"card_type": "button_interaction", "button_list": buttons}


def _list(outgoing: Outgoing) -> Body:
    options = [{"id": choice.token, "text": choice.label, "is_checked": False} for choice in outgoing.choices]
    return {
        "card_type": "vote_interaction",
        "checkbox": {"question_key": QUESTION, "option_list": options, "mode": 0},
        "submit_button": {"text": label(outgoing.language, "wecom", "pick"), "key": QUESTION},
    }
