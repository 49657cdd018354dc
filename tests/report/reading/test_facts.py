"""Facts of the narrative: which numbers count something, what, in which year, and of what they are parts."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.model import Place, Report, Section
from gongkai.report.reading import facts, facts_topics
from gongkai.report.reading.facts_numbers import counts, numeral
from gongkai.report.reading.facts_text import passages


def report(text: str, *, section: int = 1, year: int | None = 2023, lines: bool = False) -> Report:
    made = Report("2021", year=year, sections=[Section(section, "总体情况", text, place=Place(line=9))])
    if lines:
        made.hints["lines"] = [(line, Place(line=20 + index), section) for index, line in enumerate(text.split("\n"))]
    return made


def found(text: str, **more: object) -> list[tuple[object, str]]:
    return [(fact.value, fact.unit) for fact in facts.extract(report(text, **more))]  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "expected"), [
    ("公开政务信息36条", [(36, "条")]),
    ("公开政务信息 36 条", [(36, "条")]),
    ("公开政务信息３６条", [(36, "条")]),
    ("公开政务信息1,203条", [(1203, "条")]),
    ("公开政务信息1，203条", [(1203, "条")]),
    ("公开政务信息１２，３４５条", [(12345, "条")]),
    ("2023年，100条信息上网", [(100, "条")]),
    ("点击量1.2万次", [(12000, "次")]),
    ("点击量3千余次", [(3000, "次")]),
    ("收入251000元", [(251000, "元")]),
    ("收入25.1万元", [(Decimal("25.1"), "万元")]),
    ("投资3亿元", [(3, "亿元")]),
    ("受理四件", [(4, "件")]),
    ("召开会议两次", [(2, "次")]),
    ("收集意见十二条", [(12, "条")]),
    ("发放资料一百二十份", [(120, "份")]),
    ("收集意见二十余条", [(20, "条")]),
    ("满意率98.5%", [(Decimal("98.5"), "%")]),
    ("满意率９８．５％", [(Decimal("98.5"), "%")]),
    ("同比增长百分之十", [(10, "%")]),
    ("占百分之12.5", [(Decimal("12.5"), "%")]),
    ("提高3个百分点", [(3, "个百分点")]),
    ("收到1份申请，办结1份", [(1, "份"), (1, "份")]),
    ("依申请公开数量为0，", [(0, "")]),
    ("收到申请总数：5。", [(5, "")]),
    ("培训30人次，召开2场次", [(30, "人次"), (2, "场次")]),
    ("共受理一件", [(1, "件")]),
    ("现有政务新媒体账号1个", [(1, "个")]),
    ("政府网站发布信息100条、公众号发布50篇", [(100, "条"), (50, "篇")]),
    ("截至2023年12月31日公开信息36条", [(36, "条")]),
    ("收到申请零件", [(0, "件")]),
    ("百余条信息", [(100, "条")]),
])
def test_a_count_is_read(text: str, expected: list[tuple[object, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", [
    "根据第十五条、第十六条规定", "依据《条例》第50条", "第三十二、三十三条", "第二十条第（一）项", "编发第3期简报",
    "2023年12月31日", "自2023年1月1日起至2023年12月31日止", "电话0470-5627541", "邮编165450", "文化街1号",
    "国办公开办函〔2021〕30号", "索引号014314799/2024-00002", "12345热线", "三楼西侧311办公室", "20个工作日内答复",
    "自收到之日起二十个工作日", "一件事一次办", "一次性告知", "一网通办", "两微一端", "三安全一稳定", "第三方评估", "一站式服务",
    "三审三校", "行政执法三项制度", "属于三类内部事务信息", "属于四类过程性信息", "一是加强学习，二是抓好落实", "党的二十大精神",
    "二十届三中全会", "深刻领悟“两个确立”", "增强“四个意识”", "抓好三个方面工作", "每月更新3次", "每季度召开一次会议", "一项重要工作",
    "一张网", "最多跑一次", "上午9:30至11:30", "A4纸", "5G基站", "约3-5件", "四件大事", "十件实事", "一条龙服务", "一类事项",
    "（一）主动公开情况", "1.完善制度", "公开为原则，不公开为例外", "零距离服务", "12个月", "3个层面", "两家子乡组织学习", "五家渠市",
])
def test_what_only_looks_like_a_count_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "about"), [
    ("公开信息400余条", "more"), ("公开信息400多条", "more"), ("公开信息超过400条", "more"), ("公开信息逾400条", "more"),
    ("公开信息400条以上", "more"), ("公开信息近400条", "near"), ("公开信息不足400条", "near"), ("公开信息约400条", "about"),
    ("公开信息400条左右", "about"), ("公开信息大约400条", "about"), ("公开信息上百余条", "more"),
    ("公开信息400条", None), ("最近400条信息", None), ("预约400次", None), ("在网上400条信息", None),
])
def test_words_of_approximation(text: str, about: str | None) -> None:
    assert [count.about for count in counts(text)] == [about]
    assert [fact.approximate for fact in facts.extract(report(text))] == [about is not None]


@pytest.mark.parametrize(("text", "value"), [
    ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一百二十三", 123), ("三千零五十", 3050), ("两万三千", 23000),
    ("一亿", 100_000_000), ("二〇二三", 2023), ("零", 0), ("三五", None), ("百千", None), ("十十", None), ("", None), ("五百件", None),
])
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert numeral(text) == value


def _printed(value: int) -> str:
    """A number below a hundred thousand in Chinese, made the other way round than it is read."""
    digits = "零一二三四五六七八九"
    made, gap = "", False
    for scale, name in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, scale)
        if digit:
            made += ("零" if gap and made else "") + digits[digit] + name
            gap = False
        else:
            gap = True
    return made


@given(st.integers(1, 99_999))
def test_every_chinese_numeral_is_read_back(value: int) -> None:
    assert numeral(_printed(value)) == value


@given(st.integers(0, 10_000_000))
def test_thousands_separators_change_nothing(value: int) -> None:
    assert found(f"公开信息{value:,}条") == found(f"公开信息{value}条") == [(value, "条")]


@given(st.text(alphabet="收到申请12三，。；：件条%余其中分别占年（）、\n第一是百分之共", max_size=60))
def test_odd_text_never_raises(text: str) -> None:
    for fact in facts.extract(report(text, lines=True)):
        assert fact.value >= 0
        assert fact.place is not None


@pytest.mark.parametrize(("text", "subject"), [
    ("共收到依申请公开事项4项", "收到依申请公开事项"),
    ("2023年，我局累计公开政府信息36条", "公开政府信息"),
    ("截至2023年12月31日主动公开政府信息150条", "主动公开政府信息"),
    ("收到1份政府信息公开申请", "收到政府信息公开申请"),
    ("其中政策文件18条", "政策文件"),
    ("依申请公开方面，全年共5件", "依申请公开方面"),
    ("现行有效的规范性文件3件", "现行有效的规范性文件"),
    ("涉及6个部门", "涉及部门"),
])
def test_the_subject_is_what_is_counted(text: str, subject: str) -> None:
    assert facts.extract(report(text))[0].subject == subject


@pytest.mark.parametrize(("text", "subjects"), [
    ("新建公开平台1个，共计2个。", ["新建公开平台", "新建公开平台"]), ("公开典型案例3批19家次。", ["公开典型案例", "公开典型案例"]),
    ("在政务微博微信发布信息分别为545条和378条。", ["在政务微博微信发布信息", "在政务微博微信发布信息"]), ("所有申请已办结15件，另外5件结转下年。", ["所有申请已办结", "结转下年"])])
def test_a_number_told_before_is_no_part_of_a_subject(text: str, subjects: list[str]) -> None:
    assert [fact.subject for fact in facts.extract(report(text))] == subjects


def test_numbers_given_respectively_get_their_own_subjects() -> None:
    made = facts.extract(report("政策文件、财政信息、人事信息分别为3条、4条和5条。"))
    assert [(fact.subject, fact.value) for fact in made] == [("政策文件", 3), ("财政信息", 4), ("人事信息", 5)]


@pytest.mark.parametrize(("text", "years"), [
    ("收到申请5件", [2023]),
    ("2022年收到申请5件", [2022]),
    ("2022年收到申请5件，办结5件", [2022, 2022]),
    ("2022年收到申请5件。2023年收到6件。", [2022, 2023]),
    ("上年收到申请5件，今年收到6件", [2022, 2023]),
    ("去年收到申请5件，本年度收到6件", [2022, 2023]),
    ("较2022年增加5件", [2023]),
    ("收到申请6件，比上年增加1件", [2023, 2023]),
    ("与2022年相比，收到申请6件", [2023]),
    ("2022年收到5件\n收到申请6件", [2022, 2023]),
    ("公开2022年部门决算1条，收到申请6件", [2023, 2023]),
    ("印发《2022年工作要点》，收到申请6件", [2023]),
    ("上年结转2件", [2023]),
    ("根据〔2022〕5号文件，收到申请6件", [2023]),
])
def test_the_year_is_carried_along_its_paragraph(text: str, years: list[int]) -> None:
    assert [fact.year for fact in facts.extract(report(text))] == years


def test_a_report_without_a_year_leaves_the_year_open() -> None:
    assert [fact.year for fact in facts.extract(report("收到申请5件，2021年收到3件", year=None))] == [None, 2021]


@pytest.mark.parametrize(("text", "parts"), [
    ("公开信息30条，其中政策18条、财政12条。", [18, 12]),
    ("公开信息30条，其中：政策18条；财政12条。", [18, 12]),
    ("公开信息30条（其中政策18条，财政12条）。", [18, 12]),
    ("公开信息30条，包括政策18条、财政12条。", [18, 12]),
    ("公开信息30条，政策、财政分别为18条、12条。", [18, 12]),
    ("公开信息30条：一是政策18条；二是财政12条。", [18, 12]),
    ("公开信息30条：一是政策18条。二是财政12条。", [18, 12]),
    ("公开信息30条。其中政策18条、财政12条。", [18, 12]),
    ("公开信息30条，其中政策18条，其余12条。", [18, 12]),
    ("公开信息30条，其中政策18条，占60%，财政12条，占40%。", [18, 12]),
    ("公开信息30条，其中政策18条，公众号发布信息5篇。", [18]),
    ("收到申请10件，其中网上6件，已办结10件。", [6]),
    ("收到申请10件，办结9件。", []),
    ("公开信息30条，另外公众号发布50条。", []),
    ("公开信息30条。公众号发布信息50条。", []),
    ("公开公共资源信息30条，其中政策18条、公共资源交易类信息12条。", [18, 12]),
])
def test_parts_are_tied_to_their_whole(text: str, parts: list[int]) -> None:
    first = facts.extract(report(text))[0]
    assert [part.value for part in first.parts] == parts


def test_a_part_stands_in_the_list_of_facts_too() -> None:
    made = facts.extract(report("公开信息30条，其中政策18条、财政12条。"))
    assert len(made) == 3
    assert made[0].parts == made[1:]


@pytest.mark.parametrize(("text", "subjects"), [
    ("全年未收到政府信息公开申请。", ["政府信息公开申请"]),
    ("2023年，我镇未接到提出公开政府信息的申请。", ["政府信息公开申请"]),
    ("本年度没有收到依申请公开。", ["政府信息公开申请"]),
    ("全年依申请公开零申请。", ["政府信息公开申请"]),
    ("未发生行政复议、行政诉讼。", ["行政复议", "行政诉讼"]),
    ("无因政府信息公开引发的行政诉讼。", ["行政诉讼"]),
    ("未发生因政府信息公开申请行政复议、提起行政诉讼的情况。", ["行政复议", "行政诉讼"]),
    ("未收到重复申请。", []),
    ("未收到公民、法人或其他组织通过信息平台、传真等形式的政府信息公开申请。", ["政府信息公开申请"]),
    ("未收到通过网站、信函等渠道提交的信息公开申请。", ["政府信息公开申请"]),
    ("未收到通过信息平台提交的政府信息公开申请。", []),
    ("本年度，未接到群众要求公开的信息。", ["政府信息公开申请"]),
    ("至今尚未收到市民或法人的依申请公开要求。", ["政府信息公开申请"]),
    ("没有按规定要求公开的信息。", []),
    ("未收到依申请公开的投诉。", []),
    ("没有被纠错的行政复议。", []),
    ("未发生行政复议被纠错的情况。", []),
    ("依申请公开渠道没有问题。", []),
    ("没有不予公开的依申请公开事项。", []),
    ("不存在依申请公开超期答复情况。", []),
    ("未收取依申请公开信息处理费。", []),
])
def test_a_statement_of_nothing_is_a_fact_of_zero(text: str, subjects: list[str]) -> None:
    made = facts.extract(report(text))
    assert [fact.subject for fact in made] == subjects
    assert all(fact.value == 0 and fact.unit == "件" for fact in made)


def test_the_place_is_that_of_the_line() -> None:
    made = facts.extract(report("（一）主动公开\n公开信息30条。\n公众号发布50篇。", lines=True))
    assert [(fact.value, fact.place) for fact in made] == [(30, Place(line=21)), (50, Place(line=22))]


def test_without_lines_the_place_is_that_of_the_section() -> None:
    assert facts.extract(report("公开信息30条。"))[0].place == Place(line=9)


def test_a_sentence_broken_by_the_margin_is_joined() -> None:
    text = "2023年，全县各级行政机关共收到公民提出的政府信息公开申\n请21件，均在法定期限内答复。"
    made = facts.extract(report(text, lines=True))
    assert [(fact.value, fact.subject) for fact in made] == [(21, "全县各级行政机关共收到公民提出的政府信息公开申请")]


def test_the_text_of_a_fact_is_as_printed() -> None:
    assert facts.extract(report("全年,共收到申请１２件;已办结"))[0].text == "共收到申请１２件"


def test_the_preamble_is_section_zero() -> None:
    made = facts.extract(Report("2021", year=2023, preamble="全年公开信息77条。"))
    assert [(fact.value, fact.section) for fact in made] == [(77, 0)]


def test_a_changed_text_is_read_anew() -> None:
    made = report("公开信息30条。")
    assert facts.extract(made)[0].value == 30
    made.sections[0].text = "公开信息31条。"
    assert facts.extract(made)[0].value == 31


def test_what_is_asked_of_a_whole_passage_is_words_alone() -> None:
    # Where a pattern looks at what stands around its words, a clause cut out of the passage could match and the passage not.
    for name in sorted(facts_topics._PLAIN):
        pattern = getattr(facts_topics.topics(), name).pattern
        assert not re.search(r"\(\?[<=!]|[$^]", pattern), name


def test_a_passage_speaks_of_what_one_of_its_words_names() -> None:
    passage = passages(Report("2021", preamble="全年被申请行政复议2件。"))[0]
    assert facts_topics.topics().spoken(passage, "dispute")
    assert not facts_topics.topics().spoken(passage, "document")


@pytest.mark.parametrize(("text", "subjects"), [
    ("公开信息222条，其中部门动态126条、重点领域信息（执法监督）32条、重大民生信息（市政建设）35条、镇级文件5条。",
     ["公开信息", "部门动态", "重点领域信息（执法监督）", "重大民生信息（市政建设）", "镇级文件"]),
    ("工作动态类信息（含通知公告）135条，政务（工作）动态类信息73条。", ["工作动态类信息（含通知公告）", "政务（工作）动态类信息"]),
    ("（一）公开信息12条。（二）培训3次。", ["公开信息", "培训"]),
    ("收到热线1781条和信件11件。", ["收到热线", "信件"]),
    ("共收到1781条热线和11条来信。", ["收到热线", "来信"]),
    ("办公室共收到8份政府信息公开申请。", ["办公室共收到政府信息公开申请"]),
    ("收到8份，全部办结。", ["收到"]),
    ("及时公开防控政策51条，及时调整事项14项。", ["及时公开防控政策", "及时调整事项"]),
    ("收到申请44件（其中：网上申请42件，邮寄2件），办结39件。", ["收到申请", "网上申请", "邮寄", "办结"]),
])
def test_the_subject_is_the_words_that_belong_to_the_number(text: str, subjects: list[str]) -> None:
    assert [fact.subject for fact in facts.extract(report(text))] == subjects


@pytest.mark.parametrize("text", ["2023年，我局未收到公开政府信息申请。", "全年未收到公开信息申请。", "未收到个人、法人或者其他组织向本机关申请公开政府信息。"])
def test_no_application_to_disclose_information_is_none(text: str) -> None:
    assert [(fact.subject, fact.value) for fact in facts.extract(report(text))] == [("政府信息公开申请", 0)]


def test_what_was_carried_over_from_last_year_does_not_date_what_follows() -> None:
    assert [(fact.value, fact.year) for fact in facts.extract(report("2023年收到申请9件，上年转结1件，网上5件。"))] == [(9, 2023), (1, 2023), (5, 2023)]


def test_the_quoted_words_are_whole() -> None:
    assert [fact.text for fact in facts.extract(report("2023年，及时公开信息9条，和谐社区建设信息3条、培训2次。"))] == [
        "及时公开信息9条", "和谐社区建设信息3条", "培训2次"]


@pytest.mark.parametrize(("text", "subject"), [
    ("查处违法行为12起", "查处违法行为"), ("内部审计5项", "内部审计"), ("报告统计2条", "报告统计"), ("网上预约20次", "网上预约"), ("文件传达3次", "文件传达"),
    ("送达文书7份", "送达文书"), ("年报12份", "年报"), ("共享数据3项", "共享数据"), ("年度公开3条", "公开"), ("信息累计5条", "信息"), ("数量共计为9条", "数量"), ("行为为10起", "行为"),
])
def test_a_word_that_ends_or_begins_like_a_filler_stays_whole(text: str, subject: str) -> None:
    assert [fact.subject for fact in facts.extract(report(f"2023年，{text}。"))] == [subject]


@pytest.mark.parametrize(("text", "value", "unit"), [
    ("浏览100余万次", 1_000_000, "次"), ("短信20多万条", 200_000, "条"), ("阅读1余亿人次", 100_000_000, "人次"), ("投资200余万元", 200, "万元")])
def test_more_than_so_many_ten_thousands(text: str, value: int, unit: str) -> None:
    assert [(fact.value, fact.unit, fact.approximate) for fact in facts.extract(report(text))] == [(value, unit, True)]


def test_a_number_in_the_name_of_a_paper_counts_nothing() -> None:
    assert found("解读了《2023年10件惠企实事》和《关于印发〈2023年8项任务〉的通知》，发布信息9条。") == [(9, "条")]


def test_of_them_so_many() -> None:
    assert [fact.subject for fact in facts.extract(report("收到申请5件，对其中3件予以公开。"))] == ["收到申请", "予以公开"]
    assert [fact.value for fact in facts.extract(report("没有收到要求公开信息的申请。"))] == [0]


@pytest.mark.parametrize("text", ["由三元区示例局编制，与三元镇人民政府联系。", "五家渠市示例局共公开信息。"])
def test_the_name_of_a_place_counts_nothing(text: str) -> None:
    assert found(text) == []


def test_what_dates_from_is_no_year_of_the_count() -> None:
    assert [(fact.value, fact.year) for fact in facts.extract(report("对2000年以来的文件进行清理，清理文件9件。"))] == [(9, 2023)]
    assert [fact.subject for fact in facts.extract(report("共制定出台3件行政规范性文件。"))] == ["制定出台行政规范性文件"]


def test_put_off_to_the_next_year_dates_nothing_that_follows() -> None:
    assert [(fact.value, fact.year) for fact in facts.extract(report("办理12件，1件延期至2024年办理。按结果分，公开8件。"))] == [(12, 2023), (1, 2023), (8, 2023)]


def test_what_was_handled_is_named_behind_the_number() -> None:
    assert [fact.subject for fact in facts.extract(report("收到和处理12件政府信息公开申请。办理9件，全部办结。"))] == ["收到和处理政府信息公开申请", "办理"]


def test_counts_beside_words_that_look_like_others() -> None:
    assert found("解读94篇次、发布2条规划信息，总共120条。") == [(94, "篇次"), (2, "条"), (120, "条")]
    assert [(fact.value, fact.year) for fact in facts.extract(report("新收申请2件，上年无结转，已办理2件。"))] == [(2, 2023), (2, 2023)]


@pytest.mark.parametrize("text", ["截至2023年底，公开信息9条。", "截至2023年底公开信息9条。", "截止2023年末公开信息9条。", "2023年度公开信息9条。"])
def test_the_end_of_the_year_is_no_part_of_the_subject(text: str) -> None:
    assert [fact.subject for fact in facts.extract(report(text))] == ["公开信息"]


@pytest.mark.parametrize("text", [
    "始终把公开工作作为一项重要任务来抓。", "公开是一项长期工作。", "本报告由总体情况等六个部分组成。", "本报告共6个部分。", "报告包括总体情况等六项内容。",
    "公开二次供水水质信息。", "办理县七届人大三次会议建议。", "政务公开列为一项硬任务。",
])
def test_what_something_is_and_a_session_are_no_counts(text: str) -> None:
    assert found(text) == []


def parts_of(text: str) -> list[tuple[object, list[object]]]:
    return [(fact.value, [part.value for part in fact.parts]) for fact in facts.extract(report(text))]


@pytest.mark.parametrize(("text", "expected"), [
    # What stands behind a semicolon and begins as the whole did is counted anew.
    ("发布简报40条，其中采用6条；发布通报31条，统计数据22条。", [(40, [6]), (6, []), (31, []), (22, [])]),
    # A list whose parts all begin so goes on.
    ("公开信息30条，其中公开政策10条；公开财务20条。", [(30, [10, 20]), (10, []), (20, [])]),
    ("公开信息30条，其中通过网站公开18条，通过公众号公开12条。", [(30, [18, 12]), (18, []), (12, [])]),
    # A list of names without numbers has ended before what comes next.
    ("网站公开信息90条，包含招生、招聘等信息；通过公众号公开50条。", [(90, []), (50, [])]),
    ("网站公开信息90条，包括招生、招聘等信息，通过公众号公开50条。", [(90, []), (50, [])]),
    # 其中 of another unit than what stands before it is no part of something far back.
    ("网站发布信息700条，规划55条，许可20件，清单41个，事项46项。其中，零跑腿15条。", [(700, []), (55, []), (20, []), (41, []), (46, []), (15, [])]),
])
def test_a_list_holds_its_own_parts_only(text: str, expected: list[tuple[object, list[object]]]) -> None:
    assert parts_of(text) == expected


@pytest.mark.parametrize(("text", "subjects"), [
    ("公开指南（2023年版）1条，目录2条。", ["公开指南（2023年版）", "目录"]),
    ("公开处罚类35条信息、许可类信息12条。", ["处罚类", "许可类信息"]),
    ("公众号发布126条信息一是公开财务信息。", ["公众号发布信息"]),
    ("2023年以来公开政府信息98条。", ["公开政府信息"]),
    ("动态调整12个公开目录，涉及教育、民政等9个部门。", ["动态调整公开目录", "民政等部门"]),
    ("组织到7个村社走访，新发布的3件文件均配有解读。", ["组织到村社走访", "新发布的文件"]),
])
def test_a_subject_is_what_is_counted(text: str, subjects: list[str]) -> None:
    made = [fact.subject for fact in facts.extract(report(text))]
    assert len(made) == len(subjects)
    assert all(subject in has for has, subject in zip(made, subjects, strict=True))


@pytest.mark.parametrize(("text", "subjects"), [
    ("公众号“掌上晴川”发布5条，“晴川要闻”公众号发布6条。", ["公众号“掌上晴川”发布", "“晴川要闻”公众号发布"]),
    ("发布预警9条，其中（会同水文站）红色预警4条、黄色预警5条。", ["发布预警", "红色预警", "黄色预警"]),
    ("公开规章6件（含新制定2件、修改4件）。", ["公开规章", "新制定", "修改"]),
    ("2023年1月1日至2023年12月31日全局发布信息62条。", ["全局发布信息"]),
    ("公开“双公示”7条。", ["公开“双公示”"]),
    ("公开财政信息10条，年度报告1条。", ["公开财政信息", "年度报告"]),
    ("解读量占总数的70%以上。", ["解读量占总数的"]),
    ("发布情况 | 要闻3条 | 公告4条 |", ["发布情况|要闻", "公告"]),
])
def test_a_subject_has_both_marks_of_a_pair_and_no_word_that_leads_it_in(text: str, subjects: list[str]) -> None:
    assert [fact.subject for fact in facts.extract(report(text))] == subjects


def test_a_paper_s_name_does_not_make_the_name_of_a_place_a_count() -> None:
    assert found("按照《政府信息公开条例》，由三家坪镇编制本报告。") == []


@pytest.mark.parametrize(("text", "expected"), [
    ("更新动态89条（工作55条，上级34条），文件7条。", [(89, [55, 34]), (55, []), (34, []), (7, [])]),
    ("收到申请4件（网上3件、信函1件），办结4件。", [(4, [3, 1]), (3, []), (1, []), (4, [])]),
    ("发布100条（阅读60条、转发50条）。", [(100, []), (60, []), (50, [])]),  # they do not add up: who knows what they are
    ("公开30条（较上年增加5条）。", [(30, []), (5, [])]),
])
def test_what_brackets_say_of_a_count_are_its_parts_where_they_add_up_to_it(text: str, expected: list[tuple[object, list[object]]]) -> None:
    assert parts_of(text) == expected


@pytest.mark.parametrize("text", ["没有一例因信息公开引起的纠纷。", "未发生一起泄密事件。", "无一件超期。"])
def test_not_even_one_is_no_one(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "subjects"), [
    ("本年度未收到任何形式的依申请公开信息、行政复议和行政诉讼。", ["政府信息公开申请", "行政复议", "行政诉讼"]),
    ("未收到政府信息公开申请、行政复议。", ["政府信息公开申请", "行政复议"]),
    ("未发生因政府信息公开申请行政复议的情况。", ["行政复议"]),
    ("无因政府信息公开申请、行政复议提起的诉讼。", ["行政复议", "行政诉讼"]),
    ("没有发生信息公开方面的举报、投诉和行政复议、行政诉讼事件。", ["行政复议", "行政诉讼"]),
    ("未发生行政复议案件、行政诉讼案件及申诉案件。", ["行政复议", "行政诉讼"]),
    ("未发生政府信息公开复议、诉讼问题。", ["行政复议", "行政诉讼"]),
    ("未发生投诉，也未发生行政复议、诉讼被纠错的情况。", []),
    ("未发生投诉问题和行政复议纠错问题。", []),
    ("行政执法工作均无被申请行政复议和提起行政诉讼。", []),
    ("行政执法信息公开无被申请行政复议。", ["行政复议"]),
])
def test_a_list_of_what_there_was_none_of(text: str, subjects: list[str]) -> None:
    assert [fact.subject for fact in facts.extract(report(text)) if fact.value == 0] == subjects


def test_a_list_in_brackets_that_adds_up_is_not_ended_by_a_word() -> None:
    assert parts_of("公开答复件22件（建议答复16件，提案答复6件），办结5件。") == [(22, [16, 6]), (16, []), (6, []), (5, [])]


@pytest.mark.parametrize("text", ["做到“五个落实”。", "栏目由九项内容精简。"])
def test_a_slogan_is_no_count(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "years"), [
    ("公开2022年工作总结及2024年工作计划1份，就业信息280条。", [2023, 2023]),
    ("编制《公报2022年专刊》。邀请25位专家参加访谈。", [2023]),
])
def test_the_year_of_a_paper_is_not_that_of_what_follows(text: str, years: list[int]) -> None:
    assert [fact.year for fact in facts.extract(report(text))] == years


@pytest.mark.parametrize(("text", "expected"), [
    ("公开644条，其中行政许可13条、政策解读2条、建议提案回复4条。", [13, 2, 4]),
    ("收到申请10件，其中网上6件，我局答复4件。", [6]),
    ("收到申请10件，其中网上6件，按时办结4件。", [6]),
    ("收到申请10件，其中网上6件，全部及时答复4件。", [6]),
])
def test_what_is_called_an_answer_is_a_part_and_what_was_answered_none(text: str, expected: list[object]) -> None:
    assert parts_of(text)[0][1] == expected


@pytest.mark.parametrize("text", ["材料一式三份报送。", "本报告共6项内容。"])
def test_copies_and_chapters_are_no_counts(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("全年发布微博3条，微信4条，共计7条。", ["发布微博", "微信", "发布微博、微信合计"]),
    ("全年发布微博3条，微信4条，合计共7条。", ["发布微博", "微信", "发布微博、微信合计"]),
    ("全年发布微博3条，微信4条，共计8条。", ["发布微博", "微信", "微信"]),  # of what, is not told
])
def test_what_sums_up_the_counts_before_it_is_of_all_of_them(text: str, expected: list[str]) -> None:
    assert [fact.subject for fact in facts.extract(report(text))] == expected


def test_a_long_subject_begins_where_something_is_named() -> None:
    text = "更新了《示例局关于某某工作的某某制度》《示例局二〇二三年某某工作要点及其任务分工》《示例局二〇二三年部门预算公开说明》《示例局信息公开指南》等信息9期。"
    subject = facts.extract(report(text))[0].subject
    assert subject.startswith("《") and subject.endswith("《示例局信息公开指南》等信息") and len(subject) <= 60


def test_what_is_included_in_all_is_no_part_of_the_last_that_could_hold_it() -> None:
    made = facts.extract(report("全年受理45件。其中，予以公开31件，部分公开10件，其他处理3件，无法提供1件。包括上年结转4件。"))
    assert [(fact.value, [part.value for part in fact.parts]) for fact in made if fact.parts] == [(45, [31, 10, 3, 1])]


@pytest.mark.parametrize("text", ["推进“7个专项行动”。", "位列全市前20名。", "做到两个“凡是”公开。"])
def test_a_name_a_rank_and_a_slogan_count_nothing(text: str) -> None:
    assert found(text) == []


def test_so_many_till_now_are_counted() -> None:
    assert found("目前20名工作人员。") == [(20, "名")]


@pytest.mark.parametrize(("text", "years"), [
    ("2019年起开展公开工作。现配备2名人员。", [2023]),
    ("2019年以来累计公开40条。本局现有栏目6个。", [2019, 2023]),
    ("2023年以来公开40条，更新6条。", [2023, 2023]),
    ("公开上年度政府信息公开年度报告1条，占比5%。", [2023, 2023]),
])
def test_since_when_something_is_done_dates_no_later_sentence(text: str, years: list[int]) -> None:
    assert [fact.year for fact in facts.extract(report(text))] == years
