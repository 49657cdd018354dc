"""Every address of the site × every role × rows of the own, a sister and the parent unit: what the gate says is what happens.

The addresses come from the URL resolver. One without a declared access (common/access.py), or on a model without a function
in rows.py, fails: nobody can add an address unguarded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
import rows_annualreport  # noqa: F401
import rows_annualroad  # noqa: F401
import rows_applications  # noqa: F401
import rows_disclosure  # noqa: F401
from county import build, person
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from rows import BESIDE, INSTEAD, KEYWORDS, ROWS, STRICTER

from gongkai.web.common.access import Access
from gongkai.web.common.gate import Gate
from gongkai.web.disclosure.models import CatalogueNode, UpdateRule
from gongkai.web.organs.domain.tokens import make_token
from gongkai.web.organs.enums import Role
from gongkai.web.portal import memory

pytestmark = pytest.mark.django_db

LEFT_OUT = {
    "account/(login|logout|inactive|reauthenticate|password|2fa|sessions/$)": "sign-in, second factor: allauth's own pages",
    "api/": "the interface: tested beside its operations, with keys instead of sessions",
}
"""Address, as an expression → why the walk leaves it out."""
CLOSED = {"account_signup", "account_email", "account_email_verification_sent", "account_set_password"}
"""Addresses that exist so that allauth can name them, and answer 404 to all."""
UNMARKED: dict[str, str] = {
    **dict.fromkeys(("annualreport:rollup", "annualreport:rollup_units", "annualreport:figures_years", "annualreport:figures_units", "annualreport:indicators",
                     "annualreport:unusual"), "shows numbers under the names of units; tests/web/annualreport/test_figures_screens.py tells foreign ones apart"),
    "annualreport:board": "shows where each unit stands; the marks stand in the list of duties beside it",
    "applications:expired": "archived cases whose time is over: there is none such in the walk",
    "applications:counts": "shows numbers of cases, each of which opens the list",
    "disclosure:documents_counts": "shows numbers of documents, each of which opens the list",
    "disclosure:in_time": "shows numbers of units, not rows",
    "organs:units": "shows names only; the list beside it holds the rows that are told apart",
}
"""Lists on which no marked row shows → why."""
FROM_ABOVE = {
    CatalogueNode: "a catalogue holds for the unit that made it and for all units below",
    UpdateRule: "what a unit asks of a column, it asks of all units below",
}
"""Models whose rows of a unit above are shown to the units below → why."""
FINE = {200, 204, 302, 400, 405, 409, 422}
"""What somebody gets who may: the page, or a word about what was sent."""
PLACES = ("education", "water", "root")
"""Own, sister and parent unit, as the staff of education sees them; own and below, as that of root does."""
ABOVE = (Role.CLERK, Role.SUPERVISOR, Role.MANAGER)
"""Of root's staff: a role that reaches the own unit alone, and those that reach below."""


@dataclass(frozen=True)
class Route:
    """An address."""

    name: str
    pattern: str
    access: Access | None = field(compare=False)

    def __str__(self) -> str:
        return self.name or self.pattern


def routes(resolver: Any = None, before: str = "", space: str = "") -> Iterator[Route]:
    """All addresses of the resolver but those left out."""
    for one in (resolver or get_resolver()).url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, pattern, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and not any(re.match(left_out, pattern) for left_out in LEFT_OUT):
            yield Route(f"{space}{one.name}" if one.name else "", pattern, getattr(one.callback, "access", None))


ALL = sorted(routes(), key=str)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """The county, a row of each model in each place, and clients who are signed in; taken back at the end."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        memory.forget()
        county = build()
        made = SimpleNamespace(county=county, rows={}, marks={}, clients={}, people={})
        for number, (model, factory) in enumerate(ROWS.items()):
            for place in PLACES:
                mark = made.marks[model, place] = f"ж{number}{place}"
                made.rows[model, place] = factory(county, getattr(county, place), mark)
        for name, factory in INSTEAD.items():
            for place in PLACES:
                made.rows[name, place] = factory(county, getattr(county, place), f"{name}{place}")
        for place, roles in (("education", Role.values), ("root", ABOVE)):
            for role in roles:
                made.people[f"{place}-{role}"] = county.staff(place, role)
        made.people["no role"] = person("norole", county.education)
        for name, somebody in made.people.items():
            client = made.clients[name] = Client()
            client.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
            client.get(reverse("alive"))  # the site has noted the person's presence, which it does once a minute
        _, key = make_token(county.staff("education", "manager"), county.education, "系统")
        made.outside = {"anonymous": Client(), "token": Client(headers={"authorization": f"Bearer {key}"})}
        yield made
        transaction.set_rollback(True)
        block.__exit__(None, None, None)
        memory.forget()


class Writes:
    """Watches what is written to the database, but for what the session itself keeps."""

    KEPT = re.compile(r'"(django_session|usersessions_usersession|axes_\w+)"')

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) and not self.KEPT.search(sql[:80]):
            self.seen.append(sql)
        return execute(sql, params, many, context)


def ask(client: Client, method: str, address: str) -> tuple[int, list[str], Any]:
    """The answer's status, what was written, the answer; the database is as before."""
    writes = Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    return answer.status_code, writes.seen, answer


