"""Sealed values: what only the holder of a key can read.

Personal data lies under a key of its own for each matter (`new_key`), which lies wrapped under the site's key (`wrap`); to
destroy the former is to erase all that it sealed. Equal values are found by `index`, a keyed digest that nobody can turn back.

Everything sealed names its algorithm and the site's key it was wrapped with, so that both can change: ``algorithm$key$data``.
Today's algorithm is AES-256-GCM, the digest HMAC-SHA-256. `context` binds a sealed value to its place: moved elsewhere it does
not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ALGORITHM = "AES-256-GCM"
_NONCE = 12


class Unreadable(Exception):
    """A sealed value that does not open: its key is gone, or it was changed or moved. ``str(error)`` is for the person."""

    def __init__(self, sentence: str = "该内容已加密，密钥不符或者内容被改动，无法打开，请联系系统管理员核对密钥文件。") -> None:
        super().__init__(sentence)


def new_key() -> bytes:
    """A random key of 32 bytes."""
    return secrets.token_bytes(32)


def seal(key: bytes, data: bytes, context: str) -> bytes:
    """`data` under `key`; opens only with the same `context`."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """What `seal` sealed.

    Raises:
        Unreadable: another key or context, or a changed value.
    """
    sealed = bytes(sealed)
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
    except (InvalidTag, ValueError):
        raise Unreadable from None


def seal_values(key: bytes, values: Mapping[str, Any], context: str) -> bytes:
    """JSON values under `key`, as `seal`."""
    return seal(key, json.dumps(dict(values), ensure_ascii=False, separators=(",", ":")).encode(), context)


def unseal_values(key: bytes, sealed: bytes | memoryview, context: str) -> dict[str, Any]:
    """What `seal_values` sealed. Raises as `unseal` does."""
    found: dict[str, Any] = json.loads(unseal(key, bytes(sealed), context))
    return found


def wrap(key: bytes, context: str) -> str:
    """A key under the site's newest key."""
    name, site = current()
    return f"{ALGORITHM}${name}${base64.b64encode(seal(site, key, context)).decode()}"


def unwrap(wrapped: str, context: str) -> bytes:
    """What `wrap` wrapped.

    Raises:
        Unreadable: the site's key of that time is gone, or the value was changed.
    """
    algorithm, _, rest = wrapped.partition("$")
    name, _, data = rest.partition("$")
    site = keys().get(name)
    if algorithm != ALGORITHM or site is None:
        raise Unreadable
    return unseal(site, base64.b64decode(data), context)


def wrapped_with(wrapped: str) -> str:
    """The name of the site's key under which a key lies."""
    return wrapped.split("$", 2)[1]


def index(kind: str, value: str) -> str:
    """A digest by which equal values of one kind are found: ``key$hex``. Never empty for a value that is not.

    Args:
        kind: what it is, for example ``identity_number``; equal values of two kinds have different digests.
        value: as the caller has put it into one form.
    """
    if not value:
        return ""
    name, site = current()
    return f"{name}${_digest(site, kind, value)}"


def indexes(kind: str, value: str) -> list[str]:
    """The digests of a value under every key that the site still has, for a search while keys are being changed."""
    return [f"{name}${_digest(site, kind, value)}" for name, site in keys().items()] if value else []


def _digest(site: bytes, kind: str, value: str) -> str:
    own = hmac.digest(site, b"blind index", "sha256")
    return hmac.new(own, f"{kind}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def current() -> tuple[str, bytes]:
    """The name and bytes of the site's newest key."""
    return next(iter(keys().items()))


def keys() -> Mapping[str, bytes]:
    """The site's keys, the newest first: of ``GONGKAI_SEALING_KEYS``, or of the file that the site made for itself."""
    given = settings.SEALING_KEYS
    if given:
        return _parsed("\n".join(given))
    path = Path(settings.SEALING_FILE)
    if not path.exists():
        _first(path)
    stat = path.stat()
    return _of_file(str(path), stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _of_file(path: str, changed: int, size: int) -> Mapping[str, bytes]:
    return _parsed(Path(path).read_text())


@lru_cache(maxsize=4)
def _parsed(text: str) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, data = line.partition(":")
        try:
            key = base64.b64decode(data, validate=True)
        except ValueError:
            key = b""
        if not name.isalnum() or len(key) != 32 or name in found:
            raise ImproperlyConfigured("加密密钥（GONGKAI_SEALING_KEYS 或者数据目录中的 sealing.keys）每行应为“名称:密钥”，密钥为32字节的base64，名称不得重复，请改正。")
        found[name] = key
    if not found:
        raise ImproperlyConfigured("加密密钥（GONGKAI_SEALING_KEYS 或者数据目录中的 sealing.keys）是空的，请恢复密钥文件。")
    return found


def _line(name: str) -> str:
    return f"{name}:{base64.b64encode(new_key()).decode()}\n"


def _first(path: Path) -> None:
    """Make the site's first key, once, for itself alone (mode 600)."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with open(draft, "w", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
        file.write(_line("k1"))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # whoever is first; a file that is there is never written over
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def add_key() -> str:
    """Put a new key before the others in the site's file, and give its name. What was sealed before still opens.

    Raises:
        ImproperlyConfigured: the keys come from the environment, where only its owner changes them.
    """
    if settings.SEALING_KEYS:
        raise ImproperlyConfigured("加密密钥由环境变量 GONGKAI_SEALING_KEYS 提供，请在其最前面加上新密钥后再运行本命令。")
    known = keys()
    path = Path(settings.SEALING_FILE)
    number = 1 + max((int(name[1:]) for name in known if name[0] == "k" and name[1:].isdecimal()), default=0)
    _write(path, _line(f"k{number}") + path.read_text())
    return f"k{number}"


def drop_old_keys() -> list[str]:
    """Take all but the newest key out of the site's file; give the names of those that went. The caller has seen to it that
    nothing lies under them any more."""
    if settings.SEALING_KEYS:
        return []
    path = Path(settings.SEALING_FILE)
    name, key = current()
    gone = [other for other in keys() if other != name]
    _write(path, f"{name}:{base64.b64encode(key).decode()}\n")
    return gone


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with open(draft, "w", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
