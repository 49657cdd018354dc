"""A case's page: where it stands and why, what may be done next, who it concerns, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai.engine import applicants, receipt
from gongkai.engine.answers import answers
from gongkai.engine.parameters import parameters
from gongkai.web.applications import urgency
from gongkai.web.applications.domain import clocks, entering, files_of_case, queries, standing, vault
from gongkai.web.applications.domain.event_facts import WORDS, facts
from gongkai.web.applications.domain.folding import Standing
from gongkai.web.applications.enums import Kind, PartyRole, Phase, Stage
from gongkai.web.applications.models import Case, CaseEvent
from gongkai.web.applications.steps import STEPS, Step, steps_from
from gongkai.web.applications.tables import TONES
from gongkai.web.applications.views import sections
from gongkai.web.common import days, eventlog, sealing
from gongkai.web.common.access import opens
from gongkai.web.common.gate import allows

UNMASKED = "applications-unmasked"
"""Where the session remembers which cases a person has unmasked; never what they hold."""
LABELS = {"name": "姓名、名称", "id_number": "证件号码", "organisation_code": "信用代码", "representative": "法定代表人", "contact": "联系人",
          "telephone": "联系电话", "address": "联系地址", "postcode": "邮政编码", "email": "电子邮箱", "fax": "传真"}
URGENT = {Stage.UNCONFIRMED: (Kind.RECEIVED,), Stage.RECEIVED: (Kind.REGISTERED, Kind.ASSIGNED)}


@opens(Case, along=("body", "clerk", "key"))
def page(request: HttpRequest, row: Case) -> HttpResponse:
    """One case."""
    prefetch_related_objects([row], "parties", "files")  # the sections below look at them too
    events = queries.history(row)
    now = standing.of(row, events)
    due = clocks.deadline(now, row.channel, row.submitted_on, clocks.calendar_of(row.unit))
    wide, narrow = sections.of(request, row, now)
    full = allows(request.user, "unmask", row) and row.pk in request.session.get(UNMASKED, [])
    return render(request, "applications/case.html", {
        "case": row, "standing": now, "due": due, "urgency": urgency.of(row, days.today()), "tone": TONES[Stage(row.stage)], "wide": wide, "supply": _supply(row),
        "narrow": narrow, "answer": answers(days.today()).get(row.answer), "channel": receipt.channel(row.channel, row.submitted_on).label, "next": next_steps(request.user, row, now), "unmasked": full,
        "parties": parties(row, full), "application": application(request.user, row), "events": timeline(request.user, row, now, events),
        "record_term": parameters().on("record_term", days.today()), "can_unmask": allows(request.user, "unmask", row), "can_reverse": allows(request.user, "reverse", row)})


@opens(Case)
def clock(request: HttpRequest, row: Case) -> HttpResponse:
    """How the due day came about, day by day, to be printed into the case file."""
    now = standing.of(row)
    due = clocks.deadline(now, row.channel, row.submitted_on, clocks.calendar_of(row.unit))
    return render(request, "applications/clock.html", {"case": row, "standing": now, "due": due, "strip": clocks.months(due), "today": days.today()})


@opens(Case, "unmask")
@require_POST
def unmask(request: HttpRequest, row: Case) -> HttpResponse:
    """Show the names and numbers of one case for this session; logged each time."""
    shown = [key for key in request.session.get(UNMASKED, []) if key != row.pk]
    if "hide" not in request.POST:
        eventlog.record("case.unmasked", row, actor=request.user, unit=row.unit)
        shown.append(row.pk)
    request.session[UNMASKED] = shown[-50:]
    return redirect("applications:case", row.pk)


@opens(Case, "files")
def file(request: HttpRequest, row: Case, file: str) -> HttpResponseBase:
    """A file of the case, unsealed for the person; logged where it holds what the applicant is."""
    found = row.files.filter(pk=file).first()
    if found is None:
        raise Http404("没有这份材料，请返回申请页面重新选择。")
    return files_of_case.serve(request, request.user, found)


@opens(Case, "reverse")
def reverse_event(request: HttpRequest, row: Case, event: int) -> HttpResponse:
    """Take a wrong entry out of force, with a reason; asked before it is done."""
    found = row.events.filter(pk=event).first()
    if found is None:
        raise Http404("没有这条办理记录，请返回申请页面重新选择。")
    reason, errors = request.POST.get("reason", ""), []
    if request.method == "POST":
        try:
            entering.reverse(request.user, found, reason)
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, f"已冲销“{found.get_kind_display()}”，原记录保留可查。")
            return redirect("applications:case", row.pk)
    return render(request, "applications/reverse.html", {"case": row, "event": found, "reason": reason, "errors": errors})


def next_steps(person: Any, case: Case, now: Standing) -> dict[str, list[Step]]:
    """The steps that a person may take now: `first` what is due, `more` the rest."""
    found = [step for step in steps_from(now.phase, now.asked) if allows(person, step.action, case)]
    urgent = URGENT.get(now.stage, ())
    first = [step for step in found if step.kind in urgent or step.answers]
    return {"first": first, "more": [step for step in found if step not in first]}


def _supply(case: Case) -> list[tuple[str, str]]:
    """In what form and by what way the applicant wants the information."""
    form, way = applicants.forms().get(case.supply_form), applicants.ways().get(case.supply_way)
    return [(label, found.label if found else given) for label, found, given in (("载体形式", form, case.supply_form), ("获取方式", way, case.supply_way)) if given]


def parties(case: Case, unmasked: bool) -> list[dict[str, Any]]:
    """The parties as the page shows them: masked unless unmasked."""
    shown = []
    for party in case.parties.all():
        try:
            held = vault.party_of(party)
        except sealing.Unreadable as error:
            shown.append({"party": party, "facts": [], "note": str(error)})
            continue
        mask = not unmasked and party.role not in (PartyRole.COMAKER, PartyRole.AGENCY)
        facts = [(label, vault.masked(name, held[name]) if mask else held[name]) for name, label in LABELS.items() if held[name]]
        shown.append({"party": party, "facts": facts, "note": ""})
    return shown


def application(person: Any, case: Case) -> dict[str, Any] | None:
    """What was asked for; who only looks from above reads what it is about, no more."""
    if not allows(person, "files", case):
        return None
    try:
        return vault.application_of(case)
    except sealing.Unreadable as error:
        return {"content": str(error)}


def timeline(person: Any, case: Case, now: Standing, events: Sequence[CaseEvent]) -> list[dict[str, Any]]:
    """The events, given in legal order, the newest first, with their words for those who may read them, and whether they were reversed."""
    reads, reversed_by, found = allows(person, "files", case), queries.reversals(events), {event.pk: event for event in events}
    shown = []
    for event in reversed(events):
        try:
            words = vault.note_of(event) if reads else {}
        except sealing.Unreadable as error:
            words = {"note": str(error)}
        reversible = event.pk in now.live and event.kind not in (Kind.SUBMITTED, Kind.REJOINED) and (now.phase is not Phase.ARCHIVED or event.kind == Kind.ARCHIVED)
        shown.append({"event": event, "words": [(WORDS.get(name, name), text) for name, text in words.items()], "live": event.pk in now.live, "step": STEPS[Kind(event.kind)], "facts": facts(event),
                      "reversible": reversible, "gone": event.pk in reversed_by, "of": found.get(event.reverses_id or 0)})
    return shown
