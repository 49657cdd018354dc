"""Lives of cases, by the addresses of the site, for killed.py: between them every kind of event, and what a case has beside events.

A life is a function of the county and of a killer, whose `step` takes each step; it is walked through twice, with other cases.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from applicantforms import PERSON, picture, text_file
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.web.applications.domain import redacting
from gongkai.web.applications.models import Case, Letter, Redaction
from gongkai.web.common import days

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = timedelta(days=1)


def at(name: str, *args: Any) -> str:
    """An address of the workbench."""
    return reverse(f"applications:{name}", args=args)


class Walk:
    """One walk through a life: its people, its case, its steps."""

    def __init__(self, county: Any, killer: Any, life: str, stride: int = 5, unit: str = "education") -> None:
        self.county, self.killer, self.life, self.mark = county, killer, life, "乙" if killer.killing else "甲"
        self.today, self.case, self.stride, self.home = days.today(), None, stride, unit
        self.people: dict[str, Client] = {}

    def person(self, role: str, unit: str = "") -> Client:
        """Somebody of a unit, signed in."""
        unit = unit or self.home
        if f"{unit} {role}" not in self.people:
            client = self.people[f"{unit} {role}"] = Client()
            client.force_login(self.county.staff(unit, role), backend=BACKEND)
            client.get(reverse("alive"))  # the site has noted the person's presence, which it does once a minute
        return self.people[f"{unit} {role}"]

    def do(self, name: str, role: str | Client, address: Any, data: Any = None, **more: Any) -> Any:
        """One step by somebody's role."""
        visitor = role if isinstance(role, Client) else self.person(role)
        return self.killer.step(f"{self.life}: {name}", visitor, address, data, **{"stride": self.stride, **more})

    def enter(self, kind: str, role: str | Client = "clerk", file: bool = False, **values: Any) -> None:
        """An event by its form."""
        def data() -> dict[str, Any]:
            made = {"day": self.today.isoformat(), **{name: value() if callable(value) else value for name, value in values.items()}}
            return {**made, "document": text_file(f"{kind}.txt")} if file else made

        self.do(kind, role, at("step", self.case.pk, kind), data)

    def party(self, role: str) -> Any:
        """A party of the case, by its role."""
        return lambda: self.case.parties.get(role=role).pk

    def intake(self, ago: int = 30) -> None:
        """A case from a clerk's hands: taken in with its scan, registered."""
        unit, day = getattr(self.county, self.home), (self.today - ago * DAY).isoformat()
        body = self.county.root if self.home == "office" else unit
        page = f"{self.life}{ago}{self.killer.killing}".ljust(32, "x")
        self.do(f"taken in {ago} days ago", "clerk", at("intake_new"), lambda: {
            **PERSON, "content": page, "body": f"{unit.pk}-{body.pk}", "how": "in_person", "submitted_on": day, "received_on": "", "note": "", "page": page,
            "scan": [text_file("申请书.txt")]}, twice=True)
        self.case = Case.objects.latest("pk")
        self.do(f"registered {ago} days ago", "clerk", at("intake_register", self.case.pk), {"title": "河道治理招标文件", "day": day})
        self.case.refresh_from_db()

    def letter(self, answer: str, *, way: str = "post", stamped: bool = False, **written: Any) -> Letter:
        """A letter from its beginning until it is sent."""
        case = self.case
        self.do(f"{answer} begun", "clerk", at("letter_new", case.pk), {"answer": answer})
        letter = case.letters.latest("pk")
        self.do(f"{answer} written", "clerk", at("letter_edit", letter.pk), lambda: self._written(letter, {
            name: value() if callable(value) else value for name, value in written.items()}))
        self.do(f"{answer} submitted", "clerk", at("letter_submit", letter.pk), lambda: {"version": Letter.objects.get(pk=letter.pk).version})
        version = letter.versions.latest("pk")
        for level, role in enumerate(("reviewer", "signer"), 1):
            self.do(f"{answer} passed by the {role}", role, at("letter_review", version.pk), {"level": level, "verdict": "passed", "opinion": "同意"})
        self.do(f"{answer} numbered", "clerk", at("letter_number", letter.pk), lambda: self._numbered(letter))
        if stamped:
            self.do(f"{answer} stamped", "clerk", at("letter_stamp", letter.pk), lambda: {"scan": picture("盖章件.png")})
        sent = {"way": way, "day": self.today.isoformat(), "tracking": "1234567890123", "receiver": "王", "note": ""} | ({} if stamped else {"unstamped": "on"})
        self.do(f"{answer} sent", "clerk", at("letter_send", letter.pk), lambda: {**sent, "proof": picture("凭证.png")})
        return letter

    def _written(self, letter: Letter, values: dict[str, Any]) -> dict[str, Any]:
        form = self.person("clerk").get(at("letter_edit", letter.pk)).context["form"]
        held = {name: value for name in form.fields if (value := form[name].value()) not in (None, "", [], False)}
        return {**held, "row-version": form.marks["row-version"], "row-seen": form.marks["row-seen"], **values}

    def _numbered(self, letter: Letter) -> dict[str, Any]:
        form = self.person("clerk").get(at("letter_number", letter.pk)).context["form"]
        return {name: form[name].value() or "" for name in form.fields}


