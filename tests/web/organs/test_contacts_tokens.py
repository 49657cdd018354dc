"""Contacts and officers with their days; keys for other systems."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.web.common.gate import Refused
from gongkai.web.common.models import Event
from gongkai.web.organs.domain import contacts, tokens
from gongkai.web.organs.enums import Post, Role
from gongkai.web.organs.models import ApiToken, OfficeContact, Officer

VALUES = {"office": "清川县教育局办公室", "address": "清川县文庙路1号", "hours": "工作日9:00至17:00", "telephone": "0577-5550101"}


def test_a_contact_replaces_the_one_before_from_a_day_on(county):
    clerk = county.staff("education", Role.CLERK)
    first = contacts.set_contact(clerk, county.education, since=date(2023, 1, 1), seen=None, **VALUES)
    second = contacts.set_contact(clerk, county.education, since=date(2024, 5, 1), seen=first.pk, **{**VALUES, "address": "新址"})
    first.refresh_from_db()
    assert first.until == date(2024, 4, 30) and first.address == VALUES["address"] and second.address == "新址"
    assert OfficeContact.objects.on(date(2024, 4, 30)).get() == first


def test_what_was_entered_the_same_day_is_put_right_in_place(county):
    clerk = county.staff("education", Role.CLERK)
    first = contacts.set_contact(clerk, county.education, since=date(2023, 1, 1), seen=None, **VALUES)
    again = contacts.set_contact(clerk, county.education, since=date(2023, 1, 1), seen=first.pk, **{**VALUES, "hours": "全天"})
    assert again.pk == first.pk and OfficeContact.objects.get().hours == "全天"
    assert Event.objects.filter(action="unit.contact_set").first().after == {"hours": "全天", "since": "2023-01-01"}


def test_the_second_of_two_editors_of_a_contact_is_told(county):
    clerk = county.staff("education", Role.CLERK)
    contacts.set_contact(clerk, county.education, since=date(2023, 1, 1), seen=None, **VALUES)
    with pytest.raises(ValidationError, match="已被他人修改"):
        contacts.set_contact(clerk, county.education, since=date(2024, 1, 1), seen=None, **VALUES)
    with pytest.raises(Refused):
        contacts.set_contact(county.staff("water", Role.CLERK), county.education, since=date(2024, 1, 1), seen=None, **VALUES)


def test_officers_come_change_and_go_with_their_days(county):
    head = county.staff("town", Role.HEAD)
    first = contacts.add_officer(head, county.town, since=date(2023, 1, 1), name="赵一", post=Post.STAFF, title="科员")
    second = contacts.change_officer(head, first, since=date(2024, 1, 1), post=Post.OFFICE_HEAD)
    assert (second.name, second.post, second.title) == ("赵一", Post.OFFICE_HEAD, "科员")
    first.refresh_from_db()
    assert first.until == date(2023, 12, 31)
    contacts.end_officer(head, second, until=date(2024, 6, 30))
    assert not Officer.objects.on(date(2024, 7, 1)).exists()
    with pytest.raises(ValidationError, match="已于2024-06-30结束"):
        contacts.change_officer(head, second, since=date(2024, 8, 1), post=Post.STAFF)
    with pytest.raises(Refused):
        contacts.add_officer(county.staff("town", Role.REVIEWER), county.town, since=date(2024, 1, 1), name="钱二", post=Post.STAFF)


def test_a_key_is_shown_once_and_only_its_digest_is_kept(county):
    row, key = tokens.make_token(county.staff("education", Role.MANAGER), county.education, "协同办公")
    assert key.startswith(row.hint) and key not in str(list(ApiToken.objects.values())) + str(list(Event.objects.values()))
    found = tokens.token_of(f"Bearer {key}")
    assert found == row and [grant.role for grant in found.grants] == [Role.CLERK]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer gk_short", "Basic abc", "Bearer gk_" + "a" * 43])
def test_a_header_that_names_no_key_names_no_system(county, header):
    assert tokens.token_of(header) is None


def test_a_stopped_key_opens_nothing(county):
    manager = county.staff("education", Role.MANAGER)
    row, key = tokens.make_token(manager, county.education, "协同办公")
    tokens.revoke_token(manager, row)
    assert tokens.token_of(f"Bearer {key}") is None
    with pytest.raises(ValidationError, match="已停用"):
        tokens.revoke_token(manager, row)


def test_the_last_use_is_noted_at_most_once_a_minute(county, django_assert_num_queries):
    row, key = tokens.make_token(county.staff("education", Role.MANAGER), county.education, "协同办公")
    tokens.token_of(f"Bearer {key}")
    with django_assert_num_queries(1):
        tokens.token_of(f"Bearer {key}")
    ApiToken.objects.filter(pk=row.pk).update(used_at=timezone.now() - timedelta(minutes=5))
    with django_assert_num_queries(2):
        tokens.token_of(f"Bearer {key}")


def test_a_system_never_approves_and_a_key_is_made_by_the_units_manager(county):
    with pytest.raises(ValidationError, match="接口只能"):
        tokens.make_token(county.staff("education", Role.MANAGER), county.education, "协同办公", Role.SIGNER)
    with pytest.raises(Refused):
        tokens.make_token(county.staff("education", Role.HEAD), county.education, "协同办公")
