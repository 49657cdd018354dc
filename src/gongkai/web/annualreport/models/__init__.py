"""Rows of 年度报告.

reports     a unit's report of a year, what it was counted from, versions, review, publication
handing     who must report by when, what was handed in, taken, sent back
collecting  files from units that do not use the platform
figures     the numbers of a unit and a year, as they are added up
"""

from gongkai.web.annualreport.models.collecting import CellDecision, CollectBatch, CollectedFile
from gongkai.web.annualreport.models.figures import Figures
from gongkai.web.annualreport.models.handing import HandIn, Remark, ReportDeadline, ReportDuty
from gongkai.web.annualreport.models.reports import (
    AnnualReport,
    DecisionCount,
    Override,
    Publication,
    ReportStep,
    ReportVersion,
    Snapshot,
    Waiver,
)

__all__ = [
    "AnnualReport", "CellDecision", "CollectBatch", "CollectedFile", "DecisionCount", "Figures", "HandIn", "Override", "Publication",
    "Remark", "ReportDeadline", "ReportDuty", "ReportStep", "ReportVersion", "Snapshot", "Waiver",
]
