"""What is logged of units, people and sign-ins."""

from gongkai.web.common import eventlog

eventlog.register({
    "site.founded": "建立站点",
    "person.signed_in": "登录", "person.signed_out": "退出", "person.password_changed": "修改密码",
})
