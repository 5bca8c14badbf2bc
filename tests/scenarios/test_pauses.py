"""Reports that pause, are put right, and are interrupted by other dialogues."""

from sqlalchemy import select

from storage import dialogues, tables
from storage.engine import write_transaction
from tests.scenarios.test_whole_life import report
from tests.world import World, case_of
from workflow.ids import new_id


def test_a_report_is_nudged_once_kept_after_three_days_and_can_be_resumed(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    li.hears("report.confirm")
    for _ in range(5):
        world.clock.passes(minutes=31)
        world.work()
    li.hears("report.nudge")
    world.clock.passes(days=3)
    world.work()
    li.hears_nothing()
    li.sends("上报隐患")
    li.hears("report.start")
    li.sends("取消")
    li.hears("dialogue.cancelled")
    world.clock.passes(days=4)
    li.taps("resume")
    li.skips()
    li.sends("取消")
    li.skips()
    li.sends("继续")
    li.skips()
    li.sends("取消")
    conversations = world.rows(select(tables.conversations.c.kept).where(tables.conversations.c.person_id == li.id))
    assert any("防护罩" in kept["args"].get("text", "") for kept in conversations[0].kept)


def test_back_takes_the_last_answer_back(world: World) -> None:
    li = world.person("李强")
    li.sends("这里不对劲啊真的")
    (asked,) = li.hears("report.kind")
    li.taps(asked.choices[0]["value"])
    li.hears("report.confirm")
    li.sends("返回")
    li.hears("report.kind")
    li.sends("返回")
    li.hears("dialogue.cancelled")


def test_a_card_opens_on_top_and_the_question_beneath_is_asked_again(world: World) -> None:
    owner = report(world)
    owner.sends("插座烧黑了")
    owner.skips()
    owner.taps("show")
    owner.hears("case.card")
    owner.taps("take")
    owner.hears("task.taken")
    owner.sends("取消")
    owner.hears("dialogue.cancelled", "report.confirm")
    owner.taps("submit")
    assert owner.skips()[0] == "report.done"


def test_every_field_of_the_proposal_can_be_corrected(world: World) -> None:
    li = world.person("李强")
    li.sends("防护罩松了", photos=1)
    li.hears("report.confirm")
    li.taps("place")
    (where,) = li.hears("report.where")
    li.taps(where.choices[1]["value"])
    while (heard := li.everything()[-1]).topic == "report.where":
        li.taps("here")
    assert heard.topic == "report.confirm"
    for field, answer in (("what_it_is", "none"), ("how_bad", "larger")):
        li.taps("wrong")
        li.taps(field)
        li.taps(answer)
        if field == "what_it_is" and li.everything()[-1].topic == "report.category":
            li.taps("electrical")
    li.taps("wrong")
    li.taps("words")
    li.sends("插座烧黑了")
    li.taps("submit")
    case = case_of(world)
    assert (case.category, case.company_grade) == (
        "electrical",
        "larger",
    )  # which the person has said, whatever the new words are


def test_what_it_is_can_be_answered_in_words(world: World) -> None:
    li = world.person("李强")
    li.sends("这里有点不对劲啊", photos=1)
    li.hears("report.kind")
    li.sends("防护罩松了")
    li.hears("report.confirm")


def test_a_report_put_aside_is_offered_again_under_my_reports(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.sends("取消")
    li.skips()
    li.sends("我的上报")
    li.hears("my.reports_none")
    li.taps("resume")
    li.hears("report.confirm")


def test_a_report_beneath_many_lists_is_never_lost(world: World) -> None:
    li = world.person("李强")
    li.sends(photos=1)
    li.hears("report.what")
    for word in ("我的上报", "等我办", "隐患", "帮助", "语言", "我的上报", "等我办", "隐患"):
        li.sends(word)
    li.skips()
    li.sends("取消")
    li.sends("继续")
    assert li.skips()[-1] == "report.what"


def test_a_refusal_that_another_answer_can_cure_keeps_the_report(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    with write_transaction(world.company.engine) as connection:
        read = dialogues.load(connection, li.id)
        place = next(entry for entry in read.stack[0]["journal"] if entry["key"].startswith("PlaceIn"))
        place["found"]["area"] = new_id()
        dialogues.save(connection, li.id, read, read)
    world.pause()
    li.hears("report.confirm")
    li.taps("submit")
    li.hears("refused.area_gone", "report.confirm")
    li.taps("place")
    (where,) = li.hears("report.where")
    li.taps(where.choices[1]["value"])
    while li.everything()[-1].topic == "report.where":
        li.taps("here")
    li.taps("submit")
    assert li.skips()[-1] == "report.done"
