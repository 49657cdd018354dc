"""One text read for everything: what is said, where, and what is not said of ordinary official prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screeningcases import MOBILE, TODAY, card, codes, credit, identity, screened

from gongkai.web.disclosure.screening import WrongWord, plain_text, screen_text

PROSE = [
    "清川县人民政府办公室关于印发《清川县政务公开工作方案》的通知（清政办发〔2024〕30号）。",
    f"索引号：014314799/2024-00002；统一社会信用代码：{credit()}；组织机构代码01431479-9。",
    "联系电话：0571-87654321，传真：0571-87654322，监督电话12345，邮编310000。",
    f"联系人：王某，联系电话：{MOBILE}。",
    "项目总投资12345678.90万元，中标价13800001234元整，合同编号20240101138000012345。",
    "2023年12月31日前完成，2024-01-05至2024-12-31有效，2024年2月29日召开会议。",
    "各单位要依法保护国家秘密、商业秘密和个人隐私，严守保守秘密的规定。",
    "属于国家秘密的，不予公开；机密级、秘密级事项按规定办理；涉密文件不得外传。",
    "依申请公开政府信息，申请人应当填写申请表。公开属性：主动公开。（此件公开发布）",
    "内部资料性出版物管理办法、单位内部使用的房屋、内部审计和内部文件管理制度。",
    "网址：https://www.example.gov.cn/art/2024/1/10/art_1229_13800001234.html，www.example.gov.cn。",
    "办公地址：清川县城关镇人民路1号行政中心3号楼201室，办公时间8:30至17:30。",
    "住所：清川县城关镇人民路88号，法定代表人李四，处罚款3000元。",
    "截止日期为2024年5月31日。社会注意力集中。报消防部门备案，按装机容量计算。",
    "第3—13月龄、3个月、13个月内、第13次会议、2024年度、1至12月、10月1日国庆。",
    "3月15号楼以北，5月1日前。许可证号：JY13301000012345。车牌号、房号2-3-201。",
    "不予公开\n国家秘密\n1\n其他法律行政法规禁止公开\n0",
    f"当事人：清川县某商店，统一社会信用代码：{credit()}，住所：清川县城关镇人民路12号，经营者：李四。",
    "征求意见稿已公布。根据《条例》第二十条第（十一）项，编号2024-30-01。",
    "地址在县政务服务中心一楼大厅，男女职工均可申请，性别不限，住房保障3号窗口。",
]


@pytest.mark.parametrize("text", PROSE)
def test_ordinary_official_prose_bears_no_remark(text: str) -> None:
    assert [(remark.code, remark.excerpt) for remark in screened(text)] == []


def test_a_remark_says_what_where_and_what_to_do() -> None:
    text = f"第一行\n申请人李四，身份证号{identity()}。"
    [remark] = screened(text)
    assert remark.message == "“正文”第2行出现公民身份号码“110101********1232”，涉及个人隐私，请删去或遮盖后再送审。"
    assert (remark.code, remark.level, remark.field) == ("person.identity", "serious", "body")
    assert text[remark.start:remark.end] == identity()
    assert remark.excerpt == "110101********1232"
    assert remark.basis == "《中华人民共和国政府信息公开条例》第十五条"


@pytest.mark.parametrize(("text", "code"), [
    (f"名单：李四{identity()}", "person.identity"),
    ("身份证号110101198001011111", "person.identity"),
    (f"（{identity()}）", "person.identity"),
    ("张三110101800101123", "person.identity"),
    (f"户名李四，账号{card()}", "person.bank_card"),
    (f"村民李四，手机{MOBILE}", "person.mobile"),
    ("村民李四，手机１３８００００１２３４", "person.mobile"),
    (f"详询{MOBILE}", "person.mobile_unclear"),
    (f"报名咨询：王老师 {MOBILE}", "person.mobile_unclear"), (f"县教育局 李四 {MOBILE}", "person.mobile_unclear"),
    ("家庭电话0571-87654321", "person.telephone"),
    ("村民李四，电话：0571-87654321", "person.telephone"),
    ("李四，家庭住址：某省某县城关镇青山村3组12号", "person.address"),
    ("当事人李四，男，汉族，住某县城关镇人民路3号2单元501室", "person.address"),
    ("密级：秘密", "secret.mark"), ("机密★10年", "secret.mark"), ("秘密 ★", "secret.mark"), ("绝 密★启用前", "secret.mark"), ("机  密\n正文", "secret.mark"), ("  机密\n", "secret.mark"),
    ("（此件不公开）", "secret.withheld"), ("公开方式：不予公开", "secret.withheld"), ("此件依申请公开", "secret.withheld"),
    ("内部资料 注意保存", "secret.internal"), ("【内部使用】", "secret.internal"), ("仅供内部参阅", "secret.internal"),
    ("本通知请勿外传", "secret.handling"), ("工作方案（送审稿）", "secret.draft"),
    ("中国人民共和国", "wrong.serious"), ("截止目前共收到3件", "wrong.slip"),
    ("2023年2月29日", "date.impossible"), ("4月31日", "date.impossible"), ("2024年13月1日", "date.impossible"),
    ("2024年13月", "date.impossible"), ("2024-02-30", "date.impossible"), ("1024年3月1日", "date.ancient"),
    ("生成日期：2026年11月25日", "date.future"), ("发布日期 2027-01-01", "date.future"),
    ("2024年5月1日至2024年4月1日", "date.reversed"), ("2024-05-01—2024-04-01", "date.reversed"),
    ("见http://192.168.1.5/a", "link.shown_internal"), ("存于C:\\Users\\li\\a.doc", "link.shown_internal"),
])
def test_what_is_remarked(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(("tag", "code"), [
    ('<a href="">附件</a>', "link.empty"), ("<a>附件</a>", "link.empty"), ('<a href="#">附件</a>', "link.empty"),
    ('<a href="javascript:void(0)">附件</a>', "link.script"), ('<a href="java&#10;script:x">附件</a>', "link.script"),
    ('<a href="data:text/html,x">附件</a>', "link.script"),
    ('<a href="file:///C:/a.doc">附件</a>', "link.local"), (r'<a href="C:\a.doc">附件</a>', "link.local"),
    (r'<a href="\\server\a.doc">附件</a>', "link.local"), ('<img src="blob:https://a.gov.cn/1">', "link.local"),
    ('<a href="http://10.1.2.3/a">附件</a>', "link.internal"), ('<a href="//127.0.0.1/a">附件</a>', "link.internal"),
    ('<a href="http://localhost:8000/">附件</a>', "link.internal"), ('<a href="http://[::1]/">附件</a>', "link.internal"),
    ('<a href="http://oa.county.local/">附件</a>', "link.internal"),
    ('<a href="http:/www.a.gov.cn">附件</a>', "link.broken"), ('<a href="http：//www.a.gov.cn">附件</a>', "link.broken"),
    ('<a href="http://http://a.gov.cn">附件</a>', "link.broken"), ('<a href="http://a.gov.cn:99999/">附件</a>', "link.broken"),
    ('<a href="http://附件">附件</a>', "link.broken"), ('<a href="www.a.gov.cn">附件</a>', "link.broken"),
    ('<a href="mailto:abc">附件</a>', "link.broken"), ('<a href="weixin://x">附件</a>', "link.broken"),
    ('<a href="#end">附件</a>', "link.missing"), ('<a href="/gone.html">附件</a>', "link.missing"),
])
def test_dead_links(tag: str, code: str) -> None:
    assert codes(tag, html=True, internal_links=lambda path: path == "/here.html") == [code]


@pytest.mark.parametrize("tag", [
    '<a href="/here.html">附件</a>', '<a href="https://www.example.gov.cn/a?b=1#c">附件</a>', '<a id="x"></a><a href="#x">上</a>',
    '<a href="mailto:office@example.gov.cn">信箱</a>', '<a href="tel:0571-87654321">电话</a>',
    '<img src="data:image/png;base64,AAAA">', '<a href="http://政府.中国/">网</a>', '<a href="http://114.114.114.114/">网</a>',
])
def test_sound_links(tag: str) -> None:
    assert codes(tag, html=True, internal_links=lambda path: path == "/here.html") == []


def test_a_list_of_persons_is_one_remark_for_each_kind() -> None:
    table = "<table><tr><th>姓 名</th><th>身份证号</th><th>联系电话</th></tr>" + "".join(
        f"<tr><td>李四</td><td>{identity()}</td><td>{MOBILE}</td></tr>" for _ in range(40)) + "</table>"
    found = screened(table, html=True)
    assert [(remark.code, remark.level) for remark in found] == [("person.list", "serious")] * 2
    assert found[0].message == ("“正文”第2行起的人员名单有40处公民身份号码没有遮盖（如“110101********1232”），"
                                "请遮盖后再送审：正文可用“遮盖个人信息”，附件在原文件中遮盖后重新上传。")


@pytest.mark.parametrize("text", [
    f"姓名 身份证号\n李四 {identity()}\n王五 {identity()}", f"李四 {identity()}\n王五 {identity()}",
    f"姓名,身份证号\n李四,{identity()}\n王五,{identity()}", f"1.村民李四，{identity()}\n2.村民王五，{identity()}",
    "姓名\t身份证号\n李四\t110101198001011111\n王五\t110101198001011111",
    f"领取人：李四 {identity()}、王五 {identity()}、赵六 {identity()}",
])
def test_a_list_in_lines_of_text(text: str) -> None:
    assert codes(text) == ["person.list"]


def test_offices_with_mobile_numbers_and_no_head_are_asked_about_and_block_nothing() -> None:
    table = "<table>" + "".join(f"<tr><td>县{name}局</td><td>李四</td><td>{MOBILE}</td></tr>" for name in ("教育", "水利")) + "</table>"
    assert [(remark.code, remark.level) for remark in screened(table, html=True)] == [("person.mobile_unclear", "reason")] * 2


@pytest.mark.parametrize("text", [
    f"单位,联系人,联系电话\n县教育局,李四,{MOBILE}\n县水利局,王五,0571-87654321",
    "姓名\t身份证号\n李*\t110101********1232\n王*\t110101********1232",
    "姓名 办公电话\n李四 0571-87654321\n王五 0571-87654322",
])
def test_lists_of_offices_and_masked_lists_bear_none(text: str) -> None:
    assert codes(text) == []


def test_many_of_one_kind_are_counted_in_one_remark() -> None:
    found = screened("截止目前。\n" * 100)
    assert len(found) == 31
    assert found[-1].message == "“正文”同类问题共100处（如“截止目前”），这里只列出前面的，请通读全文一并处理。"


def test_a_county_brings_its_own_wrong_words() -> None:
    words = [WrongWord("青川县", "清川县", "serious", "县办通知", unless=("四川省青川县",))]
    [remark] = screened("青川县与四川省青川县结对。", wrong_words=words)
    assert remark.message == "“正文”出现错误表述“青川县”，应为“清川县”，请改正。"
    assert remark.basis.endswith("县办通知")
    assert codes("截止目前", wrong_words=[]) == []


def test_on_application_its_own_mark_is_no_contradiction() -> None:
    assert codes("此件依申请公开", on_application=True) == []
    assert codes("此件不公开", on_application=True) == ["secret.withheld"]


def test_the_day_of_origin_in_a_field_of_its_own() -> None:
    [remark] = screen_text({"date": "2026-12-01"}, today=TODAY)
    assert remark.message == "“生成日期”的生成日期“2026-12-01”晚于今天，请核对。"
    assert screen_text({"date": "2026-11-24"}, today=TODAY) == []


def test_offsets_are_those_of_the_plain_text() -> None:
    body = f"<p>前言&nbsp;&amp;</p><p>村民李四，手机<b>138</b>0000<i>1234</i></p><!-- {MOBILE} -->"
    [remark] = screened(body, html=True)
    assert plain_text(body, html=True)[remark.start:remark.end] == MOBILE
    assert remark.excerpt == "138****1234"


def test_a_tag_that_never_closes_hides_nothing() -> None:
    assert codes(f"<a href='x {identity()}", html=True) == ["person.identity"]


def test_a_text_past_the_bound_says_so() -> None:
    [remark] = screened("字" * 500_001)
    assert remark.message == "“正文”过长，只检查了前500000个字，请将其余部分放入附件，或人工通读后说明。"


@given(st.text(alphabet="姓名身份证号电话住址李四王村民 \t\n,，|0123456789Xx-年月日至★秘密<>tdr/=\"'&;:#@.\\", max_size=120))
def test_odd_text_never_raises(text: str) -> None:
    for html in (False, True):
        size = len(plain_text(text, html=html))
        for remark in screened(text, html=html):
            assert remark.message.endswith("。")
            assert remark.start is None or 0 <= remark.start <= remark.end <= size


@pytest.mark.parametrize("piece", [
    "1 ", "1-", "<a", "&", "（送审", "秘密★", "住址", f"李四 {MOBILE}\n", "姓名 电话\n", "http:/", "\\\\a\\", "<a href='",
    "2024年1月1日至", "<a href=x>", "<table><tr><td>", "家庭电话", " ", "\t", "3月", "张", "0571",
])
def test_a_long_text_is_read_to_its_end(piece: str) -> None:
    """A pattern that goes back over itself would not come to the end of such a text within the run's time."""
    html = "<" in piece
    text = piece * (200_000 // len(piece))
    size = len(plain_text(text, html=html))
    assert all(remark.start is None or 0 <= remark.start <= remark.end <= size for remark in screened(text, html=html))
