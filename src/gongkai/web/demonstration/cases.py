"""Two years of applications to the county: answered, carried over, waiting, and the ones that are on somebody's desk today.

Each step is entered by whoever takes it, on its own day, through the same function as on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from gongkai.engine.calendar import Calendar
from gongkai.web.applications.domain import clocks, disputing, entering, opening, parties
from gongkai.web.applications.enums import DisputeAct, Kind, PartyRole
from gongkai.web.applications.models import Case
from gongkai.web.demonstration import clock, county
from gongkai.web.organs.enums import Role
from gongkai.web.organs.models import Person, RoleHeld, Unit

SOUGHT = {
    "jyj": ["义务教育招生片区划分依据", "校车运营补助发放标准", "某小学改扩建工程中标合同", "教师招聘成绩核定办法", "民办幼儿园年检结论", "学校食堂食材采购合同",
            "课后服务收费标准和支出明细", "义务教育经费分配方案"],
    "zrzyj": ["征收土地公告和补偿标准", "某地块出让合同", "宅基地审批结果", "某矿区环境恢复治理方案", "不动产登记资料", "土地利用总体规划图"],
    "zjj": ["老旧小区改造施工合同", "房屋征收补偿协议", "某小区竣工验收备案表", "物业维修资金使用明细"],
    "zfb": ["县政府常务会议纪要", "重大项目推进方案", "县级财政专项资金分配结果", "机构改革方案"],
    "mzj": ["低保对象审核公示", "养老服务补贴发放名单"], "wjj": ["疫苗采购合同", "医疗机构行政处罚决定"], "slj": ["河道治理工程招标文件", "取水许可审批结果"],
}
"""What is asked of whom, by the units' web names."""
NAMES = ("王小满", "李青禾", "赵立夏", "陈望舒", "周清和", "吴谷雨", "郑南山", "孙晚晴", "钱秋实", "冯长风")
FIRMS = {"enterprise": "清川禾丰商贸有限公司", "research": "清川县域经济研究院", "legal": "北望律师事务所", "welfare": "清川乡村助学会", "other": "清川县新村村民委员会"}
ANSWERS = ("provided",) * 6 + ("already_public",) * 4 + ("partial",) * 3 + ("not_existing",) * 4 + ("not_responsible",) * 3 + (
    "internal_affairs", "third_party", "enforcement_file", "needs_creation", "petition", "repeat", "withdrawn")


@dataclass(frozen=True, slots=True)
class Desk:
    """Whoever works with cases in a unit."""

    unit: Unit
    clerk: Person
    head: Person


def fill(today: date) -> list[Case]:
    """Applications of this and the last two years, the newest of them open.

    Args:
        today: the last day that anything happens on.
    """
    rand = Random(11)
    desks = {slug: _desk(slug) for slug in SOUGHT}
    cases = []
    for number in range(64):
        slug = rand.choices(list(SOUGHT), [8, 6, 4, 5, 2, 2, 2])[0]
        age = 700 - number * 11 if number < 54 else 30 - (number - 54) * 3
        day = today - timedelta(days=max(age, 0))
        if day > county.BEGIN:
            cases.append(_case(rand, desks[slug], slug, day, today, number))
    _open(rand, desks["jyj"], today)
    _dispute(desks["jyj"], cases, today)
    return cases


def _desk(slug: str) -> Desk:
    unit = Unit.objects.get(slug=slug)
    clerk, head = (Person.objects.get(pk=RoleHeld.objects.filter(unit=unit, role=role).order_by("id").values_list("person", flat=True)[0])
                   for role in (Role.CLERK, Role.HEAD))
    return Desk(unit, clerk, head)


def _applicant(rand: Random) -> tuple[str, dict[str, str]]:
    if rand.random() < 0.7:
        name = rand.choice(NAMES)
        return "person", {"name": name, "telephone": f"1390000{NAMES.index(name):04d}", "address": "清川县城关街道文昌路", "email": f"p{NAMES.index(name)}@example.com"}
    kind = rand.choice(list(FIRMS))
    return kind, {"name": FIRMS[kind], "contact": rand.choice(NAMES), "telephone": f"0990-66{list(FIRMS).index(kind):05d}", "address": "清川县城关街道建设路"}


def _case(rand: Random, desk: Desk, slug: str, day: date, today: date, number: int) -> Case:
    """One application, answered within its days where they are over."""
    kind, applicant = _applicant(rand)
    title = rand.choice(SOUGHT[slug])
    calendar = clocks.calendar_of(desk.unit)
    day = calendar.add(day - timedelta(days=1), 1)
    channel = rand.choice(("in_person", "online", "online", "post", "letter"))
    on = _Stepper(desk, day, today)
    case = on.open(channel, kind, applicant, f"{title}，包括附件。", body=desk.unit.parent if slug == "zfb" and number % 2 else None)
    on.enter(desk.clerk, case, Kind.RECEIVED, calendar.add(day, rand.choice((0, 1))) if channel != "in_person" else None)
    on.register(case, title)
    if rand.random() < 0.15:
        on.enter(desk.clerk, case, Kind.CORRECTION_ASKED, calendar.add(on.day, 3), details={"until": calendar.add(on.day, 13)}, words={"note": "请写明文件名称或者年度"})
        on.enter(desk.clerk, case, Kind.CORRECTION_RECEIVED, calendar.add(on.day, 5))
    answer = rand.choice(ANSWERS)
    if answer == "third_party" or rand.random() < 0.1:
        on.consult(case, calendar)
    if rand.random() < 0.12:
        on.enter(desk.head, case, Kind.EXTENDED, calendar.add(on.day, 4), details={"days": 10}, words={"reason": "涉及多个科室，需要逐一核对"})
    on.answer(case, answer, calendar.add(on.day, rand.randint(4, 9)), rand)
    return case


