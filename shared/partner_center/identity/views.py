"""The area's pages."""

from __future__ import annotations

from partner_center.identity.account import RealNameKind, RealNameStatus
from partner_center.identity.real_name import RealNameVerification, verification_key
from partner_center.kernel.errors import NotFound
from partner_center.kernel.labels import Label
from partner_center.platform.agreement import Act, AgreementSignature, Signatory, signatures_of
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER
from partner_center.platform.view import Asked, View, col, equals


def _of_side(caller: Caller, asked: Asked) -> str:
    signatory = Signatory(asked["signatory"])
    side = signatory.of(caller)
    if side is None:
        raise NotFound("signatory")
    return signatures_of(signatory, side)


ACCEPTANCES = View(
    AgreementSignature,
    title=Label("协议签署记录", "Accepted agreements"),
    within=_of_side,
    required={"signatory": equals("signatory", "签署方", "Signatory", Signatory)},
    columns=[
        col("code", "协议编码", "Code"),
        col("name", "协议名称", "Agreement"),
        col("name_en", "协议英文名称", "Agreement in English"),
        col("version_signed", "协议版本", "Version"),
        col("act", "操作", "Act"),
        col("signed_at", "签署时间", "Signed at"),
        col("user_name", "签署人", "Signed by"),
        col("source", "网络地址", "Network address"),
        col("content", "协议内容", "Content"),
    ],
    filters=[equals("code", "协议编码", "Code"), equals("act", "操作", "Act", Act)],
)

REAL_NAMES = View(
    RealNameVerification,
    title=Label("实名认证记录", "Real-name verifications"),
    within=lambda caller, asked: RealNameVerification.owner_partition(status=asked["status"]),
    one=lambda caller, user_id, verification_id: verification_key(user_id, verification_id),
    index=OWNER,
    required={"status": equals("status", "实名认证状态", "Status", RealNameStatus)},
    columns=[
        col("user_id", "账号ID", "Account ID"),
        col("verification_id", "认证编号", "Verification"),
        col("kind_of_name", "认证类型", "Kind"),
        col("name", "企业名称/姓名", "Name"),
        col("document", "证件号码", "Document number", masked=True),
        col("status", "实名认证状态", "Status"),
        col("submitted_at", "提交时间", "Submitted at"),
        col("decided_at", "审核时间", "Decided at"),
        col("decided_by", "审核人", "Decided by"),
        col("findings", "系统核验结果", "Findings", value=lambda made: list(made.findings), in_list=False),
        col("reasons", "不通过原因", "Reasons", value=lambda made: list(made.reasons), in_list=False),
        col("file_id", "证件文件", "File", in_list=False),
    ],
    filters=[equals("kind_of_name", "认证类型", "Kind", RealNameKind)],
)
