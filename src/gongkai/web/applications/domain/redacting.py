"""Redaction of a case's files: begun, boxes drawn, taken back, the redacted file made.

Reading a file takes a process of its own and a second or two, so it is done with no transaction open: the views are `takes_files`.
What is found by a search is shown and forgotten; no text of a file is kept in a row, but sealed.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from gongkai.engine.grounds import Ground, grounds
from gongkai.web.applications import redaction as pages
from gongkai.web.applications.domain import vault
from gongkai.web.applications.enums import OPEN, FileRole, RedactionState
from gongkai.web.applications.models import Case, CaseFile, Redaction, RedactionBox
from gongkai.web.applications.redaction.vocabulary import refused
from gongkai.web.common import days, eventlog, sealing, work
from gongkai.web.common.gate import require

INLINE = 6
"""Pages that are made at once; a longer file goes to the background."""
FORGOTTEN = timedelta(minutes=20)
"""How long after it was asked for a making is taken up again: longer than the queue gives a task, and tries it once more."""
SOURCES = (FileRole.SOURCE,)
"""Files that can be redacted."""


def start(actor: Any, case: Case, source: CaseFile) -> Redaction:
    """Begin to redact a file of a case; where somebody has begun and not finished, go on with that.

    Raises:
        Refused: the actor may not redact the case's files.
        RedactionRefused: the file cannot be redacted; says why and what to do.
        ValidationError: a file of another role, or the case is done with.
        sealing.Unreadable: its bytes are gone or erased.
    """
    require(actor, "redact", case)
    if source.case_id != case.pk or source.role not in SOURCES:
        raise ValidationError("只有“拟提供的信息”可以遮盖，请先把要提供的文件添加到这里。")
    _under_way(case)
    begun = Redaction.objects.filter(source=source).exclude(state=RedactionState.FINISHED).first()
    if begun is not None:
        return begun
    read = pages.inspect(vault.file_bytes(source))
    about = {"kind": read.kind, "remarks": list(read.remarks),
             "sheets": [[round(sheet.width, 2), round(sheet.height, 2), sheet.letters, sheet.scanned, sheet.recognised] for sheet in read.sheets]}
    with transaction.atomic():
        made = Redaction.objects.create(case=case, source=source, about=about, started_by=actor)
        _note("started", made, actor, {"pages": made.pages})
    return made


def again(actor: Any, finished: Redaction) -> Redaction:
    """Begin anew with the boxes of a finished redaction.

    Raises:
        Refused; ValidationError: it is not finished, or the case is done with.
    """
    require(actor, "redact", finished)
    if finished.state != RedactionState.FINISHED:
        raise ValidationError("这份遮盖还没有完成，请直接在其中修改。")
    _under_way(finished.case)
    with transaction.atomic():
        begun = Redaction.objects.filter(source=finished.source).exclude(state=RedactionState.FINISHED).first()
        if begun is not None:
            return begun
        made = Redaction.objects.create(case=finished.case, source=finished.source, about=finished.about, text=finished.text, started_by=actor)
        RedactionBox.objects.bulk_create(
            RedactionBox(redaction=made, page=box.page, left=box.left, top=box.top, right=box.right, bottom=box.bottom, ground=box.ground,
                         batch=1, by=actor) for box in finished.boxes.all())
        _note("started", made, actor, {"pages": made.pages, "from": finished.pk})
    return made


def draw(actor: Any, row: Redaction, places: Sequence[pages.Rectangle], ground: str) -> list[RedactionBox]:
    """Add boxes that were drawn by hand: each is cut to its page and grown over the letters that it covers in good part.

    Raises:
        Refused, RedactionRefused; ValidationError: an unknown ground, or the redaction is no draft any more.
    """
    require(actor, "redact", row)
    grown = pages.grow(vault.file_bytes(row.source), places)
    return add(actor, row, [pages.Rectangle(place.page, *sides) for place, sides in zip(places, grown, strict=True)], ground)


@transaction.atomic
def add(actor: Any, row: Redaction, places: Iterable[pages.Rectangle], ground: str) -> list[RedactionBox]:
    """Add boxes as they are, as one batch.

    Raises:
        Refused, RedactionRefused; ValidationError: an unknown ground, a page that is not there, or no draft any more.
    """
    require(actor, "redact", row)
    locked = _draft(row)
    _ground(ground)
    made, sheets = [], row.about["sheets"]
    batch = (locked.boxes.aggregate(last=Max("batch"))["last"] or 0) + 1
    for place in places:
        if not 1 <= place.page <= len(sheets):
            raise refused("no_page", place.page)
        left, top = max(0.0, place.left), max(0.0, place.top)
        right, bottom = min(float(sheets[place.page - 1][0]), place.right), min(float(sheets[place.page - 1][1]), place.bottom)
        if not (left < right and top < bottom and all(map(math.isfinite, (place.left, place.top, place.right, place.bottom)))):
            raise refused("box", place.page)
        made.append(RedactionBox(redaction=locked, page=place.page, left=round(left, 2), top=round(top, 2), right=round(right, 2),
                                 bottom=round(bottom, 2), ground=ground, batch=batch, by=actor))
    most = pages.vocabulary().bounds.boxes
    if locked.boxes.count() + len(made) > most:
        raise refused("many_boxes", locked.boxes.count() + len(made), most)
    RedactionBox.objects.bulk_create(made)
    if made:
        _note("box_added", locked, actor, {"boxes": len(made), "pages": sorted({box.page for box in made}), "ground": ground})
    return made


@transaction.atomic
def remove(actor: Any, row: Redaction, box: int) -> None:
    """Take a box away; one that is gone already is no matter. Raises Refused, ValidationError (no draft any more)."""
    require(actor, "redact", row)
    locked = _draft(row)
    found = locked.boxes.filter(pk=box).first()
    if found is not None:
        found.delete()
        _note("box_removed", locked, actor, {"boxes": 1, "pages": [found.page], "ground": found.ground})


@transaction.atomic
def undo(actor: Any, row: Redaction) -> int:
    """Take away what was added last, by a drawing or by a search; how many boxes that were. Raises Refused, ValidationError."""
    require(actor, "redact", row)
    locked = _draft(row)
    last = locked.boxes.aggregate(last=Max("batch"))["last"]
    found = list(locked.boxes.filter(batch=last)) if last else []
    if found:
        locked.boxes.filter(batch=last).delete()
        _note("box_removed", locked, actor, {"boxes": len(found), "pages": sorted({box.page for box in found})})
    return len(found)


@transaction.atomic
def change_ground(actor: Any, row: Redaction, box: int, ground: str) -> None:
    """Give a box another ground. Raises Refused, ValidationError."""
    require(actor, "redact", row)
    locked = _draft(row)
    _ground(ground)
    found = locked.boxes.filter(pk=box).first()
    if found is None:
        raise ValidationError("这个遮盖框已被他人删除，请刷新页面查看。")
    if found.ground != ground:
        _note("box_changed", locked, actor, {"pages": [found.page], "ground": ground}, {"ground": found.ground})
        locked.boxes.filter(pk=box).update(ground=ground)


@transaction.atomic
def discard(actor: Any, row: Redaction) -> None:
    """Give up a draft with its boxes. Raises Refused, ValidationError."""
    require(actor, "redact", row)
    locked = _draft(row)
    _note("discarded", locked, actor, {"boxes": locked.boxes.count()})
    locked.boxes.all().delete()
    locked.delete()


def ask(actor: Any, row: Redaction, *, text: bool = True) -> None:
    """Have the redacted file made of the boxes, at once or in the background; no box can be changed meanwhile.

    Raises:
        Refused; ValidationError: no boxes, or no draft any more.
    """
    require(actor, "redact", row)
    with transaction.atomic():
        locked = _draft(row)
        if not locked.boxes.exists():
            raise refused("no_boxes")
        Redaction.objects.filter(pk=locked.pk).update(state=RedactionState.MAKING, text=text, done=0, problem="", made_by=actor,
                                                      made_at=timezone.now())
        _note("asked", locked, actor, {"boxes": locked.boxes.count()})
        if row.pages > INLINE:
            work.later(f"{__name__}.make", row.pk)
    if row.pages <= INLINE:
        make(row.pk)


def give_back(actor: Any, row: Redaction) -> None:
    """Break off a making that has come to nothing, so that the boxes can be changed again. Raises Refused."""
    require(actor, "redact", row)
    Redaction.objects.filter(pk=row.pk, state=RedactionState.MAKING).update(
        state=RedactionState.DRAFT, problem="已停止生成，请核对后重新生成。")


def resume(after: timedelta = FORGOTTEN) -> int:
    """Make what was asked for and never made because the server was stopped meanwhile.

    Args:
        after: how long ago it was asked for at least.

    Returns:
        How many there were.
    """
    waiting = Redaction.objects.filter(state=RedactionState.MAKING, made_at__lt=timezone.now() - after).order_by("made_at")
    for key in (keys := list(waiting.values_list("pk", flat=True))):
        make(key)
    return len(keys)


def make(key: int) -> None:
    """Make the redacted file of a redaction that was asked for; can be broken off and run again. What stands in its way is kept
    with the redaction, which is then a draft again."""
    row = Redaction.objects.select_related("case__unit", "source__case", "made_by").get(pk=key)
    if row.state != RedactionState.MAKING or row.made_by is None:
        return
    try:
        require(row.made_by, "redact", row)
        _make(row)
    except PermissionDenied as error:
        _fail(row, str(error))
    except pages.RedactionRefused as error:
        _fail(row, str(error))
    except (sealing.Unreadable, FileNotFoundError):
        _fail(row, "原件已经读不出来，请联系系统管理员从备份中找回。")
    except ValidationError as error:
        _fail(row, error.messages[0])


def _make(row: Redaction) -> None:
    boxes = boxes_of(row)
    labels = {key: pages.vocabulary().label(key, days.today()) for key in {box.ground for box in boxes}}
    made = pages.redact(vault.file_bytes(row.source), row.pages, boxes, labels, text=row.text,
                        progress=lambda done, total: _progress(row.pk, done))
    still = [[text, page, count] for text, page, count in made.still]
    with transaction.atomic():
        locked = Redaction.objects.select_for_update().get(pk=row.pk)
        if locked.state != RedactionState.MAKING or locked.made_at != row.made_at:
            return
        if boxes_of(locked) != boxes:
            raise ValidationError("生成期间遮盖框被改动，请核对后重新生成。")
        file = vault.keep_file(row.case, made.data, f"{_stem(vault.file_name(row.source))}（遮盖件）.pdf", FileRole.REDACTED, kind="pdf",
                               media_type="application/pdf", by=row.made_by, made_from=row.source)
        sealed = vault.seal(row.case, {"still": still}, "redaction") if still else None
        Redaction.objects.filter(pk=row.pk).update(
            state=RedactionState.FINISHED, result=file, finished_at=timezone.now(), digest=digest_of(row.source, boxes), sealed=sealed, done=row.pages)
        _note("finished", row, row.made_by, {"file": str(file.pk), "sha256": file.sha256, "boxes": len(boxes)})


def boxes_of(row: Redaction) -> list[pages.Box]:
    """A redaction's boxes as values, in order."""
    return [pages.Box(box.page, box.left, box.top, box.right, box.bottom, box.ground) for box in row.boxes.all()]


