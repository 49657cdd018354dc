"""Every row and every file of a site in one archive, and back again, on either database.

The archive is a ZIP: ``manifest.json`` (release, migrations, for each table how many rows and their digest), one file of
JSON lines a table, and the uploaded files under their digests. It does not hold the site's key: whoever keeps both together
can read what the key protects. A site on SQLite can be restored onto PostgreSQL and the other way round.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from gongkai import __version__
from gongkai.errors import GongkaiError
from gongkai.web.common import search

FORMAT = 1
# Made anew by the site itself: sign-ins under way, counters of failed sign-ins, the queue of work, what search knows.
LEFT_OUT = {"common.searchdocument", "sessions.session", "contenttypes.contenttype", "auth.permission", "axes.accessattempt", "axes.accesslog",
            "axes.accessfailurelog", "axes.accessattemptexpiration", "applications.tally", "django_q.ormq", "django_q.schedule", "django_q.task",
            "usersessions.usersession"}
BATCH = 1_000
Progress = Callable[[str, int], None]


def back_up(path: str | os.PathLike[str], progress: Progress = lambda table, rows: None) -> dict[str, Any]:
    """Write the whole site into one archive, as it stands at one moment; the site may go on working.

    Args:
        path: the archive to be written; it takes its place only when it is whole.
        progress: told each table and its rows when it is done.

    Returns:
        The manifest.

    Raises:
        GongkaiError: the archive exists, its folder does not, or a file that a row names is gone from the disk or was changed.
    """
    target = Path(path)
    if target.exists():
        raise GongkaiError(f"备份文件“{target}”已经存在，请换一个文件名，以免覆盖原有备份。")
    if not target.parent.is_dir():
        raise GongkaiError(f"文件夹“{target.parent}”不存在，请先建立，或者把备份文件写到别处。")
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(draft, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            with _one_moment():
                manifest = _manifest()
                digests: dict[str, str] = {}
                for model in _models(_current()):
                    told = _write_table(archive, model, digests)
                    manifest["tables"][model._meta.label_lower] = told
                    progress(model._meta.label_lower, told["rows"])
            for digest, name in sorted(digests.items()):
                _write_file(archive, digest, name)
            manifest["files"] = len(digests)
            archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
        os.chmod(draft, 0o600)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def restore(path: str | os.PathLike[str], progress: Progress = lambda table, rows: None) -> dict[str, Any]:
    """Fill an empty site from an archive: all of it, or nothing of its rows.

    An archive of an earlier release is taken into the tables as they were then, and these are brought up to date.

    Returns:
        The manifest.

    Raises:
        GongkaiError: the site is not empty, the archive is damaged or of a later release.
    """
    from django.core.management import call_command

    with _opened(path) as archive:
        manifest = _checked(archive)
        executor = MigrationExecutor(connection)
        targets = [tuple(target) for target in manifest["migrations"]]
        unknown = [f"{app}.{name}" for app, name in targets if (app, name) not in executor.loader.graph.nodes]
        if unknown:
            raise GongkaiError(f"备份由较新的版本（{manifest['gongkai']}）生成，当前版本 {__version__} 无法恢复，请升级后再试。")
        if "organs_unit" in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute("SELECT COUNT(*) FROM organs_unit")
                if cursor.fetchone()[0]:
                    raise GongkaiError("当前站点已有数据，不能在其上恢复，请另设空的数据目录（GONGKAI_DATA）或者空的数据库（DATABASE_URL）。")
        leaves = [target for target in targets if not any(
            child in set(targets) and child[0] == target[0] for child in executor.loader.graph.node_map[target].children)]
        executor.migrate(leaves)
        state = MigrationExecutor(connection).loader.project_state(leaves)
        _restore_files(archive)
        with transaction.atomic():
            done = []
            for model in _models(state.apps):
                label = model._meta.label_lower
                if label in manifest["tables"]:
                    progress(label, _read_table(archive, model, manifest["tables"][label]))
                    done.append(model)
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), done):
                    cursor.execute(statement)
            connection.check_constraints()
    call_command("migrate", verbosity=0, interactive=False)
    search.rebuild()
    return manifest


def digests() -> dict[str, str]:
    """Table → digest of its rows, as a backup would hold them: two sites with equal digests hold the same."""
    with _one_moment():
        return {model._meta.label_lower: _digest(model) for model in _models(_current())}


@contextmanager
def _one_moment() -> Iterator[None]:
    """All reads within see the database as it was at the first of them; writers are not held up."""
    database: Any = connection
    mode = getattr(database, "transaction_mode", None)
    database.transaction_mode = "DEFERRED"  # SQLite: a reader takes no writer's place
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql" and not connection.savepoint_ids:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        database.transaction_mode = mode


def _current() -> Any:
    from django.apps import apps

    return apps


def _models(apps: Any) -> list[type[models.Model]]:
    """The models whose rows are kept, by name."""
    found = [model for model in apps.get_models(include_auto_created=True)
             if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT]
    return sorted(found, key=lambda model: model._meta.label_lower)


def _manifest() -> dict[str, Any]:
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {"format": FORMAT, "gongkai": __version__, "made_at": datetime.now().astimezone().isoformat(timespec="seconds"),
            "database": connection.vendor, "migrations": applied, "tables": {}}


def _fields(model: type[models.Model]) -> list[Any]:
    return sorted(model._meta.local_concrete_fields, key=lambda field: field.attname)


def _lines(model: type[models.Model]) -> Iterator[tuple[dict[str, Any], bytes]]:
    names = [field.attname for field in _fields(model)]
    for values in model._base_manager.order_by("pk").values_list(*names).iterator(BATCH):
        row = {name: _plain(value) for name, value in zip(names, values, strict=True)}
        yield row, json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _digest(model: type[models.Model]) -> str:
    sha = hashlib.sha256()
    for _, line in _lines(model):
        sha.update(line)
    return sha.hexdigest()


def _write_table(archive: zipfile.ZipFile, model: type[models.Model], digests: dict[str, str]) -> dict[str, Any]:
    sha, count, label = hashlib.sha256(), 0, model._meta.label_lower
    with archive.open(f"rows/{label}.jsonl", "w", force_zip64=True) as file:
        for row, line in _lines(model):
            file.write(line)
            sha.update(line)
            count += 1
            if kept := getattr(model, "bytes_under", ""):
                digests[row[kept]] = str(row.get("name") or row["id"])
    return {"rows": count, "sha256": sha.hexdigest()}


def _write_file(archive: zipfile.ZipFile, digest: str, name: str) -> None:
    from gongkai.web.common.files import path_of

    sha = hashlib.sha256()
    try:
        with open(path_of(digest), "rb") as source, archive.open(f"files/{digest}", "w", force_zip64=True) as file:
            while block := source.read(1 << 20):
                sha.update(block)
                file.write(block)
    except FileNotFoundError:
        raise GongkaiError(f"附件“{name}”在数据目录中已不存在，备份未完成，请先从以前的备份中找回该文件。") from None
    if sha.hexdigest() != digest:
        raise GongkaiError(f"附件“{name}”的内容与登记的校验值不符，备份未完成，请先从以前的备份中找回该文件。")


@contextmanager
def _opened(path: str | os.PathLike[str]) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError:
        raise GongkaiError(f"没有备份文件“{path}”，请核对文件名。") from None
    except IsADirectoryError:
        raise GongkaiError(f"“{path}”是文件夹，请写明其中的备份文件。") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):  # no ZIP, cut short, bits turned, packed in another way
        raise GongkaiError(f"“{path}”不是完整的备份文件，请换用另一份备份。") from None


def _checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest of an archive whose every part is what the manifest says."""
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    except (KeyError, ValueError, RuntimeError):  # RuntimeError: it is locked with a password
        manifest = {}
    if not isinstance(manifest, dict) or "format" not in manifest:
        raise GongkaiError("备份文件中没有清单（manifest.json），它不是本系统的备份，请换用另一份备份。")
    if manifest["format"] != FORMAT:
        raise GongkaiError("备份文件的格式不是当前版本所能读取的，请升级后再试。")
    there = set(archive.namelist())
    for label, told in manifest["tables"].items():
        name = f"rows/{label}.jsonl"
        if name not in there or _digest_of(archive, name) != told["sha256"]:
            raise GongkaiError(f"备份文件中的数据表“{label}”与清单不符，备份已损坏，请换用另一份备份。")
    names = [name for name in archive.namelist() if name.startswith("files/")]
    if len(names) != manifest["files"]:
        raise GongkaiError("备份文件中的附件数量与清单不符，备份已损坏，请换用另一份备份。")
    for name in names:
        if _digest_of(archive, name) != (digest := name.removeprefix("files/")):
            raise GongkaiError(f"备份中的附件 {digest[:12]} 与其校验值不符，备份已损坏，请换用另一份备份。")
    return manifest


