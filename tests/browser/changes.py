"""How a person changes what they have said in the chat page, for the browser tests."""

from playwright.sync_api import Locator, Page

from tests.browser.chat_page import own, sent
from tests.chat_house import ChatHouse

SAID = "三号门口一大滩油"
BETTER = "四号门口一大滩油"


def more(pane: Page | Locator, words: str = SAID, what: str = "编辑或撤回：") -> Locator:
    """The button of the menu of one's own message."""
    return pane.get_by_role("button", name=what + words)


def pick(pane: Page | Locator, item: str, words: str = SAID, what: str = "编辑或撤回：") -> None:
    """By mouse: over the bubble, to its dots, to the item."""
    own(pane).filter(has_text=words).hover()
    more(pane, words, what).click()
    pane.get_by_role("menuitem", name=item).click()


def text_of(pane: Page | Locator) -> Locator:
    return pane.get_by_role("textbox").last


def changes(house: ChatHouse, page: Page) -> list[tuple[str, str, bool]]:
    """What the intake has of changes: the words that were sent, what they read now, whether they are gone."""
    everything = sent(house, page)
    before = {said["message_id"]: said["text"] for said in everything}
    return [(before[each["edits"]], each["text"], each["deleted"]) for each in everything if "edits" in each]
