"""Channels: list, page, what went out there, figures by month, imports, counts by year."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from gongkai.web.common import charts, days
from gongkai.web.common.access import adds, lists, opens
from gongkai.web.common.generic.edits import change, changed, create
from gongkai.web.common.generic.lists import send, show
from gongkai.web.common.generic.steps import take
from gongkai.web.disclosure.channel_forms import (
    ChannelForm,
    CloseForm,
    DispatchForm,
    FigureForm,
    ItemDispatchForm,
    NewChannelForm,
    UndoForm,
)
from gongkai.web.disclosure.channel_tables import ChannelFilter, ChannelTable, DispatchFilter, DispatchTable
from gongkai.web.disclosure.domain import channel_counts, channels
from gongkai.web.disclosure.models import Channel, Dispatch, Item
from gongkai.web.disclosure.views.choosing import editable_units
from gongkai.web.organs.models import Unit

HEADS = ("渠道", "渠道数", "登记发布（条）", "登记发布阅读量", "账号发布数", "账号阅读量", "关注人数")


def _page(row: Channel) -> str:
    return reverse("disclosure:channel", args=[row.pk])


@lists(Channel)
def index(request: HttpRequest) -> HttpResponseBase:
    """The channels that the person sees."""
    year = days.today().year
    rows = Channel.objects.restrict(request.user).select_related("unit").annotate(
        sent=Count("dispatches", filter=Q(dispatches__sent_on__year=year)), last=Max("dispatches__sent_on"))
    manages = Channel.gate.somewhere(request.user, "edit")
    return show(request, rows, ChannelTable, title="公开渠道", filters=ChannelFilter, template="disclosure/channels/index.html",
                empty="还没有登记公开渠道。政府网站、政务新媒体、公示栏、电子屏、查阅场所等都可以登记。" if manages else "还没有登记公开渠道。",
                manages=manages, add=("登记渠道", reverse("disclosure:channel_add")) if manages else None)


@lists(Dispatch)
def dispatches(request: HttpRequest) -> HttpResponseBase:
    """What went out on the channels that the person sees."""
    rows = Dispatch.objects.restrict(request.user).select_related("channel__unit")
    return show(request, rows, DispatchTable, title="发布登记", filters=DispatchFilter, empty="还没有登记在各渠道发布的信息。",
                template="disclosure/channels/dispatches.html", manages=Dispatch.gate.somewhere(request.user, "edit"))


@opens(Channel)
def page(request: HttpRequest, row: Channel) -> HttpResponse:
    """A channel: facts, a year by month, what went out last."""
    mine = Channel.objects.restrict(request.user).filter(pk=row.pk)
    known = channel_counts.years(mine, days.today())
    year = _year(request, known)
    months = channel_counts.months(row, year)
    chart = charts.bars(f"{year}年各月发布数", [f"{month}月" for month, _, _ in months], {
        "登记发布": [sent for _, sent, _ in months], "账号发布": [posts for _, _, posts in months]}, unit="条", head="月份")
    lines = channel_counts.by_channel(mine, year)
    return render(request, "disclosure/channels/channel.html", {
        "channel": row, "year": year, "years": known, "chart": chart if any(sent or posts for _, sent, posts in months) else None,
        "line": lines[0] if lines else None, "figures": row.figures.filter(month__year=year).order_by("month"),
        "recent": row.dispatches.select_related("item")[:20], "closed": row.until is not None,
        "group": channel_counts.kinds().group_of(row.kind)})


@adds(Channel, "edit")
def add(request: HttpRequest) -> HttpResponse:
    """A new channel."""
    units = editable_units(request.user, Channel)
    unit = next((one for one in units if one.pk == getattr(request.user, "home_id", None)), units.first())

    def save(form: Any) -> Channel:
        values = dict(form.cleaned_data)
        return channels.add_channel(request.user, values.pop("unit"), **values)

    return create(request, NewChannelForm, save, title="登记渠道", done=_page, cancel=reverse("disclosure:channels"), message="已登记。",
                  form_kwargs={"units": units, "unit": unit})


@opens(Channel, "edit")
def edit(request: HttpRequest, row: Channel) -> HttpResponse:
    """Change what is known of a channel."""
    return change(request, row, ChannelForm, lambda form, version: channels.change_channel(request.user, row, version, **changed(form)),
                  title=f"修改渠道：{row}", done=_page(row), cancel=_page(row))


@opens(Channel, "edit")
def close(request: HttpRequest, row: Channel) -> HttpResponse:
    """The channel's last day."""
    return create(request, CloseForm, lambda form: channels.close_channel(request.user, row, row.version, **form.cleaned_data),
                  title=f"停用渠道：{row}", done=_page(row), cancel=_page(row), submit="停用", message="已停用。")


