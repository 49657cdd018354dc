"""Texts of a county that does not exist, as many as wanted, the same for the same number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

PLACES = [a + b for a in "石青南北东白云长安平永新大小上下金银龙凤" for b in "里川溪山湖桥岭坪河塘林田沟湾镇"]
MATTERS = ["义务教育招生", "农村饮水安全", "危房改造", "最低生活保障", "医疗保险参保", "道路养护", "河道治理", "食品安全抽检", "安全生产检查",
           "高标准农田建设", "公共租赁住房", "残疾人两项补贴", "就业创业培训", "土地征收", "环境影响评价", "政府采购", "预算执行", "决算公开",
           "消防安全", "防汛抗旱", "动物疫病防控", "养老服务", "公务员招录", "行政处罚", "行政许可", "信访接待", "乡村振兴", "文物保护",
           "全民健身", "图书馆开放", "老旧小区改造", "污水处理", "垃圾分类", "公交线路调整", "学校食堂管理", "疫苗接种", "税费减免", "价格监测"]
FORMS = [("关于做好{year}年{place}{matter}工作的通知", "notice"), ("关于{matter}有关事项的公告", "proclamation"),
         ("{place}{matter}实施方案", "scheme"), ("关于印发《{place}{matter}管理办法》的通知", "notice"),
         ("{year}年第{quarter}季度{matter}情况公示", "publicity"), ("关于{place}{matter}项目的批复", "reply"),
         ("{place}{year}年{matter}工作报告", "report"), ("《{place}{matter}管理办法》政策解读", "interpretation")]
SUBJECTS = ["affairs", "finance", "agriculture", "construction", "education", "health", "civil", "security"]
OPENINGS = ["各乡镇人民政府、街道办事处，县政府各部门：", "根据《中华人民共和国政府信息公开条例》和有关规定，现将{matter}有关事项公告如下。",
            "为进一步做好{place}{matter}工作，经县人民政府同意，现就有关事项通知如下。"]
DEEDS = ["严格落实", "加强", "统筹推进", "依法规范", "及时回应", "建立健全", "强化", "确保完成", "做好", "畅通", "加大", "优化", "开展", "完善", "提高",
         "定期通报", "主动接受", "防止", "组织实施", "全面排查", "逐项核对", "稳妥处置", "按时报送", "认真总结", "广泛征求"]
OBJECTS = ["工作责任", "组织领导和统筹协调", "办理结果", "群众关切", "长效机制", "监督检查和考核问责", "年度目标任务", "政策宣传和解读", "咨询投诉渠道",
           "资金投入力度", "一次性告知制度", "办事流程", "部门之间信息共享", "专项排查整治", "应急预案演练", "服务水平", "队伍建设", "档案管理", "进展情况",
           "社会监督", "资金沉淀和浪费", "网格化管理措施", "台账和清单", "风险隐患", "历史遗留问题", "基层治理能力", "营商环境", "标准化建设", "信用信息归集",
           "公共设施管护", "乡镇财政保障", "专家论证意见", "合法性审核", "廉政风险防控", "数据质量", "接诉即办", "招投标行为", "项目储备", "节能降耗指标",
           "村规民约", "文明创建成果", "人才引进计划", "科技成果转化", "防灾减灾设施", "耕地保护红线", "农产品质量", "旅游服务质量", "校园周边秩序"]
HALVES = [deed + object for deed in DEEDS for object in OBJECTS]
WORDS = "开展落实推进加强规范完善组织实施检查监督公开申请办理登记核查验收评估审批备案公示补助标准范围对象条件材料程序时限依据责任单位负责人联系电话地址"


@dataclass(frozen=True, slots=True)
class Text:
    """One made-up item."""

    title: str
    number: str
    body: str
    summary: str
    genre: str
    subject: str
    day: date


def sentences(random: Random, count: int) -> list[str]:
    """Sentences from which bodies are put together."""
    made = []
    for _ in range(count):
        place, matter = random.choice(PLACES), random.choice(MATTERS)
        start = random.randrange(len(WORDS) // 2) * 2
        made.append(random.choice([
            f"{random.choice(HALVES)}，{random.choice(HALVES)}，{random.choice(HALVES)}。",
            f"{place}{matter}{WORDS[start:start + 2 * random.randint(1, 4)]}由县有关部门负责，{random.choice(HALVES)}。",
            f"截至{random.randint(2016, 2026)}年{random.randint(1, 12)}月底，{place}共办理{matter}{random.randint(10, 9999)}件，{random.choice(HALVES)}。",
            f"{random.choice(PLACES)}和{random.choice(PLACES)}{random.choice(HALVES)}，{random.choice(HALVES)}。",
        ]))
    made += [f"政府信息公开工作机构应当自收到申请之日起{days}个工作日内答复。" for days in range(5, 21)] * (count // 400)
    made += ["坚持以人民为中心的发展思想，推动高质量发展。"] * (count // 30)
    return made


def texts(count: int, first: date = date(2016, 1, 4), last: date = date(2026, 10, 30)) -> Iterator[Text]:
    """`count` items from the first to the last day, about 1,000 characters each."""
    random = Random(20261101)
    stock = sentences(random, 20_000)
    span = (last - first).days
    for number in range(count):
        day = first + timedelta(days=number * span // max(count, 1))
        place, matter = random.choice(PLACES), random.choice(MATTERS)
        form, genre = random.choice(FORMS)
        title = form.format(year=day.year, place=place, matter=matter, quarter="一二三四"[(day.month - 1) // 3])
        opening = random.choice(OPENINGS).format(place=place, matter=matter)
        chosen = random.choices(stock, k=max(4, int(random.lognormvariate(3.3, 0.6))))
        paragraphs = [opening, *("".join(chosen[i:i + 4]) for i in range(0, len(chosen), 4)), f"清川备字第{number:06d}号。"]
        yield Text(title, f"清{random.choice('政教水民财住农')}发〔{day.year}〕{number % 400 + 1}号" if random.random() < 0.6 else "",
                   "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs), opening, genre, random.choice(SUBJECTS), day)
