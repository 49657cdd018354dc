"""Variables of the environment, each with its type, and the folder of the site's data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The value of a variable, without white space around it."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """A yes or no.

    Raises:
        ImproperlyConfigured: the value is neither.
    """
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"环境变量 {name} 的值“{value}”不是 1 或 0，请改正后再启动。")


def number(name: str, default: int) -> int:
    """A whole number.

    Raises:
        ImproperlyConfigured: the value is none.
    """
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"环境变量 {name} 的值“{value}”不是整数，请改正后再启动。") from None


def words(name: str, default: str = "") -> list[str]:
    """Words parted by commas."""
    return [word for part in text(name, default).split(",") if (word := part.strip())]


def data_folder() -> Path:
    """Where database, files and key lie: ``GONGKAI_DATA``, or ``var`` in the current folder. Made where missing."""
    folder = Path(text("GONGKAI_DATA", "var")).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """``GONGKAI_SECRET_KEY``, or the random key that the site made for itself at its first start (mode 600)."""
    if given := text("GONGKAI_SECRET_KEY"):
        return given
    path = folder / "secret.key"
    if not path.exists():
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()
