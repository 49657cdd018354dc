"""The portal as files, for the host's own content system or a plain web server: HTML with relative links, JSON, feeds, attachments.

Pages are the site's own, asked of it as a browser would; what a file cannot do (search, filters, sign-in) leads to the site's public
address. What an earlier export wrote and this one does not, such as an item withdrawn meanwhile, is deleted.
"""

from __future__ import annotations

import html
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http.request import validate_host
from django.urls import get_script_prefix, reverse

from gongkai.errors import GongkaiError
from gongkai.web.annualreport.domain.publishing import OFFERED
from gongkai.web.annualreport.models import Publication
from gongkai.web.common import chartfiles, files
from gongkai.web.disclosure.domain import queries
from gongkai.web.disclosure.models import PublishedItem
from gongkai.web.organs.models import Unit
from gongkai.web.portal import annual, annualfiles, annualset, links, tree
from gongkai.web.portal.figures import figures
from gongkai.web.portal.views.annual import PER_PAGE as ANNUAL
from gongkai.web.portal.views.annualfigures import CHARTS
from gongkai.web.portal.views.listing import MOST, PER_PAGE
from gongkai.web.portal.views.place import PARTS, address, item_address

MANIFEST = "export.json"
_LINK = re.compile(r'\b(href|src|action)="([^"]*)"')
_ASSETS = ("annualreport/paper.css", "gongkai/gongkai.css", "gongkai/gongkai.js", "gongkai/display.js", "gongkai/icon.svg", "portal/portal.css", "portal/portal.js")


class Failed(GongkaiError):
    """The portal could not be written; the message is one Chinese sentence."""


