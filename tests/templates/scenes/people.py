"""What the operator reads of people whom the company erases."""

from tests.templates.scenes.facts import Scene, Two

FOUND = {"addresses": 2, "messages": 214, "told": 380, "chat": 0, "mentions": 57, "cases": 12, "events": 96}
CALLED = "X-5F3A9C21"
SCENES = (
    Scene("people.last_administrator", {"name": Two("吴静", "Wu Jing")}),
    Scene(
        "people.has_work",
        {"name": Two("张伟", "Zhang Wei"), "cases": ["YH-20261123-0007", "YH-20261124-0001"], "total": 2},
    ),
    Scene("people.to_erase", {"name": Two("李强", "Li Qiang"), "code": "liqiang", "called": CALLED, **FOUND}),
    Scene("people.sure"),
    Scene("people.not_erased"),
    Scene("people.erased", {"called": CALLED, "struck": 57}),
)
