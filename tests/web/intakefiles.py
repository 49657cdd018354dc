"""Files of an old site for the tests of imports: pages, archives, feeds."""

from __future__ import annotations

import io
import zipfile

TEXT = "各乡镇人民政府，县政府各部门：为做好防汛抗旱工作，现将有关事项通知如下。请各单位按照职责分工认真落实，确保安全度汛。"


def page(title: str = "关于做好防汛工作的通知", *, charset: str = "utf-8", body: str = f"<p>{TEXT}</p>", head: str = "", above: str = "") -> bytes:
    """A page as sites make them."""
    text = (f'<!-- saved from url=(0040)http://www.old.gov.cn/art/2023/5/9/1.html --><html><head><meta charset="{charset}">'
            f"<title>{title}-清川县人民政府</title>{head}</head><body><div class=nav><a href=/>首页</a> <a href=/x>政务公开</a></div>"
            f"<h1>{title}</h1>{above}<div class=TRS_Editor>{body}</div><div class=foot>主办：清川县人民政府办公室</div></body></html>")
    return text.encode(charset, "xmlcharrefreplace")


def archive(*pages: tuple[str | bytes, bytes]) -> bytes:
    """A ZIP; a name as bytes is written as Chinese packers do, without the flag for UTF-8."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in pages:
            packed.writestr(name.decode("cp437") if isinstance(name, bytes) else name, data)
    # zipfile flags a name outside ASCII as UTF-8; what old packers write is made here by taking flag and spelling back.
    data = file.getvalue()
    for name, _ in pages:
        if isinstance(name, bytes):
            spelled = name.decode("cp437").encode()
            assert len(spelled) >= len(name)
            data = _respelled(data, spelled, name)
    return data


def _respelled(data: bytes, spelled: bytes, raw: bytes) -> bytes:
    """The archive made anew with one name in its raw bytes."""
    source = zipfile.ZipFile(io.BytesIO(data))
    file = io.BytesIO()

    class Raw(zipfile.ZipInfo):
        def _encodeFilenameFlags(self):
            return (raw, 0) if self.filename.encode() == spelled else super()._encodeFilenameFlags()

    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for member in source.infolist():
            packed.writestr(Raw(member.filename), source.read(member))
    return file.getvalue()


RSS = """<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><title>清川县</title>
<item><title>清川县教育局关于义务教育招生的通知</title><link>http://www.old.gov.cn/1.html</link><guid>old-1</guid>
<pubDate>Tue, 09 May 2023 20:30:00 GMT</pubDate><description><![CDATA[<p>清教〔2023〕7号</p><p onclick="x()">现将招生事项通知如下。</p><script>alert(1)</script>]]></description></item>
<item><title>没有日期的条目</title><link>javascript:alert(1)</link><description>只有一行文字</description></item>
</channel></rss>""".encode("gb18030")
