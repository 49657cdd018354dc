"""Files of a form: those that came now, those that a page before kept, and what is said of each.

    files = Enclosing(request, SLOTS)     # looks at what came; takes a while
    files.refused                         # slot → sentences
    files.enclosed()                      # for domain/
    files.lay_aside()                     # before the form is shown again: so that nobody chooses a file twice
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from django.http import HttpRequest

from gongkai.web.applications.domain import drafts, uploads
from gongkai.web.applications.domain.intake import Enclosed
from gongkai.web.applications.domain.uploads import Looked
from gongkai.web.applications.enums import FileRole


def page_mark(request: HttpRequest) -> str:
    """The mark of a form's page: random when it is opened, the same each time it is sent; it goes into a hidden field ``page``."""
    mark = request.POST.get("page", "")
    return mark if re.fullmatch(r"[\w-]{20,64}", mark) else secrets.token_urlsafe(24)


@dataclass(frozen=True, slots=True)
class Slot:
    """A field for files: what they are, and what is said beside it."""

    name: str
    label: str
    role: FileRole
    help: str = ""
    of_agent: bool = False


@dataclass(slots=True)
class Shown:
    """A slot as the page shows it: files that are kept, each with its token; sentences of refusal."""

    slot: Slot
    kept: list[tuple[str, Looked]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Enclosing:
    """The files of one form that was sent, or of an empty one."""

    def __init__(self, request: HttpRequest, slots: tuple[Slot, ...], *, trusted: bool = True) -> None:
        """Look at what came.

        Args:
            trusted: False where the form came without its token: nothing is read or kept then.
        """
        self.shown = [Shown(slot) for slot in slots]
        self.files: list[tuple[Slot, Looked]] = []
        self.tokens: list[str] = []
        self.looked: dict[str, list[Looked]] = {}
        if request.method != "POST" or not trusted:
            return
        dropped = set(request.POST.getlist("drop"))
        for shown in self.shown:
            self._take_back(request.POST.getlist(f"kept_{shown.slot.name}"), dropped, shown)
        for shown in self.shown:
            known = [file for _, file in self.files]
            taken, refused = uploads.look_at_all(request.FILES.getlist(shown.slot.name), known)
            shown.errors += refused
            self.looked[shown.slot.name] = taken
            self.files += [(shown.slot, file) for file in taken]

    def _take_back(self, tokens: list[str], dropped: set[str], shown: Shown) -> None:
        for token in tokens[:50]:
            file = None if token in dropped else drafts.opened(token)
            if token in dropped:
                drafts.forget(token)
            elif file is None:
                shown.errors.append(f"先前上传的一个文件已超过{drafts.HOURS}小时或者不能再用，请重新选择。")
            else:
                shown.kept.append((token, file))
                self.tokens.append(token)
                self.files.append((shown.slot, file))

    @property
    def refused(self) -> dict[str, list[str]]:
        """Slot → why a file may not come in."""
        return {shown.slot.name: shown.errors for shown in self.shown if shown.errors}

    def enclosed(self) -> list[Enclosed]:
        """The files, for `domain/`."""
        return [Enclosed(file, slot.role, slot.of_agent) for slot, file in self.files]

    def lay_aside(self) -> None:
        """Keep what came now, so that the page can show it as chosen."""
        for shown in self.shown:
            for file in self.looked.pop(shown.slot.name, []):
                token = drafts.keep(file)
                if token is None:
                    shown.errors.append(f"文件“{file.name}”可以接收，但现在没有空间暂存，请在提交前重新选择。")
                else:
                    shown.kept.append((token, file))

    def done(self) -> None:
        """The form was taken: what lies aside goes."""
        for token in self.tokens:
            drafts.let_go(token)
