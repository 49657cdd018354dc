"""A small county for the tests of the platform, and how to add to it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password

from gongkai.web.organs.enums import Role, UnitKind
from gongkai.web.organs.models import Person, RoleHeld, Unit


def unit(name: str, kind: str = UnitKind.DEPARTMENT, parent: Unit | None = None, **more: object) -> Unit:
    """A unit with a web name of its own."""
    return Unit.objects.create(name=name, kind=kind, parent=parent, slug=f"u{Unit.objects.count() + 1}", **more)


def person(name: str, home: Unit, *roles: str, where: Unit | None = None) -> Person:
    """Somebody with roles in `where`, or in their own unit; the password is ``correct horse``."""
    made = Person(username=name, name=name, home=home)
    made.set_password("correct horse")
    made.save()
    for role in roles:
        RoleHeld.objects.create(person=made, unit=where or home, role=role, since=date(2020, 1, 1))
    return made


def fresh(somebody: Person) -> Person:
    """The person as the next request reads them, with the roles held now."""
    return Person.objects.get(pk=somebody.pk)


def build() -> SimpleNamespace:
    """清川县: the government, its office, two departments and a town; in each unit one person for each role.

    Nearly every test asks for it, so people and roles come in two questions to the database instead of two a person.
    """
    root = unit("清川县人民政府", UnitKind.GOVERNMENT)
    made = SimpleNamespace(
        root=root, office=unit("清川县人民政府办公室", UnitKind.OFFICE, root), education=unit("清川县教育局", parent=root),
        water=unit("清川县水利局", parent=root), town=unit("石里镇人民政府", UnitKind.TOWN, root))
    password, places = make_password("correct horse"), [(key, role) for key in ("root", "office", "education", "water", "town") for role in Role.values]
    people = Person.objects.bulk_create([Person(username=f"{key}-{role}", name=f"{key}-{role}", home=getattr(made, key), password=password)
                                         for key, role in places])
    made.people = dict(zip(places, people, strict=True))
    RoleHeld.objects.bulk_create([RoleHeld(person=one, unit=one.home, role=role, since=date(2020, 1, 1))
                                  for (_, role), one in made.people.items()])
    made.staff = lambda key, role: fresh(made.people[key, role])
    return made
