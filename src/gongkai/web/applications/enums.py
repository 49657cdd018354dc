"""Closed lists of this app, each with its official term."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """What can happen to a case. Those that move the clock have the names of `engine.events.Kind`."""

    SUBMITTED = "submitted", "提交申请"
    RECEIVED = "received", "收到申请"
    REGISTERED = "registered", "登记"
    ASSIGNED = "assigned", "分办"
    ASSIGNMENT_RETURNED = "assignment_returned", "退回分办"
    HANDLER_ANSWERED = "handler_answered", "承办单位反馈"
    CORRECTION_ASKED = "correction_asked", "告知补正"
    CORRECTION_RECEIVED = "correction_received", "收到补正"
    SEARCHED = "searched", "检索"
    THIRD_PARTY_ASKED = "third_party_asked", "征求第三方意见"
    THIRD_PARTY_RECEIVED = "third_party_received", "第三方收到征求意见书"
    THIRD_PARTY_ANSWERED = "third_party_answered", "第三方答复"
    THIRD_PARTY_TOLD = "third_party_told", "告知第三方决定公开"
    COMAKER_ASKED = "comaker_asked", "征求共同制作机关意见"
    COMAKER_RECEIVED = "comaker_received", "共同制作机关收到征求意见书"
    COMAKER_ANSWERED = "comaker_answered", "共同制作机关答复"
    AGENCY_ASKED = "agency_asked", "征求其他机关意见"
    AGENCY_RECEIVED = "agency_received", "其他机关收到征求意见书"
    AGENCY_ANSWERED = "agency_answered", "其他机关答复"
    REASONS_ASKED = "reasons_asked", "要求说明理由"
    REASONS_RECEIVED = "reasons_received", "收到理由说明"
    DELAYED = "delayed", "确定延迟答复期限"
    EXTENDED = "extended", "延期答复"
    FEE_NOTIFIED = "fee_notified", "通知缴费"
    FEE_PAID = "fee_paid", "缴费"
    DISCLOSURE_REVIEWED = "disclosure_reviewed", "公开审查"
    DRAFTED = "drafted", "拟稿送审"
    APPROVED = "approved", "审核"
    SENT_BACK = "sent_back", "退回修改"
    SIGNED = "signed", "签发"
    POSTED = "posted", "交邮"
    SERVED = "served", "送达"
    UNDELIVERED = "returned", "退件"
    NOT_CORRECTED = "not_corrected", "逾期不补正不再处理"
    FEE_UNPAID = "fee_unpaid", "逾期不缴费不再处理"
    WITHDRAWN = "withdrawn", "撤回申请"
    SPLIT = "split", "拆分"
    REJOINED = "rejoined", "并回原申请"
    MERGED = "merged", "合并办理"
    PARTICULARS_CHANGED = "particulars_changed", "更正登记信息"
    REANSWER_ORDERED = "reanswer_ordered", "责令重新答复"
    SUGGESTED = "suggested", "建议主动公开"
    ARCHIVED = "archived", "归档"
    NOTED = "noted", "办理记录"
    REVERSED = "reversed", "冲销"


class Phase(models.TextChoices):
    """How far a case has come; which events may follow hangs on it."""

    NEW = "new", "已提交"
    RECEIVED = "received", "已收到"
    WORKING = "working", "办理中"
    CONCLUDED = "concluded", "已办结"
    DIVIDED = "divided", "已拆分"
    ARCHIVED = "archived", "已归档"


class Stage(models.TextChoices):
    """Where a case stands, for lists and for the applicant. Told by its events (domain/folding.py), kept beside the case."""

    UNCONFIRMED = "unconfirmed", "待确认收到"
    RECEIVED = "received", "待登记"
    WORKING = "working", "办理中"
    CORRECTION = "correction", "待补正"
    REASONS = "reasons", "待说明理由"
    CONSULTING = "consulting", "征求意见中"
    FEE = "fee", "待缴费"
    CONCLUDED = "concluded", "已办结"
    DIVIDED = "divided", "已拆分"
    REJOINED = "rejoined", "已并回"
    ARCHIVED = "archived", "已归档"


OPEN = (Stage.UNCONFIRMED, Stage.RECEIVED, Stage.WORKING, Stage.CORRECTION, Stage.REASONS, Stage.CONSULTING, Stage.FEE)
"""Stages of a case that is not yet done with."""
WAITING = (Stage.CORRECTION, Stage.REASONS, Stage.CONSULTING, Stage.FEE)
"""Stages in which somebody else has the word."""


class Origin(models.TextChoices):
    """How a case got into the system."""

    PORTAL = "portal", "网上提交"
    STAFF = "staff", "工作人员录入"
    IMPORTED = "imported", "台账导入"
    SPLIT = "split", "拆分"


class Matter(models.TextChoices):
    """What is asked for."""

    ACCESS = "access", "申请公开"
    RECORD = "record", "要求更正记录"


class PartyRole(models.TextChoices):
    """Whom a case has to do with."""

    APPLICANT = "applicant", "申请人"
    AGENT = "agent", "代理人"
    THIRD_PARTY = "third_party", "第三方"
    COMAKER = "comaker", "共同制作机关"
    AGENCY = "agency", "其他机关"


class FileRole(models.TextChoices):
    """What a file of a case is."""

    APPLICATION = "application", "申请书"
    IDENTITY = "identity", "身份证明"
    ATTACHMENT = "attachment", "申请材料"
    CORRECTION = "correction", "补正材料"
    OPINION = "opinion", "意见材料"
    SOURCE = "source", "拟提供的信息"
    REDACTED = "redacted", "遮盖件"
    LETTER = "letter", "文书"
    STAMPED = "stamped", "盖章件"
    APPROVAL = "approval", "呈批单"
    PROOF = "proof", "送达凭证"
    EVIDENCE = "evidence", "检索及其他证据"
    DISPUTE = "dispute", "复议诉讼材料"
    CASE_FILE = "case_file", "案卷"


class RedactionState(models.TextChoices):
    """How far a redaction has come."""

    DRAFT = "draft", "画框"
    MAKING = "making", "正在生成"
    FINISHED = "finished", "已生成"


class LetterStage(models.TextChoices):
    """Where a letter stands."""

    DRAFT = "draft", "拟稿"
    REVIEW = "review", "待审核"
    SIGNING = "signing", "待签发"
    SIGNED = "signed", "待发出"
    SENT = "sent", "已发出"
    SERVED = "served", "已送达"
    RETURNED = "returned", "已退件"
    FILED = "filed", "已存卷"
    VOID = "void", "作废"


class DisputeKind(models.TextChoices):
    """The rows of table 4."""

    REVIEW = "review", "行政复议"
    LITIGATION_DIRECT = "litigation_direct", "未经复议直接起诉"
    LITIGATION_AFTER_REVIEW = "litigation_after_review", "复议后起诉"


class DisputeResult(models.TextChoices):
    """The columns of table 4."""

    PENDING = "pending", "尚未审结"
    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"


class DisputeAct(models.TextChoices):
    """What can happen to a dispute."""

    NOTIFIED = "notified", "收到通知"
    ANSWERED = "answered", "提交答复"
    HEARD = "heard", "开庭或者听证"
    PAPER = "paper", "往来文书"
    DECIDED = "decided", "收到决定或者裁判"
    NEW_ANSWER = "new_answer", "责令重新答复"
    NOTED = "noted", "办理记录"
    REVERSED = "reversed", "冲销"


class MailingState(models.TextChoices):
    """What became of a mail."""

    SENDING = "sending", "正在发送"
    SENT = "sent", "已发出"
    FAILED = "failed", "没有发出"


class ProposalState(models.TextChoices):
    """What became of a proposal to disclose of one's own accord (条例第四十四条第一款)."""

    OPEN = "open", "待处理"
    ACCEPTED = "accepted", "已拟稿"
    LEFT = "left", "不纳入"


class ComplaintGround(models.TextChoices):
    """What a complaint rests on (条例第四十七条、第五十一条)."""

    DUTY = "duty", "不依法履行公开义务"
    PROACTIVE = "proactive", "应当主动公开而未公开"
    ANSWER = "answer", "依申请公开办理不当"
    CONTENT = "content", "公开内容有误或者不更新"
    OTHER = "other", "其他"
