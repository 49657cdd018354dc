"""What is logged of units, people, roles and sign-ins."""

from gongkai.web.common import eventlog

eventlog.register({
    "site.founded": "建立站点",
    "unit.added": "新设单位", "unit.edited": "修改单位信息", "unit.renamed": "单位更名", "unit.name_corrected": "更正单位名称",
    "unit.moved": "调整隶属关系", "unit.merged": "合并单位", "unit.split": "分设单位", "unit.abolished": "撤销单位",
    "unit.change_undone": "撤回单位变动", "unit.contact_set": "修改工作机构信息", "unit.officer_added": "登记人员分工",
    "unit.officer_changed": "变更人员分工", "unit.officer_ended": "结束人员分工", "unit.imported": "导入单位",
    "person.added": "新增人员", "person.changed": "修改人员信息", "person.moved": "调整所在单位", "person.deactivated": "停用账号",
    "person.activated": "启用账号", "person.password_reset": "重置密码", "person.second_factor_removed": "解除两步验证",
    "person.signed_in": "登录", "person.signed_out": "退出", "person.password_changed": "修改密码",
    "role.granted": "授予角色", "role.revoked": "收回角色", "sole.allowed": "准予一人审核", "sole.ended": "终止一人审核",
    "token.made": "新建接口密钥", "token.revoked": "停用接口密钥",
})
