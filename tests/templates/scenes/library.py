"""What officers read of the hazard library and of laws: each topic with its facts."""

from tests.templates.scenes.facts import Scene, Two, plain

NAME = Two("灭火器移位、乱放或摆放不当", "Extinguisher moved, misplaced or badly placed")
LINE = {"name": NAME, "category": "fire", "grade": "general"}
CARD = {
    **LINE,
    "code": "FI-16",
    "own": False,
    "retired": False,
    "condition": "",
    "cases": 0,
    "requirement": Two("放回原位，入箱或上架，箱不上锁", "Put it back in its box or bracket, box unlocked"),
    "limit_days": 0,
    "law": Two("GB 50140-2005 《建筑灭火器配置设计规范》5.1.3", "GB 50140-2005, 5.1.3"),
    "verified": True,
    "since": "2005-10-01",
    "until": "",
    "sound": "",
    "aliases": [Two("灭火器被挪走", "extinguisher used as a doorstop"), Two("灭火器乱放", "moved from its spot")],
}
OWN = {
    **CARD,
    "own": True,
    "retired": True,
    "condition": Two("挡在出口", "It stands in an exit"),
    "cases": 3,
    "limit_days": 3,
    "verified": False,
}
BARE = {**CARD, "law": "", "since": "", "aliases": []}
ADDED = {**OWN, "law": "GB 50140-2005", "clause": "5.1.3"}
CHANGED = {"name": NAME, "field": "limit", "was": 0, "to": 3}
FIELDS = (
    {**CHANGED, "field": "grade", "was": "general", "to": "larger"},
    {**CHANGED, "field": "requirement", "was": Two("放回原位", "Put it back"), "to": Two("挂回去", "Hang it up")},
    {**CHANGED, "field": "aliases", "was": [], "to": [Two("灭火器乱放", "misplaced extinguisher")]},
    {**CHANGED, "field": "law", "was": "GB 50140-2005 5.1.3", "to": ""},
)
OLD, NEW = "GB 50140-2005", "GB 50140-2026"
LAW = {
    "code": NEW,
    "name": Two("建筑灭火器配置设计标准", "Standard for extinguishers in buildings"),
    "since": "2026-10-01",
    "old": OLD,
    "count": 7,
    "names": [NAME, NAME],
    "own": 1,
    "cases": 3,
    "waits": False,
    "carried": 7,
}
NOTED = {**LAW, "since": "2027-01-01", "waits": True, "carried": 0}
ALONE = {**LAW, "old": "", "count": 0, "names": [], "own": 0, "cases": 0, "carried": 0}
PICKED = {"name": NAME, "found": 0, "words": ""}
SCENES = (
    Scene("library.what", {"total": 549, "own": 4, "unsound": 2, "retired": 1}),
    Scene("library.what", {"total": 549, "own": 0, "unsound": 0, "retired": 0}, "as shipped"),
    *plain("library", "kind"),
    Scene("library.found", {"items": [LINE, {**LINE, "grade": "major"}], "total": 7, "which": "", "more": True}),
    *(
        Scene("library.found", {"items": [LINE], "total": 1, "which": which, "more": False}, which)
        for which in ("retired", "unsound")
    ),
    Scene("library.nothing", {"words": NAME}),
    Scene("library.nothing", {"words": ""}, "no words"),
    Scene("library.card", CARD),
    Scene("library.card", OWN, "of the company's own, retired"),
    Scene("library.card", BARE, "no law, no aliases"),
    Scene("library.card", {**CARD, "until": "2026-10-01", "sound": "repealed"}, "repealed"),
    Scene("library.card", {**CARD, "since": "", "sound": "dangling"}, "unknown law"),
    *plain("library", "name"),
    *(Scene(f"library.{block}", {"name": NAME}) for block in ("grade", "requirement", "days", "aliases")),
    *(Scene(f"library.{b}", {"name": NAME}) for b in ("added", "which_field", "put_back", "revived")),
    *(Scene(f"library.{block}", PICKED) for block in ("law", "replaces")),
    *(Scene(f"library.{block}", {**PICKED, "found": 2, "words": "50140"}, "found") for block in ("law", "replaces")),
    *(Scene(f"library.{block}", {**PICKED, "words": "50141"}, "not found") for block in ("law", "replaces")),
    Scene("library.clause", {"code": OLD}),
    Scene("library.sure_add", ADDED),
    Scene("library.sure_add", {**ADDED, "aliases": [], "law": "", "limit_days": 0}, "the least"),
    *(Scene(f"library.{block}", CHANGED) for block in ("same", "sure_change", "changed")),
    *(Scene("library.sure_change", facts, str(facts["field"])) for facts in FIELDS),
    Scene("library.changed", FIELDS[2], "aliases"),
    *(Scene("library.sure_retire", {"name": NAME, "cases": count}, f"{count} cases") for count in (0, 3)),
    Scene("library.retired", {"name": NAME}),
    *(Scene("library.law_code", {"old": old}, old or "replaces none") for old in (OLD, "")),
    Scene("library.law_name", {"code": NEW}),
    Scene("library.law_kind", {"name": LAW["name"]}),
    *plain("library", "law_since"),
    Scene("library.sure_law", LAW),
    Scene("library.sure_law", NOTED, "not in force yet"),
    Scene("library.sure_law", ALONE, "replaces none"),
    Scene("library.sure_law", {**LAW, "count": 0, "names": [], "own": 0, "cases": 0}, "touches nothing"),
    Scene("library.law_brought", LAW),
    Scene("library.law_brought", NOTED, "only noted"),
    Scene("library.law_brought", ALONE, "replaces none"),
    *(Scene("library.law_taken_back", {"code": NEW, "old": old}, old or "replaced none") for old in (OLD, "")),
    *plain("refused", "entry_gone entry_number"),
    Scene("refused.entry_retired", {"name": NAME}),
    Scene("refused.entry_too_long", {"most": 60}),
    Scene("refused.entry_days", {"most": 3650}),
    *(
        Scene(f"refused.law_{why}", {"code": OLD, "since": "2027-05-01", "until": "2026-11-01", "by": NEW})
        for why in ("dangling", "repealed", "not_yet", "replaced", "older", "cited")
    ),
)
