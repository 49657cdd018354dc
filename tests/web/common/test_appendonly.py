import pytest
from django.db import DatabaseError, transaction

from gongkai.web.common import eventlog


@pytest.fixture
def event(county):
    return eventlog.record("person.signed_in", county.education, actor=county.staff("education", "clerk"))


@pytest.mark.parametrize("change", ["save", "delete"])
def test_the_database_keeps_a_row_of_the_log_from_change(event, change):
    event.note = "改"
    with pytest.raises(DatabaseError), transaction.atomic():
        getattr(event, change)()
    event.refresh_from_db()
    assert event.note == ""
