"""All layouts by name: a printer, what bends the tables first, what bends the whole text afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from random import Random

from layouts import oddities, text, web
from layouts.grids import C
from layouts.oddities import Oddity, Printable, printable
from layouts.prose import FRAME_AFTER, FRAME_BEFORE, NUMERALS, PREAMBLE, SECTIONS, TITLE, fill
from layouts.reports import Synthetic
from layouts.sheet import Sheet

Layout = Callable[[Synthetic, Random], Sheet]
LAYOUTS: dict[str, Layout] = {}


def _paragraphs(item: Printable) -> Iterable[tuple[str, str]]:
    """("title", …), ("h", heading), ("p", sentence), ("t", number of a table) in order."""
    if item.story is not None:
        yield from item.story
        return
    unit, year = item.report.unit, item.report.year
    yield "title", fill(TITLE, unit, year)
    yield "p", fill(PREAMBLE, unit, year)
    for number, (heading, sentences) in SECTIONS.items():
        yield "h", f"{NUMERALS[number]}、{heading}"
        for sentence in [*item.prose.get(number, []), *sentences]:
            yield "p", fill(sentence, unit, year)
        if str(number) in item.tables:
            yield "t", str(number)
    yield "p", unit
    yield "p", f"{year + 1}年1月18日"
    if "annex" in item.tables:
        yield "p", f"附：{year - 1}年收到和处理政府信息公开申请情况（供对照）"
        yield "t", "annex"


def _printed(item: Printable) -> Iterable[tuple[str, str]]:
    return ((kind, words) for kind, words in _paragraphs(item) if kind not in item.bare)


def as_text(item: Printable, printer: text.Printer, rng: Random, gap: str = "\n", frame: bool = False) -> str:
    unit, year = item.report.unit, item.report.year
    lines: list[str] = [fill(line, unit, year) for line in FRAME_BEFORE] if frame else []
    for kind, words in _printed(item):
        lines.append("\n".join(printer(item.tables[words], rng)) if kind == "t" else words)
    lines += [fill(line, unit, year) for line in FRAME_AFTER] if frame else []
    return gap.join(lines) + "\n"


def as_page(item: Printable, markup: web.Markup, rng: Random, frame: bool = False, charset: str = "utf-8") -> str:
    unit, year = item.report.unit, item.report.year
    body = []
    for kind, words in _printed(item):
        body.append({"title": f"<h1>{words}</h1>", "h": f"<p><strong>{words}</strong></p>", "p": f"<p>{words}</p>"}.get(kind)
                    or markup(item.tables[words], rng))
    head = f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{fill(TITLE, unit, year)}</title></head><body>'
    if frame:
        before = "".join(f"<div>{fill(line, unit, year)}</div>" for line in FRAME_BEFORE)
        after = "".join(f"<div>{fill(line, unit, year)}</div>" for line in FRAME_AFTER)
        inner = "\n".join(body)
        return (f"{head}<table width=980><tr><td><ul><li>首页</li><li>2026年3月2日</li></ul></td></tr><tr><td>{before}</td>"
                f"</tr><tr><td><table><tr><td width=20>&nbsp;</td><td>{inner}</td></tr></table></td></tr>"
                f"<tr><td>{after}</td></tr></table></body></html>")
    return head + "\n".join(body) + "</body></html>"


def _sheet(name: str, item: Printable, data: str | bytes, extension: str) -> Sheet:
    raw = data.encode() if isinstance(data, str) else data
    truth = dict(item.truth.items())
    return Sheet(name, raw, extension, truth, frozenset(item.doubtful))


def _rows_with_gaps(item: Printable) -> set[str]:
    """Rows of which some cells are empty and some not: where empty cells are lost their numbers cannot be placed."""
    rows: dict[str, list[str]] = {}
    for address in item.truth:
        table = "4.all" if address.startswith("4.") else address.rsplit(".", 1)[0]
        rows.setdefault(table, []).append(address)
    doubtful: set[str] = set()
    for cells in rows.values():
        empty = [address for address in cells if item.truth[address] is None]
        if empty and len(empty) < len(cells):
            doubtful |= set(cells)
    return doubtful


def _rows_run_together(item: Printable) -> set[str]:
    """Rows whose numbers form one word that can be cut in more than one way, or that no sum confirms."""
    doubtful = _rows_with_gaps(item)
    groups: dict[str, list[str]] = {}
    for address in item.truth:
        groups.setdefault("4" if address[0] == "4" else address.rsplit(".", 1)[0], []).append(address)
    for cells in groups.values():
        values = [item.truth[address] for address in cells]
        if len(cells) > 1 and any(value is None or not isinstance(value, int) or not 0 <= value <= 9 for value in values):
            doubtful |= set(cells)
        size = {"2": len(cells), "3": 7, "4": 5}[cells[0][0]]
        rows = [[int(value or 0) for value in values[n:n + size]] for n in range(0, len(values), size)]
        if cells[0][0] != "2" and any(sum(row[:-1]) != row[-1] for row in rows):
            doubtful |= set(cells)
    return doubtful


def _everything(table: str) -> Callable[[Printable], set[str]]:
    return lambda item: {address for address in item.truth if address[0] in table}


def _nothing(item: Printable) -> set[str]:
    return set()


def _register(name: str, printer: text.Printer | None, bends: tuple[Oddity, ...] = (), *,
              markup: web.Markup | None = None, doubt: Callable[[Printable], set[str]] = _nothing, gap: str = "\n",
              frame: bool = False, finish: Callable[[str, Random], str | bytes] | None = None, charset: str = "utf-8",
              extension: str | None = None) -> None:
    def layout(report: Synthetic, rng: Random) -> Sheet:
        item = printable(report)
        for bend in bends:
            bend(item, rng)
        item.doubtful |= doubt(item)
        if printer:
            made: str | bytes = as_text(item, printer, rng, gap, frame)
        else:
            assert markup
            made = as_page(item, markup, rng, frame, charset)
        if finish:
            assert isinstance(made, str)
            made = finish(made, rng)
        return _sheet(name, item, made, extension or ("txt" if printer else "html"))
    assert name not in LAYOUTS, name
    LAYOUTS[name] = layout


@cache
def _converter(configuration: str):
    from opencc import OpenCC

    return OpenCC(configuration)


def _traditional(configuration: str) -> Callable[[str, Random], str]:
    return lambda page, rng: _converter(configuration).convert(page)


def _glossed(page: str, rng: Random) -> str:
    """Pinyin behind some characters, as pages for learners of Mandarin print it."""
    for character, sound in (("務", "wù"), ("請", "qǐng"), ("結", "jié"), ("處", "chǔ")):
        page = page.replace(character, f"{character}({sound})", 4)
    return page


def _noted_cells(item: Printable, rng: Random) -> None:
    """Mark some cells for `footnotes` and `struck`; what they say may be withheld."""
    for number in ("2", "3", "4"):
        def mark(cell: C) -> C:
            if cell.address and cell.text and rng.random() < 0.1:
                item.doubtful.add(cell.address)
                return replace(cell, key="#")
            return cell
        item.replace_cells(number, mark)


def _halves_lost(item: Printable, rng: Random) -> None:
    oddities.heads_cut(item, rng)
    item.tables["2"] = text.halves_lost(item.tables["2"])
    item.doubtful |= {address for address in item.truth if address.endswith((".made", ".disclosed"))}


def _not_held_row(item: Printable) -> set[str]:
    return {address for address in item.truth if address.startswith("3.unable.not_held.")}


# Text, each printer as it is.
for _name in ("bars", "bars_leading", "bars_doubled", "tabs", "tabs_own"):
    _register(_name.replace("_", "-"), getattr(text, _name))
_register("markdown", text.markdown, extension="md")
for _name in ("one_a_line", "one_a_line_blank", "one_a_line_kept", "one_a_line_closed", "one_a_line_opened",
              "one_a_line_lone_bar", "bars_doubled_leading", "bars_indented", "bars_filled", "bars_leading_only", "tabs_shifted", "spaces", "spaces_wide", "wrapped"):
    _register(_name.replace("_", "-"), getattr(text, _name), doubt=_rows_with_gaps)
_register("one-a-line-spaced-out", text.one_a_line_blank, gap="\n\n", frame=True, doubt=_rows_with_gaps)
_register("run-together", text.run_together, doubt=_rows_run_together)
_register("run-together-thrice-cut", text.run_together, (oddities.heads_cut_thrice,), gap="\n\n", doubt=_rows_run_together)
_register("run-on", text.run_on, doubt=_everything("234"))
_register("dumped", text.dumped, doubt=_everything("234"))
_register("labels-lost", text.labels_lost, doubt=_everything("234"))
_register("equal-lines-removed", text.equal_lines_removed, doubt=_everything("234"))
_register("equal-lines-gone", text.equal_lines_gone, doubt=_everything("234"))

# Heads and labels that differ, in the layouts where that hurts most.
for _bend in (oddities.heads_cut, oddities.heads_cut_thrice, oddities.heads_short, oddities.labels_short,
              oddities.labels_spaced, oddities.halfwidth, oddities.notes_in_labels, oddities.prose_like_rows,
              oddities.total_first, oddities.subtotal, oddities.extra_row, oddities.sub_rows, oddities.head_lost,
              oddities.cell_notes, oddities.large_numbers, oddities.blanks_written, oddities.rows_missing,
              oddities.both_editions, oddities.columns_short, oddities.last_years_table, oddities.labels_vertical,
              oddities.row_numbers, oddities.heads_with_measures, oddities.table_four_down, oddities.headless,
              oddities.nameless):
    _short = _bend.__name__.replace("_", "-")
    _register(f"bars+{_short}", text.bars, (_bend,))
    _register(f"html+{_short}", None, (_bend,), markup=web.plain)
    _register(f"tabs-shifted+{_short}", text.tabs_shifted, (_bend,), doubt=_rows_with_gaps)
    # Without borders between cells the order of the heads is all that tells one column from another.
    _loose = _everything("234") if _bend in (
        oddities.total_first, oddities.subtotal, oddities.columns_short, oddities.head_lost, oddities.row_numbers,
        oddities.table_four_down, oddities.labels_vertical) else _rows_with_gaps
    _register(f"one-a-line+{_short}", text.one_a_line_blank, (_bend,), doubt=_loose)
    _register(f"one-a-line-closed+{_short}", text.one_a_line_closed, (_bend,), doubt=_loose)
    _register(f"spaces+{_short}", text.spaces, (_bend,),
              doubt=_everything("234") if _bend is oddities.cell_notes else _loose)
_register("bars-cut-cells", text.bars_cut_cells, (oddities.heads_cut,))
_register("bars-cut-heads", text.bars_cut_heads, (oddities.heads_cut,))
_register("one-a-line-cut-cells", text.one_a_line, (oddities.heads_cut, oddities.halfwidth), doubt=_rows_with_gaps)
_register("one-a-line-lone-bar+heads-cut", text.one_a_line_lone_bar, (oddities.heads_cut, oddities.halfwidth),
          doubt=_rows_with_gaps)
_register("one-a-line-opened+halves-lost", text.one_a_line_opened, (_halves_lost, oddities.halfwidth),
          doubt=_rows_with_gaps)
_register("run-together+halfwidth", text.run_together, (oddities.halfwidth,), gap="\n\n", frame=True, doubt=_rows_run_together)
_register("bars+two-bends", text.bars_filled, (oddities.labels_short, oddities.heads_short, oddities.halfwidth), frame=True,
          doubt=_rows_with_gaps)
_register("tabs+two-bends", text.tabs_shifted, (oddities.labels_spaced, oddities.total_first), frame=True,
          doubt=_rows_with_gaps)

# What tools make of spans, and columns in an order of their own.
_register("bars-told-again", text.bars_told_again)
_register("bars-tail-lost", text.bars_tail_lost, doubt=_rows_with_gaps)
_register("bars-spans-kept", text.bars_spans_kept, doubt=_rows_with_gaps)
_register("bars-wrapped", text.bars_wrapped, doubt=_rows_with_gaps)
_register("html-spacers", None, markup=web.spacers)
_register("html-heads-spanless", None, markup=web.heads_spanless, doubt=_everything("3"))
_register("html+columns-shuffled", None, (oddities.columns_shuffled,), markup=web.plain)
_register("html+columns-of-two-years", None, (oddities.columns_of_two_years,), markup=web.plain)

# What mail programs, terminals and converters make of a text.
for _columns in (60, 80, 100):
    for _name in ("bars", "bars_leading", "tabs", "tabs_own", "spaces", "one_a_line"):
        _register(f"{_name.replace('_', '-')}-folded-{_columns}", getattr(text, _name), doubt=_everything("234"),
                  finish=lambda page, rng, columns=_columns: text.folded(page, columns))
_register("bars-quoted", text.bars, finish=lambda page, rng: "\n".join(f"> {line}" for line in page.split("\n")))
_register("bars-folded-quoted", text.bars, finish=lambda page, rng: "\n".join(f"> {line}" for line in text.folded(page, 72).split("\n")))
_register("listed", text.listed, doubt=_rows_with_gaps)
_register("listed-markdown", text.listed, doubt=_rows_with_gaps, extension="md")
for _name in ("commas", "commas_own", "semicolons"):
    _register(_name.replace("_", "-"), getattr(text, _name))
    _register(f"{_name.replace('_', '-')}+grouped", getattr(text, _name), (oddities.grouped,), doubt=_rows_with_gaps)
for _name in ("wiki", "wiki_rows", "forum"):
    _register(_name.replace("_", "-"), getattr(text, _name))
    _register(f"{_name.replace('_', '-')}-markdown", getattr(text, _name), extension="md")
_register("wiki-folded", text.wiki, doubt=_everything("234"), finish=lambda page, rng: text.folded(page, 72))
for _name in ("tabs_ended", "tabs_ragged", "tabs_packed"):
    _register(_name.replace("_", "-"), getattr(text, _name), doubt=_rows_with_gaps)
for _name in ("bars", "tabs_ended", "tabs_own", "bars_filled", "spaces"):
    _register(f"{_name.replace('_', '-')}+cell-lost", getattr(text, _name), (oddities.cell_lost,), doubt=_rows_with_gaps)
for _name in ("bars", "bars_filled", "tabs", "tabs_own", "spaces", "one_a_line"):
    _register(f"{_name.replace('_', '-')}+labels-last", getattr(text, _name), (oddities.labels_last,), doubt=_everything("234"))

for _name in ("bars", "tabs", "tabs_own", "bars_leading_only", "one_a_line_closed"):
    _register(f"{_name.replace('_', '-')}+grouped", getattr(text, _name), (oddities.grouped,), doubt=_rows_with_gaps)
    _register(f"{_name.replace('_', '-')}+on-its-side", getattr(text, _name), (oddities.table_four_on_its_side,), doubt=_rows_with_gaps)
for _name in ("spaces", "one_a_line"):
    _register(f"{_name.replace('_', '-')}+on-its-side", getattr(text, _name), (oddities.table_four_on_its_side,), doubt=_rows_with_gaps)
_register("html+on-its-side", None, (oddities.table_four_on_its_side,), markup=web.plain)
_register("html+grouped", None, (oddities.grouped,), markup=web.plain)

# Frames, encodings, scripts.
_register("bars-in-frame", text.bars, frame=True)
_register("spaces-paged", text.spaces_paged, doubt=_rows_with_gaps)
_register("wrapped-paged", text.wrapped_paged, doubt=_rows_with_gaps)
_register("spaces-in-frame", text.spaces, frame=True, doubt=_rows_with_gaps)
_register("bars-gb18030", text.bars, finish=lambda page, rng: page.encode("gb18030"))
_register("bars-bom", text.bars, finish=lambda page, rng: b"\xef\xbb\xbf" + page.encode())
_register("bars-utf16", text.bars, finish=lambda page, rng: page.encode("utf-16"))
_register("tabs-crlf", text.tabs, finish=lambda page, rng: page.replace("\n", "\r\n"))
_register("one-a-line-cr", text.one_a_line, finish=lambda page, rng: page.replace("\n", "\r"), doubt=_rows_with_gaps)
for _configuration in ("s2t", "s2tw", "s2twp"):
    _register(f"bars-{_configuration}", text.bars, finish=_traditional(_configuration))
    _register(f"html-{_configuration}", None, markup=web.plain, finish=_traditional(_configuration))
_register("bars-glossed", text.bars, finish=lambda page, rng: _glossed(_traditional("s2t")(page, rng), rng))
_register("one-a-line-opened-s2t", text.one_a_line_opened, (_halves_lost, oddities.halfwidth), doubt=_rows_with_gaps,
          finish=_traditional("s2t"))

# Pages.
for _name in ("plain", "word", "word_wrapped_source", "nested", "split", "spanless", "spans_filled", "span_too_long",
              "shouting", "unclosed", "misnested", "foot_first", "hidden", "pictures", "blocks_apart"):
    _register(f"html-{_name.replace('_', '-')}", None, markup=getattr(web, _name))
for _name in ("lines_of_blanks", "cell_a_paragraph", "lines_of_tabs", "divs", "tail_missing"):
    _register(f"html-{_name.replace('_', '-')}", None, markup=getattr(web, _name), doubt=_rows_with_gaps)
_register("html-span-one-off", None, markup=web.span_one_off, doubt=_not_held_row)
_register("html-footnotes", None, (_noted_cells,), markup=web.footnotes)
_register("html-struck", None, (_noted_cells,), markup=web.struck)
_register("html-in-frame", None, markup=web.plain, frame=True)
_register("html-word-in-frame", None, (oddities.heads_cut, oddities.labels_short), markup=web.word, frame=True)
_register("html-split-word", None, (oddities.total_first, oddities.subtotal), markup=web.split)
_register("html-gb18030-says-utf8", None, markup=web.plain, finish=lambda page, rng: page.encode("gb18030"))
_register("html-utf8-says-gb2312", None, markup=web.plain, charset="gb2312", finish=lambda page, rng: page.encode())
_register("html-gb18030", None, markup=web.plain, charset="gb2312", finish=lambda page, rng: page.encode("gb18030"))
_register("html-bom", None, markup=web.plain, finish=lambda page, rng: b"\xef\xbb\xbf" + page.encode())