def words(answer: Any) -> str:
    """The text of an answer, a file's too."""
    return (answer.getvalue() if answer.streaming else answer.content).decode("utf-8", "replace")


def to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse(settings.LOGIN_URL))


@pytest.mark.parametrize("route", ALL, ids=str)
def test_an_address_declares_what_it_asks_and_the_walk_can_reach_it(route):
    assert route.name, f"{route.pattern} has no name"
    assert route.access, f"{route} declares no access: see common/access.py"
    if route.access.kind in ("opens", "lists"):
        assert route.access.model in ROWS, f"{route}: no function for {route.access.model} in tests/web/rows.py"
    if route.access.kind in ("opens", "lists", "adds"):
        gate: Gate = route.access.model.gate
        assert route.access.action in gate.actions
        assert route.access.action in gate.verbs, f"{gate.label}: a refusal has no word for {route.access.action}"


def of_kind(kind: str) -> Any:
    """The addresses of a kind."""
    return pytest.mark.parametrize("route", [route for route in ALL if route.access and route.access.kind == kind], ids=str)


def address_of(route: Route, world: SimpleNamespace, somebody: Any) -> str:
    given = KEYWORDS[route.name](world.county, somebody) if route.name in KEYWORDS else {}
    return reverse(route.name, kwargs=given)


@of_kind("opens")
def test_a_row_opens_for_whom_the_gate_lets_and_for_nobody_else(world, route):
    access = route.access
    gate: Gate = access.model.gate
    for place in PLACES:
        row = world.rows.get((route.name, place)) or world.rows[access.model, place]
        key = row.pk if access.by == "id" else getattr(row, access.by)
        address = reverse(route.name, kwargs={access.by: key, **(BESIDE[route.name](row) if route.name in BESIDE else {})})
        for name, somebody in world.people.items():
            if name.startswith("root") and place == "water":  # below root as education is
                continue
            seen, allowed = gate.allows(somebody, "view", row), gate.allows(somebody, STRICTER.get(route.name, access.action), row)
            statuses = []
            for method in ("get", "post"):
                status, written, _ = ask(world.clients[name], method, address)
                statuses.append(status)
                where = f"{method} {address} as {name} on a row of {place}: {status}"
                if seen and allowed:
                    assert status in FINE, where
                    continue
                assert status in ({403, 405} if seen else {404, 405}), where
                assert not written, f"{where}, and wrote {written}"
            assert statuses != [405, 405], f"{address} answers to neither GET nor POST as {name}"
    outside(world, address)


@of_kind("lists")
def test_a_list_holds_what_the_gate_lets_through_and_nothing_else(world, route):
    shown = set()
    for name, somebody in world.people.items():
        address = address_of(route, world, somebody)
        for query in ("", "?export=csv"):
            status, _, answer = ask(world.clients[name], "get", address + query)
            assert status in {200, 405}, f"{address} as {name}: {status}"
            text = words(answer)
            for (model, place), mark in world.marks.items():
                if model.gate.allows(somebody, "view", world.rows[model, place]):
                    shown |= {name} if mark in text and model is route.access.model else set()
                elif model not in FROM_ABOVE or place != "root":
                    assert mark not in text, f"{address}{query} shows {name} a {model.__name__} of {place}"
    assert shown or route.name in UNMARKED, f"{route} shows a marked row to nobody: the walk would see no leak"
    outside(world, address_of(route, world, world.people["no role"]))


@of_kind("adds")
def test_something_new_is_for_those_who_may_somewhere(world, route):
    access = route.access
    for name, somebody in world.people.items():
        may = access.model.gate.where(somebody, access.action) is not None
        for method in ("get", "post"):
            address = address_of(route, world, somebody)
            status, written, _ = ask(world.clients[name], method, address)
            assert status in (FINE if may else {403, 405}), f"{method} {address} as {name}: {status}"
            assert may or not written, f"{method} {address} as {name} wrote {written}"
    outside(world, address_of(route, world, world.people["no role"]))


@of_kind("own")
def test_ones_own_affairs_are_for_whoever_is_signed_in_and_for_nobody_elses_eyes(world, route):
    other = world.people["root-manager"]
    for name, somebody in world.people.items():
        for method in ("get", "post"):
            status, _, _ = ask(world.clients[name], method, address_of(route, world, somebody))
            assert status in FINE, f"{method} {route} as {name}: {status}"
            if route.name in KEYWORDS and somebody is not other:
                status, written, _ = ask(world.clients[name], method, address_of(route, world, other))
                assert status in {404, 405} and not written, f"{method} {route} of another as {name}: {status}"
    outside(world, address_of(route, world, world.people["no role"]))


@of_kind("public")
def test_a_public_page_is_for_all(world, route):
    for name, client in {**world.clients, **world.outside}.items():
        status, _, _ = ask(client, "get", address_of(route, world, world.people["no role"]))
        assert status in ({404} if route.name in CLOSED else {200, 302, 304}), f"{route} as {name}: {status}"


def outside(world: SimpleNamespace, address: str) -> None:
    """Whoever is not signed in is asked to, or told no; a key for the interface opens no page."""
    for name, client in world.outside.items():
        for method in ("get", "post"):
            status, written, answer = ask(client, method, address)
            assert to_sign_in(answer) or status in (403, 404, 405), f"{method} {address} as {name}: {status}"
            assert not written
