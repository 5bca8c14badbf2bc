"""签字: the statistics of a period go to the principal, who signs with one tap, or says why not."""

from dataclasses import dataclass

from handlers.admin.confirming import sure
from handlers.admin.wanted import PaperOrder
from handlers.questions import ask_text, find
from handlers.replies import Do, Say
from workflow.paper_signing import RefuseToSign, SendForSignature, SignPaper


@dataclass(frozen=True)
class Signing:
    """`order`: under which the paper was asked for."""

    id: str
    order: str = ""


async def send_to_sign(signing: Signing) -> Do | Say:
    paper = await find(PaperOrder(signing.order))
    if paper is None:
        return Say("refused.no_paper_to_sign")
    if not await sure("made.send_sure", **paper):
        return Say("made.not_sent")
    return Do(SendForSignature(signing.order), "made.sent_to_sign", facts=paper)


async def sign_paper(signing: Signing) -> Do | Say:
    """The button says what it does, and the paper lies above it: one tap is enough."""
    paper = await find(PaperOrder(signing.order))
    if paper is None:
        return Say("refused.no_paper_to_sign")
    return Do(SignPaper(signing.order), "made.sign_done", facts=paper)


async def refuse_to_sign(signing: Signing) -> Do | Say:
    paper = await find(PaperOrder(signing.order))
    if paper is None:
        return Say("refused.no_paper_to_sign")
    remark = await ask_text("made.why_not", **paper)
    return Do(RefuseToSign(signing.order, remark), "made.sent_back", facts=paper)