@opens(Channel, "edit")
def reopen(request: HttpRequest, row: Channel) -> HttpResponse:
    """Into use again; a POST does it."""
    return take(request, lambda: channels.reopen_channel(request.user, row, row.version), "已重新启用。", "disclosure:channel", row.pk)


@opens(Channel, "edit")
def dispatch_add(request: HttpRequest, row: Channel) -> HttpResponse:
    """Something that went out on the channel."""
    return create(request, DispatchForm, lambda form: channels.record_dispatch(request.user, row, **form.cleaned_data),
                  title=f"登记发布：{row}", done=_page(row), cancel=_page(row), message="已登记。", submit="登记")


@opens(Item)
def item_dispatches(request: HttpRequest, row: Item) -> HttpResponse:
    """Where an item went out, and the form that notes one more channel."""
    open_ones = Channel.objects.restrict(request.user, "edit").select_related("unit").on(days.today())
    here = reverse("disclosure:item_dispatches", args=[row.pk])

    def save(form: Any) -> Dispatch:
        values = dict(form.cleaned_data)
        return channels.record_dispatch(request.user, values.pop("channel"), item=row, **values)

    return create(request, ItemDispatchForm, save, title="发布渠道", done=here, message="已登记。", submit="登记",
                  template="disclosure/channels/item.html", form_kwargs={"channels": open_ones, "item": row}, item=row,
                  manages=open_ones.exists(), sent=row.dispatches.select_related("channel__unit").order_by("-sent_on", "-id"))


@opens(Dispatch, "edit")
def dispatch_undo(request: HttpRequest, row: Dispatch) -> HttpResponse:
    """Take a wrong entry back."""
    back = _page(row.channel)
    return create(request, UndoForm, lambda form: channels.undo_dispatch(request.user, row, reason=form.cleaned_data["reason"]),
                  title="撤销发布登记", template="common/confirm.html", done=back, cancel=back, submit="撤销", tone="danger", message="已撤销。",
                  question=f"撤销“{row.channel}”{row.sent_on:%Y-%m-%d}的登记《{row.title}》？撤销后不再计入统计，操作记录中仍可查到。")


@opens(Channel, "edit")
def figure(request: HttpRequest, row: Channel) -> HttpResponse:
    """A month's figures."""
    month = request.GET.get("month", "")
    known = next((one for one in row.figures.all() if f"{one.month:%Y-%m}" == month), None)
    initial = {name: getattr(known, name) for name in ("month", *channels.FIGURES)} if known else {}
    return create(request, FigureForm, lambda form: channels.set_figure(request.user, row, **form.cleaned_data),
                  title=f"填报月度数据：{row}", done=_page(row), cancel=_page(row), hint="同一月份再次填报，以新的数据为准。",
                  form_kwargs={"initial": initial})


@lists(Channel)
def counts(request: HttpRequest) -> HttpResponseBase:
    """A year's figures by group, kind and channel, of the units that the person sees."""
    rows = Channel.objects.restrict(request.user)
    units = list(Unit.objects.restrict(request.user).filter(pk__in=rows.order_by().values("unit")).order_by("place"))
    unit = next((one for one in units if str(one.pk) == request.GET.get("unit")), None)
    if unit is not None:
        rows = rows.filter(unit__path__startswith=unit.path) if "below" in request.GET else rows.filter(unit=unit)
    known = channel_counts.years(rows, days.today())
    year = _year(request, known)
    lines = channel_counts.by_channel(rows, year)
    groups = channel_counts.by_kind(lines)
    everything = channel_counts.total("合计", lines)
    title = f"{year}年公开渠道统计"
    if (kind := request.GET.get("export", "")) in ("csv", "xlsx"):
        return send(request, [("类别", "种类", "主办单位", *HEADS), *_values(groups, lines), ("合计", "", "", *_figures(everything))], title, kind)
    return render(request, "disclosure/channels/counts.html", {
        "title": title, "year": year, "years": known, "units": units, "unit": unit, "below": "below" in request.GET, "parts": groups,
        "total": everything, "lines": lines, "heads": HEADS, "chart": charts.bars(
            f"{year}年各类渠道发布数", [line.label for line, _ in groups], {
                "登记发布": [line.dispatches for line, _ in groups], "账号发布": [line.posts for line, _ in groups]},
            unit="条", head="类别") if lines else None})


def _values(groups: Any, lines: list[channel_counts.Line]) -> Any:
    """The rows of the export: each channel, in the order of groups."""
    for group, theirs in groups:
        for kind in theirs:
            for line in lines:
                if line.channel is not None and line.channel.kind == kind.label:
                    yield group.label, kind.label, line.channel.unit.name, *_figures(line)


def _figures(line: channel_counts.Line) -> tuple[Any, ...]:
    label = line.channel.name if line.channel else ""
    return label, line.channels, line.dispatches, line.dispatch_reads, line.posts, line.reads, line.followers


def _year(request: HttpRequest, known: list[int]) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and int(asked) in known else known[0]