def filed(county: Any, killer: Any) -> None:
    """From the portal to the archive: files, correction, third party, extension, redaction, an answer in part, post."""
    walk = Walk(county, killer, "filed")
    citizen = Client(headers={"x-real-ip": "198.51.100.7"})
    today = walk.today.isoformat()
    walk.do("submitted", citizen, f"/apply/to/{county.education.slug}/", lambda: {
        **PERSON, "page": f"{killer.killing:032}", "content": f"校车补助的发放明细{walk.mark}",
        "identity": [picture()], "attachments": [text_file("一.txt"), text_file("二.txt", "另一份".encode())]}, twice=True, stride=2)
    case = walk.case = Case.objects.latest("pk")
    walk.do("received", "clerk", at("intake_confirm", case.pk), {"day": today, "method": "telephone", "note": "上午10时"})
    walk.do("registered", "clerk", at("intake_register", case.pk), {"title": "校车补助发放明细", "day": today})
    walk.enter("assigned", "head", to_unit=county.education.pk, to_person=county.people["education", "clerk"].pk)
    walk.enter("correction_asked", until=(walk.today + 20 * DAY).isoformat(), note="请写明年度")
    walk.do("correction_received", citizen, "/apply/case/correct/", lambda: {"text": "2025年度", "files": [text_file("补正.txt")]})
    walk.enter("searched", file=True, places="档案室", words="校车", period="2020年至2025年", found="找到一件")
    walk.enter("third_party_asked", party_name="清川县安行客运有限公司", way="post")
    walk.enter("third_party_received", party=walk.party("third_party"))
    walk.enter("third_party_answered", file=True, party=walk.party("third_party"), opinion="不同意公开成本", conclusion="disagree")
    walk.enter("extended", "head", days=10, reason="涉及多个年度")
    walk.enter("disclosure_reviewed", "secrecy", file=True, conclusion="partial", basis="第三十七条")
    walk.enter("noted", reason="电话联系")
    walk.do("reversed", "head", lambda: at("event_reverse", case.pk, case.events.get(kind="noted").pk), {"reason": "记错了"})
    walk.do("source added", "clerk", at("source_add", case.pk), lambda: {"source-document": SimpleUploadedFile("明细.txt", ("发放明细 王小满 13800138000\n" * 5).encode())})
    source = case.files.get(role="source")
    walk.do("redaction begun", "clerk", at("redaction_start", case.pk, source.pk))
    redaction = Redaction.objects.latest("pk")
    walk.do("box drawn", "clerk", at("redaction_box_add", redaction.pk), {"page": 1, "left": 20, "top": 20, "width": 60, "height": 20, "ground": "trade_secret"})
    walk.do("redacted", "clerk", at("redaction_finish", redaction.pk), {"text": "on"}, after=lambda: redacting.resume(timedelta()))
    letter = walk.letter("partial", stamped=True, grounds=["trade_secret"], files=lambda: [str(case.files.get(role="redacted").pk)],
                         reason="成本数据涉及商业秘密，第三方不同意公开。", withheld="运营成本构成", access="邮寄")
    walk.do("served", "clerk", at("letter_arrived", letter.pk), lambda: {"day": today, "receiver": "王", "note": "", "proof": picture("回执.png")})
    walk.enter("third_party_told", party=walk.party("third_party"), reason="公开发放总额")
    walk.do("particulars_changed", citizen, "/apply/case/contact/", {"telephone": "13900139000", "address": "清川县城关镇河西路9号"})
    walk.do("archived", "clerk", at("archive", case.pk))


