"""Which cell a sentence speaks of: mentions of the narrative become claims on the tables.

A claim is made only where the sentence leaves no doubt of what is counted: applications (收到 … 依申请公开 … 件), what
became of them, disputes about disclosure, normative documents made, decisions taken. A part of a list, another year,
a difference, a count by one way of receipt, the work of others is no claim.
"""

from __future__ import annotations

import re

from gongkai.report.checking.narrative_applications import applications
from gongkai.report.checking.narrative_claim import Claim, last, others_act, own_lead
from gongkai.report.model import Level, Report
from gongkai.report.reading.facts_mentions import Mention
from gongkai.report.reading.facts_topics import topics
from gongkai.report.reading.facts_words import words

_ENDED = re.compile(r"(?:案件|案|申请|的?情况)?(?:$|[均已全尚经并且])")
_CLAUSES = re.compile(r"[，；。：\n]")
_OPENED = ("（", "(")
_SPAN = re.compile(r"[（(](?:自|从)?(?:19|20)\d\d年?度?[-—－–~～至到]")
"""After a number: it is the sum of many years (125件（2019年至2023年）)."""
_YEAR = re.compile(r"^20\d\d年度?")
_SHORT_CLAUSE = 14


def claims(mention: Mention, report: Report) -> list[Claim]:
    """What a mention claims of this year's tables, often nothing."""
    known = topics()
    if mention.change or mention.passage.section not in known.sections:
        return []
    if report.year is not None and mention.year is not None and mention.year != report.year:
        return []
    if mention.nothing:
        return _nothing(mention, report)
    if mention.count.unit not in known.units or mention.value != int(mention.value):
        return []
    passage, lead, so_far = mention.passage, mention.lead, mention.so_far
    if (known.spoken(passage, "sub") and _of_a_part(_before(mention), report)) \
            or (known.spoken(passage, "since_words") and known.since.search(so_far)) \
            or (known.each_word in lead and known.each.search(lead)) \
            or (passage.text.startswith(_OPENED, mention.count.end) and _SPAN.match(mention.rest)) \
            or words().respectively.search(lead) or ("月" in lead and known.in_a_month.search(lead)):
        return []
    found: list[Claim] | None = None
    for kind in (_documents, _decisions, _disputes):
        found = kind(mention, report)
        if found is not None:
            break
    if found is None:
        found = applications(mention, report)
    if found and (known.spoken(passage, "area") or known.spoken(passage, "office")):
        scope = _scope(so_far, report)
        for claim in found:
            claim.scope = scope
    return found


def _scope(text: str, report: Report) -> str | None:
    """A word by which a sentence may speak of a wider area than the table, or of the office alone."""
    known = topics()
    found = known.area.search(text)
    if found is None and not (report.unit or "").endswith(("办公室", "办公厅", "办")):
        found = known.office.search(text)
    return found[0] if found else None


def _of_a_part(text: str, report: Report) -> bool:
    """Whether a text speaks of bodies below the reporting unit. A street office that writes 示例街道收到 means itself."""
    own = (report.unit or "").endswith(("街道", "街道办事处"))
    return any(not (own and found[0].startswith("街道")) for found in topics().sub.finditer(text))


def _before(mention: Mention) -> str:
    """The lead and a short clause straight before it (街道层面，收到2件)."""
    text = mention.passage.text
    start = mention.count.start - len(mention.lead)
    previous, _ = mention.passage.clause(max(mention.sentence[0], start - 1))
    piece = text[previous:start] if previous >= mention.sentence[0] else ""
    return (piece if len(piece) <= _SHORT_CLAUSE else "") + mention.lead


def _nothing(mention: Mention, report: Report) -> list[Claim]:
    known = topics()
    if _of_a_part(mention.fact.text, report):
        return []
    scope = _scope(mention.fact.text, report)
    level: Level = "error"
    topic = mention.nothing or ""
    if topic == "received":
        cells: tuple[str, ...] = ("3.received.total",)
    else:
        cells = tuple(f"4.{row}.total" for row in known.dispute_rows[topic])
        level = "error" if _about_disclosure(mention) else "warning"
    return [Claim(topic, cells, 0, mention, level, scope)]


