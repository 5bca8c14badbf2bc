"""People at their phones and desks in a browser, and the pictures that are taken of what they see."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from templates.render import label
from tests.browser.chat_page import ARGUMENTS, chip, heard
from tests.handbook.plant import Plant
from tests.photographs import photograph

PHONE: dict[str, Any] = {
    "viewport": {"width": 375, "height": 667},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 300}}
LOCALES = {"zh_CN": "zh-CN", "en": "en-GB"}
ANSWER_MS = 120_000
LOOK_MS = 250
STILL_MS = 500  # the short way in of a bubble, and of a chart
QUALITY = 60  # of WebP: letters are still sharp, and a picture of a phone takes about 30 kB


@dataclass
class Camera:
    """Takes pictures of one language's people; `taken` are their names, in order."""

    browser: Browser
    plant: Plant
    language: str
    into: Path
    folder: Path  # for photographs on their way into a message
    taken: list[str] = field(default_factory=list)
    _phones: dict[str, "Phone"] = field(default_factory=dict)

    def phone(self, code: str) -> "Phone":
        """The phone of a person, whose chat is open on it."""
        if code not in self._phones:
            page = self._page(self._context(PHONE))
            page.goto(f"{self.plant.address}/#open={code}&at={code}")
            expect(page.locator(".pane .composer, .pane textarea").first).to_be_visible()
            self._phones[code] = Phone(self, page, code)
        return self._phones[code]

    def desk(self) -> Page:
        """A page at a desk, signed in nowhere yet."""
        return self._page(self._context(DESK))

    def take(self, page: Page, name: str, **how: Any) -> None:
        """Keep what the page shows under a name. Raises AssertionError where it is wider than its screen."""
        page.mouse.move(0, 0)  # where the last tap was nothing looks touched any more
        page.wait_for_timeout(STILL_MS)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        with Image.open(io.BytesIO(page.screenshot(**how))) as shown:
            shown.convert("RGB").save(self.into / f"{name}.webp", quality=QUALITY)
        self.taken.append(name)

    def set_clock(self, page: Page) -> None:
        page.clock.set_fixed_time(self.plant.clock.moment)

    def _context(self, screen: dict[str, Any]) -> BrowserContext:
        locale = LOCALES[self.language]
        return self.browser.new_context(locale=locale, timezone_id="Asia/Shanghai", color_scheme="light", **screen)

    def _page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.set_default_timeout(ANSWER_MS)
        self.set_clock(page)
        return page


@dataclass
class Phone:
    """One person's chat, in which they write, tap and send photographs; each waits until the bot has answered."""

    camera: Camera
    page: Page
    code: str

    def writes(self, zh_CN: str, en: str) -> None:
        with self._answered():
            text = self.page.get_by_role("textbox").last
            text.fill(self._words(zh_CN, en))
            text.press("Enter")

    def sends(self, photo: int, zh_CN: str = "", en: str = "") -> None:
        """A photograph, the same for the same number, with words where there are any."""
        file = self.camera.folder / f"{photo}.jpg"
        file.write_bytes(photograph(photo, size=(960, 720)))
        with self._answered():
            self.page.locator("input[type=file][multiple]").set_input_files([file])
            text = self.page.get_by_role("textbox").last
            text.fill(self._words(zh_CN, en))
            text.press("Enter")

    def taps(self, choice: str) -> None:
        """The newest button of this choice."""
        with self._answered():
            chip(self.page, label(self.camera.language, "choice", choice)).last.click()

    def picks(self, zh_CN: str, en: str) -> None:
        """The newest button with these words."""
        with self._answered():
            chip(self.page, self._words(zh_CN, en)).last.click()

    def reads(self) -> str:
        """What the bot said last."""
        return heard(self.page).last.inner_text()

    def shows(self, name: str, last: int = 1, about: tuple[str, str] | None = None) -> None:
        """Take a picture of the last so many messages, whole; or of the latest with these words."""
        self._opens()
        one = self.page.locator(".message.bot", has_text=self._words(*about)).last if about else None
        self._fits(one or self.page.locator(".message").nth(-last), one or self.page.locator(".message").last)
        self.camera.take(self.page, name)

    def _fits(self, first: Locator, last: Locator) -> None:
        """Make the screen as high as these messages are, and show them from its top."""
        first.scroll_into_view_if_needed()
        self.page.wait_for_function(_IS_WHOLE, timeout=ANSWER_MS, polling=LOOK_MS)
        height = first.evaluate(_HEIGHT, last.element_handle())
        self.page.set_viewport_size({"width": PHONE["viewport"]["width"], "height": height})
        self.page.wait_for_timeout(STILL_MS)
        first.evaluate(_TO_TOP)

    def _opens(self) -> None:
        """Wait until the chat shows everything that has reached it; the browser has the hour of the plant."""
        self.camera.plant.quiet()
        self.camera.set_clock(self.page)
        self.page.wait_for_function(_IS_UP_TO_DATE, arg=self.code, timeout=ANSWER_MS, polling=LOOK_MS)

    def _words(self, zh_CN: str, en: str) -> str:
        return en if self.camera.language == "en" else zh_CN

    @contextmanager
    def _answered(self) -> Iterator[None]:
        """Time goes on a little, the person does something, and the bot has said something more."""
        self.camera.plant.passes()
        self._opens()
        before = heard(self.page).count()
        yield
        self.page.wait_for_function(
            "before => document.querySelectorAll('.message.bot .text').length > before", arg=before, timeout=ANSWER_MS
        )
        self.camera.plant.quiet()


# Of the first message and the last: how high a screen shows just them, its head and its foot.
_HEIGHT = """(first, last) => {
  const log = document.querySelector(".log");
  const shown = last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
  const wayDown = last.nextElementSibling ? 64 : 0; // the button that leads to what came later stands below
  return Math.ceil(shown + innerHeight - log.clientHeight + 24 + wayDown);
}"""
_TO_TOP = """first => {
  const log = document.querySelector(".log");
  log.scrollTop += first.getBoundingClientRect().top - log.getBoundingClientRect().top - 12;
}"""
# What of pictures is on the screen has been loaded; those above it are when somebody scrolls there.
_IS_WHOLE = """() => [...document.querySelectorAll(".message img")]
  .filter(image => image.getBoundingClientRect().bottom > 0)
  .every(image => image.complete && image.naturalWidth)"""
# The chat shows the words of the last message that the service has for it.
_IS_UP_TO_DATE = """async code => {
  const { messages } = await (await fetch(`/chat/${code}/messages`)).json();
  const shown = [...document.querySelectorAll(".message .text")].at(-1)?.textContent.trim();
  const { text, label } = messages.at(-1);
  return [text, label].some(words => words?.trim() === shown);
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the browser tests."""
    expect.set_options(timeout=ANSWER_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()
