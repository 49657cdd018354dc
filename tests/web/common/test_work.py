import pytest
from django_q.models import Schedule

from gongkai.web.common import work


@pytest.fixture
def job(db, monkeypatch):
    monkeypatch.setattr(work, "_JOBS", {})
    work.every(5, "gongkai.web.common.notices:send_waiting", "发送提醒邮件")


def test_known_jobs_are_scheduled_once_and_follow_their_minutes(job):
    work.lay_out()
    work.lay_out()
    (row,) = Schedule.objects.all()
    assert (row.func, row.minutes) == ("gongkai.web.common.notices.send_waiting", 5)
    work.every(10, "gongkai.web.common.notices:send_waiting", "发送提醒邮件")
    work.lay_out()
    assert Schedule.objects.get().minutes == 10


def test_a_job_that_is_gone_leaves_the_schedule_and_others_stay(job):
    Schedule.objects.create(name="another system's", func="print", schedule_type=Schedule.ONCE)
    work.lay_out()
    work._JOBS.clear()
    work.lay_out()
    assert [row.name for row in Schedule.objects.all()] == ["another system's"]