def export(folder: Path, progress: Callable[[int, int], None] = lambda done, whole: None) -> int:
    """Write the portal into a folder, which is made where it is missing.

    Args:
        progress: told how many files are written, and how many there are.

    Returns:
        How many files there are.

    Raises:
        Failed: there is no site, the folder is none, a page could not be made; what was there before stays.
    """
    if Unit._meta.db_table not in connection.introspection.table_names() or not Unit.objects.exists():
        raise Failed("这里还没有建立站点，请先执行 gongkai setup，或者用 GONGKAI_DATA、DATABASE_URL 指明站点的数据。")
    host = urlsplit(settings.SITE_ADDRESS).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        raise Failed(f"站点对外的网址（GONGKAI_SITE_ADDRESS）中的域名“{host}”不在允许的域名（GONGKAI_HOSTS）之中，请补上后再导出。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Export(folder, progress).run()
    except (FileExistsError, NotADirectoryError):
        raise Failed(f"{folder} 不是文件夹，请另选一个。") from None
    except OSError as error:
        raise Failed(f"不能写入“{error.filename or folder}”（{error.strerror}），请检查文件夹的权限和磁盘空间。") from None


class Export:
    """One run into a folder."""

    def __init__(self, folder: Path, progress: Callable[[int, int], None] = lambda done, whole: None) -> None:
        self.folder, self.progress = folder, progress
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.files: dict[str, str] = {}
        self.written: set[str] = set()

    def run(self) -> int:
        """Write everything.

        Returns:
            How many files there are.

        Raises:
            Failed: a page could not be made; what was there before stays.
        """
        addresses = [*_pages(), *_data()]
        self.files = {path: _file(path) for path in addresses} | dict(_annual_figures())
        for item, file, kind in _attachments():
            name = f"items/{item}/files/{file}.{re.sub('[^a-z0-9]', '', kind.lower()) or 'bin'}"
            self.files[f"{item_address(item)}files/{file}"] = name
            self._write(name, _bytes(item, file))
        for original, kind in ((id, kind) for id, kind, offered in annual.all_collected() if offered):
            path = reverse("portal:annual_original", args=[original])
            name = f"annual-reports/collected/{original}/original.{re.sub('[^a-z0-9]', '', kind.lower()) or 'bin'}"
            self.files[path] = name
            self._write(name, self._made(path, name))
        for asset in _ASSETS:
            self.files[staticfiles_storage.url(asset)] = f"static/{asset}"
            self._write(f"static/{asset}", Path(_found(asset)).read_bytes())
        for path, name in self.files.items():
            if name not in self.written:
                self._write(name, self._made(path, name))
                self.progress(len(self.written), len(self.files))
        self._forget()
        return len(self.written)

    def _made(self, path: str, name: str) -> bytes:
        """The bytes of an address, with links as the folder needs them."""
        response = self.handler.get_response(_request(path))
        if response.status_code != 200:
            raise Failed(f"导出页面 {path} 时出错（状态 {response.status_code}），请查看运行日志；原有的导出文件没有删除。")
        data = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        if not name.endswith(".html"):
            return bytes(data)
        return _LINK.sub(lambda found: f'{found[1]}="{html.escape(self._link(html.unescape(found[2]), path, name))}"',
                         data.decode()).encode()

    def _link(self, link: str, path: str, name: str) -> str:
        """Where a link of a page leads in the folder, or on the site."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or link.startswith("#") or not link:
            return link
        whole = f"{urlsplit(path).path}{link}" if link.startswith("?") else link
        target = self.files.get(_plain(whole))
        if target is None:
            return links.absolute(whole)
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        return os.path.relpath(target, PurePosixPath(name).parent) + anchor

    def _write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.written.add(name)
        if path.exists() and path.read_bytes() == data:
            return
        draft = path.with_name(f".{path.name}.new")
        draft.write_bytes(data)
        draft.replace(path)

    def _forget(self) -> None:
        """Delete what an earlier run wrote and this one did not; note what this one wrote."""
        manifest = self.folder / MANIFEST
        for name in json.loads(manifest.read_text())["files"] if manifest.exists() else ():
            path = (self.folder / name).resolve()
            if name not in self.written and path.is_relative_to(self.folder.resolve()):
                path.unlink(missing_ok=True)
        manifest.write_text(json.dumps({"site": settings.SITE_ADDRESS, "files": sorted(self.written)}, ensure_ascii=False, indent=1))


def _pages() -> Iterator[str]:
    """Addresses of the pages: the fixed parts, the lists by unit and by row of the catalogue, the items."""
    units, catalogue, counted = tree.units(), tree.catalogue(), figures()
    yield reverse("portal:statistics")
    for slug in ("", *(entry.slug for entry in units.all if entry.standing and entry != units.root)):
        unit = units.at(slug) if slug else units.root
        if unit is None:
            continue
        for part in ("home", *(part for part, _, _ in PARTS)):
            yield address(part, slug)
        years = annual.years(unit)
        yield from (f"{address('annual', slug)}?year={year}" for year in years if len(years) > 1)
        yield from _turned(address("annual", slug), annual.listed(unit).count(), ANNUAL)
        by_node = counted.nodes([entry.id for entry in units.below(unit)])
        yield from _turned(address("items", slug), by_node.total())
        for node in catalogue.by_id.values():
            count = sum(by_node[id] for id in catalogue.below(node.id))
            if count:
                yield f"{address('items', slug)}?node={node.id}"
                yield from _turned(f"{address('items', slug)}?node={node.id}", count)
    for id in PublishedItem.objects.order_by("pk").values_list("pk", flat=True).iterator():
        yield item_address(id)
    for report, act, newest in _annual():
        yield reverse("portal:annual_report", args=[report]) if newest else reverse("portal:annual_earlier", args=[report, act])
    for collected, _, _ in annual.all_collected():
        yield reverse("portal:annual_collected", args=[collected])


def _annual() -> Iterator[tuple[int, int, bool]]:
    """Every publication of an annual report, and whether it is the one that holds."""
    last = dict(Publication.objects.order_by("pk").values_list("report", "pk"))
    for report, act in Publication.objects.order_by("pk").values_list("report", "pk"):
        yield report, act, last[report] == act


def _annual_figures() -> Iterator[tuple[str, str]]:
    """Addresses of the area's figures and their files: the page of each year with its charts as pictures and data, the whole set, the
    dictionary. The page that names no year is that of the newest, and so are its charts."""
    page = reverse("portal:annual_figures")
    folder, years = _file(page).removesuffix("index.html"), annualset.years()
    yield page, _file(page)
    if not years:
        return
    for year in (None, *years):
        if year is not None:
            yield f"{page}?year={year}", _file(f"{page}?year={year}")
        for chart in CHARTS:
            for kind in chartfiles.KINDS:
                yield f"{page}?as={kind}&chart={chart}{f'&year={year}' if year else ''}", f"{folder}{chart}-{year or years[0]}.{kind}"
    dictionary = reverse("portal:annual_dictionary")
    yield dictionary, _file(dictionary)
    for kind in annualfiles.KINDS:
        path = reverse(f"portal:annual_{kind}")
        yield path, _file(path)
        yield f"{path}?form=long", _file(path).removesuffix(f".{kind}") + f"-long.{kind}"


def _turned(first: str, count: int, per_page: int = PER_PAGE) -> Iterator[str]:
    """The further pages of a list."""
    mark = "&" if "?" in first else "?"
    for number in range(2, -(-min(count, MOST) // per_page) + 1):
        yield f"{first}{mark}page={number}"


def _data() -> Iterator[str]:
    """Addresses of what machines read."""
    yield from (reverse(f"portal:{name}") for name in ("feed", "register_csv", "register_json"))
    for entry in tree.units().all:
        yield reverse("portal:unit_feed", kwargs={"slug": entry.slug})
    for id in PublishedItem.objects.order_by("pk").values_list("pk", flat=True).iterator():
        yield reverse("api:item", kwargs={"id": id})
    for report, act, _ in _annual():
        yield from (reverse("portal:annual_file", args=[report, act, name]) for name in OFFERED)


def _attachments() -> Iterator[tuple[int, str, str]]:
    for id, attached in PublishedItem.objects.exclude(files=[]).order_by("pk").values_list("pk", "files").iterator():
        for file in attached:
            yield id, file["id"], file["kind"]


def _bytes(item: int, file: str) -> bytes:
    row = queries.public_file(item, file)
    try:
        return files.read(row) if row is not None else b""
    except FileNotFoundError:
        raise Failed(f"编号为 {item} 的政府信息有附件不在服务器上，请从备份恢复后再导出；原有的导出文件没有删除。") from None


def _file(path: str) -> str:
    """The file of an address: ``/items/?node=3&page=2`` → ``items/index-node-3-page-2.html``."""
    parts = urlsplit(path)
    inside = parts.path.removeprefix(get_script_prefix())
    if inside.startswith("api/v1/"):
        return f"data/{inside.removeprefix('api/v1/')}.json"
    if inside and not inside.endswith("/"):
        return inside
    return f"{inside}index{''.join(f'-{name}-{value}' for name, value in sorted(parse_qsl(parts.query)))}.html"


def _plain(link: str) -> str:
    """An address as this module writes it: without what stands for nothing."""
    parts = urlsplit(link)
    query = [(name, value) for name, value in sorted(parse_qsl(parts.query)) if (name, value) != ("page", "1")]
    return parts.path + ("?" + "&".join(f"{name}={value}" for name, value in query) if query else "")


def _request(path: str) -> WSGIRequest:
    """A browser's GET."""
    site, parts = urlsplit(settings.SITE_ADDRESS), urlsplit(path)
    prefix = get_script_prefix().rstrip("/")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": prefix, "PATH_INFO": parts.path.removeprefix(prefix), "QUERY_STRING": parts.query,
        "SERVER_NAME": site.hostname or "127.0.0.1", "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": site.scheme, "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }
    return WSGIRequest(environ)


def _found(asset: str) -> str:
    """Where a static file lies."""
    found = finders.find(asset)
    if not found:
        raise Failed(f"找不到静态文件 {asset}，请重新安装后再导出。")
    return str(found)
