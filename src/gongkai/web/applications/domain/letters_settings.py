"""What letters say of a body and how they are numbered: set by the unit, proposed from the tree of units until it is.

A proposal is only a proposal: `LetterSetting.pk` is None, and screens say that it wants a look.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.engine import remedies
from gongkai.engine.letters import Letter as Kind
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import opening
from gongkai.web.applications.letters.numbers import STANDARD, Pattern
from gongkai.web.applications.models import LetterSetting
from gongkai.web.common import days, eventlog
from gongkai.web.common.gate import require
from gongkai.web.organs.enums import UnitKind
from gongkai.web.organs.models import Unit

FIELDS = ("remedy_kind", "reviewer", "alternative", "court", "online", "pattern", "answer_word", "notice_word", "letter_word", "dispute_word")
WORDS = {"answer": "公开复", "notice": "公开告", "letter": "公开函", "dispute": "公开复诉"}
"""What follows the 机关代字 in the numbers of answers, of notices to applicants, of letters to others, of papers of disputes."""


def setting_of(unit: Unit, body: Unit) -> LetterSetting:
    """What holds for the letters of a unit in the name of a body: what was set, else what the tree proposes (not saved)."""
    return LetterSetting.objects.filter(unit=unit, body=body).first() or proposal(unit, body)


def settings_of(unit: Unit) -> list[LetterSetting]:
    """One for each body that a unit answers for."""
    return [setting_of(unit, body) for body in opening.bodies_of(unit)]


def proposal(unit: Unit, body: Unit) -> LetterSetting:
    """Whom the tree of units makes reviewer and court of a body; empty where it does not tell."""
    kind = _kind(body)
    front = body.document_word or body.called
    above = _government(body)
    known = remedies.units(days.today()).get(kind)
    reviewer = body.name if kind == "province" else above.name if above else ""
    court = ""
    if known is not None and known.court.key == "basic" and above is not None and _is_county(above):
        court = above.name.replace("人民政府", "") + "人民法院"
    return LetterSetting(unit=unit, body=body, remedy_kind=kind, reviewer=reviewer, court=court, pattern=STANDARD,
                         **{f"{key}_word": f"{front}{word}" for key, word in WORDS.items()})


def word_of(setting: LetterSetting, kind: Kind) -> str:
    """The 机关代字 that a kind of letter is numbered with."""
    if kind.answer:
        return setting.answer_word
    if kind.to == "tribunal":
        return setting.dispute_word
    return setting.notice_word if kind.to == "applicant" else setting.letter_word


@transaction.atomic
def change(actor: Any, unit: Unit, body: Unit, version: int, **values: Any) -> LetterSetting:
    """Set what letters of a unit say of a body.

    Args:
        version: the number that the actor saw; 0 where nothing had been set.
        values: any of `FIELDS`.

    Raises:
        Refused: the actor may not manage the unit's settings.
        ValidationError: a body that the unit does not answer for, an unknown kind, a pattern that is none.
        Conflict: somebody else was first.
    """
    row = LetterSetting.objects.filter(unit=unit, body=body).first()
    require(actor, "edit", row or LetterSetting(unit=unit, body=body))
    if body not in opening.bodies_of(unit):
        raise ValidationError({"body": f"{unit}不代{body}受理申请，请重新选择。"})
    kept = {name: str(value).strip() for name, value in values.items() if name in FIELDS}
    held = {name: getattr(row or proposal(unit, body), name) for name in FIELDS} | kept
    _complete(held)
    if row is None:
        if version:
            raise ValidationError("设置已被改回默认，请刷新页面后重新提交。")
        try:
            with transaction.atomic():
                row = LetterSetting.objects.create(unit=unit, body=body, **held)
        except IntegrityError:
            raise ValidationError("您打开之后，他人已经保存了设置，请刷新页面，对照后重新提交。") from None
    else:
        row.save_over(version, **kept)
    eventlog.record("letter.setting_changed", row, actor=actor, unit=unit, after=kept)
    return row


def _complete(held: dict[str, str]) -> None:
    known = remedies.units(days.today())
    if held["remedy_kind"] not in known:
        raise ValidationError({"remedy_kind": "请选择单位类别。"})
    kind = known[held["remedy_kind"]]
    if held["alternative"] and not kind.alternative:
        raise ValidationError({"alternative": f"{kind.label}的行政复议机关只有{kind.reviewer}，请去掉另一个名称。"})
    try:
        Pattern(held["pattern"])
    except GongkaiError as error:
        raise ValidationError({"pattern": str(error)}) from None
    for name in ("answer_word", "notice_word", "letter_word", "dispute_word"):
        if not held[name]:
            raise ValidationError({name: "请填写机关代字。"})


def _kind(body: Unit) -> str:
    if body.kind == UnitKind.GOVERNMENT and body.region_code[2:6] == "0000":
        return "province"
    return str(body.kind)


def _government(body: Unit) -> Unit | None:
    """The nearest government above."""
    above = body.parent
    while above is not None and above.kind != UnitKind.GOVERNMENT:
        above = above.parent
    return above


def _is_county(government: Unit) -> bool:
    """Whether a government's own region has a court of first instance: a county, by its code, else by its name."""
    if government.region_code:
        return government.region_code[4:6] not in ("00", "")
    return government.name.removesuffix("人民政府")[-1:] in "县区旗"
