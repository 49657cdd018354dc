"""Tables 3 and 4 count themselves, add up in each column, and one year carries over what the next carries in."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from gongkai.engine.answers import answers
from gongkai.report.form import edition
from gongkai.web.applications.domain import counting
from gongkai.web.applications.enums import Phase, Stage
from gongkai.web.applications.models import Case, Dispute
from gongkai.web.common import sealing

KINDS = ("person", "enterprise", "research", "welfare", "legal", "other")


@pytest.fixture
def many(county):
    """300 cases over three years, as kept beside their events."""
    random.seed(5)
    keys = list(answers(date(2025, 12, 31)))
    rows = []
    for number in range(300):
        entered = date(2023, 1, 1) + timedelta(days=random.randrange(1095))
        done = entered + timedelta(days=random.randrange(200)) if random.random() < .9 else None
        rows.append(Case(
            unit=county.education, body=county.education, receipt=f"R{number}", code_index="", origin="staff", channel="in_person",
            submitted_on=entered, applicant_kind=random.choice(KINDS), sealed=b"", phase=Phase.CONCLUDED if done else Phase.WORKING,
            stage=Stage.CONCLUDED if done else Stage.WORKING, received_on=entered, entered_on=entered, counted_on=done,
            counted_as=random.choice(keys) if done else ""))
    return Case.objects.bulk_create(rows)


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_every_column_adds_up_and_every_number_opens_to_its_cases(county, many, year):
    body = [county.education.pk]
    table = counting.table_3(body, year)
    leaves = {row.key for row in edition("2021").tables["3"].leaves()}
    assert set(table) <= leaves
    for column in (*KINDS, "total"):
        at = {row: table.get(row, {}).get(column, 0) for row in leaves}
        outcomes = sum(value for row, value in at.items() if row not in counting.CASE_ROWS)
        assert at["received"] + at["carried_in"] == at["processed"] + at["carried_out"]
        assert at["processed"] == outcomes
        for row, value in at.items():
            assert counting.cases_of(body, year, row, column).count() == value, (row, column)
    assert counting.cases_of(body, year, "denied", "total").count() == sum(table[row]["total"] for row in table if row.startswith("denied."))


@pytest.mark.parametrize("year", [2023, 2024])
def test_what_one_year_carries_over_the_next_carries_in(county, many, year):
    body = [county.education.pk]
    over, within = counting.table_3(body, year).get("carried_out"), counting.table_3(body, year + 1).get("carried_in")
    assert over == within and over["total"] > 0
    assert set(counting.cases_of(body, year, "carried_out", "total")) == set(counting.cases_of(body, year + 1, "carried_in", "total"))


def test_a_count_up_to_a_day_knows_nothing_of_the_days_after(county, many):
    body, day = [county.education.pk], date(2024, 6, 30)
    table = counting.table_3(body, 2024, day)
    assert table["received"]["total"] == sum(1 for case in many if date(2024, 1, 1) <= case.entered_on <= day)
    assert table["carried_out"]["total"] == sum(1 for case in many if case.entered_on <= day and (case.counted_on is None or case.counted_on > day))


def test_the_edition_of_a_year_has_the_rows(county, many):
    table = counting.table_3([county.education.pk], 2020)
    assert set(table) <= {row.key for row in edition("2019").tables["3"].leaves()}
    assert set(counting.outcomes(2020).values()) <= {row.key for row in edition("2019").tables["3"].leaves()}


@pytest.mark.parametrize("year", [2020, 2024])
def test_the_page_prints_the_form_with_every_counted_number_and_no_other(client, county, many, year):
    client.force_login(county.staff("education", "clerk"))
    page = client.get(reverse("applications:counts"), {"year": year, "body": county.education.pk}).content.decode()
    body = page[:page.index("</table>")]
    printed = [int(number) for number in re.findall(r">(\d+)(?:</a>)?</td>", body)]
    form, table = edition(counting.edition_of(year)).tables["3"], counting.table_3([county.education.pk], year)
    assert printed == [table.get(row.key, {}).get(column.key, 0) for row in form.leaves() for column in form.columns]


def test_disputes_count_in_the_year_they_end_or_as_pending(county):
    def dispute(**more):
        return Dispute.objects.create(unit=county.education, body=county.education, tribunal="清川县人民政府", about="答复", kind="review",
                                      wrapped=sealing.wrap(sealing.new_key(), "test"), sealed=b"", **{"notified_on": date(2024, 11, 1), **more})

    dispute(result="corrected", decided_on=date(2025, 1, 20))
    dispute(result="upheld", decided_on=date(2024, 12, 30))
    dispute(co_defendant=True)
    body = [county.education.pk]
    assert counting.table_4(body, 2024) == {"review": {"upheld": 1, "pending": 1, "total": 2}}
    assert counting.table_4(body, 2025) == {"review": {"corrected": 1, "total": 1}}
    assert counting.disputes_of(body, 2024, "review", "total").count() == 2
