"""A form that makes a row, or changes one; of two editors the second is shown both versions and loses nothing.

    @opens(Unit, "edit")
    def edit(request, row):
        return change(request, row, UnitForm, lambda form, version: units.change_unit(request.user, row, version, **changed(form)),
                      title="修改单位", done=reverse("organs:unit", args=[row.pk]))

The form names in hidden fields the version that its author saw, and short digests of the values; so that, where somebody else
saved meanwhile, a field that only one of the two has touched is settled beforehand, and only what both touched must be chosen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.errors import GongkaiError
from gongkai.web.common import richtext
from gongkai.web.common.editing import Conflict, Versioned

VERSION, SEEN, KEEP = "row-version", "row-seen", "keep-"
Done = str | Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two versions differ.

    Attributes:
        touched: who changed it: "mine", "theirs" or "both"; "both" has to be chosen, the others are chosen beforehand.
    """

    name: str
    label: str
    mine: str
    theirs: str
    touched: str


def changed(form: forms.BaseForm) -> dict[str, Any]:
    """The fields that differ from the row, with their new values."""
    return {name: form.cleaned_data[name] for name in form.changed_data if name in form.cleaned_data}


def create(
    request: HttpRequest, form_class: Callable[..., forms.BaseForm], save: Callable[[Any], Any], *, title: str, done: Done,
    template: str = "common/edit.html", message: str = "已保存。", form_kwargs: dict[str, Any] | None = None, **context: Any,
) -> HttpResponse:
    """A page with a form that makes something.

    Args:
        save: called with the valid form; what it raises as a ValidationError or GongkaiError is shown in the form.
        done: the address to go to, or a function that makes it of what `save` returned.
        context: what the template wants beside; `submit`, `cancel` and `hint` among it.
    """
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*posted, **(form_kwargs or {}))
    if posted and form.is_valid():
        made, fine = attempt(form, lambda: save(form))
        if fine:
            return _go(request, done, made, message)
    return render(request, template, {"title": title, "form": form, **context})


def change(
    request: HttpRequest, row: Versioned, form_class: Callable[..., forms.BaseForm], save: Callable[[Any, int], Any], *,
    title: str, done: Done, template: str = "common/edit.html", message: str = "已保存。",
    form_kwargs: dict[str, Any] | None = None, filling: Callable[[Any], dict[str, Any]] | None = None, **context: Any,
) -> HttpResponse:
    """A page with a form that changes a row.

    Args:
        row: the row as it is now.
        form_class: makes the form; called with ``instance=row``.
        save: called with the valid form and the version that its author saw, raises `Conflict` where the row has another.
        filling: makes of the form what the template wants beside `context`, where that hangs on the form.
    """
    more = filling or (lambda form: {})
    kwargs = {"instance": row, **(form_kwargs or {})}
    if request.method != "POST":
        form = form_class(**kwargs)
        return render(request, template, {"title": title, "form": marked(form, row.version), **context, **more(form)})
    version = _number(request.POST.get(VERSION)) or row.version
    data = _settled(request.POST, form_class(**kwargs))
    form = form_class(data, request.FILES, **kwargs)
    if version != row.version:
        return _conflict(request, form, row, title, context)
    if form.is_valid():
        if not form.has_changed():
            return _go(request, done, row, "内容没有改动。")
        try:
            made, fine = attempt(form, lambda: save(form, version))
        except Conflict as conflict:
            kwargs["instance"] = conflict.current
            return _conflict(request, form_class(data, request.FILES, **kwargs), conflict.current, title, context)
        if fine:
            return _go(request, done, made if made is not None else row, message)
    return render(request, template, {"title": title, "form": marked(form, version, request.POST.get(SEEN, "")), **context, **more(form)})


def attempt(form: forms.BaseForm, act: Callable[[], Any]) -> tuple[Any, bool]:
    """Take a step of `domain/`; what it says against it is put into the form.

    Returns:
        What the step returned, and whether it was taken.
    """
    try:
        return act(), True
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)
        else:
            form.add_error(None, error)
    except GongkaiError as error:
        form.add_error(None, str(error))
    return None, False


