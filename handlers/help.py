"""Help, language, and picking up an unfinished report."""

from dataclasses import dataclass

from handlers.questions import Open, Option, ask_choice, find
from handlers.replies import Do, Say
from handlers.wanted import May
from workflow.commands import ChooseLanguage
from workflow.people import Language
from workflow.permissions import Action

ANONYMOUS = Option("anonymous", "anonymous", opens=Open("report_anonymously"))
MENU = (
    Option("report", "report", opens=Open("report_hazard")),
    Option("to_do", "to_do", opens=Open("to_do")),
    Option("my_reports", "my_reports", opens=Open("my_reports")),
    Option("help", "help", opens=Open("show_help")),
)


# What is wanted less often, behind the last button of the menu.
FOR_ANOTHER = Option("for_another", "for_another", opens=Open("report_hazard", {"for_another": True}))
SEARCH = Option("search", "search", opens=Open("search"))
FINDING = Option("finding", "finding", opens=Open("report_finding"))
REQUESTS = Option("requests", "join_requests", opens=Open("join_requests"))
INVITE = Option("invite", "invite", opens=Open("invite"))
LINK = Option("link", "link", opens=Open("link"))
WEB = Option("web", "web", opens=Open("open_web"))
FEEDBACK = Option("feedback", "feedback", opens=Open("give_feedback"))
MANAGE = Option("manage", "manage", opens=Open("manage"))
BOARD = Option("board", "board", opens=Open("open_board"))
LANGUAGE = Option("language", "language", opens=Open("choose_language"))


# What the menu offers whoever comes in, and whoever asks for help.
START = (MENU[0], ANONYMOUS, MENU[1], Option("more", "other_steps", opens=Open("show_help", {"more": True})))


@dataclass(frozen=True)
class Asker:
    """`more`: whoever asks wants to see what is wanted less often. `language`: the one they want, if they said."""

    id: str
    more: bool = False
    language: str = ""


async def show_help(asker: Asker) -> Say:
    if asker.more:
        finding = (FINDING,) if await find(May(Action.REPORT_FINDING)) else ()
        joining = (REQUESTS, INVITE) if await find(May(Action.ENROL)) else ()
        manage = (MANAGE,) if await find(May(Action.RUN)) else ()
        board = (BOARD,) if await find(May(Action.BOARD)) else ()
        usual = (FOR_ANOTHER, SEARCH, *finding, MENU[2], *joining, *board)
        return Say("help.more", options=(*manage, *usual, LINK, WEB, FEEDBACK, LANGUAGE))
    return Say("help.main", options=START)


def in_language(language: Language) -> Option:
    """A tap on it, and the bot speaks this language."""
    return Option(language, f"languages.{language}", opens=Open("choose_language", {"language": language}))


async def choose_language(asker: Asker) -> ChooseLanguage | Do:
    if asker.language:  # they have not read yet what they can do here
        return Do(ChooseLanguage(Language(asker.language)), then=Open("show_help"))
    options = tuple(Option(language, f"languages.{language}") for language in Language)
    return ChooseLanguage(Language(await ask_choice("help.language", options)))
