"""The site made ready: database, static files, background work, the first 管理员."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def django() -> None:
    """Start Django in this process. Safe to call twice.

    Raises:
        GongkaiError: the platform's packages are not installed, a setting is wrong, or the database cannot be reached.
    """
    from gongkai.errors import GongkaiError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings")
    try:
        import django
        from django.core.exceptions import ImproperlyConfigured
    except ImportError:
        raise GongkaiError("尚未安装网页平台所需的软件包，请执行 pip install 'gongkai[web]' 后再试。") from None
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise GongkaiError(str(error)) from error
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = " ".join(str(error).split())
        raise GongkaiError(f"无法连接数据库，请检查 DATABASE_URL（或者数据目录的权限）和数据库服务是否正常：{reason[:200]}") from None


def up_to_date() -> None:
    """See to it that the site is set up and its database is of this release, for commands that only read it.

    Raises:
        GongkaiError: it is not set up yet, or of an earlier release.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from gongkai.errors import GongkaiError

    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        raise GongkaiError("站点还没有建立，数据库是空的，请核对 GONGKAI_DATA 和 DATABASE_URL 是否指向要用的站点。")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise GongkaiError("数据库还是升级前的版本，请用升级前的 gongkai 执行，或者先执行 gongkai serve 完成升级。")


def prepare() -> None:
    """Migrate the database, gather static files where the code changed, lay out the background work."""
    from django.core.management import call_command

    from gongkai.web.common import work

    call_command("migrate", verbosity=0, interactive=False)
    gather_static()
    work.lay_out()


def gather_static() -> None:
    """Copy static files to where they are served from, unless it was done for this very code."""
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    if settings.DEBUG:
        return
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".gathered"
    newest = max((os.stat(storage.path(name)).st_mtime_ns for finder in finders.get_finders()
                  for name, storage in finder.list([])), default=0)
    if stamp.exists() and stamp.read_text() == str(newest):
        return
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(str(newest))


def found(unit: str, username: str, name: str, password: str, kind: str = "government") -> None:
    """The first unit of an empty site, its 管理员, its catalogue with what the law names, and how often columns see something new.

    Args:
        unit: the full name of the unit at the root, usually the government.
        username, name, password: of the person who will make all other accounts.

    Raises:
        GongkaiError: there are units already, or the password is too weak.
    """
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from gongkai.errors import GongkaiError
    from gongkai.web.common import eventlog
    from gongkai.web.disclosure.domain import catalogue, update_rules
    from gongkai.web.organs.domain.people import first_manager
    from gongkai.web.organs.domain.units import found_root
    from gongkai.web.organs.models import Unit

    try:
        with transaction.atomic():
            if Unit.objects.exists():
                raise GongkaiError("站点已经建立，请由现有的管理员在“人员”中增加账号。")
            root = found_root(unit, kind=kind, slug="root")
            person = first_manager(root, username=username, name=name, password=password)
            catalogue.lay_law(root)
            update_rules.lay_presets(root)
            eventlog.record("site.founded", root, actor=person, unit=root)
    except ValidationError as error:
        raise GongkaiError("".join(error.messages)) from error
