"""What is done at the company's own desk, about no case: one visible table, with the right that each command needs."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from workflow import (
    asking_elsewhere,
    authority_orders,
    broadcast,
    bulk,
    codes,
    deputies,
    digest,
    elsewhere,
    enrolling,
    entries,
    evidence,
    example_cases,
    feedback,
    grounds,
    hand_over,
    librarian,
    matrix,
    new_ladder,
    new_law,
    order_rechecks,
    outlining,
    paper_orders,
    paper_signing,
    plots,
    posts,
    rungs,
    scores,
    scoring,
    sharing_examples,
    site_plan,
    staff,
    survey,
    surveying,
    to_do,
    unsealing,
    web,
    working_hours,
)
from workflow.commands import ChooseLanguage
from workflow.deputies import ComeBack, NameDeputy, RefuseDeputyship
from workflow.desk import Desk
from workflow.errors import Refused
from workflow.hazard import Act
from workflow.joining import Admit, CallMe, DeclineJoin, Invite, OfferLink
from workflow.order import Errand
from workflow.people import Person
from workflow.permissions import Action
from workflow.seals import AskUnseal, ConfirmUnseal, DeclineUnseal


def _errand(needs: Action, do: Callable[[Desk, Any, Person, datetime], None]) -> Errand:
    def done(desk: Desk, command: Any, act: Act) -> None:
        if act.by is None:
            raise Refused("not_employed")
        do(desk, command, act.by, act.at)

    return Errand(needs, done)


def _choose_language(desk: Desk, command: ChooseLanguage, by: Person, at: datetime) -> None:
    desk.choose_language(by.id, command.language)


OFFICE: dict[type, Errand] = {
    ChooseLanguage: _errand(Action.TALK, _choose_language),
    to_do.ChooseToDo: _errand(Action.TALK, to_do.choose),
    OfferLink: _errand(Action.TALK, enrolling.offer_link),
    CallMe: _errand(Action.TALK, enrolling.call_me),
    NameDeputy: _errand(Action.TALK, deputies.name_deputy),
    ComeBack: _errand(Action.TALK, deputies.come_back),
    RefuseDeputyship: _errand(Action.TALK, deputies.refuse),
    digest.ChooseDigest: _errand(Action.DIGEST, digest.choose),
    hand_over.TakeOver: _errand(Action.HAND_OVER, hand_over.take_over),
    Admit: _errand(Action.ENROL, enrolling.admit),
    DeclineJoin: _errand(Action.ENROL, enrolling.decline),
    Invite: _errand(Action.ENROL, enrolling.invite),
    AskUnseal: _errand(Action.UNSEAL, unsealing.ask),
    ConfirmUnseal: _errand(Action.UNSEAL, unsealing.confirm),
    DeclineUnseal: _errand(Action.UNSEAL, unsealing.decline),
    bulk.ApplyWorkbook: _errand(Action.CONFIGURE, bulk.apply_workbook),
    feedback.GiveFeedback: _errand(Action.TALK, feedback.give),
    feedback.AnswerFeedback: _errand(Action.RUN, feedback.answer),
    plots.AddPlace: _errand(Action.CONFIGURE, grounds.add),
    plots.RenamePlace: _errand(Action.CONFIGURE, grounds.rename),
    plots.PutBackName: _errand(Action.CONFIGURE, grounds.put_back_name),
    plots.RetirePlace: _errand(Action.CONFIGURE, grounds.retire),
    plots.ColourArea: _errand(Action.CONFIGURE, grounds.colour),
    plots.SetDay: _errand(Action.CONFIGURE, grounds.set_day),
    entries.AddEntry: _errand(Action.CONFIGURE, librarian.add),
    entries.ChangeEntry: _errand(Action.CONFIGURE, librarian.change),
    entries.RetireEntry: _errand(Action.CONFIGURE, librarian.retire),
    entries.BringLaw: _errand(Action.CONFIGURE, new_law.bring),
    entries.TakeBackLaw: _errand(Action.CONFIGURE, new_law.take_back),
    rungs.SetLadder: _errand(Action.CONFIGURE, new_ladder.set_ladder),
    working_hours.SetShift: _errand(Action.STAFF, working_hours.set_shift),
    working_hours.SetQuiet: _errand(Action.CONFIGURE, working_hours.set_quiet),
    site_plan.TakeSitePlan: _errand(Action.CONFIGURE, outlining.take),
    site_plan.UseSitePlan: _errand(Action.CONFIGURE, outlining.use),
    site_plan.OutlineArea: _errand(Action.CONFIGURE, outlining.outline),
    matrix.SetOwner: _errand(Action.CONFIGURE, matrix.set_owner),
    matrix.PutBackOwner: _errand(Action.CONFIGURE, matrix.put_back_owner),
    posts.GiveRole: _errand(Action.STAFF, staff.give_role),
    posts.EndRole: _errand(Action.STAFF, staff.end_role),
    posts.ResumeRole: _errand(Action.STAFF, staff.resume_role),
    posts.MoveTo: _errand(Action.STAFF, staff.move_to),
    posts.MoveBack: _errand(Action.STAFF, staff.move_back),
    posts.SendOnLeave: _errand(Action.STAFF, staff.send_on_leave),
    posts.EndLeave: _errand(Action.STAFF, staff.end_leave),
    posts.Block: _errand(Action.STAFF, staff.block),
    posts.Unblock: _errand(Action.STAFF, staff.unblock),
    web.OfferWeb: _errand(Action.TALK, web.offer),
    web.EndWeb: _errand(Action.TALK, web.end),
    scores.GiveScore: _errand(Action.SCORE, scoring.give),
    scores.TakeBackScore: _errand(Action.SCORE, scoring.take_back),
    broadcast.Broadcast: _errand(Action.BROADCAST, broadcast.broadcast),
    example_cases.ChooseExample: _errand(Action.BROADCAST, sharing_examples.choose),
    example_cases.WithdrawExample: _errand(Action.BROADCAST, sharing_examples.withdraw),
    survey.SendSurvey: _errand(Action.RECORD_EVIDENCE, surveying.send),
    survey.CallSurveyBack: _errand(Action.RECORD_EVIDENCE, surveying.call_back),
    survey.AnswerSurvey: _errand(Action.TALK, surveying.answer),
    elsewhere.AskElsewhere: _errand(Action.ASK_ELSEWHERE, asking_elsewhere.ask),
    elsewhere.AnswerElsewhere: _errand(Action.TALK, asking_elsewhere.answer),
    authority_orders.RecordRecheck: _errand(Action.REPORT_FINDING, order_rechecks.record),
    authority_orders.StrikeRecheck: _errand(Action.REPORT_FINDING, order_rechecks.strike),
    paper_orders.OrderPaper: _errand(Action.EXPORT, paper_orders.order),
    paper_signing.SendForSignature: _errand(Action.EXPORT, paper_signing.send),
    paper_signing.SignPaper: _errand(Action.SIGN, paper_signing.sign),
    paper_signing.RefuseToSign: _errand(Action.SIGN, paper_signing.refuse),
    evidence.RecordEvidence: _errand(Action.RECORD_EVIDENCE, evidence.record),
    evidence.CorrectEvidence: _errand(Action.RECORD_EVIDENCE, evidence.correct),
    evidence.WithdrawEvidence: _errand(Action.RECORD_EVIDENCE, evidence.withdraw),
    evidence.RestoreEvidence: _errand(Action.RECORD_EVIDENCE, evidence.restore),
    codes.IssueCode: _errand(Action.ISSUE_CODE, codes.issue),
}
