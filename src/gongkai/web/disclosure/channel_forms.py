"""Forms of channels, dispatches and figures. What is right is decided in domain/channels.py."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongkai.web.common import days
from gongkai.web.disclosure import vocabularies
from gongkai.web.disclosure.domain.channel_kinds import kinds
from gongkai.web.disclosure.forms import DayInput
from gongkai.web.disclosure.models import Channel, Dispatch, Item
from gongkai.web.organs.forms.fields import LeavingForm, UnitField
from gongkai.web.organs.models import Unit


class Suggested(forms.TextInput):
    """A box for any text, with suggestions."""

    def __init__(self, suggestions: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.suggestions = suggestions

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The box and its list."""
        key = f"{(attrs or {}).get('id', name)}-list"
        box = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', box, key,
                           format_html_join("", '<option value="{}">', ((one,) for one in self.suggestions)))


class MonthField(forms.DateField):
    """A month, as its first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m", "%Y-%m-%d"], widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"), **kwargs)
        self.error_messages["invalid"] = "请填写月份，例如 2026-03。"


class ChannelForm(LeavingForm):
    """What is known of a channel; `domain/` says that there is one of the name already."""

    left = ("name",)

    class Meta:
        model = Channel
        fields = ("kind", "name", "address", "since", "quiet")
        labels = {"since": "启用日期"}  # noqa: RUF012
        help_texts = {"kind": "从列表中选择，没有的可以直接填写，计入“其他渠道”", "name": "例如：清川发布",  # noqa: RUF012
                      "address": "账号、网址，或者公示栏、场所的地点",
                      "quiet": "政务新媒体两周没有登记发布的列入“办理时限”；只提供办事服务、不发布信息等情形，在此说明理由后不再列入"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget = Suggested(kinds().listed, attrs={"maxlength": 30, "autocomplete": "off"})
        self.fields["since"].widget = DayInput()


class NewChannelForm(ChannelForm):
    """A new channel of one of the units whose channels the person manages."""

    unit = UnitField(label="主办单位", empty_label=None)
    field_order = ("unit", "kind", "name", "address", "since", "quiet")

    def __init__(self, *args: Any, units: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["unit"]
        chooser.queryset, chooser.initial = units, unit


class CloseForm(forms.Form):
    """The last day of a channel."""

    until = forms.DateField(label="停用日期", widget=DayInput(), help_text="最后使用的一天。此前发布的信息仍然计入统计。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", days.today())


class DispatchForm(forms.ModelForm):
    """Something that went out on a channel."""

    class Meta:
        model = Dispatch
        fields = ("title", "sent_on", "address", "reads", "subject")
        help_texts = {"address": "发布页面的网址；公示栏、电子屏等可以不填", "reads": "登记时的阅读量，不知道的不填"}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["class"] = "broad"
        self.fields["address"].widget.attrs["class"] = "broad"
        self.fields["sent_on"].widget = DayInput()
        self.initial.setdefault("sent_on", days.today())
        self.fields["subject"] = forms.ChoiceField(label="主题", required=False, choices=[("", "不填"), *subject_choices()])


class ItemDispatchForm(DispatchForm):
    """An item that went out on one of the channels that the person manages."""

    channel = forms.ModelChoiceField(label="渠道", queryset=Channel.objects.none(), empty_label="请选择")
    field_order = ("channel", "title", "sent_on", "address", "reads", "subject")

    def __init__(self, *args: Any, channels: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["channel"]
        chooser.queryset = channels
        chooser.label_from_instance = lambda channel: f"{channel.unit.called}　{channel}"
        self.initial.update(title=item.title, subject=item.subject if item.subject in dict(subject_choices()) else "")


class FigureForm(forms.Form):
    """A channel's figures of a month."""

    month = MonthField(label="月份")
    posts = forms.IntegerField(label="发布数", required=False, min_value=0, help_text="当月发布信息的条数")
    reads = forms.IntegerField(label="阅读量", required=False, min_value=0, help_text="当月的阅读（播放、浏览）次数")
    followers = forms.IntegerField(label="关注人数", required=False, min_value=0, help_text="月末的关注（用户、订阅）数")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = days.today()
        self.initial.setdefault("month", date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1))


class UndoForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


def subject_choices() -> list[tuple[str, str]]:
    """The subjects by code."""
    return list(vocabularies.subjects().items())
