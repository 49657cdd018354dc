from types import SimpleNamespace

import django_tables2
import pytest

from gongkai.web.applications.models import Case
from gongkai.web.applications.tables import CaseTable
from gongkai.web.common.generic import cells
from gongkai.web.organs.models import Unit


class Odd(django_tables2.Table):
    """A column of each sort that the site uses, and of some that it does not."""

    name = django_tables2.Column(attrs={"td": {"class": "title"}})
    kind = django_tables2.Column()
    over = django_tables2.Column(accessor="parent__kind")
    above = django_tables2.Column(accessor="parent__called", default="没有上级")
    nothing = django_tables2.Column(accessor="no__such")
    own = django_tables2.Column(empty_values=())
    everything = django_tables2.Column(accessor="slug")
    strange = django_tables2.Column(accessor="slug")
    linked = django_tables2.Column(accessor="name", linkify=lambda record: f"/{record.slug}/")
    made = django_tables2.TemplateColumn("{{ record.name }}<{{ value }}>")
    founded_on = django_tables2.DateColumn(format="Y-m-d", default=lambda: "不详")
    chosen = django_tables2.CheckBoxColumn(accessor="pk")
    below = django_tables2.ManyToManyColumn(accessor="children")
    levels = django_tables2.Column(accessor="review_levels")

    def render_own(self, record, bound_row):
        return f"{record.name} {bound_row.record.pk}"

    def render_everything(self, **given):
        return sorted(given)

    def render_strange(self, value, nobody_gives_this):
        return value


@pytest.fixture
def units(county):
    return list(Unit.objects.select_related("parent"))


def test_a_cell_is_what_the_library_makes_of_it(units):
    table = Odd(units)
    for row in table.rows:
        for column in table.columns:
            assert cells.writer(column)(row) == row.get_cell(column.name), column.name


def test_one_writer_serves_rows_of_several_kinds(units):
    table = Odd([*units, {"name": "丙", "kind": "x", "parent": None}, SimpleNamespace(name="丁", kind="y", pk=3)], exclude=("linked", "below"))
    writers = {column.name: cells.writer(column) for column in table.columns if column.name not in ("own",)}
    for row in table.rows:
        for name, write in writers.items():
            assert write(row) == row.get_cell(name), name


def test_cases_on_the_board_are_written_the_same(county):
    day = {"submitted_on": "2026-09-18", "channel": "in_person", "origin": "staff", "applicant_kind": "person", "sealed": b""}
    for number, stage in enumerate(("unconfirmed", "working", "concluded")):
        Case.objects.create(unit=county.education, body=county.education, receipt=f"R{number}", code_index=f"{number}", stage=stage, title="<b>", **day,
                            handler=county.water if number else None, clerk=county.people["education", "clerk"] if number > 1 else None)
    table = CaseTable(list(Case.objects.all()))
    for row in table.rows:
        for column in table.columns:
            assert cells.writer(column)(row) == row.get_cell(column.name), column.name
