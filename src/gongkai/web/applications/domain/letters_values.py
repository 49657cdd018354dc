"""What stands in a letter: the fields that its clerk writes, what the case already tells of them, what is worked out when it is made.

Values are kept by the keys of letters.yaml as JSON: texts, ISO days, numbers as texts, lists of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from gongkai.engine import answers, applicants, receipt, remedies
from gongkai.engine.grounds import every_ground
from gongkai.engine.letters import Letter as Kind
from gongkai.engine.parameters import parameters
from gongkai.errors import GongkaiError
from gongkai.web.applications.domain import clocks, entering, letters_settings, standing, vault
from gongkai.web.applications.domain.letters_facts import ONLY_FACTS, History, history_of
from gongkai.web.applications.enums import Kind as Event
from gongkai.web.applications.enums import Matter, PartyRole
from gongkai.web.applications.letters.fields import LetterField, fields_of
from gongkai.web.applications.letters.filling import shown
from gongkai.web.applications.models import Case, Letter, Party
from gongkai.web.common import days
from gongkai.web.organs.domain.queries import name_on
from gongkai.web.organs.models import OfficeContact

COMPUTED = ("number", "issued_on", "remedies", "grounds")
"""Fields that nobody writes: given when the letter is numbered, or worked out from the type of answer."""
HEAD = ("unit", "office", "office_address", "office_phone", "contact_person", "application_no", "applicant", "submitted_on", "received_on", "channel",
        "content")
"""Fields that the case fills and that are seldom changed."""
WHO = {"applicant": "name", "agent": "name", "third_party": "name", "recipient": "name", "applicant_contact": "address", "applicant_document": "id_number",
       "recipient_address": "address", "query_code": "id_number"}
"""Fields that say who somebody is → how `vault.masked` masks them on a screen that has not been unmasked."""
OPINIONS = {"agree": "同意公开", "disagree": "不同意公开", "partly": "部分同意公开", "other": "提出了其他意见"}
FEE_BASIS = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"


def written_fields(kind: Kind) -> list[LetterField]:
    """The fields of a letter that its clerk may write, in the order of the list."""
    return [field for field in fields_of(kind) if field.key and field.key not in COMPUTED]


def prefilled(case: Case, kind: Kind, answer: answers.Answer | None, party: Party | None, person: Any = None) -> dict[str, Any]:
    """What the case tells of a letter's fields, to begin with.

    Raises:
        sealing.Unreadable: the case's personal data was erased.
    """
    past, today = history_of(case), days.today()
    held = vault.application_of(case)
    applicant = case.parties.filter(role=PartyRole.APPLICANT, number=1).first()
    named = vault.party_of(applicant) if applicant else {}
    contact = OfficeContact.objects.on(today).filter(unit=case.unit).first()
    ways, forms, kinds = applicants.ways(), applicants.forms(), applicants.kinds()
    addressed = vault.party_of(party) if party is not None else {}
    made: dict[str, Any] = {
        "unit": name_on(case.body, today), "office": contact.office if contact else "", "office_address": contact.address if contact else "",
        "office_phone": contact.telephone if contact else "", "contact_person": case.clerk.name if case.clerk else getattr(person, "name", ""),
        "application_no": case.number or case.receipt, "applicant": named.get("name", ""),
        "applicant_kind": kinds[case.applicant_kind].label if case.applicant_kind in kinds else "",
        "applicant_contact": "，".join(filter(None, (named.get("address"), named.get("telephone"), named.get("email")))),
        "submitted_on": case.submitted_on.isoformat(), "received_on": _iso(case.received_on),
        "channel": receipt.channel(case.channel, case.submitted_on).label, "content": held.get("content", ""),
        "supply_way": ways[case.supply_way].label if case.supply_way in ways else "",
        "supply_form": forms[case.supply_form].label if case.supply_form in forms else "", "due_on": _iso(case.due_on),
        "handler": "　".join(filter(None, (case.handler.called if case.handler else "", case.clerk.name if case.clerk else ""))),
        "third_party": addressed.get("name", "") if party is not None and party.role == PartyRole.THIRD_PARTY else "",
        "agency": addressed.get("name", "") if party is not None and party.role in (PartyRole.COMAKER, PartyRole.AGENCY) else "",
        "recipient": named.get("name", ""), "recipient_address": named.get("address", ""),
    }
    made |= _told(case, past)
    if held.get("evidence"):
        made["record_evidence"] = held["evidence"]
    if case.matter == Matter.RECORD and held.get("content"):
        made["record"] = held["content"]
    if kind.key in ("extension_notice", "extension_sheet"):
        made |= _extension(case, past, today)
    if "fee_basis" in kind.needs:
        made["fee_basis"] = FEE_BASIS
    if "query_code" in kind.may:
        made["query_code"] = held.get("code", "")
    wanted = {field.key for field in written_fields(kind)}
    return {key: value for key, value in made.items() if key in wanted and value not in ("", None)}


def _told(case: Case, past: History) -> dict[str, Any]:
    """What the events tell."""
    made: dict[str, Any] = {}
    if asked := past.last(Event.CORRECTION_ASKED):
        made |= {"correction_asked_on": asked.day.isoformat(), "correction_due": asked.details.get("until", "")}
    if came := past.last(Event.CORRECTION_RECEIVED):
        made["correction_received_on"] = came.day.isoformat()
    if fee := past.last(Event.FEE_NOTIFIED):
        last = clocks.calendar_of(case.unit).add(fee.day, parameters().on("fee_payment", fee.day).value)
        made |= {"fee_notified_on": fee.day.isoformat(), "fee_amount": fee.details.get("amount", ""), "fee_due": last.isoformat()}
    if reasons := past.last(Event.REASONS_RECEIVED):
        made["reasons_given"] = vault.note_of(reasons).get("note", "")
    searches = [(event, vault.note_of(event)) for event in past.of(Event.SEARCHED)]
    made["search_record"] = "\n".join(
        f"{shown(event.day)}，以“{note.get('words', '')}”为关键词，检索了{note.get('places', '')}（时间范围：{event.details.get('period', '')}），{note.get('found', '')}"
        for event, note in searches)
    made["consultation"] = consultation(past)
    if reviewed := past.last(Event.DISCLOSURE_REVIEWED):
        made["secrecy_opinion"] = vault.note_of(reviewed).get("basis", "")
    return made


def _extension(case: Case, past: History, today: date) -> dict[str, Any]:
    """All the working days by which the answer may still be put off, and the due day that they lead to; {} where there are none."""
    left = parameters().on("extension", today).value - sum(int(event.details.get("days") or 0) for event in past.of(Event.EXTENDED))
    due = extended_due(case, left, today) if left > 0 else None
    return {"extension_days": str(left), "extended_due": due.isoformat()} if due else {}


def extended_due(case: Case, more: int, day: date) -> date | None:
    """The due day after an extension that is told on a day; None where the case does not allow it."""
    try:
        return entering.preview(case, Event.EXTENDED, day, details={"days": more})[1].due
    except ValidationError:
        return None


def extension_added(case: Case, more: int, day: date) -> int:
    """By how many working days an extension told on a day really puts the answer off: fewer than `more` beyond the statutory sum, none
    after the term ran out or while it stands still. 0 where the case does not allow it."""
    try:
        before = clocks.deadline(standing.of(case), case.channel, case.submitted_on, clocks.calendar_of(case.unit)).extended
        return max(0, entering.preview(case, Event.EXTENDED, day, details={"days": more})[1].extended - before)
    except ValidationError:
        return 0


def consultation(past: History) -> str:
    """Who was asked when and what they said, in a sentence that names nobody."""
    said = {event.party_id: event for event in past.of(Event.THIRD_PARTY_ANSWERED)}
    parts = []
    for asked in past.of(Event.THIRD_PARTY_ASKED):
        who = asked.party.label if asked.party and len(past.of(Event.THIRD_PARTY_ASKED)) > 1 else "第三方"
        answer = said.get(asked.party_id)
        end = f"{who}于{shown(answer.day)}书面表示{OPINIONS.get(str(answer.details.get('conclusion')), '意见')}" if answer else f"{who}未提出意见"
        parts.append(f"本机关于{shown(asked.day)}书面征求{who}意见，{end}")
    return "；".join(parts)


def remedy(case: Case, kind: Kind, answer: answers.Answer | None, grounds: tuple[str, ...], *, online: bool = False, on: date | None = None) -> remedies.Remedy:
    """The remedies of a letter and their paragraph, as the unit's settings name reviewer and court.

    Raises:
        GongkaiError: a name is not set.
    """
    setting = letters_settings.setting_of(case.unit, case.body)
    names = {"alternative": setting.alternative, "online": setting.online, "served_online": online,
             "document": "本答复" if kind.answer and "答复" in kind.title else "本告知书"}
    day = on or days.today()
    if answer is None:
        return remedies.third_party_remedies(day, setting.remedy_kind, setting.reviewer, setting.court, **names)  # type: ignore[arg-type]
    return remedies.remedies(answer, day, setting.remedy_kind, setting.reviewer, setting.court, grounds=grounds, **names)  # type: ignore[arg-type]


def complete(letter: Letter, kind: Kind, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values with what is worked out (grounds, remedies, who is addressed), as JSON; and what stands in the way, in sentences."""
    case, chosen = letter.case, letter.answer
    answer = answers.every_answer().get(chosen.get("type", ""))
    made, against = {key: value for key, value in values.items() if key not in ONLY_FACTS}, []
    holds = {*kind.needs, *kind.may}
    relied = [every_ground()[key] for key in chosen.get("grounds", ()) if key in every_ground()]
    if "grounds" in holds and relied:
        made["grounds"] = "、".join(dict.fromkeys(_named(ground.cited) for ground in relied))
    if "remedies" in holds:
        try:
            told = remedy(case, kind, answer, tuple(chosen.get("grounds", ())), online=chosen.get("online", False))
            made["remedies"] = told.text
        except GongkaiError as error:
            against.append(f"{error}（在“文书设置”中设定）")
    made["applicant_kind"] = case.applicant_kind
    return made, against


