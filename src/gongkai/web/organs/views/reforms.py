"""机构改革: a unit moved, merged, split, abolished; what it had not finished handed over; a step taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from gongkai.web.common.access import opens
from gongkai.web.common.generic.edits import change, create
from gongkai.web.organs.domain import reforms, succession, undoing, units
from gongkai.web.organs.enums import ChangeKind
from gongkai.web.organs.forms.units import AbolishForm, HandOverForm, MergeForm, MoveForm, ReasonForm, SplitForm
from gongkai.web.organs.models import Unit, UnitChange
from gongkai.web.organs.views.units import page_of


@opens(Unit, "reorganise")
def move(request: HttpRequest, row: Unit) -> HttpResponse:
    """Another unit above."""
    return change(request, row, MoveForm, lambda form, version: units.move_unit(request.user, row, version, **form.cleaned_data),
                  title=f"调整隶属关系：{row}", done=page_of(row), cancel=page_of(row), submit="调整", form_kwargs={"person": request.user},
                  hint=f"{row}及其下属单位一并划到新的上级单位之下，主管部门和管理员的权限随之改变。")


@opens(Unit, "reorganise")
def merge(request: HttpRequest, row: Unit) -> HttpResponse:
    """The unit and others beside it become one."""

    def save(form: MergeForm) -> Unit:
        values = dict(form.cleaned_data)
        name, short = values.pop("name"), values.pop("short_name")
        into = values.pop("into") or {"name": name, "short_name": short}
        return reforms.merge_units(request.user, values.pop("units"), into=into, **values)

    return create(request, MergeForm, save, title="合并单位", done=page_of, cancel=page_of(row), submit="合并",
                  form_kwargs={"instance": row, "person": request.user},
                  hint="被合并的单位自生效之日起撤销，已发布的信息、数据和文件仍留在原单位名下，下属单位划到合并后的单位之下，接口密钥停用。")


@opens(Unit, "reorganise")
def split(request: HttpRequest, row: Unit) -> HttpResponse:
    """The unit becomes several."""

    def save(form: SplitForm) -> Any:
        values = dict(form.cleaned_data)
        return reforms.split_unit(request.user, row, [{"name": name} for name in values.pop("parts")], **values)

    return create(request, SplitForm, save, title=f"分设单位：{row}", done=page_of(row), cancel=page_of(row), submit="分设",
                  form_kwargs={"instance": row, "person": request.user},
                  hint="新设单位与原单位隶属于同一上级；人员、角色和联系方式在新设之后另行登记。原单位撤销的，未发布的公开事项在其页面上移交。")


@opens(Unit, "reorganise")
def abolish(request: HttpRequest, row: Unit) -> HttpResponse:
    """The unit ends."""
    return create(request, AbolishForm, lambda form: reforms.abolish_unit(request.user, row, **form.cleaned_data),
                  title=f"撤销单位：{row}", done=page_of(row), cancel=page_of(row), submit="撤销单位", tone="danger",
                  form_kwargs={"instance": row, "person": request.user},
                  hint="撤销之后，已发布的信息、数据和文件仍留在原单位名下，可以查阅；接口密钥停用；人员和角色不变，以便办理遗留事项。")


@opens(Unit, "reorganise")
def hand_over(request: HttpRequest, row: Unit) -> HttpResponse:
    """What an abolished unit has not finished passes to one that carries on."""

    def save(form: HandOverForm) -> None:
        count = reforms.hand_over(request.user, row, form.cleaned_data["heir"])
        left = sum(count for work, count in succession.left_in(row) if work.hand_over)
        kept = f"，另有 {left} 件因来源系统编号与接办单位重复，仍留在原单位" if left else ""
        (messages.success if count else messages.warning)(request, f"已移交 {count} 件{kept}。" if count else f"没有移交任何事项{kept}。")

    return create(request, HandOverForm, save, title=f"移交遗留事项：{row}", done=page_of(row), cancel=page_of(row), submit="移交",
                  form_kwargs={"instance": row, "person": request.user}, message="",
                  hint="移交的是从未发布过的公开事项：接办单位即为发布机构，正在审核的退回拟稿，由接办单位重新送审。")


@opens(UnitChange, "edit")
def undo(request: HttpRequest, row: UnitChange) -> HttpResponse:
    """The last step of a unit taken back."""
    back = page_of(row.unit)
    return create(request, ReasonForm, lambda form: undoing.undo_change(request.user, row, form.cleaned_data["reason"]),
                  title=f"撤回：{row}", done=back, cancel=back, submit="撤回", tone="danger", template="common/confirm.html",
                  question=f"{row.unit}的这项变动是误操作，要恢复到变动之前吗？", message="已撤回。",
                  hint="撤回本身也作为一项变动记录在案。合并、分设连带的调整一并恢复：下属单位、人员和角色、移交后尚未发布的公开事项回到原单位，新设的单位撤销；停用的接口密钥不恢复，请重新建立。"
                  if row.kind in (ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.ABOLISHED) else "撤回本身也作为一项变动记录在案。")


