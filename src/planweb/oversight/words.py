"""What people call the actions of the audit trail."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "user.create": _("新建用户"),
    "user.edit": _("修改用户资料"),
    "user.deactivate": _("停用用户"),
    "user.activate": _("启用用户"),
    "user.invite": _("发放设置密码链接"),
    "user.grant": _("授予角色"),
    "user.revoke": _("收回角色"),
    "user.log_in": _("登录"),
    "user.set_password": _("设置密码"),
    "session.revoke": _("结束会话"),
    "body.create": _("新建单位"),
    "body.rename": _("单位更名"),
    "body.merge": _("并入新单位"),
    "body.split": _("拆分单位"),
    # figures and reports
    "figure.enter": _("录入数据"),
    "figure.revise": _("修订数据"),
    "figure.accept": _("采用数据"),
    "figure.return": _("退回数据"),
    "figure.undo": _("撤销数据审核"),
    "figure.contest": _("提出异议"),
    "figure.resolve": _("处理异议"),
    "figure.push": _("成批推送数据"),
    "progress.submit": _("报送进展"),
    "progress.accept": _("采用进展"),
    "progress.return": _("退回进展"),
    "progress.undo": _("撤销进展审核"),
    "round.create": _("新建报送期"),
    "round.edit": _("修改报送期"),
    "round.close": _("结束报送期"),
    "round.reopen": _("重新开放报送期"),
    "plan.create": _("新建规划"),
    "plan.edit": _("修改规划"),
    "plan.delete": _("删除规划草案"),
    "plan.advance": _("变更规划状态"),
    "plan.version": _("新建规划版本"),
    "plan.attach": _("添加规划文献"),
    "plan.detach": _("移出规划文献"),
    "plan.chapters": _("生成规划章节"),
    "plan.adopt": _("采用目标"),
    "plan.decide": _("判断存疑的表述"),
    "plan.undo_adopt": _("撤销采用目标"),
    "indicator.create": _("新建自设指标"),
    "indicator.edit": _("修改自设指标"),
    "target.add_indicator": _("添加规划指标"),
    "target.edit_indicator": _("修改规划指标"),
    "target.remove_indicator": _("移除规划指标"),
    "target.add": _("添加目标"),
    "target.edit": _("修改目标"),
    "target.remove": _("移除目标"),
    "target.assign": _("指定责任单位"),
    "document.create": _("新增文献"),
    "document.read": _("读取文献"),
    "document.fail": _("未能读取文献"),
    "document.edit": _("更正文献地区年份种类"),
    "document.reread": _("重新读取文献"),
    "document.withdraw": _("撤回文献"),
    "document.restore": _("恢复文献"),
    "statement.create": _("补充表述"),
    "statement.confirm": _("确认表述"),
    "statement.correct": _("更正表述"),
    "statement.reject": _("否决表述"),
    "statement.merge": _("合并表述"),
    "statement.reopen": _("表述退回待审核"),
    "statement.undo": _("撤销审核操作"),
}


def action_word(code: str) -> str:
    """What people call the action; its code where it has no word."""
    return str(ACTIONS.get(code, code))
