"""The words of the form as they are printed: which label is this?

Labels of all editions with their variants are looked up by a bare spelling (no spaces, marks, numbering; see `bare`).
One spelling may have several meanings (其他 is a column, a row of group six, a result of table 4): the table reader
chooses by where it stands. A label that is spelt wrongly is found by likeness, and said to be so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from operator import itemgetter
from typing import Literal

from gongkai.report.form import Column, Form, Head, Row, editions

Kind = Literal["block", "stub", "head", "span", "row", "group"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label may be: its table, kind, key (row address or column key), official wording, editions."""

    table: str
    kind: Kind
    key: str | None
    label: str
    editions: frozenset[str]
    block: str | None = None


_DROP = {ord(char): None for char in
         " \t\r\n\v\f\u3000\xa0\u2002\u2003\u2009\u200b\u200c\u200d\ufeff\u2060\u00ad"
         "()（）[]【】〔〕《》〈〉<>“”‘’\"'「」『』.,、，。．:：;；/／\\＼|｜*＊#·—–─―-－_…!！?？+＋=～~`"}
_DIGIT = {ord(full): half for full, half in zip("０１２３４５６７８９", "0123456789", strict=True)}
_BARE = _DROP | _DIGIT
_NUMBERING = re.compile(
    r"^[\s\u3000\xa0]*(?:"
    r"[（(]\s*[一二三四五六七八九十\d０-９]{1,3}\s*[)）]\s*[、.．]?"
    r"|[一二三四五六七八九十]{1,3}\s*[、.．)）,，:：]"
    r"|[\d０-９]{1,2}\s*[、.．)）,，:：](?!\d)"
    r"|[①-⑳㈠-㈩⑴-⒇ⅠⅡⅢⅣⅤⅥ])"
)
_LOOSE_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]|\d{1,2})(?=[^\d])")
_BEFORE_NUMBERING = re.compile(r"(?=[（(]\s*[一二三四五六七八九十]\s*[)）])|(?<![\d（(])(?=\d{1,2}\s*[.．、])|(?<=\s)(?=[一二三四]、)")
_NOTE = re.compile(r"[（(][^（()）]{4,}[)）]")
_LOOSE_MARKS = re.compile(r"[^\w.+/-]+")
_BESIDE_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=(?!(?:减少?|增加?)\d)[\u4e00-\u9fff])")
_NUMBERING_DOT = re.compile(r"(?<=\d)[.](?=[\u4e00-\u9fff])")
_SLASH_IN_HEAD = re.compile(r"(?<=增)\s*/\s*(?=减)")
"""Of 本年增/减; elsewhere a slash in a run stands for an empty cell."""
_BRACKET = re.compile(r"[（(\[【]")
_NOTED = re.compile("其中|含")
_IN_NUMBERS = "一二三四五六七八九十零〇两百千万亿元件项条个份次宗起人部篇家页例民币共计合约近超过逾减少增加余多无没有空数据此不涉及未发生变化序号编"
"""Chinese characters that a number, a mark for none or the head of a column of row numbers may have: see numbers.py."""
_ALIKE, _APART = 75, 8
"""How alike, of 100, a misprinted label is to the one it means, and by how much less to any other."""
_PARENTHESES = re.compile(r"[（(\[【][^（()）\[\]【】]*[)）\]】]")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A label without numbering, spaces and marks: what labels are compared by.

        >>> bare("3.危及“三安全一稳定”"), bare("（六） 其他 处理"), bare("本年增/减")
        ('危及三安全一稳定', '其他处理', '本年增减')
    """
    return _NUMBERING.sub("", text).translate(_BARE)


class Lexicon:
    """All labels of some editions. `find` looks one up; `like` finds one that is misprinted."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._meanings: dict[str, dict[tuple, Meaning]] = {}
        self._numbered: list[tuple[str, Meaning]] = []
        """Official row labels with their numbering."""
        self.forms = tuple(forms)
        for form in self.forms:
            for table in form.tables.values():
                for block in table.blocks:
                    if block.label:
                        self._add(form, table.number, "block", None, block.label, (), block.label)
                    if block.stub:
                        self._add(form, table.number, "stub", None, block.stub, (), block.label)
                    for head in block.heads:
                        self._heads(form, table.number, head, block.label)
                    for row in block.rows:
                        self._rows(form, table.number, row, block.label)
        self._found: dict[str, tuple[Meaning, ...]] = {
            spelling: tuple(by_key.values()) for spelling, by_key in self._meanings.items()
        }
        self.spellings = "\0".join(self._found)
        self._segments = re.compile(
            "|".join(re.escape(s) for s in sorted(self._found, key=len, reverse=True) if len(s) > 1)
        )
        numbered = {spelling for spelling, _ in self._numbered}
        self._runs = re.compile("|".join(
            re.escape(s) for s in sorted({*self._found, *numbered}, key=len, reverse=True) if len(s) > 1))
        native = {*"".join(self._found), *"".join(numbered), *_IN_NUMBERS}
        self._foreign = re.compile(f"[^{re.escape(''.join(sorted(native)))}\\u0000-\\u4dff\\ua000-\\U0010ffff]")
        """A Chinese character that neither a label nor a number has."""
        self._cache: dict[str, tuple[Meaning, ...]] = {}
        self._alike: dict[tuple[str, tuple[Kind, ...]], list[tuple[str, Meaning]]] = {}

    def _add(self, form: Form, table: str, kind: Kind, key: str | None, label: str, variants: tuple[str, ...],
             block: str | None) -> None:
        for text in (label, *variants):
            spelling = bare(text)
            slot = (table, kind, key)
            known = self._meanings.setdefault(spelling, {}).get(slot)
            names = (known.editions if known else frozenset()) | {form.edition}
            self._meanings[spelling][slot] = meaning = Meaning(table, kind, key, label, names, block)
            if kind in ("row", "group"):
                self._numbered.append((text.translate(_BARE), meaning))

    def _heads(self, form: Form, table: str, head: Head | Column, block: str | None) -> None:
        if isinstance(head, Column):
            self._add(form, table, "head", head.key, head.label, head.variants, block)
            return
        self._add(form, table, "span", None, head.label, head.variants, block)
        for below in head.columns:
            self._heads(form, table, below, block)

    def _rows(self, form: Form, table: str, row: Row, block: str | None) -> None:
        self._add(form, table, "group" if row.rows else "row", row.key, row.label, row.variants, block)
        for below in row.rows:
            self._rows(form, table, below, block)

    def find(self, text: str) -> tuple[Meaning, ...]:
        """All meanings of a printed label, () where it is none."""
        found = self._cache.get(text)
        if found is None:
            found = self._look_up(text)
            if len(self._cache) < 4_096:
                self._cache[text] = found
        return found

    def _look_up(self, text: str) -> tuple[Meaning, ...]:
        if len(text) > 300:
            return ()
        spelling = bare(text)
        if not spelling:
            return ()
        found = self._found.get(spelling)
        if found is None:
            shorter = _LOOSE_NUMBERING.sub("", spelling)
            found = self._found.get(shorter)
        if found is None and any(mark in text for mark in "(（[【"):
            # A note in brackets beside the label, such as 行政许可（含备案3件）.
            without = _NUMBERING.sub("", text)
            while (shorter := _PARENTHESES.sub("", without)) != without:
                without = shorter
            without = bare(without)
            found = self._found.get(without) or self._found.get(_LOOSE_NUMBERING.sub("", without))
        return found or ()

    def pieces(self, text: str) -> list[str] | None:
        """Several labels in one run, cut before their numbering, None where a piece is no label.

            >>> lexicon().pieces("三、本年度办理结果 （一）予以公开")
            ['三、本年度办理结果 ', '（一）予以公开']
        """
        parts = [part for part in _BEFORE_NUMBERING.split(_NOTE.sub("", text)) if part.strip()]
        return parts if len(parts) > 1 and all(self.find(part) for part in parts) else None

    def segment(self, text: str) -> list[str] | None:
        """Several labels printed as one run, None where anything is left over.

            >>> lexicon().segment("自然人 法人或其他组织 总计")
            ['自然人', '法人或其他组织', '总计']
        """
        spelling = bare(text)
        found, end = [], 0
        for match in self._segments.finditer(spelling):
            if match.start() != end:
                return None
            found.append(match.group())
            end = match.end()
        return found if found and end == len(spelling) else None

    def is_fragment(self, text: str) -> bool:
        """Whether the text is a piece of some label (商业 of 商业企业), two characters at least."""
        spelling = bare(text)
        return len(spelling) >= 2 and spelling in self.spellings

    def is_prose(self, text: str) -> bool:
        """Whether a text has so many characters that neither labels nor numbers have that its words, undivided, are no
        label, and not so nearly labels and numbers alone as a row whose cells ran together.

            >>> lexicon().is_prose("清川县民政局坚持为民服务"), lexicon().is_prose("行政许可（含备案3件）12")
            (True, False)
        """
        # What is in brackets may be a note beside a label, what follows 其中 or 含 one beside a number.
        words = _NOTED.split(text, 1)[0]
        if "（" in words or "(" in words or "[" in words or "【" in words:
            words = _PARENTHESES.sub("", words)
            if _BRACKET.search(words):
                return False
        return 8 * len(self._foreign.findall(words)) > len(text)

    def like(self, text: str, table: str, kinds: tuple[Kind, ...] = ("row", "group")) -> Meaning | None:
        """The one label of `table` that a misprinted text is most like, None where none stands out.

            >>> lexicon().like("2.其他法律行政止公开", "3").key
            'denied.law_prohibited'
            >>> lexicon().like("行政检查", "2") is None
            True
        """
        from rapidfuzz import fuzz, process

        spelling = bare(text)
        if not 4 <= len(spelling) <= 120:
            return None
        known = self._alike.get((table, kinds))
        if known is None:
            known = self._alike[table, kinds] = [
                (other, meaning) for other, meanings in self._found.items() for meaning in meanings
                if meaning.table == table and meaning.kind in kinds and len(other) >= 4]
        best: dict[tuple, tuple[float, Meaning]] = {}
        # In the order of the form; what is less alike than this neither is the one nor stands beside it.
        for _, score, index in sorted(process.extract(spelling, [other for other, _ in known], scorer=fuzz.ratio, limit=None,
                                                      score_cutoff=_ALIKE - _APART), key=itemgetter(2)):
            meaning = known[index][1]
            if score > best.get((meaning.kind, meaning.key), (0.0, meaning))[0]:
                best[(meaning.kind, meaning.key)] = (score, meaning)
        ranked = sorted(best.values(), key=lambda pair: -pair[0])
        if not ranked or ranked[0][0] < _ALIKE or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _APART):
            return None
        return ranked[0][1]

    def cut(self, text: str) -> Iterator[tuple[str, bool]]:
        """A run of labels and other text as pieces, each with whether it is a label; numbering goes with its label.

            >>> list(lexicon().cut("规章 0 1 行政规范性文件 2"))
            [('规章', True), ('0 1', False), ('行政规范性文件', True), ('2', False)]
            >>> list(lexicon().cut("上一年项目数量 本年增/减 行政许可 / 3"))
            [('上一年项目数量', True), ('本年增减', True), ('行政许可', True), ('/ 3', False)]
        """
        plain = _NUMBERING_DOT.sub("", _BESIDE_CHINESE.sub("", _LOOSE_MARKS.sub(" ", _SLASH_IN_HEAD.sub("", text.translate(_DIGIT)))))
        end = 0
        for match in self._runs.finditer(plain):
            if between := plain[end: match.start()].strip():
                yield between, False
            yield match.group(), True
            end = match.end()
        if rest := plain[end:].strip():
            yield rest, False

    def beginning(self, text: str, table: str) -> Meaning | None:
        """The one row of `table` whose label, numbering included, begins with a text; None where none or several do.

            >>> lexicon().beginning("2.其他法律行", "3").key
            'denied.law_prohibited'
        """
        spelling = text.translate(_BARE)
        if len(spelling) < 3:
            return None
        found = {meaning.key: meaning for label, meaning in self._numbered if meaning.table == table
                 and label.startswith(spelling)}
        return next(iter(found.values())) if len(found) == 1 else None

    def ends(self, text: str, table: str) -> bool:
        """Whether a text is the end of a row's label in `table`, without being the whole of one."""
        spelling = bare(text)
        return any(meaning.table == table and label.endswith(spelling) and label != spelling
                   for label, meaning in self._numbered) and spelling not in self._found


@cache
def lexicon() -> Lexicon:
    """The labels of all editions in ``law/forms``."""
    return Lexicon(editions().values())


def slip(printed: str, label: str) -> tuple[str, str] | None:
    """The one word that is misprinted in a label and what it should be, None where more is wrong.

    >>> slip("2.申请人预期未按收费通知", "2.申请人逾期未按收费通知")
    ('预期', '逾期')
    """
    changes = [op for op in SequenceMatcher(None, printed, label, False).get_opcodes() if op[0] != "equal"]
    if len(changes) != 1 or changes[0][0] != "replace":
        return None
    _, start, end, at, until = changes[0]
    if end - start != until - at or end - start > 3:
        return None
    return printed[start : end + 1], label[at : until + 1]
