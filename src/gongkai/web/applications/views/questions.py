"""The seven questions: a clerk who is unsure is led to the answer, with the articles on the way.

What was chosen stands in the address, so that a way can be gone back, shared with a colleague and printed; nothing is saved of it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.engine import questions
from gongkai.engine.answers import answers
from gongkai.errors import GongkaiError
from gongkai.web.applications.enums import Kind, Matter, Phase
from gongkai.web.applications.models import Case
from gongkai.web.applications.steps import STEPS
from gongkai.web.common import days
from gongkai.web.common.access import opens
from gongkai.web.common.gate import allows

RECORD_WAY = ("clear", "one", "record")
"""The choices by which the questions come to 第四十一条."""


@opens(Case)
def ask(request: HttpRequest, row: Case) -> HttpResponse:
    """One question, the way so far, and where it leads."""
    given = [key for key in request.GET.get("way", "").split(",") if key][:40]
    if not given and row.matter == Matter.RECORD and "anew" not in request.GET:  # that it is no application for information is known already
        problem, given = "", list(RECORD_WAY)
    problem = ""
    try:
        walk = questions.walk(given)
    except GongkaiError as error:
        problem, given, walk = str(error), [], questions.walk([])
    stages = questions.stages()
    known = answers(days.today())
    answer = known.get(walk.answer) if walk.answer else None
    return render(request, "applications/questions.html", {
        "case": row, "may_draft": answer is not None and answer.served and row.phase == Phase.WORKING and allows(request.user, "work", row), "walk": walk, "way": ",".join(given), "problem": problem, "answer": answer,
        "stages": [(key, label, walk.question is not None and walk.question.stage == key) for key, label in stages.items()],
        "passed": [(question, choice, ",".join(given[:number])) for number, (question, choice) in enumerate(walk.passed)],
        "steps": [(action, _way_in(request, row, action.event)) for action in (*walk.steps, *([walk.stop] if walk.stop else []))]})


def _way_in(request: HttpRequest, case: Case, event: str) -> str:
    """The kind of step by which an action is entered here by hand, where the person may."""
    if event not in Kind.values:
        return ""
    step = STEPS[Kind(event)]
    return event if step.by_hand and case.phase in step.phases and allows(request.user, step.action, case) else ""
