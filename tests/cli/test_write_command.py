"""`gongkai write`."""

import pytest


def test_text_formats_go_to_standard_output(run, reports):
    said = run("write", "r/b.txt", "--to", "md")
    assert said.code == 0
    assert said.out.startswith("# 乙局2023年政府信息公开工作年度报告")


def test_the_format_is_that_of_the_output_file(run, reports, tmp_path):
    assert run("write", "r/b.txt", "-o", "out.html").code == 0
    assert "<table" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_fragment_has_no_page_around_it(run, reports):
    said = run("write", "r/b.txt", "--to", "html", "--fragment").out
    assert "<table" in said
    assert "<html" not in said


def test_many_reports_go_into_a_folder_and_none_over_another(run, reports, tmp_path):
    reports("r/sub/a.html", unit="另一甲局", year=2023)
    assert run("write", "r", "--to", "md", "-o", "out").code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a-2.md", "a.md", "b.md", "c.md"]
    assert "另一甲局" in (tmp_path / "out/a-2.md").read_text(encoding="utf-8")


def test_one_report_goes_into_a_folder_that_is_named_as_one(run, reports, tmp_path):
    assert run("write", "r/a.txt", "--to", "md", "-o", "out/").code == 0
    assert (tmp_path / "out/a.md").exists()


def test_an_unreadable_file_is_named_and_the_others_are_written(run, reports, tmp_path):
    said = run("write", "r/a.txt", "bad.txt", "--to", "json", "-o", "out")
    assert (said.code, said.err) == (2, "“bad.txt”不是年度报告，请核对。\n")
    assert (tmp_path / "out/a.json").exists()


@pytest.mark.parametrize(("words", "sentence"), [
    (["r/a.txt"], "没有写明要生成的格式，请加上 --to（可用 html、docx、pdf、xlsx、md、json）。"),
    (["r/a.txt", "-o", "x.doc"], "不能按“.doc”确定要生成的格式，请加上 --to（可用 html、docx、pdf、xlsx、md、json）。"),
    (["r", "--to", "md"], "有多份报告要生成，请用 -o 写明存放的文件夹。"),
    (["r", "-o", "out.docx"], "有多份报告要生成，而“-o out.docx”是一个文件，请改写为存放的文件夹，并用 --to 写明格式。"),
    (["r/a.txt", "--to", "md", "--fragment"], "“--fragment”只用于 html，请加上 --to html。"),
    (["r/a.txt", "--to", "md", "-o", "r/a.txt"], "输出文件“r/a.txt”就是读入的文件，为免覆盖原件，请另写一个文件名。"),
])
def test_bad_use_is_one_sentence_and_nothing_is_overwritten(run, reports, tmp_path, words, sentence):
    before = (tmp_path / "r/a.txt").read_bytes()
    said = run("write", *words)
    assert (said.code, said.err) == (2, sentence + "\n")
    assert (tmp_path / "r/a.txt").read_bytes() == before
    assert not (tmp_path / "out.docx").exists()