def _digest_of(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _restore_files(archive: zipfile.ZipFile) -> None:
    from gongkai.web.common.files import path_of

    for name in archive.namelist():
        digest = name.removeprefix("files/")
        if digest == name:
            continue
        target = path_of(digest)  # `_checked` has seen that it is the digest of what lies there
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{digest}.{os.getpid()}")
        with archive.open(name) as source, open(draft, "wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
        os.chmod(draft, settings.FILE_UPLOAD_PERMISSIONS)
        draft.replace(target)


def _read_table(archive: zipfile.ZipFile, model: type[models.Model], told: dict[str, Any]) -> int:
    """Insert a table's rows as they were: no default, no time of saving takes the place of what the backup says."""
    fields = _fields(model)
    quote = connection.ops.quote_name
    places = ", ".join(["%s"] * len(fields))
    columns = ", ".join(quote(field.column) for field in fields)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"
    count = 0
    with archive.open(f"rows/{model._meta.label_lower}.jsonl") as file, connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")  # what migrations put in is in the archive too
        batch: list[list[Any]] = []
        for line in file:
            row = json.loads(line)
            batch.append([field.get_db_prep_save(_value(field, row[field.attname]), connection) for field in fields])
            if len(batch) == BATCH:
                cursor.executemany(statement, batch)
                count, batch = count + len(batch), []
        if batch:
            cursor.executemany(statement, batch)
            count += len(batch)
    if count != told["rows"]:
        raise GongkaiError(f"数据表“{model._meta.label_lower}”的行数与清单不符，备份已损坏，请换用另一份备份。")
    return count


def _plain(value: Any) -> Any:
    """A value of a column as JSON holds it, without loss."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _value(field: Any, value: Any) -> Any:
    """The other way round, by the field's type."""
    while field.is_relation:
        field = field.target_field
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(field, models.DurationField):
        return timedelta(seconds=value)
    return field.to_python(value)
