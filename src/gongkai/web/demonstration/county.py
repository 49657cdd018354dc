"""Units, people, roles and contacts of the demonstration."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test.utils import override_settings

from gongkai.engine import lawfile
from gongkai.web.demonstration import clock
from gongkai.web.organs.domain import contacts, people, roles, units
from gongkai.web.organs.enums import Post, Role
from gongkai.web.organs.models import Person, Unit

HERE = Path(__file__).parent
PASSWORD = "qingchuan-2026"
"""Known to all: a site with these accounts is for looking at, and ``gongkai serve`` refuses it."""
BEGIN = date(2024, 1, 2)


@dataclass
class County:
    """The units by their keys, and who does what in them."""

    root: Unit
    manager: Person
    units: dict[str, Unit] = field(default_factory=dict)
    staff: dict[tuple[str, str], Person] = field(default_factory=dict)
    known: dict[tuple[str, str], Person] = field(default_factory=dict)

    def person(self, key: str, role: str) -> Person:
        """Who holds a role in a unit. Roles are held from the beginning on, so that they are read once."""
        if (key, role) not in self.known:
            self.known[key, role] = Person.objects.select_related("home").get(pk=self.staff[key, role].pk)
        return self.known[key, role]


def data(name: str) -> Any:
    """One of the demonstration's files."""
    return lawfile.read(HERE / name)


def build() -> County:
    """The whole county, as of its beginning, and what changed in it since."""
    told, lots = data("county.yaml"), random.Random(921)
    names = iter(_names(told["names"], lots))
    with clock.at(clock.moment(BEGIN, 9)), override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        first = told["units"][0]
        root = units.found_root(first["name"], **_facts(told, first, 0))
        manager = people.first_manager(root, username="guanli", name=next(names), password=PASSWORD)
        county = County(root, manager, {first["key"]: root})
        for order, row in enumerate(told["units"][1:], 1):
            renamed = told["renamed"] if told["renamed"]["unit"] == row["key"] else {}
            name = {"name": renamed.get("before", row["name"]), **_facts(told, row, order)}
            if renamed:
                name["short_name"] = renamed["before_short"]
            county.units[row["key"]] = units.add_unit(_now(manager), county.units[row["parent"]], **name)
        for row in told["units"]:
            _staff(county, told, row, names)
            _contact(county, told, row)
        office = county.units["office"]
        boss, _ = people.add_person(_now(manager), office, username="zhuguan", name=next(names))
        roles.grant_role(_now(manager), boss, root, Role.SUPERVISOR)
        county.staff["office", "supervisor"] = boss
    renamed = told["renamed"]
    with clock.at(clock.moment(date.fromisoformat(renamed["day"]), 9)):
        unit = Unit.objects.get(pk=county.units[renamed["unit"]].pk)
        row = next(one for one in told["units"] if one["key"] == renamed["unit"])
        units.rename_unit(_now(manager), unit, unit.version, name=row["name"], short_name=row["short"],
                          day=date.fromisoformat(renamed["day"]), document=renamed["document"])
        county.units[renamed["unit"]] = Unit.objects.get(pk=unit.pk)
    Person.objects.update(password=make_password(PASSWORD), must_change_password=False, demonstration=True)
    return county


def _now(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def _names(told: Any, lots: random.Random) -> list[str]:
    every = [family + given for family in told["family"] for given in told["given"]]
    lots.shuffle(every)
    return every


def _facts(told: Any, row: Any, order: int) -> dict[str, Any]:
    return {"kind": row["kind"], "short_name": row["short"], "slug": row["slug"], "region_code": told["region_code"],
            "document_word": row["word"], "order": order, "review_levels": row["levels"],
            "founded_on": date.fromisoformat(row["founded"]) if "founded" in row else None}


def _staff(county: County, told: Any, row: Any, names: Any) -> None:
    """Five people for the five parts, or one who does all, by leave and by name."""
    unit, manager = county.units[row["key"]], _now(county.manager)
    alone = None
    for part in told["staff"]:
        if row.get("alone") and alone is not None:
            person = alone
        else:
            person, _ = people.add_person(manager, unit, username=f"{row['slug']}-{part['word']}", name=next(names))
            post = {Role.HEAD: Post.OFFICE_HEAD, Role.SIGNER: Post.LEADER}.get(part["role"], Post.STAFF)
            contacts.add_officer(manager, unit, since=BEGIN, name=person.name, post=post, title=part["title"],
                                 full_time=part["role"] == Role.CLERK)
        roles.grant_role(manager, person, unit, part["role"])
        county.staff[row["key"], part["role"]] = person
        alone = person
    if row.get("alone"):
        roles.allow_sole_approval(manager, unit, county.staff[row["key"], "clerk"], "本单位政府信息公开工作只有一人办理")


def _contact(county: County, told: Any, row: Any) -> None:
    unit = county.units[row["key"]]
    contacts.set_contact(
        _now(county.manager), unit, since=BEGIN, seen=None, office=f"{row['short']}政务公开办公室", address=row["street"],
        postcode=told["postcode"], hours=told["hours"], telephone=row["telephone"], fax=row["telephone"][:-1] + "9",
        email=f"{row['slug']}@qingchuan.example", website=told["website"])
