"""The register of 规章 and 行政规范性文件: list, page, entries, clean-up, import, and the counts of table 2."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gongkai.web.common import days
from gongkai.web.common.access import adds, lists, opens, takes_files
from gongkai.web.common.gate import allows
from gongkai.web.common.generic.columns import Column, Fault, Rows, day, faults_in, one_of
from gongkai.web.common.generic.edits import change, changed, create
from gongkai.web.common.generic.imports import SheetImport, preview, upload
from gongkai.web.common.generic.lists import show
from gongkai.web.common.models import ImportRun
from gongkai.web.disclosure.domain import counting, register, register_import
from gongkai.web.disclosure.domain.standing import Force, Standing
from gongkai.web.disclosure.enums import NormativeAct, NormativeKind
from gongkai.web.disclosure.models import NormativeDocument, NormativeEvent
from gongkai.web.disclosure.register_forms import ActForm, CleanForm, FactsForm, NewForm, ReasonForm
from gongkai.web.disclosure.register_tables import CLEANED, TONES, DocumentFilter, DocumentTable
from gongkai.web.organs.models import Unit

FIRST_YEAR = 2008


def _page(row: NormativeDocument) -> str:
    return reverse("disclosure:document", args=[row.pk])


@lists(NormativeDocument)
def index(request: HttpRequest) -> HttpResponseBase:
    """The register."""
    rows = NormativeDocument.objects.restrict(request.user).select_related("unit").prefetch_related("events")
    adding = NormativeDocument.gate.somewhere(request.user, "add")
    return show(request, rows, DocumentTable, title="规范性文件", filters=DocumentFilter, template="disclosure/register/index.html",
                empty="还没有登记规章和行政规范性文件。", adding=adding,
                add=("登记文件", reverse("disclosure:document_add")) if adding else None)


@opens(NormativeDocument)
def page(request: HttpRequest, row: NormativeDocument) -> HttpResponse:
    """A document with all that happened to it."""
    events = list(row.events.select_related("by_document", "entered_by").order_by("-on", "-id"))
    reversed_ids = {event.reverses_id for event in events if event.reverses_id}
    standing = Standing.of(events)
    force = standing.on(days.today())
    return render(request, "disclosure/register/document.html", {
        "document": row, "events": events, "reversed": reversed_ids, "standing": standing, "force": force,
        "tone": TONES[force], "effects": row.effects.select_related("document"),
        "ended": standing.ended_on is not None and days.today() >= standing.ended_on,
        "last_day": standing.ended_on and standing.ended_on - timedelta(1)})


@adds(NormativeDocument)
def add(request: HttpRequest) -> HttpResponse:
    """A new document."""

    def save(form: Any) -> NormativeDocument:
        values = dict(form.cleaned_data)
        return register.register_document(request.user, values.pop("unit"), **values)

    return create(request, NewForm, save, title="登记文件", done=_page, form_kwargs={"person": request.user},
                  cancel=reverse("disclosure:documents"), message="已登记。",
                  hint="登记后据此统计年度报告表二的制发、废止和现行有效件数。县级及以下机关一般无权制定规章。")


@opens(NormativeDocument, "edit")
def edit(request: HttpRequest, row: NormativeDocument) -> HttpResponse:
    """Correct what is said of a document."""
    return change(request, row, FactsForm, lambda form, version: register.change_document(request.user, row, version, **changed(form)),
                  title="修改登记", done=_page(row), cancel=_page(row), hint="日期和效力由变动记录决定，在文件页面办理。")


@opens(NormativeDocument, "edit")
def act(request: HttpRequest, row: NormativeDocument) -> HttpResponse:
    """Enter what happened to a document."""

    def save(form: Any) -> Any:
        values = dict(form.cleaned_data)
        return register.record_act(request.user, row, values.pop("act"), **values)

    return create(request, ActForm, save, title=f"登记变动：{row.title}", done=_page(row), cancel=_page(row),
                  form_kwargs={"document": row}, message="已登记。")


@opens(NormativeEvent, "edit")
def reverse_event(request: HttpRequest, row: NormativeEvent) -> HttpResponse:
    """Reverse a wrong entry."""
    return create(request, ReasonForm, lambda form: register.reverse_event(request.user, row, form.cleaned_data["reason"]),
                  title="撤销登记", template="common/confirm.html", done=_page(row.document), cancel=_page(row.document), submit="撤销这条登记",
                  tone="danger", message="已撤销，原登记仍可查看。",
                  question=f"撤销“{row.document.title}”{row.on:%Y-%m-%d}的“{row.get_act_display()}”登记？撤销后这条登记不再计入统计，但仍留在记录中。")


@adds(NormativeDocument, "clean")
def clean(request: HttpRequest) -> HttpResponse:
    """A clean-up of the unit's documents that are in force: what becomes of each, at once."""
    units = [unit for unit in Unit.objects.restrict(request.user) if allows(request.user, "clean", NormativeDocument(unit=unit))]
    chosen = next((unit for unit in units if str(unit.pk) == request.GET.get("unit")), units[0] if units else None)
    rows = NormativeDocument.objects.restrict(request.user, "clean").filter(unit=chosen).prefetch_related("events")
    living = _living(rows)
    form = CleanForm(request.POST) if request.method == "POST" else CleanForm(initial={"on": days.today()})
    done: list[register.Cleaned] = []
    if request.method == "POST" and form.is_valid() and chosen is not None:
        try:
            decisions = _decisions(request, [row for row, _ in living])
            done = register.clean_up(request.user, chosen, decisions, on=form.cleaned_data["on"], basis=form.cleaned_data["basis"])
            living = _living(rows.all())
        except ValidationError as error:
            form.add_error(None, error)
    settled = {one.document.pk for one in done if one.done}  # what is not settled keeps what was chosen
    return render(request, "disclosure/register/clean.html", {
        "form": form, "units": units, "unit": chosen, "choices": CLEANED.items(),
        "done": [(one, CLEANED[NormativeAct(one.verdict)]) for one in done],
        "living": [(row, standing, *("" if row.pk in settled else request.POST.get(f"{name}-{row.pk}", "") for name in ("verdict", "until")))
                   for row, standing in living]})


