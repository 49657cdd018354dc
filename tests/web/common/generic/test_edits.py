import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import include, path

from gongkai.errors import GongkaiError
from gongkai.web.common.access import adds, opens
from gongkai.web.common.generic import edits
from gongkai.web.organs.models import Unit


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = ("name", "short_name", "kind", "order", "founded_on", "document_word")


def save(row, version, **changes):
    if changes.get("short_name") == "坏":
        raise GongkaiError("简称不能是“坏”，请改正。")
    if changes.get("short_name") == "糟":
        raise ValidationError({"short_name": "简称不能是“糟”，请改正。", "path": "路径有误。"})
    row.save_over(version, **changes)


@opens(Unit, "edit")
def edit(request, row):
    return edits.change(request, row, UnitForm, lambda form, version: save(row, version, **edits.changed(form)), title="修改单位",
                        done="/workbench/")


@adds(Unit, "edit")
def new(request):
    return edits.create(request, UnitForm, lambda form: Unit.objects.create(**form.cleaned_data, slug="new"), title="新增单位",
                        done=lambda made: f"/workbench/?{made.slug}")


urlpatterns = [path("workbench/u/<int:id>", edit), path("workbench/u", new), path("", include("gongkai.web.urls"))]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def desk(county, client):
    client.force_login(county.people["root", "manager"], backend="allauth.account.auth_backends.AuthenticationBackend")
    client.address = f"/workbench/u/{county.education.pk}"
    return client


def opened(client):
    form = client.get(client.address).context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {**{name: "" if value is None else value for name, value in values.items()}, **form.marks}


def test_a_change_is_saved_and_counted(county, desk):
    assert desk.post(desk.address, {**opened(desk), "short_name": "县教育局"}).status_code == 302
    county.education.refresh_from_db()
    assert (county.education.short_name, county.education.version) == ("县教育局", 2)


def test_saving_without_a_change_saves_nothing(county, desk):
    desk.post(desk.address, opened(desk))
    county.education.refresh_from_db()
    assert county.education.version == 1


def test_what_the_domain_says_against_it_stands_in_the_form_and_nothing_typed_is_lost(desk):
    response = desk.post(desk.address, {**opened(desk), "short_name": "坏", "document_word": "清教"})
    assert response.context["form"].non_field_errors() == ["简称不能是“坏”，请改正。"]
    assert 'value="清教"' in response.content.decode()
    response = desk.post(desk.address, {**opened(desk), "short_name": "糟"})
    assert response.context["form"].errors["short_name"] == ["简称不能是“糟”，请改正。"]
    assert response.context["form"].non_field_errors() == ["路径有误。"]


def conflict(county, desk, mine, theirs):
    seen = opened(desk)
    county.education.save_over(1, **theirs)
    return desk.post(desk.address, {**seen, **mine})


def test_the_second_of_two_editors_is_shown_both_versions_and_nothing_is_saved(county, desk):
    response = conflict(county, desk, {"short_name": "我的", "document_word": "清教"}, {"short_name": "对方的", "order": 7})
    assert response.status_code == 409
    found = {one.name: (one.mine, one.theirs, one.touched) for one in response.context["differences"]}
    assert found == {"short_name": ("我的", "对方的", "both"), "document_word": ("清教", "", "mine"), "order": ("0", "7", "theirs")}
    county.education.refresh_from_db()
    assert county.education.short_name == "对方的"


def resolve(response, **chosen):
    data: dict = {}
    for name, value in response.context["kept"]:
        data.setdefault(name, []).append(value)
    return {**data, **response.context["marks"], **{f"keep-{name}": side for name, side in chosen.items()}}


def test_field_by_field_the_second_editor_takes_theirs_or_keeps_mine(county, desk):
    response = conflict(county, desk, {"short_name": "我的", "document_word": "清教"}, {"short_name": "对方的", "order": 7})
    assert desk.post(desk.address, resolve(response, short_name="theirs", document_word="mine", order="theirs")).status_code == 302
    county.education.refresh_from_db()
    row = county.education
    assert (row.short_name, row.document_word, row.order, row.version) == ("对方的", "清教", 7, 3)


def test_a_third_editor_in_between_brings_the_page_of_both_versions_again(county, desk):
    response = conflict(county, desk, {"short_name": "我的"}, {"short_name": "对方的"})
    county.education.refresh_from_db()
    county.education.save_over(2, short_name="第三人的")
    again = desk.post(desk.address, resolve(response, short_name="mine"))
    assert again.status_code == 409
    assert [one.theirs for one in again.context["differences"]] == ["第三人的"]


def test_days_and_choices_are_shown_as_readers_see_them_and_their_values_can_be_taken(county, desk):
    response = conflict(county, desk, {"kind": "town"}, {"founded_on": "2020-01-02"})
    shown = {one.name: (one.mine, one.theirs) for one in response.context["differences"]}
    assert shown == {"kind": ("乡镇人民政府", "政府部门"), "founded_on": ("", "2020-01-02")}
    desk.post(desk.address, resolve(response, kind="mine", founded_on="theirs"))
    county.education.refresh_from_db()
    assert (county.education.kind, str(county.education.founded_on)) == ("town", "2020-01-02")


def test_a_lost_race_after_the_look_ends_at_the_same_page(county, desk, monkeypatch):
    seen = opened(desk)
    real = Unit.save_over

    def late(self, version, **changes):
        Unit.objects.filter(pk=self.pk).update(version=9, short_name="抢先的")
        return real(self, version, **changes)

    monkeypatch.setattr(Unit, "save_over", late)
    response = desk.post(desk.address, {**seen, "short_name": "我的"})
    assert response.status_code == 409
    assert response.context["marks"][edits.VERSION] == 9


def test_a_new_row_leads_to_its_page(desk):
    data = {"name": "清川县林业局", "kind": "department", "order": 1}
    assert desk.post("/workbench/u", data).headers["Location"] == "/workbench/?new"
    assert "名称" in desk.post("/workbench/u", {}).content.decode()
