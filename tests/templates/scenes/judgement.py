"""What `hazardline nlp` says: each topic with its facts."""

from tests.templates.scenes.facts import Scene, Two, plain

ENTRY = {
    "code": "ME-01",
    "name": Two("防护罩松动或缺失", "Machine guard loose or missing"),
    "requirement": Two("停机，紧固或更换后再开机", "Stop, tighten or replace the guard, then restart"),
}
OTHERS = [{"category": "electrical", "confidence": 0.062}, {"category": "environment", "confidence": 0.03}]
LIKE = {
    "entry": "ME-01",
    "name": Two("防护罩松了", "guard is loose"),
    "shared": [Two("防护罩", "guard"), Two("松", "loose")],
}
CONDITION = Two("没审批、没通风检测或没人监护就进了", "Somebody went in without permit, gas test or attendant")
FACT = Two("外面有人守着吗？", "Is somebody standing by outside?")
CATEGORIES = "electrical, mechanical, fire"
BAD: dict[str, object] = {
    **{"file": "labelled.jsonl", "line": 12, "found": "wiring", "categories": CATEGORIES, "training": False}
}
PROBLEMS = ("none", "utf8", "json", "text", "category", "alt_categories", "list", "grade", "lang", "sham", "id")
SHADOW = {
    **{"serving": "library-ngram/1", "candidate": "fused/2", "since": "2026-11-02", "until": "2026-11-24", "n": 640},
    **{"same": "91.3%", "same_answered": "97.0%", "serving_answered": "83.5%", "candidate_answered": "88.1%"},
}
CLAUSE = {
    "entry": "O10-11-1",
    "name": Two("粉尘车间里设办公室", "Office inside the dust area"),
    "fact": Two("粉尘车间里有办公、休息、住人的屋吗？", "Are there offices, rest rooms or beds in it?"),
    "law": Two("《工贸企业重大事故隐患判定标准》第十一条第（一）项", "MEM order 10 (2023), art. 11(1)"),
    "otherwise": "larger",
}
SCENES = (
    Scene("judgement.judged", {"category": "mechanical", "grade": "general"}),
    Scene("judgement.judged", {"category": "mechanical", "grade": None}, "no entry"),
    Scene("judgement.unsure", {"likeliest": "environment"}),
    Scene("judgement.unsure", {"likeliest": None}, "like nothing"),
    Scene("judgement.entry", {"library_entry": ENTRY, "law": "GB/T 8196-2018"}),
    Scene("judgement.others", {"others": OTHERS}),
    Scene("judgement.sounds_like", LIKE),
    Scene("judgement.graded_by", {"grade": "major", "condition": CONDITION, "fact": FACT}),
    Scene("judgement.graded_by", {"grade": "larger", "condition": CONDITION, "fact": ""}, "nothing to ask"),
    *(
        Scene("judgement.judged_by", {"model": "library-ngram/1", "library": one}, one)
        for one in ("company", "shipped")
    ),
    *plain("judgement", "judging no_corrections"),
    Scene("judgement.ahead", {"baseline": Two("关键词表", "Keywords"), "least": "+1.4%", "most": "+8.0%"}),
    Scene("judgement.shadow", {**SHADOW, "failed": 0}),
    Scene("judgement.shadow", {**SHADOW, "failed": 3}, "some failed"),
    Scene("judgement.difference", {"n": 12, "serving": "environment", "candidate": "fire"}),
    Scene("judgement.difference", {"n": 2, "serving": None, "candidate": "fire"}, "nothing in service"),
    Scene("judgement.difference", {"n": 2, "serving": "fire", "candidate": None}, "nothing by the candidate"),
    Scene("judgement.trained", {"folder": "models/category", "variable": "HAZARDLINE_NLP_MODEL"}),
    Scene("judgement.no_torch", {"why": "No module named 'torch'"}),
    Scene("judgement.not_trained", {"why": "line 3: category"}),
    Scene("judgement.no_shadow", {"file": "data/nlp/shadow.jsonl", "variable": "HAZARDLINE_NLP_SHADOW"}),
    Scene("judgement.corrections_written", {"count": 27, "file": "corrections.jsonl"}),
    Scene("judgement.no_file", {"file": "labelled.jsonl", "why": "No such file or directory"}),
    Scene("judgement.not_written", {"file": "/srv/confusion.png", "why": "Permission denied"}),
    *(Scene("judgement.bad_line", {**BAD, "problem": problem}, problem) for problem in PROBLEMS),
    Scene("judgement.bad_line", {**BAD, "problem": "category", "found": ""}, "no category"),
    Scene("judgement.bad_line", {**BAD, "problem": "category", "training": True}, "perhaps a ledger"),
    Scene("judgement.quality", {"doubtful": 0.03, "reason": None}),
    Scene("judgement.quality", {"doubtful": 0.87, "reason": "only_done"}, "to be asked back"),
    Scene("judgement.major_clauses", {"clauses": [CLAUSE, {**CLAUSE, "entry": "O10-11-2", "otherwise": None}]}),
    *(
        Scene("judgement.taken", {"file": "ours.jsonl", "kind": kind, "count": 27, "sham": sham}, kind)
        for kind, sham in (("labelled", 3), ("measuring", 0), ("words", 0), ("unused", 0))
    ),
)
