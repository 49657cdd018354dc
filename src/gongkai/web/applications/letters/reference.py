"""The page docs/reference/letter-fields.md, from the vocabularies: ``python -m gongkai.web.applications.letters.reference``."""

from __future__ import annotations

from typing import Any

from gongkai.engine.letters import ADDRESSEES, every_letter
from gongkai.web.applications.letters.fields import KINDS, fields, fields_of
from gongkai.web.applications.letters.filling import shown
from gongkai.web.applications.letters.messages import messages

_KINDS = dict(zip(KINDS, ("文字", "日期", "整数", "金额", "清单"), strict=True))


def reference() -> str:
    """The page as Markdown."""
    letters = every_letter()
    lines = [
        "# Fields of letters",
        "",
        "What may stand in a Word template of a letter, written `{{申请人}}`. How to edit one: [edit a letter](../how-to/edit-a-letter.md).",
        "This page is made from `law/vocabularies/letter_fields.yaml` and `letters.yaml`.",
        "",
        "## Fields",
        "",
        "A list (清单) is gone through with `{% for 件 in 所附材料 %}` … `{% endfor %}`; its columns are written `{{件.名称}}`, and each has `{{件.序号}}`.",
        "",
        "| 字段 | 含义 | 类型 | 示例 |",
        "|---|---|---|---|",
    ]
    for field in fields().values():
        example = "；".join(f"件.{column.name}：{_example(column.example)}" for column in field.columns) or _example(field.example)
        lines.append(f"| `{field.name}` | {field.meaning} | {_KINDS[field.kind]} | {example} |")
    lines += ["", "## Letters", "", "In bold: fields without which the letter is not made. The others may be empty: put them under a condition.", ""]
    for to, addressee in ADDRESSEES.items():
        lines += [f"### {addressee}", "", "| 文书 | 依据 | 字段 |", "|---|---|---|"]
        for kind in letters.values():
            if kind.to == to:
                own = [f"**{field.name}**" if field.key in kind.needs else field.name for field in fields_of(kind)]
                lines.append(f"| {kind.label} | {kind.cited} | {'、'.join(own)} |")
        lines.append("")
    lines += ["## Messages", "", "Short messages and mails hold nothing personal.", "", "| 消息 | 依据 | 文字 |", "|---|---|---|"]
    lines += [f"| {each.label} | {'、'.join(each.articles)} | {each.text} |" for each in messages().values()]
    return "\n".join(lines) + "\n"


def _example(value: Any) -> str:
    return shown(value).replace("\n", "<br>").replace("|", "\\|")


if __name__ == "__main__":
    print(reference(), end="")
