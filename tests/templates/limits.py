"""How long a message and how full a card may be, and which are longer or fuller, and why."""

SIX_LINES = 6
LONGER = {
    "major.report": "the three parts of a report to the authority, to be copied and printed",
    "case.card": "the whole case, opened on purpose: what, where, who, until when, why, and its latest steps",
    "plan.whole": "all six parts and every stage, opened on purpose: whoever approves has to read them",
    "shift.list": "all that a shift takes over, read once as it begins: what must not be used has to stand there",
    "shift.taken": "a line for each shift of three days, opened on purpose",
    "digest.daily": "six lines to read, and a seventh to compare the audit's chain by, which nobody has to read",
    "status.all": "six lines at a glance; a line for each thing to put right, opened on purpose",
    "outside.letter": "the letter itself, to be copied, stamped and sent",
}
FOUR_BUTTONS = 4
MORE_BUTTONS = {
    "report.where": "names of places to pick from; whoever can write it does not need them",
    "report.equipment": "names of machines to pick from",
    "report.category": "what it is about, all at a glance, so that nobody has to know a category",
    "report.correct": "every field of the report that can be wrong, the others' ones where it came from others",
    "report.for_whom": "names of the team to pick from",
    "search.found": "a number for each line of a list",
    "my.gathered": "a number for each line of a list",
    "task.pass_to": "names of colleagues to pick from",
    "choose.owner": "names of colleagues to pick from",
    "deputy.who": "names of colleagues to pick from",
    "enrol.which": "names of departments to pick from",
    "enrol.invite_where": "names of departments to pick from",
    "assist.which": "names of departments to pick from",
    "help.more": "what is wanted less often, all on one page",
    "my.reports": "a number for each line of a list",
    "my.to_do": "a number for each line of a list",
    "my.open": "a number for each line of a list",
    "my.long_term": "a number for each line of a list",
    "my.overdue": "a number for each line of a list",
    "my.due_today": "a number for each line of a list",
    "my.major": "a number for each line of a list",
    "plan.which_part": "the six parts of the law, each its button",
}