def _living(rows: Iterable[NormativeDocument]) -> list[tuple[NormativeDocument, Standing]]:
    """The documents that are in force today or will be."""
    return [(row, standing) for row in rows if (standing := Standing.of(row.events.all())).on(days.today()) in (Force.IN_FORCE, Force.COMING)]


def _decisions(request: HttpRequest, rows: list[NormativeDocument]) -> list[register.Decision]:
    made = []
    for row in rows:
        verdict = request.POST.get(f"verdict-{row.pk}", "")
        if not verdict:
            continue
        if verdict not in register.VERDICTS:
            raise ValidationError(f"“{row.title}”的清理结果无法识别，请重新选择。")
        until = None
        if verdict == NormativeAct.EXTENDED:
            try:
                until = day(request.POST.get(f"until-{row.pk}", ""))
            except ValueError:
                raise ValidationError(f"“{row.title}”选择了延长有效期，请填写新的有效期，例如 2030-12-31。") from None
        made.append(register.Decision(row, verdict, until))
    if not made:
        raise ValidationError("还没有选择任何文件的清理结果，请逐份选择后提交。")
    return made


@lists(NormativeDocument)
def counts(request: HttpRequest) -> HttpResponse:
    """The counts of table 2 for a year; each number opens to its documents."""
    today = days.today()
    years = range(today.year, FIRST_YEAR - 1, -1)
    year = int(asked) if (asked := request.GET.get("year", "")).isdecimal() and int(asked) in years else today.year
    units = list(Unit.objects.restrict(request.user))
    unit = next((one for one in units if str(one.pk) == request.GET.get("unit")), None)
    documents = NormativeDocument.objects.restrict(request.user).select_related("unit")
    if unit is not None:
        documents = documents.filter(unit__path__startswith=unit.path) if "below" in request.GET else documents.filter(unit=unit)
    last = min(today, days.last_of(year))
    counted = counting.count(documents, year, until=last)
    rows = [(NormativeKind(kind).label, kind, count) for kind, count in counted.items()]
    opened = None
    kind, name = request.GET.get("kind", ""), request.GET.get("open", "")
    if kind in counted and name in ("issued", "ended", "in_force", "before", "beside"):
        opened = sorted(getattr(counted[kind], name), key=lambda row: (row.unit.place, row.pk))
    return render(request, "disclosure/register/counts.html", {
        "year": year, "years": years, "units": units, "unit": unit, "below": "below" in request.GET, "rows": rows, "last": last,
        "opened": opened, "kind": kind, "name": name, "rules": counting.rules(),
        "label": {"issued": "本年制发", "ended": "本年废止", "in_force": "现行有效", "before": "上年末现行有效", "beside": "本年修订、延期"}.get(name)})


def _misfits(actor: Any, unit: Unit, rows: Rows) -> Iterable[Fault]:
    return (fault for row, error in register_import.misfits(unit, rows) for fault in faults_in(error, row, SHEET.columns))


SHEET = SheetImport(
    kind="normative_documents", title="导入规范性文件", apply=register_import.import_documents, check=_misfits, unique=("document_number",),
    hint="把本单位以前制发的文件一次登记进来。已经废止的，填写废止日期。",
    columns=(
        Column("kind", "种类", ("文件种类",), parse=one_of(NormativeKind.choices, 规范性文件=NormativeKind.NORMATIVE),
               default=NormativeKind.NORMATIVE, help="行政规范性文件或规章；不填为行政规范性文件。", example="行政规范性文件"),
        Column("title", "名称", ("文件名称", "标题"), required=True, example="关于印发某某办法的通知"),
        Column("document_number", "文号", ("发文字号",), required=True, example="清教〔2024〕3号"),
        Column("registration_number", "统一编号", ("登记编号",), example=""),
        Column("issued_on", "制发日期", ("成文日期", "印发日期"), required=True, parse=day, example="2024-03-01"),
        Column("effective_on", "施行日期", ("生效日期",), parse=day, example="2024-04-01"),
        Column("valid_until", "有效期至", ("失效日期", "有效期"), parse=day, example="2029-03-31"),
        Column("repealed_on", "废止日期", parse=day, example=""),
        Column("note", "备注"),
    ))


@adds(NormativeDocument)
@takes_files
def import_sheet(request: HttpRequest) -> HttpResponseBase:
    """The register of former years from a sheet."""
    return upload(request, SHEET, _own_unit(request.user), preview="disclosure:documents_preview")


@opens(ImportRun, "add")
def import_preview(request: HttpRequest, row: ImportRun) -> HttpResponseBase:
    """What the sheet would enter."""
    return preview(request, SHEET, row, again="disclosure:documents_import", done=reverse("disclosure:documents"))


def _own_unit(person: Any) -> Unit:
    """The unit for which the person registers: their own, or else the first where they may."""
    if allows(person, "add", NormativeDocument(unit=person.home)):
        return person.home
    return next(unit for unit in Unit.objects.restrict(person) if allows(person, "add", NormativeDocument(unit=unit)))
