"""Refusals after which the last question is asked again."""

from handlers.curable import CURABLE
from tests.templates.test_words import raised
from workflow.errors import Refused


def test_each_of_them_is_raised_somewhere() -> None:
    assert raised(Refused) >= CURABLE


def test_another_number_cures_every_merge_but_of_what_still_runs() -> None:
    merges = {reason for reason in raised(Refused) if reason.startswith("merge_")}
    assert merges - CURABLE == {"merge_running"}
