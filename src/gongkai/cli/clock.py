"""`gongkai due` and `gongkai fee`: the clock and the fees of ``gongkai.engine`` at the command line.

Plain functions with typer's annotations; the command registers them. Bad input raises ``GongkaiError`` with one
Chinese sentence, which the command prints, ending with 2. The engine is imported when a command runs, so that
``gongkai --help`` stays quick.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.options import BY_OUTPUT, Format, Out
from gongkai.cli.output import Output
from gongkai.cli.text import hung, padded, pipes
from gongkai.errors import GongkaiError

if TYPE_CHECKING:
    from gongkai.engine.deadline import Deadline, Step
    from gongkai.engine.fee import Fee, FeeStep
    from gongkai.engine.receipt import Channel

DUE_CSV = ("due", "provisional", "date", "until", "count", "article", "sentence")
FEE_CSV = ("from", "to", "count", "rate", "amount", "article")


def due(
    received: Annotated[
        str | None,
        typer.Option("--received", metavar="日期", help="收到申请之日（《条例》第三十一条），如 2026-09-18。"),
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option("--channel", metavar="渠道", help="渠道：in_person、post、letter、online、fax，或其中文名。"),
    ] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(
            "--event",
            metavar="事件=日期",
            help="已发生的事项，可重复填写：correction_asked、correction_received、third_party_asked、third_party_received、"
            "third_party_answered（comaker_、agency_ 同样三种）、reasons_asked、reasons_received、delayed（日期:延迟到的日期）、"
            "extended（可写 日期:天数）、fee_notified（可写 日期:发出日期）、fee_paid、served（可写 日期:送达方式）、returned、withdrawn、"
            "not_corrected、fee_unpaid、reanswer_ordered（可写 日期:天数）。",
        ),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option("--region", metavar="地区", help="另计该地自行规定的节假日：地名、行政区划代码或 YAML 文件。"),
    ] = None,
    submitted: Annotated[
        str | None, typer.Option("--submitted", metavar="日期", help="提交之日；尚未签收或确认的，只填这一项。")
    ] = None,
    format: Format = BY_OUTPUT,
    output: Out = None,
) -> int:
    """算答复期限：从收到申请之日和发生的事，到应当答复的那一天，逐日说明。"""
    from gongkai.engine import clock
    from gongkai.engine.calendar import calendar
    from gongkai.engine.days import parse_day
    from gongkai.engine.events import parse_event
    from gongkai.engine.parameters import parameters
    from gongkai.engine.receipt import channel as channel_named

    sent = parse_day(submitted, "提交之日") if submitted else None
    day = parse_day(received, "收到申请之日") if received else None
    events = [parse_event(text) for text in event or ()]
    if not (day or sent):
        raise GongkaiError("请用 --received 填写收到申请之日；尚未签收或确认的，用 --submitted 填写提交之日。")
    parameters().on("reply", day or sent or date.max)  # told before what a channel's rule would say of the same day
    how = channel_named(channel, day or sent or date.max) if channel else None
    day = _day_of_receipt(day, sent, how)
    days = calendar(region)
    if day:
        found = clock.due(day, events, days, channel=how)
    elif events:
        raise GongkaiError("申请尚未签收或确认，还没有收到申请之日，请先用 --received 填写该日，再登记 --event。")
    else:
        assert how and sent
        found = clock.unconfirmed(how, sent)
    with Output(output, format=format) as out:
        _print_due(found, format, out)
    return 0


def _day_of_receipt(received: date | None, submitted: date | None, how: Channel | None) -> date | None:
    """The day of Art. 31 from what was given; None where the application is not yet received."""
    if received and submitted:
        if received < submitted:
            raise GongkaiError(f"收到申请之日{received}早于提交之日{submitted}，请核对日期。")
        if how and how.immediate and received != submitted:
            raise GongkaiError(f"{how.label}的，以{how.act}之日为收到申请之日（{how.article}），请核对两个日期。")
    if received or not submitted:
        return received
    if not how:
        raise GongkaiError(
            "只填了提交之日，不能确定是否已经收到，请用 --channel 写明渠道，或用 --received 填写收到之日。"
        )
    return submitted if how.immediate else None


def fee(
    items: Annotated[str | None, typer.Option("--items", metavar="数", help="按件计收：同一申请人的件数。")] = None,
    pages: Annotated[str | None, typer.Option("--pages", metavar="数", help="按量计收：一件申请的页数。")] = None,
    prior: Annotated[
        str, typer.Option("--prior", metavar="数", help="同一申请人本自然月此前已计的件数（只用于按件）。")
    ] = "0",
    on: Annotated[str | None, typer.Option("--date", metavar="日期", help="适用哪一天的标准；不填按最新标准。")] = None,
    format: Format = BY_OUTPUT,
    output: Out = None,
) -> int:
    """算信息处理费：按件或者按量，超额累进，逐档说明。"""
    from gongkai.engine import fee as engine
    from gongkai.engine.days import parse_day

    found = engine.fee(
        _whole(items, "件数") if items is not None else None,
        _whole(pages, "页数") if pages is not None else None,
        _whole(prior, "此前件数"),
        parse_day(on, "适用日期") if on else None,
    )
    with Output(output, format=format) as out:
        _print_fee(found, format, out)
    return 0


def _whole(text: str, what: str) -> int:
    plain = unicodedata.normalize("NFKC", text).strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise GongkaiError(f"{what}“{text}”有误，请填写不小于0的整数。")
    return int(plain)


# -- printing ---------------------------------------------------------------------------------------------------------


def _print_due(found: Deadline, format: str, out: Output) -> None:
    from gongkai.engine.telling import standing

    if format == "json":
        _json(_due_json(found), out)
    elif format == "csv":
        _csv(DUE_CSV, ((found.due, found.provisional, *_step(step).values()) for step in found.steps), out)
    elif format == "md":
        rows = [(_span(step), step.sentence, step.article) for step in found.steps]
        _md(standing(found), ("日期", "说明", "依据"), rows, found.warnings, out)
    else:
        _due_table(found, out)


def _due_table(found: Deadline, out: Output) -> None:
    from gongkai.engine.days import chinese
    from gongkai.engine.telling import standing

    out.line(out.paint(hung(standing(found), out.width, "", ""), "bold"))
    if found.received:
        out.line(f"收到申请之日：{chinese(found.received)}    答复期限：{found.days}个工作日")
    out.line()
    for step in found.steps:
        out.line(hung(step.sentence, out.width, padded(_span(step), 20), " " * 20))
    _notes("依据：", dict.fromkeys(step.article for step in found.steps), out)
    _notes("此前：", [round.summary for round in found.earlier], out)
    _notes("说明：", [found.summary], out)
    _notes("注意：", found.warnings, out)


def _due_json(found: Deadline) -> dict[str, Any]:
    return {
        "due": found.due,
        "days": found.days,
        "provisional": found.provisional,
        "received": found.received,
        "state": found.state,
        "remaining": found.remaining,
        "pay_by": found.pay_by,
        "correct_by": found.correct_by,
        "since": found.since,
        "extended": found.extended,
        "otherwise": found.otherwise,
        "stopped": found.stopped,
        "in_time": found.in_time,
        "late": found.late,
        "summary": found.summary,
        "earlier": [
            {key: getattr(round, key) for key in ("since", "due", "state", "stopped", "in_time", "late", "summary")}
            for round in found.earlier
        ],
        "warnings": found.warnings,
        "steps": [_step(step) for step in found.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {key: getattr(step, key) for key in DUE_CSV[2:]}


def _span(step: Step) -> str:
    from gongkai.engine.days import WEEKDAYS

    if step.until != step.date:
        return f"{step.date} 至{step.until:%m-%d}"
    return f"{step.date} 周{WEEKDAYS[step.date.weekday()]}"


def _print_fee(found: Fee, format: str, out: Output) -> None:
    steps = [dict(zip(FEE_CSV, _band(step), strict=True)) | {"sentence": step.sentence} for step in found.steps]
    if format == "json":
        basis = {"amount": found.amount, "method": found.method, "basis": found.basis}
        _json(basis | {"steps": steps, "notes": found.notes}, out)
    elif format == "csv":
        _csv(FEE_CSV, map(_band, found.steps), out)
    elif format == "md":
        title = f"信息处理费：{found.amount}元（{found.method}计收，{found.basis}）"
        _md(title, ("档次", "金额"), [(step.sentence, f"{step.amount}元") for step in found.steps], found.notes, out)
    else:
        out.line(out.paint(f"信息处理费：{found.amount}元（{found.method}计收）", "bold"))
        out.line()
        for step in found.steps:
            out.line(hung(step.sentence, out.width, "", ""))
        _notes("依据：", [found.basis], out)
        _notes("注意：", found.notes, out)


def _band(step: FeeStep) -> tuple[int, int, int, int, int, str]:
    return step.first, step.last, step.count, step.rate, step.amount, step.article


def _notes(title: str, notes: Iterable[str], out: Output) -> None:
    notes = list(notes)
    if notes:
        out.line()
        out.line(title)
    for note in notes:
        out.line(hung(note, out.width, "· ", "  "))


def _json(value: dict[str, Any], out: Output) -> None:
    out.line(json.dumps(value, ensure_ascii=False, indent=2, default=lambda day: day.isoformat()))


def _csv(head: Sequence[str], rows: Iterable[Iterable[Any]], out: Output) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)


def _md(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str], out: Output) -> None:
    out.line(f"**{title}**")
    out.line()
    for line in pipes([head, *rows]):
        out.line(line)
    if notes:
        out.line()
    for note in notes:
        out.line(f"- {note}")
