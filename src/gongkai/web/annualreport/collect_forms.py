"""Forms of collecting: a batch, what is dropped into it, which unit and year a file is of, why it is not used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.web.annualreport.enums import Scope
from gongkai.web.annualreport.models import CollectedFile
from gongkai.web.common.manyfiles import ManyFiles
from gongkai.web.organs.models import Unit

ACCEPT = ".doc,.wps,.docx,.pdf,.htm,.html,.txt,.md,.json,.zip,.csv"


class DropForm(forms.Form):
    """More files for a batch."""

    uploads = ManyFiles(label="报告文件", accept=ACCEPT,
                        error_messages={"required": "请选择要收入的文件，或者把文件拖到这里。"}, help_text="可以一次选择或者拖入多个文件：doc、wps、docx、PDF、网页、文本，以及装有这些文件的 ZIP 压缩包。"
                                              "另有清单（CSV，列为文件、单位、年度）的一并拖入，以清单为准。")


class BatchForm(DropForm):
    """A new batch with its first files."""

    unit = forms.ModelChoiceField(label="收集单位", queryset=Unit.objects.none())
    year = forms.IntegerField(label="报告年度", help_text="本批次报告应为哪一年度的。收集以前年度的报告，用于上下年度核对。")
    name = forms.CharField(label="名称", max_length=100, required=False, help_text="例如：2025年度乡镇报告。")
    public = forms.BooleanField(label="这些报告已经由各单位向社会公布", required=False, help_text="勾选后，采用的报告在门户的“年报”中按单位和年度列出，注明来源，"
                                "附三张表的数据；原文件经检查没有个人信息等内容的，一并提供下载，有的由您核对。以后可以更改。")
    field_order = ("unit", "year", "name", "uploads", "public")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset, fields["unit"].initial = units, units.first()
        fields["year"].initial = timezone.localdate().year - 1
        if units.count() == 1:
            fields["unit"].widget = forms.HiddenInput()


class UnitForm(forms.Form):
    """Which unit and year a file is of; the likely units come first."""

    unit = forms.ModelChoiceField(label="所属单位", queryset=Unit.objects.none(), empty_label="请选择",
                                  widget=forms.Select(attrs={"data-search": "输入名称查找"}))
    year = forms.IntegerField(label="报告年度", min_value=2000, max_value=2099)
    scope = forms.ChoiceField(label="统计口径", required=False, choices=[("", "请选择（政府的报告必选）"), *Scope.choices],
                              help_text="县级以上人民政府的报告，数字已包含下级单位的选“全域”，有下级单位单独报告的，汇总时不与其相加；其他单位都是“本级”，不必选。")

    def __init__(self, *args: Any, file: CollectedFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        units = file.area.subtree()
        fields["unit"].queryset = units
        likely = {unit.pk: unit for unit in units.filter(pk__in=file.candidates)}
        first = [(pk, f"{likely[pk].name}") for pk in file.candidates if pk in likely]
        rest = [(unit.pk, unit.name) for unit in units.order_by("place")]
        fields["unit"].choices = [("", "请选择"), *([("可能是", first)] if first else []), ("全部单位", rest)]
        fields["unit"].initial = file.unit_id or (file.candidates[0] if file.candidates else None)
        fields["scope"].initial = file.scope if file.by_hand else ""
        fields["year"].initial = file.year or file.batch.year


class AsideForm(forms.Form):
    """Why a file is not used."""

    reason = forms.CharField(label="不采用的理由", max_length=300, help_text="例如：单位已重新报送、不是年度报告。")


class OriginalForm(forms.Form):
    """Why the public may have the file itself, or may not."""

    reason = forms.CharField(label="提供或者不提供原文件的理由", max_length=200, help_text="例如：所列电话为单位对外公布的办公电话，已核对。")
