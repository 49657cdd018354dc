"""Several people take the same step of a report at the same moment; run by test_road_at_once.py."""

from types import SimpleNamespace

from together import print_outcome, together


def scenes(county: SimpleNamespace) -> dict[str, object]:
    """What became of two signers, two who publish, two who hand in, and one who takes it while another calls it back."""
    from county import person
    from rows_annualreport import report as made

    from gongkai.web.annualreport.domain import approving, findings, handing, publishing
    from gongkai.web.annualreport.models import HandIn, Publication, ReportStep

    clerk, reviewer = county.staff("education", "clerk"), county.staff("education", "reviewer")
    signers = [county.staff("education", "signer"), person("another", county.education, "signer")]
    row = made(county, county.education, "清川县教育局2025年政府信息公开工作年度报告", hands=[clerk.pk])
    findings.explain(clerk, row, {one.key: "属实" for one in findings.unexplained(row)})
    submitted = together(*[lambda: approving.submit(clerk, row, row.version)] * 2)
    version = row.versions.get()
    approving.take_step(reviewer, version, 1, "passed")
    signed = together(*(lambda signer=signer: approving.take_step(signer, version, 2, "passed") for signer in signers))
    files = publishing.make(version)
    published = together(*[lambda: publishing.publish(clerk, row, files)] * 2)
    handed = together(*[lambda: handing.hand_in(clerk, row)] * 2)
    boss, act = county.staff("root", "supervisor"), HandIn.objects.get()
    judged = together(lambda: handing.accept(boss, row, act.pk), lambda: handing.recall(clerk, row, "改"))
    return {"submitted": submitted, "signed": signed, "published": published, "handed": handed, "judged": judged,
            "steps": ReportStep.objects.count(), "publications": Publication.objects.count(), "hand_ins": HandIn.objects.count()}


if __name__ == "__main__":
    print_outcome("road", scenes)
