"""Which cell a sentence speaks of: mentions of the narrative become claims on the tables.

A claim is made only where the sentence leaves no doubt of what is counted: applications (收到 … 依申请公开 … 件), what
became of them, disputes about disclosure, normative documents made, decisions taken. A part of a list, another year,
a difference, a count by one way of receipt, the work of others is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.report.model import Level, Number, Report
from gongkai.report.reading.facts import Mention
from gongkai.report.reading.facts_topics import topics
from gongkai.report.reading.facts_words import words

_JOINED = re.compile(r"[、和及或与以“”（）以及]*(?:含)?")
_ENDED = re.compile(r"(?:案件|案|申请|的?情况)?(?:$|[均已全尚经并且])")
_TAIL_FRONT = re.compile(r"^(?:的|均|为|是|属于|属|作出|给予|被|予以(?=部分))*")
_CLAUSES = re.compile(r"[，；。：\n]")
_SPAN = re.compile(r"[（(](?:自|从)?(?:19|20)\d\d年?度?[-—－–~～至到]")
"""After a number: it is the sum of many years (125件（2019年至2023年）)."""
_SHORT_CLAUSE = 14
_FURTHER_UP = 200


@dataclass(slots=True)
class Claim:
    """What a mention says of cells: their sum is `value`. `scope` is set where it may speak of a wider area."""

    topic: str
    cells: tuple[str, ...]
    value: Number
    mention: Mention
    level: Level
    scope: str | None = None


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
    so_far = mention.so_far
    if known.sub.search(_before(mention)) or known.since.search(so_far) or known.each.search(mention.lead) \
            or _SPAN.match(mention.rest) or words().respectively.search(mention.lead) or known.in_a_month.search(mention.lead):
        return []
    found: list[Claim] | None = None
    for kind in (_documents, _decisions, _disputes):
        found = kind(mention, report)
        if found is not None:
            break
    if found is None:
        found = _applications(mention, report)
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


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found


def _before(mention: Mention) -> str:
    """The lead and a short clause straight before it (街道层面，收到2件)."""
    text = mention.passage.text
    start = mention.count.start - len(mention.lead)
    previous, _ = mention.passage.clause(max(mention.sentence[0], start - 1))
    piece = text[previous:start] if previous >= mention.sentence[0] else ""
    return (piece if len(piece) <= _SHORT_CLAUSE else "") + mention.lead


def _nothing(mention: Mention, report: Report) -> list[Claim]:
    known = topics()
    if known.sub.search(mention.fact.text):
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
    lead = mention.lead
    verb = _last(known.document_verb, lead)
    kind = _named(known.document, mention)
    carried = False
    if kind is None and verb is not None and known.between_documents.fullmatch(lead[verb.end():]):
        # 制发行政规范性文件3件，废止2件: the kind is said once.
        kind = _last(known.document, mention.so_far)
        carried = True
    if kind is None:
        return None
    if verb is None and lead.startswith(("、", "和", "及")):
        # 制发规章2件、行政规范性文件46件: the verb is said once.
        piece = _CLAUSES.split(mention.so_far)[-1]
        if known.not_made.search(piece):
            return []
        verb, carried = _last(known.document_verb, piece), True
    if verb is None or not verb.lastgroup or not kind.lastgroup:
        return []
    if not carried and _others_act(lead[:verb.start()], report):
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
    before = _last(pattern, mention.lead)
    if before and topics().between_documents.fullmatch(mention.lead[before.end():]):
        return before
    after = pattern.search(mention.tail[:12])
    if after and topics().between_documents.fullmatch(mention.tail[:after.start()]):
        return after
    return None


def _decisions(mention: Mention, report: Report) -> list[Claim] | None:
    known = topics()
    kind = _named(known.decision, mention)
    if kind is None:
        return None
    others = {other.lastgroup for other in known.decision.finditer(mention.lead)} - {kind.lastgroup}
    if others or mention.whole is not None:
        return []
    if not known.decided.search(mention.lead) or known.not_decided.search(mention.lead):
        return []
    return [Claim("decisions", (f"2.{kind.lastgroup}.decisions",), mention.value, mention, "warning")]


def _own_lead(mention: Mention) -> str:
    """The lead, but for what the number before it says: of 8件维持、1件终止 nothing leads to the second."""
    return "" if mention.lead.endswith("、") else mention.lead


def _disputes(mention: Mention, report: Report) -> list[Claim] | None:
    known = topics()
    lead, tail = _own_lead(mention), mention.tail[:24]
    found = list(known.dispute.finditer(lead)) or list(known.dispute.finditer(tail))
    results = list(known.result.finditer(lead)) or list(known.result.finditer(tail))
    reached = max((item.end() for item in (*known.dispute.finditer(lead), *known.result.finditer(lead))), default=None)
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


def _carried(mention: Mention, report: Report) -> list[Claim] | None:
    """上年结转2件, 2022年结转2件, 结转至2024年3件, 其余3件结转下年度: the form's own words, an error where it is clear that
    applications are counted."""
    known = topics()
    lead, so_far = _own_lead(mention), mention.so_far
    year = report.year or 0
    into = known.carried_in.search(lead) or (f"{year - 1}年结转" in lead or f"{year - 1}年度结转" in lead) or None
    out = known.carried_out.search(lead) or known.carried_to.search(lead)
    if out is not None and out.lastgroup and int(out["year"]) != year + 1:
        return None
    if not into and out is None and not words().rest.sub("", lead).strip("，、（ "):
        out = known.carried_out.match(mention.tail)
    if (not into and out is None) or known.others.search(lead):
        return None
    if into and (known.verb.search(lead[:lead.rfind("结转")]) or "新收" in lead[lead.rfind("结转"):]):
        return None  # 结转上年后新收到47件 counts what is new
    sure = bool(mention.passage.section == 3 or known.application_heading.search(mention.under)
                or known.applications.search(so_far))
    if not sure and known.others.search(so_far):
        return None
    row = "carried_in" if into else "carried_out"
    return [Claim(row, (f"3.{row}.total",), mention.value, mention, "error" if sure else "warning")]


def _others_act(before: str, report: Report) -> bool:
    """县政府制发, in the report of a bureau."""
    return before.endswith("政府") and "政府" not in (report.unit or "政府") and not before.endswith(("我政府", "本政府"))


def _applications(mention: Mention, report: Report) -> list[Claim]:
    known = topics()
    lead, tail = mention.lead, mention.tail
    if known.others.search(lead) or known.others.search(tail[:8]):
        # 信访举报投诉类申请 and the like are outcomes by their own name.
        return _outcomes(mention) if known.outcome.search(lead) else []
    so_far = mention.so_far
    if known.papers.search(so_far) or (mention.count.unit == known.pieces_unit and known.pieces_beside in so_far):
        return []
    carried = _carried(mention, report)
    if carried is not None:
        return carried
    named = bool(known.applications.search(lead) or known.applications.search(tail[:24]))
    context = named or bool(mention.passage.section == 3 or known.application_heading.search(mention.under)
                            or known.applications.search(so_far))
    if not context:
        if known.new_applications.search(lead) and not known.others.search(so_far):
            return [Claim("received", ("3.received.total",), mention.value, mention, "warning")]
        return _outcomes(mention)
    outcomes = _outcomes(mention)
    if outcomes:
        return outcomes
    named_applicants = [columns for pattern, columns in known.applicants if _straight(pattern, lead) or pattern.match(tail)]
    if named_applicants and not known.whoever.search(lead):
        return _applicants(mention, named_applicants[0]) if _one(named_applicants) else []
    if mention.whole is not None and "新收" not in lead:
        return []
    if known.channels.search(lead) and not known.sums.search(lead):
        return []
    verb = _last(known.verb, lead)
    if not named:
        # 受理行政复议申请35件，办结33件: of reviews.
        noun, rival = _last(known.applications, so_far), _last(known.rivals, so_far)
        if rival is not None and rival.start() > (noun.start() if noun else -1):
            return []
    if verb is not None and _others_act(lead[:verb.start()], report):
        return []
    if verb is None:
        found = known.applications.search(lead)
        if found and known.between_applications.fullmatch(lead[found.end():]) and not known.negations.search(lead[:found.start()]):
            return [Claim("handled", ("3.processed.total",), mention.value, mention, "warning")]
        return []
    if known.negations.search(lead[:verb.start()]):
        return []
    noun = _last(known.applications, lead)
    reached = max(verb.end(), noun.end() if noun else 0)
    if not known.between_applications.fullmatch(lead[reached:]):
        return []
    if not named and tail and verb.lastgroup == "received" and not known.between_applications.match(tail)[0]:  # type: ignore[index]
        return []
    if _includes_carried(mention):
        return [Claim("received", ("3.received.total", "3.carried_in.total"), mention.value, mention, "error")]
    if verb.lastgroup == "received":
        return [Claim("received", ("3.received.total",), mention.value, mention, "error")]
    level: Level = "error" if verb.lastgroup == "handled" else "warning"
    return [Claim("handled", ("3.processed.total",), mention.value, mention, level)]


def _includes_carried(mention: Mention) -> bool:
    """共受理12件（含上年结转2件）: the count is of both."""
    known = topics()
    return any(known.carried_in.search(part.lead) for part in mention.parts)


def _outcomes(mention: Mention) -> list[Claim]:
    known = topics()
    lead = _own_lead(mention)
    if any(pattern.search(lead) for pattern, _ in known.applicants) or known.channels.search(lead):
        return []
    if mention.whole is not None and known.others.search(mention.whole.lead):
        return []
    found = list(known.outcome.finditer(lead))
    if found:
        # Several in a row share the number (予以公开、部分公开15件); words apart do not.
        chosen = [found[-1]]
        for item in reversed(found[:-1]):
            if not _JOINED.fullmatch(lead[item.end():chosen[0].start()]):
                break
            chosen.insert(0, item)
        if not known.between_outcomes.fullmatch(lead[chosen[-1].end():]):
            return []
        verb = known.verb.search(lead, 0, chosen[0].start())
        if verb and verb.lastgroup == "received":
            return []  # 收到重复申请2件 tells what came, not what became of it
    elif known.verb.search(lead):
        return []
    else:
        tail = _TAIL_FRONT.sub("", mention.tail)
        first = known.outcome.match(tail)
        if first is None:
            return []
        chosen = [first]
    # 共收到申请9件。其中予以公开5件: the sentence before counts too; what stands further up makes it likely only.
    before = mention.passage.sentence(max(0, mention.sentence[0] - 2))
    sure = bool(mention.passage.section == 3 or known.application_heading.search(mention.under)
                or known.applications.search(mention.text)
                or known.applications.search(mention.passage.text, *before))
    paragraph = max(mention.passage.line(mention.count.start), mention.sentence[0] - _FURTHER_UP)
    if not sure and (known.others.search(mention.so_far) or mention.whole is None
                     or not known.applications.search(mention.passage.text, paragraph, mention.sentence[0])):
        return []
    outcomes = [known.outcomes[item[0]] for item in chosen]
    cells = _narrowest(dict.fromkeys(cell for outcome in outcomes for cell in outcome.cells))
    official = len(chosen) == 1 and chosen[0][0] in outcomes[0].official and bool(found)
    topic = outcomes[0].key if len(outcomes) == 1 else "outcomes"
    return [Claim(topic, cells, mention.value, mention, "error" if official and sure else "warning")]


def _narrowest(cells: Iterable[str]) -> tuple[str, ...]:
    """因本机关不掌握相关信息无法提供4件 names a group and one of its items: the item is meant."""
    named = tuple(cells)
    return tuple(cell for cell in named
                 if not any(other != cell and other.startswith(cell.removesuffix("total")) for other in named))


def _applicants(mention: Mention, columns: tuple[str, ...]) -> list[Claim]:
    """自然人申请5件: of the applications received, by who made them."""
    known = topics()
    whole = mention.whole
    verb = known.verb.search(mention.lead)
    if not (verb and verb.lastgroup == "received") and not (whole and _is_received(whole)):
        return []
    return [Claim("applicants", tuple(f"3.received.{column}" for column in columns), mention.value, mention, "warning")]


def _straight(pattern: re.Pattern[str], lead: str) -> bool:
    """Whether an applicant is named straight before the number: not 受理企业开办申请30件."""
    found = _last(pattern, lead)
    return found is not None and topics().between_applications.fullmatch(lead[found.end():]) is not None


def _one(found: list[tuple[str, ...]]) -> bool:
    """Whether one kind of applicant is named; 商业企业 is one of 法人."""
    return all(set(columns) <= set(found[0]) or set(columns) >= set(found[0]) for columns in found[1:])


def _is_received(whole: Mention) -> bool:
    found = topics().verb.search(whole.lead)
    return bool(found) and found.lastgroup == "received"  # type: ignore[union-attr]
