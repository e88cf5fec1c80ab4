"""A month's consumption in figures (10.4.4.1 get_consumption_totals)."""

from __future__ import annotations

from partner_center.consumption.contracts import ConsumptionTotals, GetConsumptionTotals, Note, PaymentTotals, TypeTotals
from partner_center.consumption.summary import CustomerMonth, customer_months, refuses_too_far_back
from partner_center.customers import AssociationType
from partner_center.kernel.money import Money, total
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

NOT_A_BILL = Note(
    zh="消费汇总不是伙伴账单，不作为结算、还款、开票的依据；当日数据在次日24点后可查询，以消费明细为准。",
    en="The consumption summary is not the partner bill and is no basis for settlement, repayment or invoicing. "
    "A day can be queried after 24:00 of the next day; the consumption details are authoritative.",
)


def get_consumption_totals(request: GetConsumptionTotals, caller: Caller, work: Work) -> ConsumptionTotals:
    """Sums over all of the partner's customers of both association types, without days not to be shown yet (r1, r3, r4).

    Raises Refused: billing_period_too_far_back.
    """
    work.require(refuses_too_far_back(request.billing_period, work.now))
    months = customer_months(work, caller.partner_id, request.billing_period)

    def shown(name: str, of: list[CustomerMonth]) -> Money:
        return total(month.shown(name, work.now) for month in of).cents()

    def of_type(kind: AssociationType) -> TypeTotals:
        those = [month for month in months if month.association_type == kind]
        return TypeTotals(
            association_type=kind,
            amount=shown("consumption", those),
            refund=shown("refund", those),
            adjustment=shown("adjustment", those),
        )

    return ConsumptionTotals(
        billing_period=request.billing_period,
        amount=shown("consumption", months),
        refund=shown("refund", months),
        adjustment=shown("adjustment", months),
        by_association_type=[of_type(kind) for kind in AssociationType],
        by_payment_method=PaymentTotals(
            cash_paid=shown("cash_paid", months),
            voucher_deducted=shown("voucher_deducted", months),
            voucher_returned=shown("voucher_returned", months),
            arrears=shown("arrears", months),
        ),
        note=NOT_A_BILL,
    )
