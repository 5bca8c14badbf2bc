"""反馈: somebody tells whoever runs the bot a sentence, and is answered."""

from dataclasses import dataclass

from handlers.questions import Option, ask_choice, ask_text
from handlers.replies import Say
from workflow.feedback import AnswerFeedback, GiveFeedback

SEND = (Option("send", "send_it"), Option("no", "do_not_send"))


@dataclass(frozen=True)
class Giving:
    """`words`: what was written with the command."""

    id: str
    words: str = ""


@dataclass(frozen=True)
class Answering:
    id: str
    feedback: str = ""


async def give_feedback(giving: Giving) -> GiveFeedback | Say:
    words = giving.words or await ask_text("feedback.what")
    if await ask_choice("feedback.sure", SEND, words=words) == "no":
        return Say("feedback.not_sent")
    return GiveFeedback(giving.id, words)


async def answer_feedback(answering: Answering) -> AnswerFeedback | Say:
    words = await ask_text("feedback.answer")
    if await ask_choice("feedback.sure_answer", SEND, words=words) == "no":
        return Say("feedback.not_sent")
    return AnswerFeedback(answering.feedback, words)
