from datetime import date

import pytest
from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from gongkai.web.common.formrenderer import Renderer

GIVEN = [None, "", "a", "<b> & 'c' \"d\"", mark_safe("<i>"), 0, 1234567, 1.5, True, False, date(2026, 9, 18), ["2"]]
PLAIN = [forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.TelInput, forms.SearchInput, forms.ColorInput, forms.PasswordInput,
         forms.HiddenInput, forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.FileInput, forms.CheckboxInput, forms.Textarea]
CHOICES = [("", "全部"), ("1", "<甲>"), ("2", mark_safe("<b>乙</b>")), (3, 3000), ("四", [("5", "五 & 六"), ("6", gettext_lazy("Yes"))]), (date(2026, 9, 18), date(2026, 9, 18))]
ATTRIBUTES = [{}, {"class": "tall", "data-x": '"<&>'}, {"required": True, "disabled": False, "rows": 3, "step": None, "title": mark_safe("&amp;")}]


def by_template(widget, value, attrs):
    """Without the empty line that Django has after each option."""
    return widget.render("some", value, attrs, renderer=DjangoTemplates()).replace("</option>\n\n", "</option>\n").replace("</option>\n  \n", "</option>\n  ")


@pytest.mark.parametrize("attrs", ATTRIBUTES)
@pytest.mark.parametrize("given", GIVEN)
def test_plain_widgets_are_to_the_letter_those_of_djangos_templates(given, attrs):
    widgets = [kind() for kind in PLAIN] + [kind(choices=CHOICES) for kind in (forms.Select, forms.SelectMultiple, forms.RadioSelect)]
    for widget in [*widgets, forms.SplitDateTimeWidget(), forms.NullBooleanSelect()]:
        if given not in (None, "") and isinstance(widget, forms.SplitDateTimeWidget | forms.NullBooleanSelect):
            continue  # they take values of their own
        assert widget.render("some", given, attrs, renderer=Renderer()) == by_template(widget, given, attrs)


def test_all_forms_are_rendered_by_it_and_a_widget_of_another_template_by_its_own():
    assert settings.FORM_RENDERER == "gongkai.web.common.formrenderer.Renderer" and isinstance(get_default_renderer(), Renderer)

    class Framed(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    widget = Framed(choices=CHOICES[:2])
    assert '<input type="select" name="some" value="1">' in widget.render("some", "", renderer=Renderer())


def test_what_a_visitor_typed_is_escaped():
    class Form(forms.Form):
        words = forms.CharField()
        kind = forms.ChoiceField(choices=[("a", "甲")])

    page = str(Form({"words": '"><script>', "kind": '"><script>'}))
    assert "<script>" not in page and "&quot;&gt;&lt;script&gt;" in page
