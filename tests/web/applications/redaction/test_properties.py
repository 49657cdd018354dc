"""Random boxes over random text: no character under a box survives, each one outside does."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Name, Stream
from redactioncases import redacted, typeset

from gongkai.web.applications.redaction.model import Box

WIDTH, HEIGHT, SIZE = 400, 300, 14
CELLS = [(column, row) for column in range(12) for row in range(9)]
LABEL = "〔第十五条〕"
coordinate = st.floats(0, 1, allow_nan=False)
boxes = st.lists(st.tuples(coordinate, coordinate, coordinate, coordinate), min_size=1, max_size=6)


def page_of(letters):
    """A PDF with single letters at places far enough from each other, each Courier, ``(letter, x, y)`` from the lower left."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(WIDTH, HEIGHT))
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier))
    page.obj.Resources = Dictionary(Font=Dictionary(F=font))
    page.obj.Contents = Stream(document, "".join(f"BT /F {SIZE} Tf {x} {y} Td <{ord(letter):02X}> Tj ET\n" for letter, x, y in letters).encode())
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def characters(data, skipped=""):
    """The characters that pdfium finds: text and ink, from the upper left; (text, left, top, right, bottom)."""
    found = []
    with pdfium.PdfDocument(data) as document:
        for page in document:
            height = page.get_height()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                letter = text.get_text_range(index, 1)
                if letter.strip() and letter not in skipped:
                    left, bottom, right, top = text.get_charbox(index)
                    found.append((letter, left, height - top, right, height - bottom))
    return found


def overlaps(box, letter, by):
    """Whether a box and a character, made larger by so much all round, have points in common."""
    return (min(box.right, letter[3] + by) > max(box.left, letter[1] - by) and min(box.bottom, letter[4] + by) > max(box.top, letter[2] - by))


def holds(source, result, made, margin):
    """What has a good part under a box is gone, what is clear of all boxes by a margin stays, where it was."""
    after = characters(result, LABEL)
    for letter in characters(source, LABEL):
        here = [each for each in after if each[0] == letter[0] and abs((each[1] + each[3] - letter[1] - letter[3]) / 2) < 5
                and abs((each[2] + each[4] - letter[2] - letter[4]) / 2) < 8]
        if any(overlaps(box, letter, -min(0.6, (letter[3] - letter[1]) / 3, (letter[4] - letter[2]) / 3)) for box in made):
            assert not here, letter
        elif not any(overlaps(box, letter, margin) for box in made):
            assert here, letter


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(CELLS), st.sampled_from("ABCDEFGHKMNPRSTUVWXYZabdefghkmnpqrst23456789"), min_size=1, max_size=40), boxes)
def test_no_character_under_a_box_survives_and_each_outside_does(cells, drawn):
    source = page_of([(letter, 14 + 31 * column, 14 + 31 * row) for (column, row), letter in cells.items()])
    made = []
    for x, y, wide, high in drawn:
        left, top = x * (WIDTH - 20), y * (HEIGHT - 20)
        made.append(Box(1, left, top, min(WIDTH, left + 4 + wide * 150), min(HEIGHT, top + 4 + high * 100), "privacy"))
    holds(source, redacted(source, made).data, made, 8)


@settings(max_examples=8)
@given(st.lists(st.text(st.characters(codec="gb2312", categories=["Lo"]), min_size=4, max_size=30), min_size=2, max_size=8), st.data())
def test_characters_of_a_chinese_text_go_and_all_others_stay(lines, data):
    source = typeset("#let lines = json(bytes(sys.inputs.values)).lines\n#for line in lines.split(\"|\") [#line #parbreak()]", lines="|".join(lines))
    before = characters(source, LABEL)
    assume(before)
    gone = data.draw(st.sets(st.integers(0, len(before) - 1), min_size=1, max_size=5))
    made = [Box(1, *before[index][1:], "privacy") for index in gone]
    result = redacted(source, made).data
    holds(source, result, made, 3)
    assert len(characters(result, LABEL)) <= len(before) - len(gone)
