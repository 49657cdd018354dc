"""Rows of 依申请公开.

cases     a case, its key, parties, events, files
intake    forms that were sent, and how often somebody knocked
redactions  redactions of a case's files, their boxes
mailings  letters that the site sent by e-mail
letters   letters, their frozen versions and the steps of their review; templates, numbers
proposals  what several people applied for, proposed for disclosure
disputes  行政复议、行政诉讼, complaints, suggestions
dispute_papers  what is answered in a dispute, its frozen versions, the steps of its review
settings  notices of holidays entered on screen, webhooks
"""

from gongkai.web.applications.models.cases import BlindIndex, Case, CaseEvent, CaseFile, CaseKey, Party
from gongkai.web.applications.models.dispute_papers import DisputePaper, DisputePaperStep, DisputePaperVersion
from gongkai.web.applications.models.disputes import (
    Complaint,
    ComplaintEvent,
    ComplaintFile,
    Dispute,
    DisputeEvent,
    DisputeFile,
)
from gongkai.web.applications.models.intake import Filing, Tally
from gongkai.web.applications.models.letters import (
    Letter,
    LetterNumber,
    LetterSetting,
    LetterStep,
    LetterTemplate,
    LetterVersion,
)
from gongkai.web.applications.models.mailings import Mailing
from gongkai.web.applications.models.proposals import Proposal
from gongkai.web.applications.models.redactions import Redaction, RedactionBox
from gongkai.web.applications.models.settings import HolidayNotice, Webhook

__all__ = [
    "BlindIndex", "Case", "CaseEvent", "CaseFile", "CaseKey", "Complaint", "ComplaintEvent", "ComplaintFile", "Dispute", "DisputeEvent",
    "DisputeFile", "DisputePaper", "DisputePaperStep", "DisputePaperVersion", "Filing", "HolidayNotice", "Letter", "LetterNumber", "LetterSetting", "LetterStep", "LetterTemplate", "LetterVersion", "Mailing", "Party",
    "Proposal", "Redaction", "RedactionBox", "Tally", "Webhook",
]
