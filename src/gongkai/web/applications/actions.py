"""What is logged of cases, letters, disputes and their settings."""

from gongkai.web.applications.enums import DisputeAct, Kind
from gongkai.web.common import eventlog

eventlog.register({
    **{f"dispute.{act.value}": f"复议诉讼：{act.label}" for act in DisputeAct}, "dispute.opened": "登记复议诉讼",
    "dispute_paper.started": "拟制复议诉讼文书", "dispute_paper.changed": "修改复议诉讼文书", "dispute_paper.submitted": "复议诉讼文书送审",
    "dispute_paper.approved": "审核复议诉讼文书", "dispute_paper.signed": "签发复议诉讼文书", "dispute_paper.returned": "退回复议诉讼文书",
    "dispute_paper.recalled": "撤回复议诉讼文书", "dispute_paper.voided": "作废复议诉讼文书", "dispute_paper.handed_in": "提交复议诉讼文书", "dispute_paper.read": "查看复议诉讼文书", "dispute_paper.finished": "复议诉讼文书编号定稿",
    "complaint.taken": "收到投诉举报", "complaint.examined": "投诉调查核实", "complaint.mended": "督促整改", "complaint.done": "整改完成",
    "complaint.answered": "答复投诉人", "complaint.noted": "投诉办理记录", "complaint.file_read": "查看投诉举报材料",
    **{f"case.{kind.value}": f"申请：{kind.label}" for kind in Kind},
    "case.opened": "新增申请", "case.unmasked": "查看个人信息", "case.file_added": "上传申请材料", "case.file_read": "查看申请材料",
    "case.erased": "销毁个人信息", "calendar.entered": "录入放假安排", "calendar.ended": "停用放假安排", "webhook.added": "增加提醒接收地址", "webhook.removed": "停止提醒接收地址",
    "case.party_added": "登记当事人", "case.party_changed": "修改当事人信息",
    "case.code_renewed": "重新发放查询码", "case.receipt_mailed": "发送回执邮件",
    "letter.started": "拟制文书", "letter.changed": "修改文书", "letter.fee_reckoned": "计算信息处理费", "letter.read": "查看文书", "letter.voided": "作废文书", "letter.recalled": "撤回送审", "letter.filed": "内部用表存卷",
    "letter.numbered": "编文号", "letter.number_voided": "作废文号", "letter.number_noted": "登记空号", "letter.finished": "文书定稿",
    "letter.mailed": "电子邮件送达文书", "letter.mail_failed": "电子邮件没有发出", "case.receipt_made": "生成接收回执",
    "letter.stamped": "上传盖章件", "letter.setting_changed": "修改文书设置", "letter.template_set": "更换文书模板",
    "proposal.made": "提示纳入主动公开", "proposal.accepted": "纳入主动公开（拟稿）", "proposal.left": "不纳入主动公开",
    "redaction.started": "开始遮盖", "redaction.box_added": "添加遮盖框", "redaction.box_removed": "删除遮盖框", "redaction.box_changed": "修改遮盖依据",
    "redaction.asked": "提交生成遮盖件", "redaction.finished": "生成遮盖件", "redaction.refused": "未能生成遮盖件", "redaction.discarded": "放弃遮盖",
})
