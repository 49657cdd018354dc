"""The page docs/explanation/permissions.md, made from the gates: ``python -m gongkai.web.organs.permissions_table > PAGE``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_TEXT = """\
# Who may do what

What a person may do follows from the roles that they hold in units, and from nothing else: there is no superuser. The
tables below are made from the gates (`permissions.py` of each app) by `make docs`; a test holds them against the code.

- One gate decides for lists, pages, files, exports, choosers and the interface. `Model.objects.restrict(person, action)`
  gives the rows, `require(person, action, row)` asks for one; both read the same table.
- Whoever may not even see a row is told that there is none (404). Whoever sees it but may not take the step is refused in a
  sentence that says which step and whom to ask (403).
- Each view says what it asks: `@opens`, `@lists`, `@adds`, `@own`, `@public` (`common/access.py`). `tests/web/test_routes.py`
  takes all addresses from the URL resolver and tries each as every role on rows of the own, a sister and the parent unit.
- A system with a key holds one role in one unit; it hands in (经办人) or reads (主管部门), and never approves.

How far a role held in a unit reaches: **own** rows of that unit; **subtree** its rows and those of all units below; **below**
only those of the units below. Nothing: the role may not.

What `domain/` asks beyond the gate:

- Nobody grants a role in a unit that they do not manage, and nobody takes over an account (password, mail address) that
  holds a role in such a unit: that would be a way upward.
- The unit at the top always keeps a 管理员 whose role has no end. Nobody deactivates themselves.
- Leave to approve one's own text is given by name, with a reason, by somebody else; each such approval is marked.
- A unit is moved, merged, split or abolished from above, never by its own 管理员.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_TEXT, *_tables()]) + "\n"


def _tables() -> Iterator[str]:
    from gongkai.web.organs.enums import Role

    for label, models, gate in _gates():
        yield f"## {label}\n\n{'、'.join(f'`{name}`' for name in models)}\n"
        yield "| 步骤 | action | " + " | ".join(role.label for role in Role) + " |"
        yield "|---|---|" + "---|" * len(Role)
        for action, roles in gate.actions.items():
            cells = " | ".join(roles[role.value].value if role.value in roles else "" for role in Role)
            yield f"| {gate.verbs.get(action, '')} | `{action}` | {cells} |"
        yield ""


def _gates() -> list[tuple[str, list[str], Any]]:
    """Label, names of models, and gate; models with the same rules stand together."""
    from django.apps import apps

    found: dict[tuple[str, str], tuple[str, list[str], Any]] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("gongkai."):
            for model in config.get_models():
                gate = getattr(model, "gate", None)
                if gate is not None:
                    found.setdefault((gate.label, repr(gate.actions)), (gate.label, [], gate))[1].append(model.__name__)
    return list(found.values())


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings")
    django.setup()
    print(page(), end="")
