"""Help, language, and picking up an unfinished report."""

from dataclasses import dataclass

from handlers.questions import Open, Option, ask_choice
from handlers.replies import Say
from workflow.commands import ChooseLanguage
from workflow.people import Language

ANONYMOUS = Option("anonymous", "anonymous", opens=Open("report_anonymously"))
MENU = (
    Option("report", "report", opens=Open("report_hazard")),
    Option("to_do", "to_do", opens=Open("to_do")),
    Option("my_reports", "my_reports", opens=Open("my_reports")),
    Option("help", "help", opens=Open("show_help")),
)


@dataclass(frozen=True)
class Asker:
    id: str


async def show_help(asker: Asker) -> Say:
    language = Option("language", "language", opens=Open("choose_language"))
    return Say("help.main", options=(MENU[0], ANONYMOUS, MENU[1], language))


async def choose_language(asker: Asker) -> ChooseLanguage:
    options = tuple(Option(language, f"languages.{language}") for language in Language)
    return ChooseLanguage(Language(await ask_choice("help.language", options)))
