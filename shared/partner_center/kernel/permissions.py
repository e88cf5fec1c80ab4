"""The vocabulary of rights: the roles people hold and the permissions each role gives.

A permission is `area.verb`. Functions name the one they ask for; this table says who holds it. Roles are the glossary's (part 1) and
the preset ones of guide 5.1.1; custom roles are sets of the same permissions.
"""

from __future__ import annotations

from dataclasses import dataclass

from partner_center.kernel.labels import Label, Labelled


class Actor(Labelled):
    """On whose side a caller stands."""

    PARTNER = "partner", "合作伙伴", "Partner"
    CUSTOMER = "customer", "客户", "Customer"
    EMPLOYEE = "employee", "伙伴成员", "Employee"
    VENDOR = "vendor", "云厂商", "Vendor"
    SYSTEM = "system", "系统", "System"
    VISITOR = "visitor", "访客", "Visitor"


class PartnerType(Labelled):
    """What a partner is to the vendor (glossary part 2)."""

    SOLUTION_PROVIDER = "solution_provider", "解决方案提供商", "Solution provider"
    DISTRIBUTOR = "distributor", "总经销商", "Distributor"
    RESELLER = "reseller", "云经销商", "Reseller"
    GOVERNMENT_SUBSIDY = "government_subsidy", "政府补贴类伙伴", "Government-subsidy partner"
    PROCUREMENT = "procurement", "采购介入类伙伴", "Procurement partner"
    GOVERNMENT_CLOUD = "government_cloud", "政务云伙伴", "Government-cloud partner"


class Role(Labelled):
    """The built-in roles."""

    SUPER_ADMIN = "super_admin", "超级管理员", "Super administrator"
    PARTNER_ADMIN = "partner_admin", "系统管理员", "Partner administrator"
    PARTNER_FINANCE = "partner_finance", "财务专员", "Finance"
    PARTNER_SA = "partner_sa", "SA专员", "Solution architect"
    ACCOUNT_MANAGER = "account_manager", "客户经理", "Account manager"
    ACCOUNT_MANAGER_SUPERVISOR = "account_manager_supervisor", "客户经理主管", "Account manager supervisor"
    CUSTOMER = "customer", "客户", "Customer"
    VENDOR_OPERATIONS = "vendor_operations", "运营人员", "Operations"
    VENDOR_OPERATIONS_MANAGER = "vendor_operations_manager", "运营经理", "Operations manager"
    VENDOR_CHANNEL_MANAGER = "vendor_channel_manager", "渠道经理", "Channel manager"
    VENDOR_FINANCE = "vendor_finance", "财经", "Vendor finance"
    VENDOR_REVIEWER = "vendor_reviewer", "审核人", "Reviewer"

    @property
    def side(self) -> Actor:
        """Who may hold the role: a role of another side gives its holder nothing."""
        if self.value.startswith("vendor_"):
            return Actor.VENDOR
        return Actor.CUSTOMER if self is Role.CUSTOMER else Actor.PARTNER


@dataclass(frozen=True)
class Permission:
    """A right with its label and the built-in roles that have it."""

    name: str
    label: Label
    roles: frozenset[str]


_ADMINS = (Role.SUPER_ADMIN, Role.PARTNER_ADMIN)
_SALES = (*_ADMINS, Role.ACCOUNT_MANAGER, Role.ACCOUNT_MANAGER_SUPERVISOR)
_MONEY = (*_ADMINS, Role.PARTNER_FINANCE)
_STAFF = (*_SALES, Role.PARTNER_FINANCE, Role.PARTNER_SA)
_SUPERVISORS = (*_ADMINS, Role.ACCOUNT_MANAGER_SUPERVISOR)
_VENDOR = tuple(role for role in Role if role.side is Actor.VENDOR)

