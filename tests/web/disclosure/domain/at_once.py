"""Several people act on one item at the same moment, each on a connection of their own. Run by test_at_once.py, see together.py."""

from __future__ import annotations

from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from together import print_outcome, together


def scenes(county) -> dict[str, object]:
    """The moments at which people get into each other's way."""
    from county import fresh, person

    spec = spec_from_file_location("way_of_items", Path(__file__).resolve().parents[1] / "conftest.py")
    conftest = module_from_spec(spec)
    spec.loader.exec_module(conftest)
    way = conftest.Way(county)
    second = fresh(person("另一保密员", way.unit, "secrecy"))
    from gongkai.web.disclosure.domain import items, publishing, submitting
    from gongkai.web.disclosure.models import Item, Publication

    found: dict[str, object] = {"created": together(*[way.draft] * 8)}
    found["serials"] = sorted(int(number[-5:]) for number in Item.objects.values_list("index_number", flat=True))
    item = way.draft()
    found["edited"] = together(*(lambda title=title: items.change_item(way.clerk, item, 1, {"title": title}) for title in ("甲", "乙")))
    item.refresh_from_db()
    found["submitted"] = together(*[lambda: submitting.submit_item(way.clerk, item, item.version)] * 3)
    version = item.versions.get()
    found["reviewed"] = together(lambda: way.step(version, 0), lambda: way.step(version, 0, who=second))
    way.step(version, 1)
    found["published"] = together(*[lambda: publishing.publish_item(way.clerk, item)] * 4)
    found["acts"] = Publication.objects.count()
    found["counted"] = Counter(Item.objects.values_list("stage", flat=True))
    return found


if __name__ == "__main__":
    print_outcome("items", scenes)