class _Stepper:
    """Enters steps each on its day; what lies after today does not happen."""

    def __init__(self, desk: Desk, day: date, today: date) -> None:
        self.desk, self.day, self.today = desk, day, today
        self.over = False

    def open(self, channel: str, kind: str, applicant: dict[str, str], content: str, body: Unit | None = None) -> Case:
        with clock.at(clock.moment(self.day, 10)):
            case, _ = opening.open_case(self.desk.clerk, self.desk.unit, channel=channel, submitted_on=self.day, applicant_kind=kind, applicant=applicant,
                                        application={"content": content}, body=body, supply_form="electronic", supply_way="email")
        return case

    def enter(self, person: Person, case: Case, kind: Kind, day: date | None, **values: Any) -> None:
        if day is None or self.over:
            return
        if day > self.today:
            self.over = True
            return
        self.day = day
        with clock.at(clock.moment(day, 15)):
            entering.enter(person, case, kind, day, **values)

    def register(self, case: Case, title: str) -> None:
        if not self.over and case.received_on:
            with clock.at(clock.moment(self.day, 16)):
                opening.register(self.desk.clerk, case, self.day, title)
                entering.enter(self.desk.clerk, case, Kind.ASSIGNED, self.day, to_unit=self.desk.unit, to_person=self.desk.clerk)

    def consult(self, case: Case, calendar: Calendar) -> None:
        asked = calendar.add(self.day, 2)
        if self.over or asked > self.today:
            self.over = True
            return
        with clock.at(clock.moment(asked, 9)):
            party = parties.add(self.desk.clerk, case, PartyRole.THIRD_PARTY, {"name": "清川安行客运有限公司", "address": "清川县河东街道朝阳路"})
        self.enter(self.desk.clerk, case, Kind.THIRD_PARTY_ASKED, asked, details={"way": "post"}, party=party)
        self.enter(self.desk.clerk, case, Kind.THIRD_PARTY_RECEIVED, calendar.add(asked, 2), party=party)
        self.enter(self.desk.clerk, case, Kind.THIRD_PARTY_ANSWERED, calendar.add(asked, 8), words={"opinion": "不同意公开，涉及经营成本"}, party=party)

    def answer(self, case: Case, answer: str, day: date, rand: Random) -> None:
        if answer == "withdrawn":
            self.enter(self.desk.clerk, case, Kind.WITHDRAWN, day, words={"reason": "申请人来电说明已经找到所需信息"})
            return
        if answer == "not_existing":
            self.enter(self.desk.clerk, case, Kind.SEARCHED, day, words={"places": "档案室、办公系统、业务科室", "words": case.title, "found": "没有检索到"},
                       details={"period": "2015年至今"})
        posted = rand.random() < 0.6
        self.enter(self.desk.clerk, case, Kind.POSTED if posted else Kind.SERVED, day, details={"way": "post" if posted else "in_person", "answer": answer})


def _open(rand: Random, desk: Desk, today: date) -> None:
    """What lies on the desk of the education bureau today: one of each kind."""
    calendar = clocks.calendar_of(desk.unit)

    def back(days: int) -> date:
        day = today - timedelta(days=days)
        return day if calendar.is_working(day) else calendar.add(day, 1) if calendar.add(day, 1) <= today else today

    on = _Stepper(desk, back(1), today)
    on.open("online", "person", {"name": "赵立夏", "telephone": "13900000002", "email": "p2@example.com"}, "2026年秋季学期课后服务收费标准。")
    for age, title, more in ((6, "校车线路和站点安排", ""), (9, "学校食堂食材采购合同", "third"), (12, "教师招聘成绩核定办法", "correct"), (25, "义务教育经费分配方案", "late")):
        on = _Stepper(desk, back(age), today)
        case = on.open("in_person", *_applicant(rand), f"{title}，包括附件。")
        on.register(case, title)
        if more == "third":
            on.consult(case, calendar)
        if more == "correct":
            on.enter(desk.clerk, case, Kind.CORRECTION_ASKED, calendar.add(on.day, 2), details={"until": calendar.add(on.day, 20)}, words={"note": "请写明招聘年度"})
        if more == "late":
            on.enter(desk.head, case, Kind.EXTENDED, calendar.add(on.day, 10), details={"days": 10}, words={"reason": "需汇总各学校数据"})


def _dispute(desk: Desk, cases: list[Case], today: date) -> None:
    """One review that was decided, one that is to be answered."""
    closed = [case for case in cases if case.unit_id == desk.unit.pk and case.counted_on and (today - case.counted_on).days > 90]
    for case, age in zip(closed[-2:], (80, 4), strict=False):
        day = today - timedelta(days=age)
        with clock.at(clock.moment(day, 11)):
            row = disputing.open_dispute(desk.clerk, desk.unit, kind="review", notified_on=day, tribunal="清川县人民政府", docket=f"清政复〔{day.year}〕{age}号",
                                         about=f"不服关于“{case.title}”的答复", case=case, words={"claimant": "王小满", "claims": "撤销答复，重新作出"})
        if age > 60:
            with clock.at(clock.moment(day + timedelta(days=10), 11)):
                disputing.record(desk.clerk, row, DisputeAct.ANSWERED, day + timedelta(days=10))
            with clock.at(clock.moment(day + timedelta(days=50), 11)):
                disputing.record(desk.clerk, row, DisputeAct.DECIDED, day + timedelta(days=50), result="upheld")
