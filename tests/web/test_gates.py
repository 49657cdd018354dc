"""No way round the gate: every model of a unit has one, and what a screen shows starts from it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

import gongkai.web
from gongkai.web.common.gate import Gate, Reach
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Unit

WEB = Path(gongkai.web.__file__).parent
OURS = [model for config in apps.get_app_configs() if config.name.startswith("gongkai.") for model in config.get_models()]
UNGATED = {
    "PublishedItem": "what the public sees; written by domain/publishing.py alone",
}
"""Models with a unit that have no gate → why."""
ALLOWED = {
    ("disclosure/views/catalogue.py", "CatalogueNode.objects"): "the catalogues of the units above hold for the unit too",
    ("disclosure/views/items.py", "ItemFile.objects"): "attachments of an item that the gate has let through",
    ("applications/public/access.py", "Case.objects"): "the case that a session opened with its number and query code",
    ("applications/public/complaining.py", "Complaint.objects"): "the complaint that a session opened with its number and query code",
    ("applications/public/filing.py", "Unit.objects"): "the bodies that can be applied to: public",
    ("applications/public/filing.py", "OfficeContact.objects"): "how the office in charge is reached: public",
    ("applications/public/status.py", "Unit.objects"): "the unit at the top: public",
    ("portal/views/item.py", "Publication.objects"): "when an item that was made public was published and withdrawn: public",
    ("portal/views/item.py", "ItemReads.objects"): "how often a public item was read: public",
    ("portal/views/item.py", "Interpretation.objects"): "pairs of items, of which the public ones are shown",
    ("portal/api.py", "Publication.objects"): "whether an item was withdrawn: public",
}
"""Screen and expression → why it may pass the gate by."""
ANYBODYS = {
    **UNGATED,
    "Notice": "a person's own reminders, found by person=request.user",
    "UserSession": "a person's own sessions, found by user=request.user",
}
"""Models that a screen may read without the gate → why."""


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_model_that_belongs_to_a_unit_has_a_gate(model):
    if any(field.related_model is Unit and field.many_to_one for field in model._meta.fields) and model.__name__ not in UNGATED:
        assert isinstance(getattr(model, "gate", None), Gate)


@pytest.mark.parametrize("model", [model for model in OURS if hasattr(model, "gate")], ids=lambda model: model.__name__)
def test_a_gate_names_a_way_to_a_unit_known_roles_and_a_word_for_each_action(model):
    at = model
    for step in model.gate.unit.split("__") if model.gate.unit else ():
        at = at._meta.get_field(step).related_model
    assert at is Unit
    assert hasattr(model.objects, "restrict") and "view" in model.gate.actions
    for action, roles in model.gate.actions.items():
        assert set(roles) <= set(Role.values)
        assert action in model.gate.verbs


@pytest.mark.parametrize("model", [model for model in OURS if hasattr(model, "gate")], ids=lambda model: model.__name__)
def test_whoever_may_take_a_step_sees_the_rows(model):
    """A role that reaches further in some action than in view would be told that there is no such row."""
    far = {None: 0, Reach.OWN: 1, Reach.BELOW: 2, Reach.SUBTREE: 2}
    view = model.gate.actions["view"]
    for action, roles in model.gate.actions.items():
        for role, reach in roles.items():
            assert far[reach] <= far[view.get(role)], f"{role} may {action} what it does not see"


def screens() -> Iterator[Path]:
    """The modules of views, of the interface, and of what an applicant sees."""
    for path in sorted(WEB.rglob("*.py")):
        if {"views", "api", "public"} & {*path.relative_to(WEB).parent.parts, path.stem}:
            yield path


def ungated(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every place where rows of a model are asked for other than through `restrict`."""
    tree = ast.parse(source)
    gated = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "restrict"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args and isinstance(node.args[0], ast.Name):
            if re.fullmatch(r"get_\w+_or_404", node.func.id) and node.args[0].id not in ANYBODYS:
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager") and \
                id(node) not in gated and not (isinstance(node.value, ast.Name) and node.value.id in ANYBODYS):
            yield node.lineno, ast.unparse(node)


@pytest.mark.parametrize("path", list(screens()), ids=lambda path: str(path.relative_to(WEB)))
def test_what_a_screen_shows_starts_from_the_gate(path):
    screen = str(path.relative_to(WEB))
    found = {text for _, text in ungated(path.read_text())}
    allowed = {text for place, text in ALLOWED if place == screen}
    assert found == allowed, "a way round the gate, or leave for one that is gone"


@pytest.mark.parametrize("line", [
    "Item.objects.all()", "Item.objects.filter(pk=1)", "Item._base_manager.get(pk=1)", "get_object_or_404(Item, pk=1)",
    "models.Item.objects.count()", "get_object_or_404(Item.objects, pk=1)"])
def test_the_look_at_the_screens_sees_a_way_round(line):
    assert list(ungated(line))
    assert not list(ungated("Item.objects.restrict(person).filter(pk=1)"))
