"""RSS of the whole, of a unit and of a row of the catalogue; the sitemap; what robots may read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse

from gongkai.web.common import days
from gongkai.web.disclosure.models import PublishedItem
from gongkai.web.portal import annual, links, tree
from gongkai.web.portal.access import FEED, page
from gongkai.web.portal.published import LISTED, Filters, items
from gongkai.web.portal.views.place import PARTS, address, item_address, rows

NEWEST = 50
BLOCK = 50_000
"""Addresses that one part of a sitemap may hold: items of so many successive keys."""
_UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


class Latest(Feed):
    """The newest items of all."""

    language = "zh-CN"

    @classmethod
    def as_page(cls) -> Callable[..., HttpResponseBase]:
        """The feed as a view of the portal."""
        return page(FEED)(cls())

    def filters(self, obj: Any) -> Filters:
        """What the feed is narrowed to."""
        return Filters()

    def title(self, obj: Any) -> str:
        """The feed's name."""
        return f"{settings.SITE_NAME}－最新公开"

    def link(self, obj: Any) -> str:
        """The page that it follows."""
        return links.absolute(reverse("portal:items"))

    def description(self, obj: Any) -> str:
        """What it brings."""
        return f"{self.title(obj)}，最新{NEWEST}条。"

    def feed_url(self, obj: Any) -> str:
        """Where it is."""
        return links.absolute(reverse("portal:feed"))

    def items(self, obj: Any) -> list[Any]:
        """The newest."""
        return rows(items(self.filters(obj)).only(*LISTED, "summary")[:NEWEST], days.today())

    def item_title(self, item: Any) -> str:
        """Its title; marks that XML has no place for are left out."""
        return str(item.item.title).translate(_UNSEEN)

    def item_description(self, item: Any) -> str:
        """Its summary."""
        return str(item.item.summary).translate(_UNSEEN)

    def item_link(self, item: Any) -> str:
        """Its page."""
        return links.absolute(item.address)

    def item_pubdate(self, item: Any) -> datetime:
        """When it was published."""
        moment: datetime = item.item.published_at
        return moment

    def item_updateddate(self, item: Any) -> datetime:
        """When it was last corrected."""
        moment: datetime = item.item.changed_at or item.item.published_at
        return moment

    def item_author_name(self, item: Any) -> str:
        """The unit."""
        return str(item.unit)

    def item_categories(self, item: Any) -> tuple[str, ...]:
        """The genre."""
        return (item.genre,)


class OfUnit(Latest):
    """The newest items of a unit and of those below it."""

    def get_object(self, request: HttpRequest, slug: str) -> tree.UnitEntry:
        """The unit."""
        return tree.units().at(slug)

    def filters(self, obj: Any) -> Filters:
        """The unit."""
        return Filters(unit=obj.id)

    def title(self, obj: Any) -> str:
        """The unit's name."""
        return f"{obj.name}－最新公开"

    def link(self, obj: Any) -> str:
        """The unit's list."""
        return links.absolute(address("items", obj.slug))

    def feed_url(self, obj: Any) -> str:
        """Where it is."""
        return links.absolute(reverse("portal:unit_feed", kwargs={"slug": obj.slug}))


class OfNode(Latest):
    """The newest items of a row of the catalogue and of those below it."""

    def get_object(self, request: HttpRequest, id: int) -> tree.NodeEntry:
        """The row."""
        node = tree.catalogue().by_id.get(id)
        if node is None:
            raise Http404("目录中没有这个事项，请从“法定主动公开内容”的目录中选择。")
        return node

    def filters(self, obj: Any) -> Filters:
        """The row."""
        return Filters(node=obj.id)

    def title(self, obj: Any) -> str:
        """The row's name."""
        return f"{obj.name}－最新公开"

    def link(self, obj: Any) -> str:
        """The row's list."""
        return links.absolute(f"{reverse('portal:items')}?node={obj.id}")

    def feed_url(self, obj: Any) -> str:
        """Where it is."""
        return links.absolute(reverse("portal:node_feed", kwargs={"id": obj.id}))


@page(FEED)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: one part for the fixed pages, one for each block of items."""
    last = PublishedItem.objects.aggregate(last=Max("pk"))["last"]
    parts = range(0 if last is None else last // BLOCK + 1)
    lines = "".join(f"<sitemap><loc>{escape(links.absolute(reverse('portal:sitemap_part', kwargs={'number': number})))}</loc></sitemap>\n"
                    for number in (0, *(part + 1 for part in parts)))
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
                        f"{lines}</sitemapindex>\n", content_type="application/xml")


@page(FEED, conditional=False)
def sitemap_part(request: HttpRequest, number: int) -> HttpResponseBase:
    """Part 0: the fixed pages and the annual reports; part n: the items whose keys lie in the n-th block."""
    if number and not PublishedItem.objects.filter(pk__gte=(number - 1) * BLOCK).exists():
        raise Http404("没有这一份网站地图。")
    return StreamingHttpResponse(_urlset(_fixed() if number == 0 else _block(number - 1)), content_type="application/xml")


@page(FEED)
def robots(request: HttpRequest) -> HttpResponse:
    """The public part is open to all; lists narrowed in endless ways and the workbench are not."""
    prefix = reverse("portal:home")
    return HttpResponse(f"User-agent: *\nDisallow: {prefix}workbench/\nDisallow: {prefix}account/\nDisallow: {prefix}search/\n"
                        f"Sitemap: {links.absolute(reverse('portal:sitemap'))}\n", content_type="text/plain; charset=utf-8")


def _fixed() -> Iterator[tuple[str, datetime | None]]:
    for slug in ("", *(entry.slug for entry in tree.units().all if entry.standing)):
        for part in ("home", *(part for part, _, _ in PARTS)):
            yield address(part, slug), None
    yield reverse("portal:statistics"), None
    for report, at in annual.latest().items():
        yield reverse("portal:annual_report", args=[report]), at
    for id, _, _ in annual.all_collected():
        yield reverse("portal:annual_collected", args=[id]), None


def _block(number: int) -> Iterator[tuple[str, datetime | None]]:
    found = PublishedItem.objects.filter(pk__gte=number * BLOCK, pk__lt=(number + 1) * BLOCK).order_by("pk")
    for id, published_at, changed_at in found.values_list("pk", "published_at", "changed_at").iterator(chunk_size=5000):
        yield item_address(id), changed_at or published_at


def _urlset(pages: Iterator[tuple[str, datetime | None]]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for path, changed in pages:
        when = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(links.absolute(path))}</loc>{when}</url>\n"
    yield "</urlset>\n"
