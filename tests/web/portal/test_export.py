import json
import re

import pytest

from gongkai.errors import GongkaiError
from gongkai.web.common import files
from gongkai.web.portal.export import export


def test_the_portal_becomes_files_whose_links_lead_somewhere(county, publish, withdraw, tmp_path):
    folder = tmp_path / "out"
    kept = files.keep(b"%PDF-1.7 x", "附件.pdf", unit=county.education, kind="pdf", media_type="application/pdf")
    rows = [publish(f"第{number}条") for number in range(25)]
    with_file = publish("有附件", files=[{"id": str(kept.pk), "title": "附件一", "name": "附件.pdf", "kind": "pdf", "size": 10, "sha256": ""}])
    assert export(folder) == len([path for path in folder.rglob("*") if path.is_file()]) - 1  # beside the list of them
    assert (folder / "items" / "index-page-2.html").exists()
    assert (folder / f"items/{with_file.pk}/files/{kept.pk}.pdf").read_bytes() == b"%PDF-1.7 x"
    assert json.loads((folder / f"data/items/{rows[0].pk}.json").read_text())["title"] == "第0条"
    for page in folder.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"#]*)', page.read_text()):
            if not re.match(r"https?:|mailto:|$", link):
                assert (page.parent / link.partition("#")[0]).exists(), f"{page}: {link}"
    front = (folder / "index.html").read_text()
    assert 'action="http://127.0.0.1:8000/search/"' in front and 'href="guide/index.html"' in front

    withdraw(rows[0])
    export(folder)
    assert not (folder / f"items/{rows[0].pk}/index.html").exists()
    assert not (folder / f"data/items/{rows[0].pk}.json").exists()


@pytest.mark.parametrize("name", ["x", "x/y"])
def test_a_file_in_the_folders_place_is_refused_in_one_sentence(county, tmp_path, name):
    (tmp_path / "x").write_text("")
    with pytest.raises(GongkaiError, match="不是文件夹"):
        export(tmp_path / name)


def test_a_site_that_does_not_know_its_own_name_says_which_setting_is_wrong(county, tmp_path, settings):
    settings.SITE_ADDRESS = "https://www.example.gov.cn/zwgk"
    with pytest.raises(GongkaiError, match="GONGKAI_HOSTS"):
        export(tmp_path)


def test_without_a_site_nothing_is_written(db, tmp_path):
    with pytest.raises(GongkaiError, match="gongkai setup"):
        export(tmp_path / "out")
    assert not (tmp_path / "out").exists()
