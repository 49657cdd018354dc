"""What an event of the log changed, told in the words of the screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps

from gongkai.web.common.models import Event

_LABELS = {
    "day": "生效日期", "document": "依据文件", "sources": "原单位", "results": "新单位", "parent": "上级单位", "home": "所在单位", "role": "角色",
    "since": "起始日期", "until": "截止日期", "officer": "人员分工", "hint": "密钥前几位", "rows": "行数", "format": "格式", "filter": "筛选条件",
    "kind": "类别", "name": "名称", "telephone": "办公电话",
}


def differences(event: Event) -> list[tuple[str, str, str]]:
    """For each value that the event names: its label, what it was before, what it was after."""
    try:
        fields = {field.name: field for field in apps.get_model(event.subject_type)._meta.get_fields() if hasattr(field, "verbose_name")}
    except (LookupError, ValueError):
        fields = {}
    names = [*event.before, *(name for name in event.after if name not in event.before)]
    return [(_label(name, fields), _told(name, event.before.get(name), fields), _told(name, event.after.get(name), fields))
            for name in names]


def _label(name: str, fields: Mapping[str, Any]) -> str:
    return str(fields[name].verbose_name) if name in fields else _LABELS.get(name, name)


def _told(name: str, value: Any, fields: Mapping[str, Any]) -> str:
    choices = dict(getattr(fields.get(name), "choices", None) or ())
    if isinstance(value, list):
        return "、".join(_told(name, one, fields) for one in value)
    if isinstance(value, dict):
        return "，".join(f"{key}：{_told(key, one, fields)}" for key, one in value.items())
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(choices.get(value, value))
