"""What forms say of a value that does not do, in officials' words: Django's own Chinese speaks to programmers of 字段 and 变量.

`lay` puts the sentences in the place of Django's; a field that says more keeps its own.
"""

from __future__ import annotations

from django import forms
from django.core import validators
from django.db import models

REQUIRED = "请填写此项。"
FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": REQUIRED},
    forms.ChoiceField: {"required": "请选择一项。", "invalid_choice": "没有“%(value)s”这个选项，请从列表中选择。"},
    forms.MultipleChoiceField: {"required": "请至少选择一项。", "invalid_choice": "没有“%(value)s”这个选项，请从列表中选择。",
                                "invalid_list": "请从列表中选择。"},
    forms.ModelChoiceField: {"invalid_choice": "没有这个选项，或者它已不能选择，请从列表中重新选择。"},
    forms.ModelMultipleChoiceField: {"required": "请至少选择一项。", "invalid_choice": "没有“%(value)s”这个选项，或者它已不能选择，请从列表中重新选择。",
                                     "invalid_pk_value": "没有“%(pk)s”这个选项，请从列表中重新选择。", "invalid_list": "请从列表中选择。"},
    forms.BooleanField: {"required": "请勾选此项。"},
    forms.FileField: {"required": "请选择文件。", "missing": "没有收到文件，请重新选择。", "invalid": "没有收到文件，请重新选择。",
                      "empty": "所选的文件是空的，请重新选择。", "max_length": "文件名不能超过 %(max)d 个字，现有 %(length)d 个字，请改短后再上传。"},
    forms.IntegerField: {"invalid": "请填写整数，例如 12。"},
    forms.FloatField: {"invalid": "请填写数字，例如 12.5。"},
    forms.DecimalField: {"invalid": "请填写数字，例如 12.5。"},
    forms.DateField: {"invalid": "请填写日期，例如 2026-03-01。"},
    forms.TimeField: {"invalid": "请填写时间，例如 09:30。"},
    forms.DateTimeField: {"invalid": "请填写日期和时间，例如 2026-03-01 09:30。"},
    forms.URLField: {"invalid": "请填写以 http:// 或者 https:// 开头的网址。"},
}
VALIDATORS: dict[type, str] = {
    validators.MaxLengthValidator: "不能超过 %(limit_value)d 个字，现有 %(show_value)d 个字，请删减。",
    validators.MinLengthValidator: "至少需要 %(limit_value)d 个字，现有 %(show_value)d 个字，请补充。",
    validators.MaxValueValidator: "不能大于 %(limit_value)s，请核对。",
    validators.MinValueValidator: "不能小于 %(limit_value)s，请核对。",
    validators.EmailValidator: "请填写电子邮箱地址，例如 name@example.gov.cn。",
    validators.URLValidator: "请填写以 http:// 或者 https:// 开头的网址。",
    validators.ProhibitNullCharactersValidator: "含有看不见的控制字符，请重新输入。",
}
DIGITS = {"invalid": "请填写数字，例如 12.5。", "max_digits": "总共不能超过 %(max)s 位数字，请核对。", "max_decimal_places": "小数不能超过 %(max)s 位，请核对。",
          "max_whole_digits": "整数部分不能超过 %(max)s 位，请核对。"}
STORED = {"blank": REQUIRED, "null": REQUIRED, "invalid_choice": "没有“%(value)s”这个选项，请从列表中选择。", "unique": "该%(field_label)s已被使用，请换一个。"}


def lay() -> None:
    """Put the sentences in the place of Django's."""
    for field, said in FIELDS.items():
        field.default_error_messages = {**vars(field).get("default_error_messages", {}), **said}
    for validator, sentence in VALIDATORS.items():
        validator.message = sentence  # type: ignore[attr-defined]
    validators.DecimalValidator.messages = {**validators.DecimalValidator.messages, **DIGITS}
    models.Field.default_error_messages = {**models.Field.default_error_messages, **STORED}
