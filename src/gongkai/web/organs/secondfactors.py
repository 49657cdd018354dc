"""Second factors: allauth's adapter in words of ours, and what it keeps (the secret of an authenticator, the seed of the spare codes)
sealed under the site's key, so that a copy of the database signs nobody in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from gongkai.web.common import sealing
from gongkai.web.organs.signin import Adapter

PLACE = "second factor"
SECRETS = ("secret", "seed")
"""What an authenticator's data hold that is sealed."""


class SecondFactor(DefaultMFAAdapter):
    """What differs from allauth's own."""

    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": Adapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": "现在不能停用两步验证，请联系本单位管理员。",
        "cannot_generate_recovery_codes": "没有启用两步验证，不需要备用码。",
    }

    def get_totp_label(self, user: Any) -> str:
        """What the authenticator shows beside the code."""
        return user.username

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return sealing.wrap(text.encode(), PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` sealed.

        Raises:
            sealing.Unreadable: the site's key of that time is gone, or the value is not sealed or was changed.
        """
        return sealing.unwrap(encrypted_text, PLACE).decode()


def unsealed(text: str) -> str:
    """What `SecondFactor.encrypt` sealed, or "" where it does not open or is not sealed."""
    try:
        return SecondFactor().decrypt(text) if _sealed(text) else ""
    except sealing.Unreadable:
        return ""


def reseal(authenticators: Any) -> int:
    """Seal under the site's newest key what was kept open or lies under an older one.

    Args:
        authenticators: the model, as a migration or the site has it.

    Returns:
        How many authenticators were changed.

    Raises:
        sealing.Unreadable: the key of one is gone.
    """
    newest, changed = sealing.current()[0], 0
    for row in authenticators.objects.all():
        found = {name: text for name in SECRETS if (text := row.data.get(name)) and not _under(text, newest)}
        if found:
            row.data = {**row.data, **{name: sealing.wrap(_opened(text), PLACE) for name, text in found.items()}}
            row.save(update_fields=["data"])
            changed += 1
    return changed


def _sealed(text: str) -> bool:
    return text.startswith(f"{sealing.ALGORITHM}$")


def _under(text: str, key: str) -> bool:
    return _sealed(text) and sealing.wrapped_with(text) == key


def _opened(text: str) -> bytes:
    return sealing.unwrap(text, PLACE) if _sealed(text) else text.encode()
