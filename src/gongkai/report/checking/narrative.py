"""The narrative against the tables, and against itself.

`check` holds what the sentences say of this year (`narrative_claims`) against the cells (`narrative_cells`), looks at
what is said of all (均予以公开, 均获维持), and at sums and percentages within the text (`narrative_sums`). Where a gap
is explained by another cell, the number is approximate or may speak of a wider area, the finding is a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.report.checking import narrative_sums
from gongkai.report.checking.narrative_cells import Cells
from gongkai.report.checking.narrative_claim import Claim
from gongkai.report.checking.narrative_claims import claims
from gongkai.report.model import Finding, Level, Number, Report
from gongkai.report.reading.facts import Reading, reading
from gongkai.report.reading.facts_mentions import Mention
from gongkai.report.reading.facts_topics import topics

BASIS = {"3": "《中华人民共和国政府信息公开条例》第五十条第一款第二项", "2": "《中华人民共和国政府信息公开条例》第五十条第一款第一项",
         "4": "《中华人民共和国政府信息公开条例》第五十条第一款第三项"}
_OTHER_DISPUTE = re.compile(r"^[，、；和及与]*(?:行政)?(?:复议|诉讼|应诉)(?:案件|案)?(?:共|共计)?\d+[件起宗例][，,]?")
"""被申请复议7件，诉讼9件，均获维持: what is said of all is said of both."""
_CODES = {"received": "text.received", "carried_in": "text.carried", "carried_out": "text.carried", "handled": "text.handled",
          "review": "text.dispute", "litigation": "text.dispute", "disputes": "text.dispute", "documents": "text.document",
          "decisions": "text.decision", "applicants": "text.applicant"}


def check(report: Report) -> list[Finding]:
    """What in the narrative contradicts the tables or itself. Takes a report as read; raises nothing on odd text."""
    read = reading(report)
    cells = Cells(report)
    made = [claim for mention in read.mentions for claim in claims(mention, report)]
    findings = list(_compare(made, cells))
    findings.extend(_universal(made, read, cells))
    findings.extend(narrative_sums.check(read, report))
    if read.most is not None:
        findings.append(Finding("text.too_many", "notice", f"正文中的数字超过{read.most}处，只核对了前{read.most}处，请核对文件内容是否正常。"))
    return findings


def where(mention: Mention) -> str:
    """«正文“（二）依申请公开情况”», for a message."""
    heading = mention.heading or mention.passage.title
    return f"正文“{heading}”"


def clip(text: str, length: int = 46) -> str:
    """A quotation, shortened in the middle of a long clause."""
    return text if len(text) <= length else f"…{text[-length:]}"


def _compare(made: list[Claim], cells: Cells) -> Iterator[Finding]:
    seen: set[tuple[tuple[str, ...], Number]] = set()
    kept: list[tuple[Claim, set[Number]]] = []
    met: set[tuple[str, ...]] = set()
    for claim in made:
        truths = cells.truths(claim.cells)
        if not truths and (added_up := cells.added_up(claim.cells)) is not None:
            truths = {added_up}
        if not truths:
            continue
        if claim.value in truths:
            met.add(claim.cells)
        elif not _near_enough(claim, truths) and (claim.cells, claim.value) not in seen:
            seen.add((claim.cells, claim.value))
            kept.append((claim, truths))
    added: dict[tuple[str, ...], Number] = {}
    for claim, _ in kept:
        added[claim.cells] = added.get(claim.cells, 0) + claim.value
    for claim, truths in kept:
        # 科室甲收到2件，科室乙收到3件: together they are the cell.
        if added[claim.cells] in truths:
            continue
        if claim.scope is not None and claim.cells in met:
            continue  # 全县共收到191件 agrees with the table; 县政府办公室代本级受理38件 speaks of a part
        yield _finding(claim, truths, cells, claim.cells in met)


def _near_enough(claim: Claim, truths: set[Number]) -> bool:
    """Whether an approximate number agrees with the table: 400余 with 412, 近400 with 391."""
    about = claim.mention.count.about
    if about is None:
        return False
    stated = Decimal(claim.value)
    zeros = len(str(int(stated))) - len(str(int(stated)).rstrip("0"))
    step = Decimal(10) ** max(zeros, 1 if about != "about" else 0)
    bounds = {"more": (stated, stated + step), "near": (stated - step, stated),
              "about": (stated * Decimal("0.9"), stated * Decimal("1.1"))}[about]
    return any(bounds[0] <= value <= bounds[1] for value in truths)


def _finding(claim: Claim, truths: set[Number], cells: Cells, met: bool) -> Finding:
    mention = claim.mention
    printed = cells.sum(claim.cells)
    table = printed if printed is not None else next(iter(truths))
    name = cells.name(claim.cells)
    said = f"{where(mention)}称“{clip(mention.quote())}”"
    filled = "填" if len(cells.leaves(claim.cells)) == 1 else "合计为"
    unprinted = printed is None
    if unprinted:
        filled = "未填，各栏合计为" if len(cells.leaves(claim.cells)) == 1 else "未填全，各栏合计为"
    gap = abs(Decimal(claim.value) - Decimal(table))
    level: Level = "warning" if unprinted and claim.level == "error" else claim.level
    ending = "请核对。"
    explained = _explained(claim, cells)
    if explained is not None:
        words, others = explained
        level, ending = "notice", f"所称数与{words}相符，如系口径不同请予说明。"
        addresses = tuple(dict.fromkeys((*cells.leaves(claim.cells), *cells.leaves(others))))
    else:
        addresses = cells.leaves(claim.cells)
        if claim.mention.count.about is not None:
            level, ending = "notice", "正文为约数，请核对。"
        elif any(part.value in truths for part in mention.parts):
            level, ending = "notice", f"其中所列 {table} 件与表相符，请核对统计口径。"
        elif claim.scope is not None:
            level, ending = "notice", f"正文所称“{claim.scope}”可能口径不同，请核对统计范围。"
        elif met and level == "error":
            level, ending = "warning", "且正文别处所称与表相符，请核对。"
    message = f"{name}{filled} {table}，而{said}，相差 {gap.normalize():f} 件，{ending}"
    return Finding(_CODES.get(claim.topic, "text.outcome"), level, message, addresses, claim.value, table,
                   mention.fact.place, BASIS[claim.cells[0][0]])


def _explained(claim: Claim, cells: Cells) -> tuple[str, tuple[str, ...]] | None:
    """The declared sum of cells that gives just the stated number, none of its terms being zero."""
    newly = bool(topics().new.search(claim.mention.lead))
    for explanation in topics().explanations.get(claim.topic, ()):
        if newly and "3.carried_in.total" in explanation.cells:
            continue  # 新收 leaves no room for what was carried in
        terms = [cells.value(address) for address in (*explanation.cells, *explanation.minus)]
        if any(term is None for term in terms) or not any(terms):
            continue
        more = sum(term for term in terms[:len(explanation.cells)] if term is not None)
        less = sum(term for term in terms[len(explanation.cells):] if term is not None)
        if more - less == claim.value and claim.value:
            return explanation.words, (*explanation.cells, *explanation.minus)
    return None


def _universal(made: list[Claim], read: Reading, cells: Cells) -> Iterator[Finding]:
    """What is said of all: 全部办结, 均予以公开, 均获维持."""
    known = topics()
    for claim in made:
        mention = claim.mention
        rest = mention.rest
        if claim.topic in ("received", "handled") and claim.value and not mention.parts:
            yield from _all_granted(claim, known.every_granted.search(rest), cells)
        elif claim.cells[0].startswith("4.") and claim.value:
            found = known.every_upheld.search(rest)
            if found and not any(char.isdigit() for char in _OTHER_DISPUTE.sub("", rest[:found.start()])):
                yield from _all_upheld(claim, rest, found.start(), found.end(), cells)
            concluded = known.every_concluded.search(rest)
            if concluded and not any(char.isdigit() for char in rest[:concluded.start()]):
                yield from _contradicted(claim, "text.concluded", concluded[0], "pending", "warning", cells)


def _all_granted(claim: Claim, found: re.Match[str] | None, cells: Cells) -> Iterator[Finding]:
    if found is None:
        return
    granted = cells.truths(("3.granted.total",))
    if not granted or claim.value in granted:
        return
    table = cells.value("3.granted.total")
    mention = claim.mention
    both = cells.sum(("3.granted.total", "3.partial.total"))
    level: Level = "error"
    if mention.count.about is not None or claim.scope is not None or both == claim.value:
        level = "notice"
    elif table:
        level = "warning"
    yield Finding(
        "text.outcome", level,
        f"{cells.name(('3.granted.total',))}填 {table}，而{where(mention)}称“{clip(mention.quote())}”，并称“{clip(found[0])}”，"
        f"相差 {abs(Decimal(claim.value) - Decimal(table or 0)).normalize():f} 件，请核对。",
        ("3.granted.total",), claim.value, table, mention.fact.place, BASIS["3"])


def _all_upheld(claim: Claim, rest: str, start: int, end: int, cells: Cells) -> Iterator[Finding]:
    known = topics()
    so_far = claim.mention.so_far
    # 已审结的均获维持; 尚未审结5件，其余12件均获维持: those pending are set aside.
    concluded = "审结" in rest[max(0, start - 10):start] and "未审结" not in rest[max(0, start - 10):start]
    concluded = concluded or any(item.lastgroup == "pending" for item in known.result.finditer(so_far))
    levels: dict[str, Level] = {"corrected": "error", "other": "warning", "pending": "warning"}
    for column, level in levels.items():
        if column != "pending" or not concluded:
            yield from _contradicted(claim, "text.upheld", rest[start:end], column, level, cells)


def _contradicted(claim: Claim, code: str, words: str, column: str, level: Level, cells: Cells) -> Iterator[Finding]:
    """Cases in a column of table 4 in which there can be none by the `words` said of all of them."""
    mention, words = claim.mention, clip(words)
    addresses = tuple(dict.fromkeys(f"4.{cell.split('.')[1]}.{column}" for cell in claim.cells))
    value = cells.least(addresses)
    if value:
        said = f"“{clip(mention.quote())}”" + (f"且“{words}”" if words not in mention.quote() else "")
        yield Finding(
            code, level if claim.scope is None else "notice",
            f"{cells.name(addresses)}{'填' if len(addresses) == 1 else '合计为'} {value}，而{where(mention)}称"
            f"{said}，请核对。",
            addresses, 0, value, mention.fact.place, BASIS["4"])
