"""Money for a repair in chat: asked in the words people use, approved by whoever may, spent with a receipt."""

import pytest
from sqlalchemy import select, update

from storage import tables
from storage.engine import write_transaction
from templates.render import label
from tests.photographs import photograph
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id, case_of, kinds_of
from workflow.keeps import Money


def who_heard(world: World, topic: str) -> list[Someone]:
    return [someone for someone in world.people() if topic in [heard.topic for heard in someone.everything()]]


def taken(world: World) -> Someone:
    """The owner of a reported hazard, with the task in hand and its card before them."""
    owner = report(world)
    owner.taps("take")
    owner.sees(case_of(world).number)
    return owner


def held(world: World) -> Someone:
    """The same, with a temporary measure: it comes before the money."""
    owner = taken(world)
    owner.taps("contain")
    owner.taps("guarded")
    owner.skips()
    owner.sees(case_of(world).number)
    return owner


def asks(owner: Someone, *words: str) -> None:
    owner.sees(case_of(owner.world).number)
    owner.picks("ask_money")
    owner.sends(*words)
    owner.taps("parts")


def money_of(world: World) -> Money:
    money: Money = case_of(world).money
    return money


@story("money", "整改费用", "Money for a repair")
def test_asked_approved_and_spent_beyond_the_budget(told: World) -> None:
    world = told
    owner = taken(world)
    owner.picks("ask_money")
    owner.hears("case.more", "money.how_much")
    owner.sends("要不少钱", "quite a lot")
    owner.hears("money.how_much_again")
    owner.sends("三千五", "3,500 yuan")
    owner.hears("money.what_for")
    owner.sends("换防护罩，找厂家来装", "a new guard, fitted by the maker")
    owner.hears("money.sent_unheld", "task.taken")
    due = case_of(world).due_at
    owner.taps("contain")
    owner.taps("guarded")
    assert owner.skips()[1:] == ["danger.held", "task.taken"]

    (director,) = who_heard(world, "money.asked")
    director.hears("money.asked")
    assert label(world.language, "money", "yuan").format(amount="3,500") in director.words()
    director.taps("approve")
    director.hears("money.given")
    owner.hears("money.approved")
    world.person("李强").skips()
    assert (case_of(world).due_at, money_of(world).budget) == (due, 350_000)

    owner.taps("spend_money")
    owner.hears("money.how_much_spent")
    owner.sends("3860元", "3860 yuan", photos=1)
    owner.hears("money.spent_on")
    owner.taps("parts")
    owner.hears("money.noted", "task.taken")
    director.hears("money.over")
    assert world.platform.to(director.code)[-1].photos
    world.person("李强").hears_nothing()

    director.sees(case_of(world).number)
    assert "🔴" in director.words()
    assert label(world.language, "picture", "receipt") in [p.alt for p in world.platform.to(director.code)[-1].photos]


def test_what_is_asked_again_takes_the_place_of_the_request_and_an_old_card_does_not_approve_it(world: World) -> None:
    owner = held(world)
    asks(owner, "900")
    (head,) = who_heard(world, "money.asked")
    old = head.latest("approve").token("approve")
    owner.sees(case_of(world).number)
    owner.picks("ask_money")
    assert "900 元" in owner.words()
    owner.sends("1900")
    owner.taps("materials")
    assert "900 元" in head.words()
    head.skips()
    head.taps_token(old)
    head.hears("refused.money_changed")
    assert "1,900 元" in head.words()
    assert money_of(world).budget == 0
    head.taps("approve")
    head.hears("money.given")
    assert money_of(world) == Money(since=money_of(world).since, budget=190_000)


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("等会儿说", "money.how_much_again"),
        ("三五百", "money.how_much_again"),
        ("-500", "refused.money_negative"),
        ("0", "refused.money_zero"),
        ("1000.5万", "refused.money_most"),
    ],
)
def test_what_is_no_amount_is_asked_again_and_changes_nothing(quick_world: World, words: str, topic: str) -> None:
    world = quick_world
    owner = taken(world)
    owner.picks("ask_money")
    owner.skips()
    owner.sends(words)
    owner.hears(topic)
    assert case_of(world).money is None
    owner.sends("1.2万")
    owner.hears("money.what_for")
    assert "12,000 元" in owner.words()


@pytest.mark.parametrize(
    ("words", "fen"),
    [("3500", 350_000), ("3,500元", 350_000), ("3.5千", 350_000), ("1万", 1_000_000), ("一万二", 1_200_000)],
)
def test_amounts_in_the_words_people_use(quick_world: World, words: str, fen: int) -> None:
    asks(taken(quick_world), words)
    assert money_of(quick_world).asked == fen