def digest_of(source: CaseFile, boxes: Sequence[pages.Box]) -> str:
    """What says of a finished redaction of which file, by which boxes, it was made."""
    said = [source.sha256, *([box.page, box.left, box.top, box.right, box.bottom, box.ground] for box in boxes)]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def still_read(row: Redaction) -> list[tuple[str, int, int]]:
    """Texts that went and are still to be read in the result: text, page, times. Raises sealing.Unreadable."""
    return [(text, page, count) for text, page, count in vault.unseal(row.case, row.sealed, "redaction").get("still", [])]


def going_out(case: Case, at: datetime | None = None) -> QuerySet[CaseFile]:
    """The case's files that may be handed out: redacted ones, and originals on which nobody has begun to draw boxes.

    Args:
        at: a moment in the past: what was handed out then stays so, though it be redacted afterwards for another answer.
    """
    begun = case.redactions.all() if at is None else case.redactions.filter(started_at__lte=at)
    return case.files.filter(role__in=(FileRole.REDACTED, *SOURCES)).exclude(role__in=SOURCES, pk__in=begun.values("source"))


def offered() -> dict[str, Ground]:
    """The grounds a box may have today."""
    return grounds(days.today())


def _draft(row: Redaction) -> Redaction:
    locked = Redaction.objects.select_for_update(of=("self",)).select_related("case__unit", "source").filter(pk=row.pk).first()
    if locked is None or locked.state != RedactionState.DRAFT:
        raise ValidationError("这份遮盖已经提交生成或者被放弃，不能再改动，请刷新页面查看。")
    return locked


def _under_way(case: Case) -> None:
    if case.stage not in OPEN:
        raise ValidationError(f"该申请{case.get_stage_display()}，不能再遮盖其文件。")


def _ground(key: str) -> None:
    if key not in offered():
        raise ValidationError("请从列表中选择遮盖依据。")


def _progress(key: int, done: int) -> None:
    Redaction.objects.filter(pk=key, state=RedactionState.MAKING).update(done=done)


def _fail(row: Redaction, sentence: str) -> None:
    with transaction.atomic():
        if Redaction.objects.filter(pk=row.pk, state=RedactionState.MAKING, made_at=row.made_at).update(state=RedactionState.DRAFT, problem=sentence[:500]):
            _note("refused", row, row.made_by, {})


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _note(what: str, row: Redaction, actor: Any, after: dict[str, Any], before: dict[str, Any] | None = None) -> None:
    eventlog.record(f"redaction.{what}", row, actor=actor, unit=row.case.unit, after=after, before=before or {}, title=str(row))
