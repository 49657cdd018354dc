"""Forms of a report's way: review, paper, publication, handing in, and what the office above sets."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.web.annualreport.enums import Group
from gongkai.web.annualreport.models import ReportDeadline
from gongkai.web.common.reviewing import Spoken, Verdict
from gongkai.web.organs.models import Unit


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NoteForm(forms.Form):
    """A note that may be left out."""

    note = forms.CharField(label="说明", required=False, max_length=300, widget=_area(2))


class JudgeForm(forms.Form):
    """What the office above says of a whole report."""

    note = forms.CharField(label="总的意见", required=False, max_length=1000, widget=_area(3), help_text="退回时可以只写各处意见；审核通过时可以不写")


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label="理由", max_length=500, widget=_area(2))


class StepForm(forms.Form):
    """A step of the review. `override` is asked of the signer where sums don't add up."""

    verdict = forms.ChoiceField(label="意见", choices=[(Verdict.PASSED, "同意"), (Verdict.RETURNED, "退回修改")], widget=forms.RadioSelect)
    note = forms.CharField(label="说明", required=False, max_length=500, widget=_area(3), help_text="退回修改的必须填写")
    override = forms.CharField(label="照此签发的理由", required=False, max_length=500, widget=_area(2),
                               help_text="表内数据勾稽不符，仍照此签发的必须填写；理由会报送主管部门")

    def __init__(self, *args: Any, wrong: bool = False, **kwargs: Any) -> None:
        """`wrong`: sums don't add up, and this is the level that signs."""
        super().__init__(*args, **kwargs)
        if not wrong:
            del self.fields["override"]


class PaperForm(StepForm):
    """A step that was taken elsewhere."""

    spoken = forms.ChoiceField(label="办理方式", choices=[(Spoken.PAPER, Spoken.PAPER.label), (Spoken.OA, Spoken.OA.label)])
    approver_name = forms.CharField(label="审批人姓名", max_length=40)
    approved_on = forms.DateField(label="审批日期", widget=_day())
    scan = forms.FileField(label="签批扫描件", help_text="PDF、OFD 或者 JPG、PNG 图片")


class PublishForm(forms.Form):
    """What was corrected, where something is public already."""

    reason = forms.CharField(label="更正说明", max_length=500, widget=_area(3), help_text="更正了什么、为什么更正；向社会一并公布")

    def __init__(self, *args: Any, correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correction:
            del self.fields["reason"]


class DeadlineForm(forms.Form):
    """The days for one group of units."""

    group = forms.ChoiceField(label="适用单位", choices=Group.choices)
    hand_in_by = forms.DateField(label="报送截止日期", required=False, widget=_day())
    publish_by = forms.DateField(label="公布截止日期", required=False, widget=_day(), help_text="不得晚于法定日期；不填的按法定日期")
    basis = forms.CharField(label="依据", required=False, max_length=200, help_text="例如通知的文号")

    def __init__(self, data: Any = None, files: Any = None, *, row: ReportDeadline | None = None) -> None:
        super().__init__(data, files, initial={name: getattr(row, name) for name in self.base_fields} if row is not None else None)
        if row is not None:
            del self.fields["group"]


class ReporterForm(forms.Form):
    """A unit to be put on the list."""

    reporter: Any = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none())

    def __init__(self, *args: Any, area: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reporter"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = area.subtree().exclude(pk=area.pk).order_by("place")


class ExemptForm(forms.Form):
    """Why a unit need not report."""

    reason = forms.CharField(label="免报理由", max_length=300, widget=_area(2), help_text="例如：当年撤销，由某某局合并报告")