def test_refused_with_a_reason(world: World) -> None:
    owner = taken(world)
    asks(owner, "5万")
    (executive,) = who_heard(world, "money.asked")
    executive.skips()
    owner.skips()
    executive.taps("decline")
    executive.hears("money.why_not")
    executive.taps("quote_first")
    executive.hears("money.not_given")
    owner.hears("money.refused")
    assert "先要报价" in owner.words()
    owner.taps("ask_money")
    owner.hears("money.how_much")


def test_of_two_who_approve_at_once_one_does(world: World) -> None:
    owner = held(world)
    asks(owner, "900")
    (head,) = who_heard(world, "money.asked")
    others = [p for p in world.people() if p.name in ("林志远", "周建国")]
    for other in others:
        other.sees(case_of(world).number)
        if all(choice["value"] != "approve" for choice in other.everything()[-1].choices):
            other.taps("more")
    tokens = [(who, who.latest("approve").token("approve")) for who in (head, *others)]
    world.send(*(world.envelope(who.code, choice=token) for who, token in tokens))
    assert kinds_of(world, case_of(world).id).count("money_approved") == 1
    assert money_of(world).budget == 90_000
    answered = sorted(who.everything()[-1].topic for who, _ in tokens)
    assert answered.count("money.given") == 1
    assert set(answered) <= {"money.given", "card.stale", "refused.state"}


def test_a_second_tap_on_approve_approves_nothing_more(world: World) -> None:
    owner = held(world)
    asks(owner, "900")
    (head,) = who_heard(world, "money.asked")
    token = head.latest("approve").token("approve")
    head.taps_token(token)
    head.taps_token(token)
    assert head.skips()[-2:] == ["money.given", "card.stale"]
    assert money_of(world).budget == 90_000


def test_an_owner_who_heads_the_department_asks_one_step_up(world: World) -> None:
    owner = taken(world)
    engine = world.company.engine
    with write_transaction(engine) as connection:
        role = {"role": "department_head", "department_id": case_of(world).department_id}
        mine = tables.memberships.c.person_id == owner.id
        connection.execute(update(tables.memberships).where(mine).values(role))
    world.pause()
    asks(owner, "100")
    heard = {someone.name for someone in who_heard(world, "money.asked")}
    assert owner.name not in heard
    assert heard
    owner.sees(case_of(world).number)
    while any(choice["value"] == "more" for choice in owner.everything()[-1].choices):
        assert "approve" not in [choice["value"] for choice in owner.everything()[-1].choices]
        owner.taps("more")


def test_undecided_it_waits_in_the_list_and_rings_daily(world: World) -> None:
    owner = held(world)
    asks(owner, "900")
    (head,) = who_heard(world, "money.asked")
    head.skips()
    head.sends("等我办")
    assert case_of(world).number in head.words()
    head.skips()
    due = case_of(world).due_at
    for _ in range(2):
        world.clock.passes(days=1)
        world.work()
        assert head.skips().count("money.asked") == 1
    assert case_of(world).due_at == due
    head.taps("approve")
    world.clock.passes(days=1)
    world.work()
    assert "money.asked" not in head.skips()
    head.sends("等我办")
    assert head.skips()[-1] == "my.to_do_none"


def test_the_company_s_own_sums_count(world: World) -> None:
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(tables.company).values(head_limit=100, director_limit=500))
    world.stop()
    asks(held(world), "600")
    (executive,) = who_heard(world, "money.asked")
    assert executive.name == "周建国"


def test_a_receipt_is_not_mixed_up_with_the_pictures_of_the_work(world: World) -> None:
    owner = taken(world)
    owner.picks("work")
    owner.sends(photos=1)
    owner.skips()
    owner.sees(case_of(world).number)
    owner.picks("spend_money")
    owner.sends("120")
    owner.taps("parts")
    assert "money.receipt" in owner.skips()
    owner.sends("没有")
    assert owner.skips() == ["unknown.in_dialogue", "money.receipt"]
    owner.sends(files=(photograph(5),))
    assert owner.skips()[0] == "money.noted"
    owner.taps("submit")
    owner.skips()
    attachments = tables.attachments.c
    roles = world.rows(select(attachments.role).where(attachments.person_id == owner.id))
    assert sorted(row.role for row in roles) == ["after", "receipt"]


def test_a_bill_that_comes_after_closing_is_written_down(world: World) -> None:
    owner = taken(world)
    owner.picks("submit")
    owner.sends(photos=1)
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    assert case_of(world).state == "closed"
    owner.sees(case_of(world).number)
    owner.picks("spend_money")
    owner.sends("88块5", photos=1)
    owner.taps("parts")
    assert "money.noted" in owner.skips()
    assert (case_of(world).state, money_of(world).spent) == ("closed", 8_850)
