"""What a sentence claims of applications: received, carried over, handled, what became of them, who applied."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.report.checking.narrative_claim import Claim, last, others_act, own_lead
from gongkai.report.model import Number, Report
from gongkai.report.reading.facts_mentions import Mention
from gongkai.report.reading.facts_topics import topics
from gongkai.report.reading.facts_words import words

_JOINED = re.compile(r"[、和及或与以“”（）以及]*(?:含)?")
_TAIL_FRONT = re.compile(r"^(?:的|均|为|是|属于|属|作出|给予|被|予以(?=部分))*")
_APPLICATION = re.compile("^(?:(?:政府)?(?:信息)?(?:公开)?申请|依申请公开)")  # 另有6件申请结转到下年度
_CONTAINS = re.compile(r"(?:含|包括|包含)(?:上一?年度?|20\d\d年度?)结转")
_CONTAINS_TOO = re.compile(r"。(?:其中)?(?:含|包括|包含)(?:上一?年度?|(?P<year>20\d\d)年度?)结转")
_FURTHER_UP = 200
_OTHER_WAYS = re.compile("[，、；](?:不予|未予|补正|撤回|撤销|撤件|告知|移送|转|退|其他处理|另)")
_ONLY_SOME = re.compile("(?:另案|另行|合并|并案|归并)$")  # 另案处理1件, 合并处理2件: one way among others
_CAME_FIRST = ("收到", "受理")
_CAME = re.compile(r"(?:收到|接到|新收|接收)[^，。；\d]{0,24}(\d{1,7})\s*[件项份条宗起例次]")


def _carried(mention: Mention, report: Report) -> list[Claim] | None:
    """上年结转2件, 2022年结转2件, 结转至2024年3件, 其余3件结转下年度: the form's own words, an error where it is clear that
    applications are counted."""
    known = topics()
    if not known.carries(mention.passage):
        return None
    lead, so_far = own_lead(mention), mention.so_far
    year = report.year or 0
    into = known.carried_in.search(lead) or (f"{year - 1}年结转" in lead or f"{year - 1}年度结转" in lead) or None
    out = known.carried_out.search(lead) or known.carried_to.search(lead)
    if out is not None and out.lastgroup and int(out["year"]) != year + 1:
        if not into or int(out["year"]) != year:
            return None
        out = None  # 2023年结转2024年, in the report of 2024: carried in
    if not into and out is None and not words().rest.sub("", lead).strip("，、（另还有 "):
        out = known.carried_out.match(_APPLICATION.sub("", mention.tail))
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


def applications(mention: Mention, report: Report) -> list[Claim]:
    """What a mention claims of applications, often nothing."""
    known = topics()
    passage, lead, tail = mention.passage, mention.lead, mention.tail
    if known.others.search(lead) or known.others.search(tail[:8]):
        # 信访举报投诉类申请 and the like are outcomes by their own name.
        return _outcomes(mention) if known.outcome.search(lead) else []
    so_far = mention.so_far
    if (known.spoken(passage, "papers") and known.papers.search(so_far)) or (mention.count.unit == known.pieces_unit and known.pieces_beside in so_far):
        return []
    carried = _carried(mention, report)
    if carried is not None:
        return carried
    named = bool(known.applications.search(lead) or known.applications.search(tail[:24]))
    context = named or bool(passage.section == 3 or known.application_heading.search(mention.under)
                            or known.applications.search(so_far))
    if not context:
        if known.new_applications.search(lead) and not known.others.search(so_far):
            return [Claim("received", ("3.received.total",), mention.value, mention, "warning")]
        return _outcomes(mention)
    outcomes = _outcomes(mention)
    if outcomes:
        return outcomes
    named_applicants = [columns for pattern, columns in known.applicants
                        if _straight(pattern, lead) or pattern.match(tail)] if known.spoken(passage, "applicant") else []
    if named_applicants and not known.whoever.search(lead):
        return _applicants(mention, named_applicants[0]) if _one(named_applicants) else []
    if mention.whole is not None and "新收" not in lead:
        return []
    if known.channels.search(lead) and not known.sums.search(lead):
        return []
    return _came_or_done(mention, report, named)


def _came_or_done(mention: Mention, report: Report, named: bool) -> list[Claim]:
    """收到9件, 办结9件, by the verb before the number; `named`: applications are spoken of beside it."""
    known, lead = topics(), mention.lead
    verb = last(known.verb, lead)
    if not named and _of_a_rival(mention):
        return []
    if verb is None:
        found = known.applications.search(lead)
        if found and known.between_applications.fullmatch(lead[found.end():]) and not known.negations.search(lead[:found.start()]):
            return [Claim("handled", ("3.processed.total",), mention.value, mention, "warning")]
        return []
    if not _counts_all(verb, mention, report, named):
        return []
    if _includes_carried(mention):
        if verb.lastgroup != "handled":
            return [Claim("received", ("3.received.total", "3.carried_in.total"), mention.value, mention, "error")]
        if mention.value in _all_there_was(report):
            return []  # 处理12件（含上年结转2件），答复11件: all there was; 已答复11件，其中上年结转2件: what was done
    if verb.lastgroup == "either" and _all_that_came(verb, mention, report):
        return []
    if verb.lastgroup == "received":
        return [Claim("received", ("3.received.total",), mention.value, mention, "error")]
    # 受理12件，答复7件，不予受理4件: perhaps one way among others that things ended
    sure = verb.lastgroup == "handled" and not _OTHER_WAYS.match(mention.rest)
    return [Claim("handled", ("3.processed.total",), mention.value, mention, "error" if sure else "warning")]


def _of_a_rival(mention: Mention) -> bool:
    """受理行政复议申请35件，办结33件: of reviews."""
    known, so_far = topics(), mention.so_far
    noun, rival = last(known.applications, so_far), last(known.rivals, so_far)
    return rival is not None and rival.start() > (noun.start() if noun else -1)


def _counts_all(verb: re.Match[str], mention: Mention, report: Report, named: bool) -> bool:
    """Whether the verb says of the number that so many came or were done in all: by the unit itself, nothing else between, no part."""
    known, lead, before = topics(), mention.lead, mention.lead[:verb.start()]
    if others_act(before, report) or known.negations.search(before) or _ONLY_SOME.search(before):
        return False
    noun = last(known.applications, lead)
    if not known.between_applications.fullmatch(lead[max(verb.end(), noun.end() if noun else 0):]):
        return False
    if not named and mention.tail and verb.lastgroup == "received" and not known.between_applications.match(mention.tail)[0]:  # type: ignore[index]
        return False
    return not (verb[0].startswith("受理") and _part_of_what_came(mention))


def _all_that_came(verb: re.Match[str], mention: Mention, report: Report) -> bool:
    """Whether a verb of both counts what came, though not all of it be done."""
    known = topics()
    if verb[0].startswith(_CAME_FIRST) and mention.value == report.value("3.received.total"):
        return True  # 收到和办理9件: what came, whatever is still open
    # 办理20件，18件答复，1件结转下年: of all that came, what is carried over is told apart
    return mention.value in _all_there_was(report) and bool(known.carried_out.search(mention.rest) or known.carried_to.search(mention.rest))


def _all_there_was(report: Report) -> tuple[Number, ...]:
    """What came in the year, and that with what was carried in."""
    came, before = report.value("3.received.total"), report.value("3.carried_in.total")
    return () if came is None else (came, came + (before or 0))


def _part_of_what_came(mention: Mention) -> bool:
    """共收到57件，撤件39件，受理18件: of those that came, so many were taken on."""
    return any(int(found[1]) > mention.value for found in _CAME.finditer(mention.so_far))


def _includes_carried(mention: Mention) -> bool:
    """共受理12件（含上年结转2件）: the count is of both."""
    known = topics()
    if any(known.carried_in.search(part.lead) for part in mention.parts):
        return True
    # 受理45件，其中予以公开31件。包括2023年结转4件: said of all that came, in a sentence of its own
    text, end = mention.passage.text, mention.sentence[1]
    line = text.find("\n", end, end + _FURTHER_UP)
    after = _CONTAINS_TOO.search(text, max(0, end - 1), line if line > 0 else end + _FURTHER_UP)
    return after is not None and (after["year"] is None or int(after["year"]) + 1 == mention.fact.year)


def _outcomes(mention: Mention) -> list[Claim]:
    known = topics()
    if not known.spoken(mention.passage, "outcome"):
        return []
    lead = own_lead(mention)
    if known.applicant.search(lead) or known.channels.search(lead):
        return []
    if mention.whole is not None and (known.others.search(mention.whole.lead) or known.carried_in.search(mention.whole.lead)
                                      or _CONTAINS.match(mention.whole.lead)):
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
    found = last(pattern, lead)
    return found is not None and topics().between_applications.fullmatch(lead[found.end():]) is not None


def _one(found: list[tuple[str, ...]]) -> bool:
    """Whether one kind of applicant is named; 商业企业 is one of 法人."""
    return all(set(columns) <= set(found[0]) or set(columns) >= set(found[0]) for columns in found[1:])


def _is_received(whole: Mention) -> bool:
    found = topics().verb.search(whole.lead)
    return bool(found) and found.lastgroup == "received"  # type: ignore[union-attr]
