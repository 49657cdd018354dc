"""What is sent and answered."""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict, WithJsonSchema

KEY = r"^[^/\\\x00-\x1f\x7f]{1,120}$"
ExternalId = Annotated[str, Field(pattern=KEY, description="在报送系统中的编号，本单位内唯一；不含斜杠")]


def _decoded(value: Any) -> bytes:
    """Base64 to the letter: what is no Base64 is refused, never read as something shorter."""
    try:
        return base64.b64decode(value if isinstance(value, str) else "*", validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("no Base64") from None


EXAMPLE: dict[str, Any] = {
    "title": "清川县教育局关于做好义务教育招生工作的通知", "made_on": "2026-03-02", "document_number": "清教〔2026〕7号", "node": "2003",
    "genre": "通知", "subject": "科技、教育", "attribute": "active", "attribute_reason": "属于条例第二十条第三项", "body": "<p>现将有关事项通知如下。</p>",
    "submit": True}


class FileIn(Schema):
    """An attachment in the body itself; larger ones go one by one as multipart."""

    name: str = Field(min_length=1, max_length=255, description="文件名，带扩展名", examples=["附件1.pdf"])
    title: str = Field("", max_length=255, description="对外显示的名称，不填的用文件名")
    content: Annotated[bytes, BeforeValidator(_decoded), WithJsonSchema(
        {"type": "string", "contentEncoding": "base64", "pattern": "^(?:[A-Za-z0-9+/]{4})+$", "description": "文件内容，Base64"})]


class ItemIn(Schema):
    """A whole item: what is missing is empty."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    title: str = Field(max_length=200, description="名称")
    made_on: date = Field(description="生成日期")
    node: str = Field(max_length=200, description="公开目录事项的编号或者名称，见 /catalogue")
    genre: str = Field(max_length=20, description="体裁，代码或者名称")
    subject: str = Field(max_length=20, description="主题，代码或者名称")
    attribute: str = Field("active", pattern="^(active|on_application|withheld)$", description="公开属性")
    attribute_reason: str = Field(max_length=300, description="公开属性理由")
    summary: str = Field("", max_length=1000, description="内容概述")
    document_number: str = Field("", max_length=60, description="文号")
    body: str = Field("", description="正文，HTML 或者按行分段的文字")
    valid_from: date | None = Field(None, description="生效日期")
    valid_until: date | None = Field(None, description="有效期至")
    reprinted_from: str = Field("", max_length=200, description="转载来源")
    reprinted_url: str = Field("", max_length=500, description="转载网址")
    sent_to: str = Field("", max_length=200, description="报送情况，不对外显示")
    reassess_on: date | None = Field(None, description="下次评估日期，不予公开的必填")
    index_number: str = Field("", max_length=80, pattern=r"^[^\x00-\x1f]*$", description="沿用的索引号；只在首次报送时有效，不填的自动编制")
    attachments: list[FileIn] | None = Field(None, max_length=50, description="全部附件；不填的不改动已有附件")
    submit: bool = Field(False, description="检查没有发现问题时直接送审")


class NewItem(ItemIn):
    """A whole item with its id."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"external_id": "OA-2026-0031", **EXAMPLE}})

    external_id: ExternalId


class Remark(Schema):
    """What screening says."""

    level: str = Field(description="serious 的改正后才能送审；其他的送审时须说明理由")
    where: str
    message: str


class FileOut(Schema):
    """An attachment that the item has."""

    title: str
    size: int
    sha256: str


class Status(Schema):
    """Where an item stands."""

    external_id: str
    outcome: str = Field("", description="created 新建，changed 已修改，unchanged 内容相同、没有改动；查询时为空")
    index_number: str = Field(description="索引号")
    title: str
    stage: str = Field(description="代码", examples=["secrecy"])
    stage_name: str = Field(description="状态", examples=["公开审查"])
    public_version: int | None = Field(description="正在公开的版本号")
    path: str | None = Field(description="公开页面在本站的路径；没有公开的为空")
    opinion: str = Field(description="最近一次退回修改的意见；没有退回的为空")
    remarks: list[Remark] = Field(description="对现在内容的检查提示")
    attachments: list[FileOut]
