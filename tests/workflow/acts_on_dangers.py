"""What people do about what is pressing: alarms, running dangers, major hazards, and what lies outside."""

from datetime import date
from typing import Any

from tests.workflow.ground import Done, Ground
from workflow.alarm import CallFalseAlarm, RaiseAlarm, Respond, StandDown, TellAlarm
from workflow.attention import MarkSeen
from workflow.danger import CheckMeasure, Contain, MissMeasure, SetMeasure, warn
from workflow.emergency import Emergency
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.major import ConfirmMajor, LowerMajor, Regrade
from workflow.outside import BringBack, MoveOutside, NoteAnswer, ReportToAuthority, SendLetter
from workflow.papers import ALWAYS, DescribeMajor, Paper, RecordPaper, StrikePaper


class Dangers(Ground):
    """Alarms, measures against a danger, major hazards with their papers, and cases of others outside."""

    def raises(self, name: str = "li", kind: Emergency = Emergency.FIRE, area: str | None = "stamping") -> Done:
        return self.does(name, RaiseAlarm(self.draft(), kind, "着火了", area))

    def tells(self, case: Hazard, name: str = "li", what: str = "called", photos: int = 0) -> Done:
        return self.does(name, TellAlarm(case.id, self.draft(photos), what, "" if what != "words" else "三号门那边"))

    def responds(self, case: Hazard, name: str = "shi") -> Done:
        return self.does(name, Respond(case.id))

    def stands_down(self, case: Hazard, name: str = "shi") -> Done:
        return self.does(name, StandDown(case.id))

    def calls_off(self, case: Hazard, name: str = "li") -> Done:
        return self.does(name, CallFalseAlarm(case.id))

    def warns(self, case: Hazard) -> Done:
        event = warn(case, self.act("li"))
        self.desk.record(event)
        return self._told(case, [event])

    def sees(self, case: Hazard, name: str = "ma") -> Done:
        return self.does(name, MarkSeen(case.id))

    def contains(self, case: Hazard, name: str = "ma", measure: str = "断电挂牌") -> Done:
        return self.does(name, Contain(case.id, measure, self.draft()))

    def misses_measure(self, case: Hazard, name: str = "zhang") -> Done:
        return self.does(name, MissMeasure(case.id))

    def checks_measure(self, case: Hazard, name: str | None = None) -> Done:
        return self.does(name or case.owner_id or "qian", CheckMeasure(case.id))

    def sets_measure(
        self, case: Hazard, name: str = "ma", *, hours: int | None = None, day: date | None = None, **more: Any
    ) -> Done:
        return self.does(name, SetMeasure(case.id, hours, day.isoformat() if day else None, **more))

    def regrades(self, case: Hazard, grade: Grade = Grade.MAJOR, name: str = "qian", reason: str = "后果更重") -> Done:
        return self.does(name, Regrade(case.id, grade, reason))

    def confirms(self, case: Hazard, name: str = "he") -> Done:
        return self.does(name, ConfirmMajor(case.id))

    def lowers(self, case: Hazard, grade: Grade = Grade.LARGER, name: str = "he", reason: str = "够不上重大") -> Done:
        return self.does(name, LowerMajor(case.id, grade, reason))

    def is_major(self, case: Hazard) -> Hazard:
        """The same case, raised by the officer and confirmed by the director."""
        self.regrades(case)
        self.confirms(case)
        return case

    def hands_in(self, case: Hazard, *papers: Paper, name: str = "qian", photos: int = 1, days: int = 0) -> Done:
        """Papers, each as of so many days from today; what the last one led to."""
        day = self.day(days)
        done = [self.does(name, RecordPaper(case.id, p, day, "林志远", self.draft(photos))) for p in papers or ALWAYS]
        return done[-1]

    def strikes(self, case: Hazard, paper: Paper, name: str = "he", reason: str = "别的隐患的") -> Done:
        return self.does(name, StrikePaper(case.id, paper, reason))

    def describes(self, case: Hazard, name: str = "qian", cause: str = "卡扣老化") -> Done:
        return self.does(name, DescribeMajor(case.id, cause, "手可能被卷入", "要停产两天"))

    def moves_outside(self, case: Hazard, name: str = "feng", until: str = "7", measure: str = "围起来了") -> Done:
        return self.does(name, MoveOutside(case.id, "园区物业", until, measure, self.draft(0)))

    def sends_letter(self, case: Hazard, name: str = "qian", photos: int = 1) -> Done:
        return self.does(name, SendLetter(case.id, "", self.draft(photos)))

    def notes_answer(self, case: Hazard, name: str = "qian", answer: str = "下周来修", until: str = "7") -> Done:
        return self.does(name, NoteAnswer(case.id, answer, until, self.draft(0)))

    def tells_authority(self, case: Hazard, name: str = "qian", day: str = "0", photos: int = 1) -> Done:
        return self.does(name, ReportToAuthority(case.id, "区应急管理局", day, "", self.draft(photos)))

    def brings_back(self, case: Hazard, name: str = "qian", reason: str = "还是归我们管") -> Done:
        return self.does(name, BringBack(case.id, reason))
