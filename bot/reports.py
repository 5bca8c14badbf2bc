"""Which papers there are to be set in Word, with the fields of each and the product's own template of it."""

from enum import StrEnum
from typing import Any

from templates import case_papers, order_words, period_words
from templates.render import ROOM
from workflow.order_papers import OfOrder
from workflow.period_papers import OfPeriod


class Report(StrEnum):
    """What has a Word template."""

    FILE = "file"
    ORDER = "order"
    ACCEPTANCE = "acceptance"
    MAJOR = "major"
    STATISTICS = "statistics"
    SCORECARD = "scorecard"
    NOTICE = "notice"
    REPLY = "reply"
    RECHECK_REQUEST = "recheck_request"


def fields_of(report: str) -> dict[str, Any]:
    """What a template of it may name."""
    if report in set(OfOrder):
        return order_words.FIELDS
    return period_words.FIELDS if report in set(OfPeriod) else case_papers.FIELDS


def shipped(report: str, language: str) -> bytes:
    """The product's own."""
    return (ROOM / "reports" / language / f"{report}.docx").read_bytes()
