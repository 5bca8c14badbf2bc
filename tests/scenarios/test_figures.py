"""What turns record of a case is what its figures go by: at every step of a life they say how it stands."""

from sqlalchemy import select

from storage import daily_figures, tables
from storage.daily_figures import follow_all
from storage.engine import write_transaction
from tests.scenarios.test_major import DIRECTOR, report_major
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of
from workflow.metrics import Figures, History, figures
from workflow.reach import Reach
from workflow.standing import of_facts, standing


def both(world: World) -> tuple[Figures, Figures]:
    """The figures of today as they are kept, and as they are counted from the trail."""
    local = world.company.house.calendar.local
    today = local(world.clock()).date()
    with write_transaction(world.company.engine) as connection:
        follow_all(connection, lambda moment: local(moment).date())
        kept = daily_figures.figures(connection, Reach("", company=True), today)
    histories = []
    for case in world.rows(select(tables.hazards)):
        of_case = select(tables.events).where(tables.events.c.subject_id == case.id)
        steps = world.rows(of_case.order_by(tables.events.c.version))
        assert of_facts(steps[-1].facts["stands"]) == standing(case)
        histories.append(History(case.received_at, [(step.at, of_facts(step.facts["stands"])) for step in steps]))
    return kept, figures(histories, None, today, lambda moment: local(moment).date())


def test_from_report_to_archive_and_back(quick_world: World) -> None:
    world = quick_world
    owner = report(world)
    world.clock.passes(days=5)
    kept, counted = both(world)
    assert kept == counted
    assert (kept.open, kept.overdue, kept.departments[0].overdue) == (1, 1, 1)
    owner.taps("take")
    owner.sends("装好了", photos=1)
    owner.taps("submit")
    kept, counted = both(world)
    assert kept == counted
    assert (kept.open, kept.overdue) == (1, 0), "it waits for its acceptor"
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    world.clock.passes(days=1)
    kept, counted = both(world)
    assert kept == counted
    assert (kept.open, kept.closed, [day.late for day in kept.trend[-6:]]) == (0, 1, [0, 0, 0, 1, 1, 0])
    li = world.person("李强")
    li.taps("reopen")
    li.sends("又松了")
    kept, counted = both(world)
    assert kept == counted
    assert (kept.open, kept.closed) == (1, 0)


def test_a_major_hazard_counts_as_one_until_the_director_says_that_it_is_none(quick_world: World) -> None:
    world = quick_world
    report_major(world)
    kept, counted = both(world)
    assert kept == counted
    assert (kept.major, kept.open) == (1, 1)
    director = world.person(DIRECTOR)
    director.sees(case_of(world).number)
    director.picks("not_major")
    director.taps("larger")
    director.sends("够不上重大，是误会")
    kept, counted = both(world)
    assert kept == counted
    assert (kept.major, kept.open) == (0, 1)
