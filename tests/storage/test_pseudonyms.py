"""The sealed link between a pseudonym and a person, and the sealed dialogues that lead to it."""

import pytest
from sqlalchemy import Engine, insert, select

from storage import dialogues, pseudonyms, tables
from storage.dialogues import Conversation
from storage.engine import read_transaction, write_transaction
from storage.pseudonyms import Pseudonyms
from workflow.ids import new_id

KEY, OTHER = Pseudonyms(bytes(32)), Pseudonyms(bytes(range(32)))


def test_what_was_sealed_opens_with_its_key_about_its_subject_only() -> None:
    sealed = KEY.seal("p1", "pseudonyms/h1")
    assert KEY.open(sealed, "pseudonyms/h1") == "p1"
    assert KEY.open(sealed, "pseudonyms/h2") is None
    assert OTHER.open(sealed, "pseudonyms/h1") is None
    assert KEY.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "pseudonyms/h1") is None
    assert KEY.open(b"", "pseudonyms/h1") is None


def test_the_same_person_is_sealed_differently_each_time() -> None:
    assert len({KEY.seal("p1", "pseudonyms/h1") for _ in range(50)}) == 50


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_none(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Pseudonyms(bytes(length))


def test_a_party_is_found_by_its_case_and_person_and_leads_back(engine: Engine) -> None:
    person, case = new_id(), new_id()
    with write_transaction(engine) as connection:
        party = pseudonyms.enter(connection, KEY, case, person)
    with read_transaction(engine) as connection:
        assert pseudonyms.party_of(connection, KEY, case, person) == party
        assert pseudonyms.party_of(connection, KEY, case, new_id()) is None
        assert pseudonyms.party_of(connection, OTHER, case, person) is None
        assert pseudonyms.party_of(connection, None, case, person) is None
        assert pseudonyms.behind(connection, KEY, party) == person
        assert pseudonyms.behind(connection, OTHER, party) is None
        assert pseudonyms.behind(connection, KEY, new_id()) is None
        assert pseudonyms.is_one(connection, party)
        assert not pseudonyms.is_one(connection, person)
        assert [pseudonyms.fits(connection, key) for key in (KEY, OTHER, None)] == [True, False, False]


def test_where_nobody_is_anonymous_any_key_fits_and_none(engine: Engine) -> None:
    with read_transaction(engine) as connection:
        assert all(pseudonyms.fits(connection, key) for key in (KEY, None))


PRIVATE = {"id": "d1", "script": "report_anonymously", "journal": [{"text": "防护罩松了"}], "as": ""}
PLAIN = {"id": "d2", "script": "report_hazard", "journal": [{"text": "漏油了"}]}


def test_an_anonymous_dialogue_is_stored_sealed_and_read_with_the_key_only(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        (person,) = connection.execute(select(tables.people.c.id).limit(1)).scalars()
        assert dialogues.save(connection, person, Conversation(), Conversation(0, [PLAIN, PRIVATE]), KEY)
    with read_transaction(engine) as connection:
        (stack,) = connection.execute(select(tables.conversations.c.stack)).scalars()
        assert stack[0] == PLAIN
        assert set(stack[1]) == {"sealed"}
        assert dialogues.load(connection, person, KEY).stack == [PLAIN, PRIVATE]
        assert dialogues.load(connection, person, OTHER).stack == dialogues.load(connection, person).stack == [PLAIN]


def test_an_anonymous_dialogue_is_never_stored_in_the_clear(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        (person,) = connection.execute(select(tables.people.c.id).limit(1)).scalars()
        with pytest.raises(ValueError, match="without the key"):
            dialogues.save(connection, person, Conversation(), Conversation(0, [PRIVATE]))


def test_who_has_no_dialogue_has_no_row_and_no_version_that_counts(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        (person,) = connection.execute(select(tables.people.c.id).limit(1)).scalars()
        assert dialogues.save(connection, person, Conversation(), Conversation())
        assert not connection.execute(select(tables.conversations)).all()
        versions = []
        for _ in range(5):
            read = dialogues.load(connection, person)
            assert dialogues.save(connection, person, read, Conversation(0, [PLAIN]))
            versions.append(dialogues.load(connection, person).version)
        assert versions != list(range(versions[0], versions[0] + 5))
        stale = Conversation(versions[0] ^ 1, [PLAIN])
        assert not dialogues.save(connection, person, stale, Conversation())
        assert dialogues.save(connection, person, dialogues.load(connection, person), Conversation())
        assert not connection.execute(select(tables.conversations)).all()


def test_the_table_of_links_holds_one_for_each_case(engine: Engine) -> None:
    case = new_id()
    with write_transaction(engine) as connection:
        pseudonyms.enter(connection, KEY, case, new_id())
    with pytest.raises(Exception, match=r"(?i)unique"), write_transaction(engine) as connection:
        connection.execute(insert(tables.pseudonyms), {"id": new_id(), "hazard_id": case, "sealed": b""})
