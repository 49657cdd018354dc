"""Either database is held against plain substring search, so that both give the same hits in the same order."""

import hashlib
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gongkai.web.common import search
from gongkai.web.common.search import Query, suggest
from gongkai.web.common.search.models import SearchDocument
from gongkai.web.common.search.text import fold, squeeze

DAY = date(2024, 5, 1)


def oracle(corpus, asked):
    """The keys found, in order, by plain substring search over the folded texts."""
    words, found = search.words(asked), []
    for key, (title, number, body, attached, days) in corpus.items():
        title, number, body, attached = (fold(squeeze(text)) for text in (title, number, body, attached))
        if words and all(word in title or word in number or (len(word) > 1 and (word in body or word in attached)) for word in words):
            tier = 0 if all(word in title for word in words) else 1 if all(word in title or word in number for word in words) else 2
            found.append((tier, -days, -key))
    return [-key for _, _, key in sorted(found)]


def fill(corpus):
    for hit in list(SearchDocument.objects.all()):
        search.drop(hit.kind, hit.key)
    for key, (title, number, body, attached, days) in corpus.items():
        search.put("item", key, title, number, body, 1 + key % 3, day=DAY + timedelta(days), attached=attached, genre="notice")


def keys(asked, **more):
    return [hit.key for hit in search.find(Query(asked, **more)).hits]


LETTERS = "政府信息公開公开政府〔2024〕12号教发a b《%*\"'-:()^ \n县0022 44"
TEXT = st.text(st.sampled_from(LETTERS), max_size=24)
DAYS = st.sampled_from([0, 1, 2, 3, 40, 200, 800, 2000])  # months apart: PostgreSQL is asked by months
CORPUS = st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT, DAYS), min_size=1, max_size=8).map(lambda rows: dict(enumerate(rows, 1)))


class FindsWhatSubstringSearchFinds(TestCase):
    @settings(max_examples=120)
    @given(CORPUS, st.data())
    def test_same_hits_in_the_same_order(self, corpus, data):
        fill(corpus)
        text = "\n".join(" ".join(map(str, row[:4])) for row in corpus.values())
        start = data.draw(st.integers(0, max(0, len(text) - 1)))
        piece = text[start:start + data.draw(st.integers(1, 8))]
        for asked in (piece, data.draw(TEXT)):
            assert keys(asked) == oracle(corpus, asked)
            for most in (1, 2, 3):
                with patch("gongkai.web.common.search.backend.MOST", most):
                    found = search.find(Query(asked))
                assert [hit.key for hit in found.hits] == oracle(corpus, asked)[:most]
                assert found.more == (len(oracle(corpus, asked)) > most)


@pytest.fixture
def letters(db):
    """Four documents: one word in the title, in the number, in the body, and nowhere."""
    for key, (title, number, body, day, unit, genre) in enumerate([
        ("关于义务教育招生的通知", "清教发〔2024〕12号", "各学校：为做好招生工作。", date(2024, 3, 1), 1, "notice"),
        ("水利工程建设公告", "清教发〔2023〕112号", "与义务教育无关。", date(2023, 6, 1), 2, "bulletin"),
        ("年度工作总结", "", "落实义务教育。招生顺利。" * 3, date(2025, 1, 5), 1, "report"),
        ("教育局职能", "", "职能、机构。", date(2022, 1, 5), 3, "other"),
    ], 1):
        search.put("item", key, title, number, body, unit, day=day, genre=genre, since=day, until=date(2024, 12, 31) if key == 1 else None)


def test_title_stands_before_document_number_before_body_and_then_the_newest(letters):
    assert keys("义务教育") == [1, 3, 2]
    assert keys("教发") == [1, 2]
    assert keys("义务教育", by_date=True) == [3, 1, 2]


@pytest.mark.parametrize("asked, expected", [
    ("清教发〔2024〕12号", [1]), ("清教发[2024]12号", [1]), ("〔2024〕12", [1]), ("12号", [1, 2]), ("2023", [2]), ("〔２０２３〕１１２號", [2]),
    ("教", [1, 4, 2]), ("招", [1]), ("教 水", [2]),
    ("义务教育 招生", [1, 3]), ("义务 教育 职能", []), ("工程建设", [2]), ("程建", [2]), ("教育义务", []), ("作。落实", []),
    ('"招生" OR', []), ("招生%", [1, 3]), ("*招生*", [1, 3]), ("NEAR(招生)", []), ("title:招生", []), ("' OR 1=1 --", []), ("%", []), ("招_生", []),
])
def test_words_whole_or_in_part_and_nothing_has_another_meaning(letters, asked, expected):
    assert keys(asked) == expected


