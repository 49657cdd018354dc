"""What a unit sets for itself and the units below it: update rules of columns, wrong expressions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.web.common.access import adds, lists, opens, takes_files
from gongkai.web.common.generic.columns import Column, Fault, Rows, faults_in, flag
from gongkai.web.common.generic.edits import change, changed, create
from gongkai.web.common.generic.imports import SheetImport, preview, upload
from gongkai.web.common.generic.lists import show
from gongkai.web.common.models import ImportRun
from gongkai.web.disclosure.domain import queries, update_rules, wording
from gongkai.web.disclosure.models import UpdateRule, WrongWord
from gongkai.web.disclosure.setting_forms import (
    NewRuleForm,
    NewWordForm,
    RuleForm,
    RuleTable,
    WordFilter,
    WordForm,
    WordTable,
)
from gongkai.web.disclosure.views.choosing import editable_unit, editable_units
from gongkai.web.organs.models import Unit


@lists(UpdateRule)
def rules(request: HttpRequest) -> HttpResponseBase:
    """The rules that the person's units set, and those that units above set for the person's own."""
    rows = UpdateRule.objects.restrict(request.user).filter(until=None).select_related("unit", "node")
    home: Any = getattr(request.user, "home", None)
    inherited = update_rules.rules_above(home).exclude(pk__in=rows.values("pk"))
    sets = UpdateRule.gate.somewhere(request.user, "edit")
    return show(request, rows, RuleTable, title="栏目更新要求", template="disclosure/settings/rules.html", sets=sets,
                empty="还没有设定栏目更新要求。设定之后，超过期限没有更新的栏目和空白栏目会列入“办理时限”。", inherited=inherited, home=home,
                add=("设定要求", reverse("disclosure:rule_add")) if sets else None)


@adds(UpdateRule, "edit")
def rule_add(request: HttpRequest) -> HttpResponse:
    """A new rule."""
    unit = editable_unit(request, UpdateRule)
    return create(request, NewRuleForm, lambda form: update_rules.set_rule(request.user, unit, form.column(), **form.values()),
                  title=f"设定更新要求：{unit.called}", done=reverse("disclosure:rules"), cancel=reverse("disclosure:rules"),
                  template="disclosure/settings/rule.html", form_kwargs={"unit": unit}, unit=unit, units=editable_units(request.user, UpdateRule),
                  hint="对本单位和下级单位生效；下级单位另有设定的，以下级单位的设定为准。")


@opens(UpdateRule, "edit")
def rule_edit(request: HttpRequest, row: UpdateRule) -> HttpResponse:
    """Ask something else."""
    return change(request, row, RuleForm, lambda form, version: update_rules.change_rule(request.user, row, version, **form.values()),
                  title=f"修改更新要求：{row.node.name}", done=reverse("disclosure:rules"), cancel=reverse("disclosure:rules"))


@opens(UpdateRule, "edit")
def rule_end(request: HttpRequest, row: UpdateRule) -> HttpResponse:
    """Ask no more; asks first."""
    return _asked(request, lambda: update_rules.end_rule(request.user, row), "disclosure:rules", title="结束更新要求", submit="结束",
                  question=f"{row.unit.name}不再对栏目“{row.node.name}”设定更新要求？上级单位对该栏目另有要求的，仍按上级的要求。")


@adds(UpdateRule, "edit")
def rules_lay(request: HttpRequest) -> HttpResponse:
    """The suggested rules for the person's unit; a GET leads back."""
    if request.method == "POST":
        made = update_rules.lay_presets(editable_unit(request, UpdateRule), request.user)
        messages.success(request, f"已载入 {made} 项要求。" if made else "没有可以载入的要求：相应栏目都已有设定，或者目录中没有对应的栏目。")
    return redirect("disclosure:rules")


@lists(WrongWord)
def words(request: HttpRequest) -> HttpResponseBase:
    """The expressions that the person's units look for."""
    rows = WrongWord.objects.restrict(request.user).select_related("unit")
    sets = WrongWord.gate.somewhere(request.user, "edit")
    home: Any = getattr(request.user, "home", None)
    return show(request, rows, WordTable, title="错误表述词表", filters=WordFilter, template="disclosure/settings/words.html", sets=sets,
                empty="还没有增加错误表述。系统自带的词表和上级单位的词表始终有效。", inherited=queries.wrong_words_for(home).exclude(unit=home).count(),
                add=("增加", reverse("disclosure:word_add")) if sets else None)


@adds(WrongWord, "edit")
def word_add(request: HttpRequest) -> HttpResponse:
    """A new expression."""

    def save(form: Any) -> WrongWord:
        values = dict(form.cleaned_data)
        return wording.add_word(request.user, values.pop("unit"), **values)

    return create(request, NewWordForm, save, title="增加错误表述", done=reverse("disclosure:words"), cancel=reverse("disclosure:words"),
                  form_kwargs={"units": editable_units(request.user, UpdateRule), "unit": editable_unit(request, UpdateRule)})


@opens(WrongWord, "edit")
def word_edit(request: HttpRequest, row: WrongWord) -> HttpResponse:
    """Change an expression."""
    return change(request, row, WordForm, lambda form, version: wording.change_word(request.user, row, version, **changed(form)),
                  title="修改错误表述", done=reverse("disclosure:words"), cancel=reverse("disclosure:words"))


@opens(WrongWord, "edit")
def word_delete(request: HttpRequest, row: WrongWord) -> HttpResponse:
    """Look for it no more; asks first."""
    return _asked(request, lambda: wording.delete_word(request.user, row), "disclosure:words", title="删除错误表述", submit="删除",
                  question=f"从{row.unit.name}的词表中删除“{row.wrong}”？删除后送审前不再检查这一表述。")


def _misfits(actor: Any, unit: Unit, rows: Rows) -> Iterable[Fault]:
    return (fault for row, error in wording.misfits(unit, rows) for fault in faults_in(error, row, WORDS.columns))


WORDS = SheetImport(
    kind="wrong_words", title="导入错误表述", apply=wording.import_words, check=_misfits, unique=("wrong",),
    hint="每行一个错误表述。词表中已有的，按表中的内容更新，没有的新增，不会删除。",
    columns=(
        Column("wrong", "错误表述", ("错误", "错误用语", "错词", "不规范表述"), required=True, example="截止目前"),
        Column("right", "规范表述", ("正确表述", "正确", "建议用语", "规范用语"), example="截至目前"),
        Column("serious", "严重", ("是否严重",), parse=flag, default=False, help="填“是”的不得送审，其余须说明理由", example="否"),
        Column("note", "依据或说明", ("依据", "说明", "备注"), example="《现代汉语词典》"),
    ))


@adds(WrongWord, "edit")
@takes_files
def words_import(request: HttpRequest) -> HttpResponseBase:
    """Take a sheet of expressions."""
    return upload(request, WORDS, editable_unit(request, UpdateRule), preview="disclosure:words_preview")


@opens(ImportRun, "add")
def words_preview(request: HttpRequest, row: ImportRun) -> HttpResponse:
    """What was read, and the button that applies it."""
    return preview(request, WORDS, row, again="disclosure:words_import", done=reverse("disclosure:words"))


def _asked(request: HttpRequest, act: Any, to: str, **words: Any) -> HttpResponse:
    """A step that asks before it acts."""
    return create(request, forms.Form, lambda form: act(), template="common/confirm.html", done=reverse(to), cancel=reverse(to),
                  message="已办理。", tone="danger", **words)