_TABLE: tuple[tuple[str, str, str, tuple[Role, ...]], ...] = (
    ("organisation.read", "查看组织人员", "See members and roles", _ADMINS),
    ("organisation.manage", "管理组织人员", "Manage members and roles", _ADMINS),
    ("organisation.contacts", "管理客户联系人", "Manage customer contacts", _ADMINS),
    ("organisation.see_contacts", "查看伙伴联系人", "See the partner's contacts", (Role.CUSTOMER,)),
    ("organisation.settings", "管理伙伴设置", "Change the partner's settings", _ADMINS),
    ("organisation.own_profile", "修改个人资料", "Change one's own details", (*_STAFF, *_VENDOR)),
    ("organisation.staff", "管理云厂商人员", "Manage the vendor's staff", (Role.VENDOR_OPERATIONS_MANAGER,)),
    ("identity.review_accounts", "审核实名认证", "Review real-name verifications", (Role.VENDOR_REVIEWER,)),
    ("audit.read", "查看操作日志", "See the audit trail", (*_ADMINS, Role.VENDOR_OPERATIONS_MANAGER)),
    ("audit.see_own", "查看本账号审计日志", "See the audit of one's own account", (Role.CUSTOMER,)),
    ("notices.subscribe", "管理消息接收配置", "Configure who receives notices", _ADMINS),
    ("notices.watch", "查看通知发送情况", "Watch the delivery of notices", (Role.VENDOR_OPERATIONS,)),
    ("reviews.work", "处理审核任务", "Work at the review desk", _VENDOR),
    ("customers.read", "查看客户", "See customers", _STAFF),
    ("customers.export", "导出客户列表", "Export the customer list", (Role.SUPER_ADMIN,)),
    ("customers.report", "报备客户", "Report customers", _SALES),
    ("customers.invite", "邀请客户", "Invite customers", _SALES),
    ("customers.assign", "分配客户经理", "Assign customers to account managers", _SUPERVISORS),
    ("customers.review_reports", "审核客户报备", "Review customer reports", (Role.VENDOR_REVIEWER, Role.VENDOR_OPERATIONS)),
    ("customers.record_facts", "维护客户账号信息", "Keep the facts of customer accounts", (Role.VENDOR_OPERATIONS,)),
    ("customers.link", "管理客户关联关系", "Unlink customers and switch their type", _ADMINS),
    ("customers.pre_review_unlinks", "预评审解除关联", "Pre-review unlinks of customers", (Role.VENDOR_REVIEWER,)),
    ("customers.agency", "代客操作", "Act on behalf of customers", _SALES),
    ("customers.service", "处理客户预警与预算提醒", "Handle customers' alerts and budget warnings", _SALES),
    ("customers.feed", "同步客户资源与预警", "Feed customers' resources and alerts", (Role.VENDOR_OPERATIONS,)),
    ("customers.associate", "关联合作伙伴", "Associate with a partner", (Role.CUSTOMER,)),
    ("partners.admit", "录入合作伙伴", "Admit partners", (Role.VENDOR_OPERATIONS,)),
    ("partners.keep_facts", "维护伙伴状态与权限", "Keep the standing and leaves of partners", (Role.VENDOR_OPERATIONS,)),
    ("partners.read", "查看伙伴信息", "See the partner's own data", _STAFF),
    ("resellers.read", "查看云经销商", "See resellers", _STAFF),
    ("resellers.manage", "管理云经销商", "Review, invite and assign resellers", _SUPERVISORS),
    ("resellers.cooperate", "与总经销商合作", "Work with a distributor", _ADMINS),
    ("funds.read", "查看资金", "See funds", _MONEY),
    ("funds.adjust", "为客户调账", "Adjust customers' funds", _MONEY),
    ("funds.credit_top_up", "为伙伴充值入账", "Credit partners' top-ups", (Role.VENDOR_FINANCE,)),
    (
        "funds.see_partners",
        "查看伙伴账户余额",
        "See partners' account balances",
        (Role.VENDOR_FINANCE, Role.VENDOR_CHANNEL_MANAGER, Role.VENDOR_OPERATIONS_MANAGER),
    ),
    ("funds.set_credit_limit", "调整信用额度", "Set credit limits", (Role.VENDOR_CHANNEL_MANAGER,)),
    ("funds.see_own", "查看本账号的余额与调账记录", "See balances and adjustments of one's own account", (Role.CUSTOMER,)),
    ("funds.remit", "转账汇款与汇款认领", "Remit money and claim remittances", _MONEY),
    ("funds.review_remittances", "审核汇款认领与核查汇款", "Review claims and check remittances", (Role.VENDOR_FINANCE,)),
    ("funds.convert_mode", "转换账户模式", "Convert the account mode", (Role.VENDOR_OPERATIONS_MANAGER,)),
    ("funds.top_up", "在线充值", "Top the account up online", _MONEY),
    ("funds.recharge_own", "为本账号充值", "Recharge one's own account", (Role.CUSTOMER,)),
    ("funds.reconcile", "处理支付对账差异", "Handle differences of the reconciliation", (Role.VENDOR_FINANCE,)),
    ("funds.adjust_resellers", "为云经销商调账", "Adjust resellers' funds", _MONEY),
    ("funds.withdraw", "申请提现", "Withdraw money", _MONEY),
    ("funds.review_withdrawals", "审核提现", "Review withdrawals", (Role.VENDOR_FINANCE,)),
    ("coupons.read", "查看券", "See coupons", _STAFF),
    ("coupons.issue", "发放代金券", "Issue vouchers", _MONEY),
    ("coupons.recall", "回收代金券", "Recall vouchers", _MONEY),
    ("coupons.whitelist", "管理券客户白名单", "Manage whitelists of coupons", _MONEY),
    ("coupons.pass_on", "发放云经销商代金券额度", "Pass voucher quotas on to resellers", _MONEY),
    ("coupons.take_back", "回收云经销商代金券额度", "Take voucher quotas of resellers back", _MONEY),
    ("coupons.grant", "发放代金券额度", "Grant coupon quotas", (Role.VENDOR_OPERATIONS,)),
    ("coupons.use", "使用代金券", "See and use one's own coupons", (Role.CUSTOMER,)),
    ("orders.read", "查看客户订单", "See customers' orders", _STAFF),
    ("orders.pay", "为客户支付订单", "Pay customers' orders", _MONEY),
    ("orders.place", "下单与支付订单", "Place and pay one's own orders", (Role.CUSTOMER,)),
    ("orders.feed", "同步客户订单", "Feed customers' orders", (Role.VENDOR_OPERATIONS,)),
    ("consumption.read", "查看客户消费", "See customers' consumption", _STAFF),
    ("consumption.watch_intake", "查看用量文件", "See usage files", (Role.VENDOR_OPERATIONS, Role.VENDOR_FINANCE)),
    ("consumption.map", "维护子账号映射", "Map sub-accounts to customers", (Role.VENDOR_OPERATIONS,)),
    ("billing.read", "查看伙伴账单", "See partner bills", _MONEY),
    ("incentives.read", "查看激励", "See incentives", _MONEY),
    ("incentives.confirm", "确认激励账单", "Confirm incentive bills", _MONEY),
    ("incentives.apply", "申请发放激励", "Apply for payouts", _MONEY),
    ("incentives.review", "审核激励账单", "Review incentive bills", (Role.VENDOR_OPERATIONS,)),
)

PERMISSIONS: dict[str, Permission] = {
    name: Permission(name, Label(zh, en), frozenset(role.value for role in roles)) for name, zh, en, roles in _TABLE
}


def holds(actor: Actor, roles: tuple[str, ...], permission: str) -> bool:
    """Whether one of the roles that such an actor may hold has the permission (rights of several roles add up: 5.1.1.1)."""
    return any(role in roles and Role(role).side is actor for role in PERMISSIONS[permission].roles)