def test_filters_count_and_narrow(letters):
    found = search.find(Query("义务教育"))
    assert found.facets["unit"] == {"1": 2, "2": 1}
    assert found.facets["year"] == {"2024": 1, "2025": 1, "2023": 1}
    assert keys("义务教育", filters={"unit": [1]}) == [1, 3]
    assert keys("义务教育", filters={"unit": [1, 2], "year": [2023, 2024]}) == [1, 2]
    assert keys("义务教育", filters={"genre": ["notice' OR 1"]}) == []


@pytest.mark.parametrize("state, on, expected", [
    ("valid", date(2024, 6, 1), [1, 2]), ("valid", date(2025, 6, 1), [3, 2]), ("ended", date(2025, 6, 1), [1]), ("coming", date(2024, 6, 1), [3]),
])
def test_validity_is_that_of_a_day(letters, state, on, expected):
    assert keys("义务教育", validity=state, on=on) == expected


def test_a_new_text_replaces_the_old_and_a_dropped_one_is_gone(letters):
    search.put("item", 1, "另一份通知", "", "别的内容", 1, day=date(2024, 3, 2))
    assert keys("义务教育") == [3, 2]
    assert keys("另一份") == [1]
    search.drop("item", 3)
    search.drop("item", 3)
    assert keys("义务教育") == [2]


def test_more_than_a_thousand_hits_are_not_counted(db, monkeypatch):
    monkeypatch.setattr("gongkai.web.common.search.backend.MOST", 20)
    for key in range(1, 31):
        search.put("item", key, "通知" if key % 2 else "其他", "", "通知正文", 1, day=DAY + timedelta(key))
    found = search.find(Query("通知"))
    assert found.more and [hit.key for hit in found.hits] == [*range(29, 0, -2), 30, 28, 26, 24, 22]
    assert found.facets["unit"] == {"1": 20}
    assert not search.find(Query("其他")).more


def test_a_long_text_is_found_at_its_end(db):
    search.put("item", 1, "长文", "", "很长的正文。" * 50_000 + "末尾三字", 1, day=DAY)
    assert keys("末尾三字") == [1]


def test_a_number_of_any_length_is_found(db):
    run = hashlib.shake_256(b"").hexdigest(4000)  # longer than a key of an index may be, and not to be compressed
    search.put("item", 1, "附表", "", f"校验码{run}。统一社会信用代码91330000MA1234567X，", 1, day=DAY)
    for asked in (f"校验码{run[:20]}", run[4000:4030], "码91330000ma1234567x", "代码9133", "567X", f"{run[-3:]}。统一"):
        assert keys(asked) == [1]
    assert keys(f"{run[-3:]}统一") == []


@pytest.mark.parametrize("years, expected", [([2023], [2]), ([2022, 2025], [4, 3]), ([1949], []), ([2050], []), (["２０２３"], []), (["x"], [])])
def test_years_bound_where_is_looked(letters, years, expected):
    assert keys("教育", filters={"year": years}) == expected


def test_the_number_of_questions_to_the_database_does_not_grow(letters):
    from django.db import connection

    def asked():
        with CaptureQueriesContext(connection) as taken:
            keys("义务教育")
        return len(taken)

    few = asked()
    for key in range(10, 60):
        search.put("item", key, "义务教育", "", "正文", 1, day=DAY)
    assert asked() == few


def test_nothing_found_is_answered_with_something_to_try(letters):
    assert search.advise(Query("义务教肓招生")).instead[0] == "义务教育招生"
    assert dict(search.advise(Query("招生 航空母舰")).fewer) == {"招生": 2}
    assert search.advise(Query("招生", filters={"unit": [3]})).unfiltered == 2
    assert search.advise(Query("%")) == search.Advice()
    assert dict(search.advise(Query("招生航空母舰")).fewer) == {"招生": 2}, "parts of a word that no text has as a whole"
    assert search.advise(Query("航空母舰")).fewer == []


def test_parts_that_are_proposed_do_not_cut_a_number():
    titles = ["清教局2024年工作要点", "第13号建议的答复"]
    assert suggest._parts("清教发·2021·3号", titles) == ["清教", "3号"]
    assert suggest._parts("清教发·2024·3号", titles) == ["2024", "清教", "3号"]


def test_a_rebuild_gives_what_was_put_in_one_by_one(letters, monkeypatch):
    before = {asked: search.find(Query(asked)) for asked in ("义务教育", "12号", "教", "职能")}
    rows = [SearchDocument(**{field.attname: getattr(row, field.attname) for field in row._meta.fields})
            for row in SearchDocument.objects.all()]
    monkeypatch.setattr("gongkai.web.common.search.backend._SOURCES", {"item": lambda: rows})
    assert search.rebuild(batch=3) == 4
    assert {asked: search.find(Query(asked)) for asked in before} == before
