import json
import re

import pytest
from django.core.management import CommandError, call_command

from gongkai.web.common import files


def test_the_portal_becomes_files_whose_links_lead_somewhere(county, publish, withdraw, tmp_path):
    kept = files.keep(b"%PDF-1.7 x", "附件.pdf", unit=county.education, kind="pdf", media_type="application/pdf")
    rows = [publish(f"第{number}条") for number in range(25)]
    with_file = publish("有附件", files=[{"id": str(kept.pk), "title": "附件一", "name": "附件.pdf", "kind": "pdf", "size": 10, "sha256": ""}])
    call_command("export_portal", tmp_path, verbosity=0)
    assert (tmp_path / "items" / "index-page-2.html").exists()
    assert (tmp_path / f"items/{with_file.pk}/files/{kept.pk}.pdf").read_bytes() == b"%PDF-1.7 x"
    assert json.loads((tmp_path / f"data/items/{rows[0].pk}.json").read_text())["title"] == "第0条"
    for page in tmp_path.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"#]*)', page.read_text()):
            if not re.match(r"https?:|mailto:|$", link):
                assert (page.parent / link.partition("#")[0]).exists(), f"{page}: {link}"
    front = (tmp_path / "index.html").read_text()
    assert 'action="http://127.0.0.1:8000/search/"' in front and 'href="guide/index.html"' in front

    withdraw(rows[0])
    call_command("export_portal", tmp_path, verbosity=0)
    assert not (tmp_path / f"items/{rows[0].pk}/index.html").exists()
    assert not (tmp_path / f"data/items/{rows[0].pk}.json").exists()


def test_a_file_in_the_folders_place_is_refused_in_one_sentence(db, tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(CommandError, match="不是文件夹"):
        call_command("export_portal", tmp_path / "x")
