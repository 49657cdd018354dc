"""An applicant's form as a browser sends it, and files to go with it."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile

CODE = re.compile(r'<dt>查询码</dt><dd><span class="secret">(\w+)</span>')
NUMBER = re.compile(r'<dt>回执编号</dt><dd><span class="secret">([\w-]+)</span>')
PERSON = {
    "page": "a" * 32, "kind": "person", "name": "王小满", "id_kind": "identity_card", "id_number": "11010519491231002x",
    "telephone": "138 0013 8000", "email": "xiaoman@example.com", "address": "清川县城关镇河东路7号", "content": "2024年河道治理项目的招标文件",
    "features": "", "supply_form": "electronic", "supply_way": "online", "purpose": "", "act": "file",
}
COMPANY = {
    **PERSON, "kind": "enterprise", "name": "清川恒远建材有限公司", "id_kind": "credit_code", "id_number": "91350100M000100Y43",
    "representative": "赵立行", "contact": "钱一舟", "email": "hengyuan@example.com",
}
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fea735"
                    "81e40000000049454e44ae426082")


TEXT = "需要的是招标公告。".encode()


def text_file(name="说明.txt", data=TEXT):
    """A small text file."""
    return SimpleUploadedFile(name, data)


def picture(name="身份证.png", data=PNG):
    """A picture of one pixel."""
    return SimpleUploadedFile(name, data)


def file_one(client, unit, **values):
    """File on the portal as a browser does.

    Returns:
        The receipt's number and query code.
    """
    answer = client.post(f"/apply/to/{unit.slug}/", {**PERSON, **values})
    assert answer.status_code == 302, wrong(answer)
    page = client.get(answer["Location"]).content.decode()
    return NUMBER.search(page)[1], CODE.search(page)[1]


def wrong(answer):
    """What a page says is wrong."""
    return re.findall(r"(?s)<div class=\"notice bad\".*?</div>", answer.content.decode())


def open_with(client, number, code):
    """Type number and code into the page that asks for them."""
    return client.post("/apply/query/", {"number": number, "code": code})