def for_template(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as `letters.fields.values_for` takes them: days, numbers and money from their texts."""
    kinds = {field.key: field.kind for field in fields_of(kind) if field.key}
    return {key: _typed(kinds.get(key, "text"), value) for key, value in values.items() if value not in (None, "", [])}


def lines_of(field: LetterField, rows: list[Mapping[str, Any]]) -> str:
    """Rows of a list as lines to be edited: columns parted by ｜."""
    return "\n".join("｜".join(shown(row.get(column.key, "")) for column in field.columns).rstrip("｜") for row in rows)


def rows_of(field: LetterField, text: str) -> list[dict[str, str]]:
    """What `lines_of` wrote, read again; an upright stroke of either width parts columns."""
    made = []
    for line in text.replace("|", "｜").splitlines():
        cells = [cell.strip() for cell in line.split("｜")]
        if any(cells):
            made.append({column.key: cell for column, cell in zip(field.columns, cells, strict=False) if cell})
    return made


def _typed(kind: str, value: Any) -> Any:
    match kind:
        case "day":
            return date.fromisoformat(value) if isinstance(value, str) and value[:4].isdigit() else value
        case "number":
            return int(value)
        case "money":
            return Decimal(str(value))
    return value


def _named(cited: str) -> str:
    return cited.replace("《政府信息公开条例》", "《中华人民共和国政府信息公开条例》")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
