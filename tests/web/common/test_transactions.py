"""Two connections to one SQLite file, as two processes of the site have them."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connections, transaction

from gongkai.web.common import transactions
from gongkai.web.common.transactions import reading_first


@pytest.fixture
def two(tmp_path, django_db_blocker):
    """The names of two connections, and a table of one row."""
    made = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "x.sqlite3"), "OPTIONS": {
        "transaction_mode": "IMMEDIATE", "timeout": 0.1, "init_command": "PRAGMA journal_mode=WAL;"}}
    names = ("one", "other")
    with django_db_blocker.unblock():
        connections.settings.update({name: one for name, one in connections.configure_settings(
            {"default": {}, **{name: dict(made) for name in names}}).items() if name in names})
        ask("one", "CREATE TABLE counted (number INTEGER)")
        ask("one", "INSERT INTO counted VALUES (1)")
        yield names
        for name in names:
            connections[name].close()
            del connections[name], connections.settings[name]


def ask(name, sql):
    with connections[name].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_who_reads_does_not_wait_for_who_writes(two):
    with transaction.atomic("other"):
        ask("other", "UPDATE counted SET number = 2")
        with reading_first("one"), transaction.atomic("one"):
            assert ask("one", "SELECT number FROM counted") == [(1,)]
        with pytest.raises(OperationalError, match="locked"), transaction.atomic("one"):
            pass  # who will write waits, until the time is up


def test_all_that_is_read_before_anything_is_written_is_of_one_moment(two):
    with reading_first("one"), transaction.atomic("one"):
        assert ask("one", "SELECT number FROM counted") == [(1,)]
        ask("other", "UPDATE counted SET number = 2")
        assert ask("one", "SELECT number FROM counted") == [(1,)]


@pytest.mark.parametrize("nested", [False, True])
def test_who_read_first_writes_after_somebody_else_did(two, nested):
    with reading_first("one"), transaction.atomic("one"):
        ask("one", "SELECT number FROM counted")
        ask("other", "UPDATE counted SET number = 2")
        with transaction.atomic("one") if nested else nullcontext():
            ask("one", "UPDATE counted SET number = number + 10")
        assert ask("one", "SELECT number FROM counted") == [(12,)]
    assert ask("other", "SELECT number FROM counted") == [(12,)]


def test_what_was_written_is_taken_back_with_its_request(two):
    with pytest.raises(ZeroDivisionError), reading_first("one"), transaction.atomic("one"):
        ask("one", "SELECT number FROM counted")
        ask("one", "UPDATE counted SET number = 3")
        raise ZeroDivisionError
    assert ask("one", "SELECT number FROM counted") == [(1,)]


def test_a_trial_within_is_taken_back_alone(two):
    with reading_first("one"), transaction.atomic("one"):
        ask("one", "SELECT number FROM counted")
        with transaction.atomic("one"):
            ask("one", "UPDATE counted SET number = 3")
            transaction.set_rollback(True, using="one")
        ask("one", "INSERT INTO counted VALUES (7)")
    assert ask("one", "SELECT number FROM counted") == [(1,), (7,)]


def test_two_transactions_of_one_request_are_told_apart(two):
    with reading_first("one"):
        with transaction.atomic("one"):
            ask("one", "SELECT number FROM counted")
        ask("one", "UPDATE counted SET number = 4")  # in no transaction of ours
        with transaction.atomic("one"):
            ask("one", "UPDATE counted SET number = 5")
    with transaction.atomic("other"):
        assert ask("other", "SELECT number FROM counted") == [(5,)]


def test_the_first_request_of_a_process_opens_its_connection_so(two):
    connections["one"].close()
    with transaction.atomic("other"):
        ask("other", "UPDATE counted SET number = 2")
        with reading_first("one"), transaction.atomic("one"):
            assert ask("one", "SELECT number FROM counted") == [(1,)]


@pytest.mark.parametrize(("method", "reads"), [("GET", True), ("HEAD", True), ("POST", False), ("PUT", False)])
def test_only_a_request_that_says_so_reads_first(rf, monkeypatch, method, reads):
    within = []
    monkeypatch.setattr(transactions, "connection", SimpleNamespace(vendor="sqlite"))
    monkeypatch.setattr(transactions, "reading_first", lambda: within.append(True) or nullcontext())
    assert transactions.ReadFirst(lambda request: "answer")(rf.generic(method, "/")) == "answer" and bool(within) is reads
