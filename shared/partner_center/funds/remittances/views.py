"""The pages of remittances: agreements and claim records for partners, claims and remittances for vendor finance."""

from __future__ import annotations

from partner_center.funds.names import bring_partner_names
from partner_center.funds.remittances.agreement import (
    AgreementStatus,
    EntrustedPartyType,
    PaymentAgreement,
    agreement_key,
)
from partner_center.funds.remittances.claim import ClaimStatus, RemittanceClaim, claim_key
from partner_center.funds.remittances.remittance import Remittance, RemittanceStatus, RemittedTo, held_partition, remittance_key
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.table import LOOKUP, OWNER
from partner_center.platform.view import Spot, View, col, equals

PAYMENT_AGREEMENTS = View(
    PaymentAgreement,
    title=Label("代付管理", "Payment agreements"),
    within=lambda caller, asked: PaymentAgreement.partition(partner_id=caller.partner_id),
    one=lambda caller, agreement_id: agreement_key(caller.partner_id, agreement_id),
    filters=[
        equals("status", "状态", "Status", AgreementStatus),
        equals("entrusted_party_type", "被委托方类型", "Type of entrusted party", EntrustedPartyType),
    ],
    columns=[
        col("agreement_id", "协议编号", "Agreement"),
        col("agreement_type", "协议类型", "Type of agreement"),
        col("status", "状态", "Status"),
        col("entrusted_party", "被委托方", "Entrusted party", masked=True),
        col("entrusted_party_type", "被委托方类型", "Type of entrusted party"),
        col("effective_at", "生效时间", "Effective at"),
        col("expired_at", "失效时间", "Expired at"),
        col("operations", "操作", "Operations"),
    ],
)

CLAIM_RECORDS = View(
    RemittanceClaim,
    title=Label("认领记录", "Claim records"),
    within=lambda caller, asked: RemittanceClaim.partition(partner_id=caller.partner_id),
    one=lambda caller, claim_id: claim_key(caller.partner_id, claim_id),
    filters=[equals("status", "审核结果", "Result of the review", ClaimStatus)],
    columns=[
        col("claim_id", "认领编号", "Claim"),
        col("payer_name", "汇款人", "Payer", masked=True),
        col("payer_account", "汇款银行账号", "Payer's bank account", masked=True),
        col("remittance_amount", "汇款金额(¥)", "Amount of the transfer"),
        col("claim_amount", "认领金额(¥)", "Amount claimed"),
        col("submitted_at", "提交时间", "Submitted at"),
        col("status", "审核结果", "Result of the review"),
        col("decided_at", "审核时间", "Decided at"),
        col("reason", "审核意见", "Reason"),
        col("review_due_at", "预计审核完成时间", "Decision expected by", in_list=False),
        col("voucher_file_id", "线下转账汇款凭证", "Voucher of the transfer", in_list=False),
    ],
)


def _held(caller: Caller, remittance_id: str) -> Spot:
    key = remittance_key(remittance_id)
    return Spot(key.partition, key.sort, key.sort, where=Remittance.partner_id == caller.partner_id)


HELD_REMITTANCES = View(
    Remittance,
    title=Label("待核查的汇款", "Transfers to be checked"),
    within=lambda caller, asked: held_partition(caller.partner_id),
    one=_held,
    index=LOOKUP,
    filters=[equals("status", "状态", "Status", RemittanceStatus)],
    columns=[
        col("remittance_id", "汇款编号", "Remittance"),
        col("flow_no", "银行流水号", "Bank's flow no."),
        col("payer_name", "汇款人", "Payer", masked=True),
        col("payer_account", "汇款银行账号", "Payer's bank account", masked=True),
        col("amount", "汇款金额(¥)", "Amount of the transfer"),
        col("arrived_at", "到账时间", "Arrived at"),
        col("status", "状态", "Status"),
        col("decided_at", "处理时间", "Decided at"),
        col("reason", "处理意见", "Reason"),
    ],
)

SUBMITTED_CLAIMS = View(
    RemittanceClaim,
    title=Label("伙伴汇款认领", "Partners' claims"),
    within=lambda caller, asked: RemittanceClaim.owner_partition(status=asked["status"]),
    one=lambda caller, partner_id, claim_id: claim_key(partner_id, claim_id),
    index=OWNER,
    required={"status": equals("status", "审核结果", "Result of the review", ClaimStatus)},
    complete=bring_partner_names,
    columns=[
        col("partner_id", "伙伴ID", "Partner ID"),
        col("partner_name", "伙伴名称", "Partner"),
        col("claim_id", "认领编号", "Claim"),
        col("remittance_id", "汇款编号", "Remittance"),
        col("payer_name", "汇款人", "Payer", masked=True),
        col("payer_account", "汇款银行账号", "Payer's bank account", masked=True),
        col("remittance_amount", "汇款金额(¥)", "Amount of the transfer"),
        col("claim_amount", "认领金额(¥)", "Amount claimed"),
        col("submitted_at", "提交时间", "Submitted at"),
        col("submitted_by", "提交人", "Submitted by", in_list=False),
        col("status", "审核结果", "Result of the review"),
        col("review_due_at", "审核期限", "To be decided by"),
        col("decided_at", "审核时间", "Decided at", in_list=False),
        col("reason", "审核意见", "Reason", in_list=False),
        col("voucher_file_id", "线下转账汇款凭证", "Voucher of the transfer", in_list=False),
    ],
)

REMITTANCES = View(
    Remittance,
    title=Label("汇款", "Remittances"),
    within=lambda caller, asked: Remittance.owner_partition(status=asked["status"]),
    one=lambda caller, remittance_id: remittance_key(remittance_id),
    index=OWNER,
    required={"status": equals("status", "状态", "Status", RemittanceStatus)},
    complete=bring_partner_names,
    filters=[equals("remitted_to", "收款账号类型", "Account", RemittedTo)],
    columns=[
        col("remittance_id", "汇款编号", "Remittance"),
        col("remitted_to", "收款账号类型", "Account"),
        col("flow_no", "银行流水号", "Bank's flow no."),
        col("partner_id", "伙伴ID", "Partner ID"),
        col("partner_name", "伙伴名称", "Partner"),
        col("payer_name", "汇款人", "Payer", masked=True),
        col("payer_account", "汇款银行账号", "Payer's bank account", masked=True),
        col("amount", "汇款金额(¥)", "Amount of the transfer"),
        col("unclaimed", "未认领金额(¥)", "Unclaimed"),
        col("reviewing_claims", "审核中的认领数", "Claims in review"),
        col("arrived_at", "到账时间", "Arrived at"),
        col("status", "状态", "Status"),
        col("decided_at", "处理时间", "Decided at", in_list=False),
        col("reason", "处理意见", "Reason", in_list=False),
    ],
)