def _documents(mention: Mention, report: Report) -> list[Claim] | None:
    known = topics()
    if not known.spoken(mention.passage, "document"):
        return None
    lead = mention.lead
    verb = last(known.document_verb, lead)
    kind = _named(known.document, mention)
    carried = False
    if kind is None and verb is not None and known.between_documents.fullmatch(lead[verb.end():]):
        # 制发行政规范性文件3件，废止2件: the kind is said once.
        kind = last(known.document, mention.so_far)
        carried = True
    if kind is None:
        return None
    if verb is None and lead.startswith(("、", "和", "及")):
        # 制发规章2件、行政规范性文件46件: the verb is said once.
        piece = _CLAUSES.split(mention.so_far)[-1]
        if known.not_made.search(piece):
            return []
        verb, carried = last(known.document_verb, piece), True
    if verb is None or not verb.lastgroup or not kind.lastgroup:
        return []
    if not carried and others_act(lead[:verb.start()], report):
        return []
    # 制定公开, 清理 …: something else is counted. 制定发布 is making.
    if known.not_made.search(lead) or mention.whole is not None:
        return []
    column = known.document_columns[verb.lastgroup].get(report.edition)
    if column is None:
        return []
    exact = not carried and (kind[0] == "行政规范性文件" or kind.lastgroup == "rules")
    return [Claim("documents", (f"2.{kind.lastgroup}.{column}",), mention.value, mention, "error" if exact else "warning")]


def _named(pattern: re.Pattern[str], mention: Mention) -> re.Match[str] | None:
    """What is counted: named straight before the number (规范性文件3件), or straight after it (3件规范性文件)."""
    before = last(pattern, mention.lead)
    if before and topics().between_documents.fullmatch(_YEAR.sub("", mention.lead[before.end():])):
        return before
    after = pattern.search(mention.tail[:12])
    if after and topics().between_documents.fullmatch(mention.tail[:after.start()]):
        return after
    return None


def _decisions(mention: Mention, report: Report) -> list[Claim] | None:
    known = topics()
    kind = _named(known.decision, mention) if known.spoken(mention.passage, "decision") else None
    if kind is None:
        return None
    others = {other.lastgroup for other in known.decision.finditer(mention.lead)} - {kind.lastgroup}
    if others or mention.whole is not None:
        return []
    lead = mention.lead
    if _named_alone(kind, lead) and not known.decided.search(lead):
        lead = mention.so_far  # 作出行政许可决定40件、行政处罚决定8件: the verb is said once
    if not known.decided.search(lead) or known.not_decided.search(lead):
        return []
    return [Claim("decisions", (f"2.{kind.lastgroup}.decisions",), mention.value, mention, "warning")]


def _named_alone(kind: re.Match[str], lead: str) -> bool:
    """Whether nothing but the mark that joins it to the number before stands ahead of what is counted."""
    return kind.string is lead and not lead[:kind.start()].strip("，、和及与以")


def _disputes(mention: Mention, report: Report) -> list[Claim] | None:
    known = topics()
    if not known.spoken(mention.passage, "dispute") and not known.spoken(mention.passage, "result"):
        return None
    lead, tail = own_lead(mention), mention.tail[:24]
    if known.other_dispute.search(lead) or ("因" in lead and known.other_cause.search(lead) and not known.dispute_context.search(lead)):
        return []
    found, results = list(known.dispute.finditer(lead)), list(known.result.finditer(lead))
    reached = max((item.end() for item in (*found, *results)), default=None)
    found = found or list(known.dispute.finditer(tail))
    results = results or list(known.result.finditer(tail))
    if reached is not None and not known.between_disputes.fullmatch(lead[reached:]):
        return []
    if reached is None and found and not _ENDED.match(tail[found[-1].end():]):
        return []
    so_far = mention.so_far
    if not found:
        if not results:
            return None
        earlier = list(known.dispute.finditer(so_far))
        if not earlier:
            return None
        found = earlier[-1:]
    if not _about_disclosure(mention):
        return []
    if len(results) > 1 or (known.reviewing.search(so_far) and "被" not in so_far):
        return []
    kinds = {item.lastgroup for item in found}
    if "after_review" in kinds or "direct" in kinds:
        kinds -= {"review", "litigation"}
    rows = [row for kind in ("review", "direct", "after_review", "litigation") if kind in kinds
            for row in known.dispute_rows[kind]]
    column = results[0].lastgroup if results else "total"
    topic = "review" if kinds == {"review"} and column == "total" else \
        "litigation" if kinds == {"litigation"} and column == "total" else "disputes"
    taken = known.taken.search(lead) and not known.against.search(so_far)
    level: Level = "notice" if taken or known.newly.search(lead) else "error"
    return [Claim(topic, tuple(f"4.{row}.{column}" for row in rows), mention.value, mention, level)]


def _about_disclosure(mention: Mention) -> bool:
    """Whether a dispute is said to be about disclosure, by its sentence or by where it stands."""
    known = topics()
    return bool(mention.passage.section == 4 or known.dispute_heading.search(mention.under)
                or known.application_heading.search(mention.under) or known.dispute_context.search(mention.text))
