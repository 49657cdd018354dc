"""Number and query code, as somebody types them: held against what they open, so that guessing is slow and the lawful way stays open.

Wrong codes are counted three ways. From one address for one number: ten in an hour, then that address waits for that number. From one
address for any numbers: thirty in a quarter of an hour, then it waits. For one number from anywhere: nobody is stopped, or whoever knows a
number could keep its owner out; from the eleventh on each wrong code is answered some moments later, and the page says why. A right
code counts nowhere and is never slowed. A code has 50 bits: these bounds keep the log quiet, they are not what keeps a case shut.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

from gongkai.web.applications.domain import limits
from gongkai.web.applications.public import access

WRONG = "回执编号或者查询码不正确，请对照回执核对后重新输入。查询码不分大小写，不含数字0、1和字母I、O。"
SLOWED = "近一小时内，这个编号的查询码多次输错，为防止有人猜测，核对放慢了；输入正确的查询码不受影响。"
Row = TypeVar("Row")
wait = time.sleep


@dataclass(frozen=True, slots=True)
class Answer(Generic[Row]):
    """What was opened, or one sentence that says why nothing was, with its status."""

    row: Row | None
    sentence: str = ""
    status: int = 200


def knock(request: HttpRequest, number: str, code: str, find: Callable[[str, str], Row | None]) -> Answer[Row]:
    """Try a number and a code. A wrong one tells nothing, whichever of them it was.

    Args:
        number, code: as typed.
        find: the row that both open together; None for a wrong one.
    """
    number, code = plain(number), characters(code)
    if not number or not code:
        return Answer(None, "请填写回执编号和查询码。", 422)
    who = access.address(request)
    try:
        limits.take("code_address", who)
        limits.take("code_pair", who, about=number)
    except limits.TooOften as stop:
        return Answer(None, f"{stop}", 429)
    row = find(number, code)
    if row is not None:
        limits.give_back("code_address", who)
        limits.give_back("code_pair", who, about=number)
        return Answer(row)
    seconds = limits.slowed("code_number", number)
    if seconds:
        wait(seconds)
    return Answer(None, WRONG + (SLOWED if seconds else ""), 422)


def plain(number: str) -> str:
    """A number as `opening.find` takes it, however it was typed; so that no other spelling of it is counted apart.

        >>> plain("２０２６0918 7kx3qm"), plain(" 20260918—7KX3QM"), plain("t20260918-7kx3qm")
        ('20260918-7KX3QM', '20260918-7KX3QM', 'T20260918-7KX3QM')
    """
    found = re.fullmatch(r"(T?\d{8})([0-9A-Z]{6})", typed := characters(number))
    return f"{found[1]}-{found[2]}" if found else typed


def characters(typed: str) -> str:
    """Letters and digits alone, half-width, in capitals: codes are read out, copied by hand and pasted with blanks."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", typed).upper())