def asked(county: Any, killer: Any) -> None:
    """On paper, by hand: everybody who can be asked, fees, an assignment to another unit, withdrawn, ordered anew."""
    walk = Walk(county, killer, "asked", unit="office")
    walk.intake()
    for role in ("comaker", "agency"):
        walk.enter(f"{role}_asked", party_name="清川县水务中心", way="post")
        walk.enter(f"{role}_received", party=walk.party(role))
        walk.enter(f"{role}_answered", file=True, party=walk.party(role), opinion="同意公开", conclusion="agree")
    walk.enter("reasons_asked", note="频次过高")
    walk.enter("reasons_received", note="科研")
    walk.enter("delayed", "head", until=(walk.today + 40 * DAY).isoformat(), reason="理由合理，需较长时间检索")
    walk.enter("fee_notified", method="pages", number=150, amount="1700.00")
    walk.enter("fee_paid", amount="1700.00")
    walk.enter("assigned", to_unit=county.water.pk)
    walk.enter("handler_answered", walk.person("clerk", "water"), reason="材料在我局档案室")
    walk.enter("assignment_returned", walk.person("clerk", "water"), reason="不属我局")
    walk.enter("posted", file=True, way="post", tracking="1234567890123")
    walk.enter("served", way="in_person", receiver="王")
    walk.enter("suggested", reason="已有多人申请")
    walk.enter("withdrawn", reason="电话撤回")
    walk.enter("reanswer_ordered", reason="复议决定书")


def divided(county: Any, killer: Any) -> None:
    """Split into two, taken back, split anew into two, which are merged and answered in one letter, at the second go; the whole archived."""
    walk = Walk(county, killer, "divided")
    walk.intake()
    parent = walk.case
    walk.do("split", "clerk", at("split", parent.pk), {"reason": "两项互不关联", "title": ["招标文件", "验收报告"], "content": ["招标文件", "验收报告"]})
    walk.do("rejoined", "head", lambda: at("event_reverse", parent.pk, parent.events.get(kind="split").pk), {"reason": "拆错了"})
    walk.do("split anew", "clerk", at("split", parent.pk), {"reason": "两项互不关联", "title": ["招标文件", "验收报告"], "content": ["招标文件", "验收报告"]})
    walk.do("parent archived", "clerk", at("archive", parent.pk))
    first, second = Case.objects.filter(parent=parent).exclude(stage="rejoined").order_by("pk")
    walk.do("merged", "clerk", at("merge", first.pk), {"cases": [second.pk], "reason": "一并答复"})
    walk.case = first
    walk.do("begun in vain", "clerk", at("letter_new", first.pk), {"answer": "inquiry"})
    letter = first.letters.latest("pk")
    walk.do("written in vain", "clerk", at("letter_edit", letter.pk), lambda: walk._written(letter, {"reason": "属于咨询"}))
    walk.do("submitted in vain", "clerk", at("letter_submit", letter.pk), lambda: {"version": Letter.objects.get(pk=letter.pk).version})
    walk.do("sent_back", "reviewer", at("letter_review", letter.versions.latest("pk").pk), {"level": 1, "verdict": "returned", "opinion": "请补充依据"})
    walk.do("void", "clerk", at("letter_void", letter.pk), {"reason": "另行答复"})
    letter = walk.letter("inquiry", reason="属于咨询")
    walk.do("returned", "clerk", at("letter_undelivered", letter.pk), {"day": walk.today.isoformat(), "cause": "office", "reason": "地址写错"})


def lapsed(county: Any, killer: Any) -> None:
    """Neither corrected nor paid for."""
    walk = Walk(county, killer, "lapsed")
    walk.intake(ago=40)
    walk.enter("correction_asked", day=(walk.today - 38 * DAY).isoformat(), until=(walk.today - 20 * DAY).isoformat(), note="请写明年度")
    walk.enter("not_corrected")
    walk.intake(ago=70)
    walk.enter("fee_notified", day=(walk.today - 65 * DAY).isoformat(), method="pages", number=120, amount="800.00")
    walk.enter("fee_unpaid")


LIVES = (filed, asked, divided, lapsed)