def _go(request: HttpRequest, done: Done, made: Any, message: str) -> HttpResponse:
    if message:
        messages.success(request, message)
    return redirect(done(made) if callable(done) else done)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def marked(form: forms.BaseForm, version: int, seen: str = "") -> forms.BaseForm:
    """The form with what its template writes into hidden fields."""
    form.marks = {VERSION: version, SEEN: seen or _seen(form)}  # type: ignore[attr-defined]
    return form


def _seen(form: forms.BaseForm) -> str:
    return " ".join(f"{name}:{_digest(form.get_initial_for_field(field, name))}" for name, field in form.fields.items())


def _digest(value: Any) -> str:
    return hashlib.sha256(_same(value).encode()).hexdigest()[:12]


def _same(value: Any) -> str:
    """One spelling for a value, whether it comes from a row or from a form."""
    match value:
        case None | False:
            return ""
        case True:
            return "on"
        case datetime():
            return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%dT%H:%M")
        case date():
            return value.isoformat()
        case str():
            return value.replace("\r\n", "\n").strip()
        case _ if isinstance(value, Iterable):
            return "\n".join(sorted(_same(getattr(one, "pk", one)) for one in value))
        case _:
            return str(getattr(value, "pk", value))


def _settled(posted: QueryDict, form: forms.BaseForm) -> QueryDict:
    """What was sent, with the other's value in each field where the page of both versions said so."""
    theirs = [name for name in form.fields if posted.get(KEEP + name) == "theirs"]
    if not theirs:
        return posted
    data = posted.copy()
    for name in theirs:
        field = form.fields[name]
        key, value = form.add_prefix(name), field.prepare_value(form.get_initial_for_field(field, name))
        if isinstance(field.widget, forms.MultiWidget):
            several: Any = field.widget  # whose names the stubs do not know
            for suffix, part in zip(several.widgets_names, several.decompress(value), strict=True):
                data[key + suffix] = "" if part is None else str(part)
        elif isinstance(field.widget, forms.CheckboxInput):
            data.setlist(key, ["on"] if value else [])
        elif isinstance(value, list | tuple):
            data.setlist(key, [str(one) for one in value])
        else:
            shown = field.widget.format_value(value)
            data.setlist(key, [str(one) for one in shown] if isinstance(shown, list) else ["" if shown is None else str(shown)])
    return data


def _conflict(request: HttpRequest, form: forms.BaseForm, current: Any, title: str, context: dict[str, Any]) -> HttpResponse:
    """The page of both versions."""
    own = {VERSION, SEEN, "csrfmiddlewaretoken"}
    kept = [(name, value) for name, values in request.POST.lists() if name not in own and not name.startswith(KEEP)
            for value in values]
    seen = dict(mark.split(":", 1) for mark in request.POST.get(SEEN, "").split() if ":" in mark)
    differences = []
    for name, field in form.fields.items():
        mine, theirs = form[name].value(), form.get_initial_for_field(field, name)
        if not field.has_changed(theirs, form[name].data):
            continue
        touched = "both" if name not in seen else "mine" if _digest(theirs) == seen[name] else \
            "theirs" if _digest(mine) == seen[name] else "both"
        differences.append(Difference(name, str(form[name].label), _shown(field, mine), _shown(field, theirs), touched))
    return render(request, "common/conflict.html", {
        "title": title, "differences": differences, "kept": kept, "keep": KEEP, "lost": list(request.FILES),
        "marks": {VERSION: current.version, SEEN: _seen(form)}, **context}, status=409)


def _shown(field: forms.Field, value: Any) -> str:
    """A value as a reader sees it."""
    if isinstance(field, forms.BooleanField):
        return "是" if value else "否"
    if value in (None, "", []):
        return ""
    choices = getattr(field, "choices", None)
    if choices is not None:
        wanted = {str(getattr(one, "pk", one)) for one in (value if isinstance(value, list | tuple) else [value])}
        labels = [str(label) for key, label in _flat(choices) if str(key) in wanted]
        return "、".join(labels) or "、".join(sorted(wanted))
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return richtext.plain(str(value))


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
