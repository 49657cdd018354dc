"""Files and folders as a user names them, and the manifest."""

import os

import pytest

from gongkai.errors import GongkaiError
from gongkai.report.batch import Task
from gongkai.report.gathering import gather, read_manifest


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("r/b.html", "r/a.txt", "r/sub/c.PDF", "r/sub/.hidden.txt", "r/.git/x.txt", "r/~$a.docx", "r/d.doc",
                 "r/pic.jpg", "r/plain", "r/README.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return tmp_path


def test_a_folder_gives_its_reports_in_the_order_of_names_without_hidden_ones(folder):
    found = gather(["r"])
    assert found.files == ["r/a.txt", "r/b.html", "r/d.doc", "r/sub/c.PDF"]
    assert found.problems == []
    assert found.notices == ["文件夹“r”中其他类型的文件未处理：.jpg 1 个、无扩展名 1 个。"]


def test_a_file_named_by_itself_is_taken_whatever_its_suffix(folder):
    assert gather(["r/plain"]).files == ["r/plain"]


def test_the_same_file_is_taken_once_and_said(folder):
    (folder / "link.txt").symlink_to("r/a.txt")
    found = gather(["r/a.txt", "r/a.txt", "./r/a.txt", "link.txt"])
    assert found.files == ["r/a.txt"]
    assert found.notices == ["文件“r/a.txt”重复指定，只处理一次。", "文件“./r/a.txt”重复指定，只处理一次。", "文件“link.txt”与“r/a.txt”是同一文件，只处理一次。"]


def test_links_that_run_in_a_circle_end(folder):
    (folder / "r/sub/up").symlink_to("..")
    assert gather(["r"]).files == ["r/a.txt", "r/b.html", "r/d.doc", "r/sub/c.PDF"]


def test_what_is_not_there_is_named_and_the_rest_is_taken(folder):
    (folder / "empty").mkdir()
    (folder / "r/dead.txt").symlink_to("nowhere")
    found = gather(["no.txt", "empty", "r/a.txt", "r"])
    assert found.files == ["r/a.txt", "r/b.html", "r/d.doc", "r/sub/c.PDF"]
    assert found.problems[0] == ("no.txt", "找不到文件或文件夹“no.txt”，请核对路径。")
    assert found.problems[1][1].startswith("文件夹“empty”中没有可读取的年度报告")
    assert found.problems[2] == ("r/dead.txt", "链接“r/dead.txt”所指的文件不存在，请核对。")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX")
def test_a_pipe_is_refused_as_it_could_be_waited_on_for_ever(folder):
    os.mkfifo("pipe.txt")
    assert gather(["pipe.txt"]).problems == [
        ("pipe.txt", "“pipe.txt”不是普通文件，无法读取，请先存为文件再指定。")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_manifest_tells_what_files_do_not_say(folder, encoding, separator):
    lines = (("文件", "单位", "区划代码", "单位类别", "年度", "网址"), ("a.txt", "某县司法局", "130000", "县级部门", "2023年", ""))
    (folder / "r/list.csv").write_bytes("\r\n".join(separator.join(line) for line in lines).encode(encoding))
    manifest = read_manifest("r/list.csv")
    assert manifest.paths() == ["r/a.txt"]
    tasks, unused = manifest.tasks(["r/a.txt", "r/b.html"])
    known = {"unit": "某县司法局", "code": "130000", "kind": "县级部门", "year": 2023}
    assert tasks == [Task("r/a.txt", known), Task("r/b.html", {})]
    assert unused == []


def test_a_line_names_a_file_by_the_end_of_its_path(folder):
    (folder / "list.csv").write_text("file,unit\nsub/c.PDF,某镇\nmissing.pdf,另一镇\n", encoding="utf-8")
    tasks, unused = read_manifest("list.csv").tasks(gather(["r"]).files)
    assert {task.path: task.known for task in tasks if task.known} == {"r/sub/c.PDF": {"unit": "某镇"}}
    assert unused == ["清单“list.csv”第3行的“missing.pdf”不在本次处理的文件之中。"]


def test_a_folder_in_a_manifest_is_refused_where_the_list_alone_says_what_to_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "镇").mkdir()
    (tmp_path / "m.csv").write_text("file,unit\na.md,甲局\n镇,某镇\n", encoding="utf-8")
    with pytest.raises(GongkaiError, match="第3行的“镇”是文件夹，请逐个列出其中的文件。"):
        read_manifest("m.csv").paths()


@pytest.mark.parametrize(("text", "sentence"), [
    ("", "清单“m.csv”是空的，请写入表头（file,unit,code,kind,year,url）和各文件。"),
    ("file,unit\n\n", "清单“m.csv”只有表头，没有列出文件，请每行写一个文件。"),
    ("file,organ\na,b\n", "清单“m.csv”的表头有不认识的列“organ”，可用的列为 file、unit、code、kind、year、url。"),
    ("unit\nb\n", "清单“m.csv”的表头没有“file”（文件）列，请补上。"),
    ("file,文件\na,b\n", "清单“m.csv”的表头重复出现“file”列，请删去一列。"),
    ("file,unit\n,b\n", "清单“m.csv”第2行没有写文件，请补上。"),
    ("file,year\na,23\n", "清单“m.csv”第2行的年度“23”不是四位年份，请改为如 2023。"),
    ("file,year\na,二〇二三\n", "清单“m.csv”第2行的年度“二〇二三”不是四位年份，请改为如 2023。"),
    ("file,unit\na,b,c\n", "清单“m.csv”第2行比表头多出一格，请检查逗号和引号。"),
    ("file,unit\na,b\n\na,c\n", "清单“m.csv”第2行和第4行重复列出“a”，请删去一行。"),
    ("file,unit\n\"a,b\n", "清单“m.csv”第2行不是规范的 CSV（引号未配对等），请检查。"),
    ("file\0", "清单“m.csv”不是文本文件（UTF-8 或 GBK 编码），请另存为 CSV 或文本后再试。"),
])
def test_a_manifest_that_cannot_be_trusted_is_refused_in_one_sentence(folder, text, sentence):
    (folder / "m.csv").write_text(text, encoding="utf-8")
    with pytest.raises(GongkaiError) as caught:
        read_manifest("m.csv")
    assert str(caught.value) == sentence


def test_a_manifest_that_is_not_there_or_a_folder_is_refused(folder):
    os.mkfifo("pipe.csv")
    for path, sentence in (("no.csv", "打不开清单“no.csv”，请核对路径和权限。"), ("r", "清单“r”是文件夹，请指定文件。"),
                           ("pipe.csv", "清单“pipe.csv”不是普通文件，请先存为文件再指定。")):
        with pytest.raises(GongkaiError, match=sentence):
            read_manifest(path)


def test_a_line_that_fits_several_files_or_two_lines_for_one_are_refused(folder):
    (folder / "r/x").mkdir()
    (folder / "r/x/a.txt").write_text("x", encoding="utf-8")
    (folder / "m.csv").write_text("file,unit\na.txt,甲\n", encoding="utf-8")
    with pytest.raises(GongkaiError, match=r"第2行的“a.txt”对应多个文件（r/a.txt、r/x/a.txt），请写明路径。"):
        read_manifest("m.csv").tasks(gather(["r"]).files)
    (folder / "m.csv").write_text("file,unit\nr/a.txt,甲\n./r/a.txt,乙\n", encoding="utf-8")
    with pytest.raises(GongkaiError, match="第2行和第3行是同一文件"):
        read_manifest("m.csv").tasks(gather(["r"]).files)
