"""What each address asks of its visitor, said where the view is written and held against the gate by a test.

    @opens(Item, "edit")                  # one row, found by its id in the address
    def edit(request, row): ...

    @lists(Item)                          # rows, which the view restricts itself
    def index(request): ...

    @adds(Item, "add")                    # something new, in a unit where the person may
    def new(request): ...

    @own                                  # the person's own affairs, any signed-in person
    @public                               # anybody
    @takes_files                          # below one of these: reads an upload, with no transaction open meanwhile
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase

from gongkai.web.common.gate import Refused, require

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """What a view asks: `kind` is opens, lists, adds, own or public."""

    kind: str
    model: type[Model] | None = None
    action: str = ""
    by: str = "id"


def opens(model: Any, action: str = "view", *, by: str = "id", along: tuple[str, ...] = ()) -> Callable[[View], View]:
    """The view works on one row, which it is given as `row` in place of the address's keyword `by`.

    It comes with the units that the gate asks it for, and with what `along` names of its relations.

    Who may not even view the row is told that there is none (404); who may view it but not take the action is refused
    in the gate's own sentence (403).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, **keywords: Any) -> HttpResponseBase:
            key = keywords.pop(by)
            try:
                row = model.objects.restrict(request.user, "view").select_related(*model.gate.units(), *along).get(**{"pk" if by == "id" else by: key})
            except model.DoesNotExist:
                raise Http404(f"没有这条{model.gate.label}，或者您无权查看。") from None
            require(request.user, action, row)
            return view(request, row=row, **keywords)

        wrapped.access = Access("opens", model, action, by)  # type: ignore[attr-defined]
        return wrapped

    return decorate


def lists(model: Any, action: str = "view") -> Callable[[View], View]:
    """The view shows rows of a model and starts from ``model.objects.restrict(request.user, action)``."""

    def decorate(view: View) -> View:
        view.access = Access("lists", model, action)  # type: ignore[attr-defined]
        return view

    return decorate


def adds(model: Any, action: str = "add") -> Callable[[View], View]:
    """The view makes something new; refused (403) to whoever may nowhere take the action. `domain/` asks again, for the unit."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, **keywords: Any) -> HttpResponseBase:
            if not model.gate.somewhere(request.user, action):
                raise Refused(f"您没有{model.gate.verbs.get(action, '新增')}{model.gate.label}的权限，如确需办理，请联系本单位管理员。")
            return view(request, **keywords)

        wrapped.access = Access("adds", model, action)  # type: ignore[attr-defined]
        return wrapped

    return decorate


def own(view: View) -> View:
    """The view shows nothing but the signed-in person's own affairs; anybody else is asked to sign in."""

    @wraps(view)
    def wrapped(request: HttpRequest, **keywords: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, **keywords)

    wrapped.access = Access("own")  # type: ignore[attr-defined]
    return wrapped


def public(view: View) -> View:
    """Anybody may see it."""
    view.access = Access("public")  # type: ignore[attr-defined]
    return view


def takes_files(view: View) -> View:
    """The view reads an uploaded file, which may take long, and no transaction is open meanwhile: on SQLite every writer would
    wait for it. What it then writes, domain/ writes in a transaction of its own."""
    return transaction.non_atomic_requests(view)
