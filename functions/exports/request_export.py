"""Export a page: what its list shows for some filters, as a file that is made in the background (guide 10.4)."""

from partner_center.exports import ExportCreated, RequestExport, request_export
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/tasks",
    guide=[
        "5.1.1.3/export_org_members",
        "10.3.4.4/export_expansion_records",
        "10.4.1.1/export_customers",
        "10.4.1.3/export_fund_adjustments",
        "10.4.4.1/export_customer_consumption",
        "10.4.4.2/export_consumption_details_current",
        "10.4.6.1.4/export_voucher_operations",
        "10.6.3.6/export_ledger",
        "11.1.6/export_reseller_quota_operations",
        "10.7.3.2/export_incentive_bill_details",
        "10.7.4.4/export_incentive_details",
        "14.2.1.5/export_cash_coupon_operations",
        "14.2.2.5/export_voucher_operations",
        "16.2.2.5/export_pickup_operations",
        "11.3.1.3/export_fund_adjustments",
        "11.5.3.5/export_ledger",
        "12.3.1.3/export_fund_adjustments",
        "12.5.1/export_ledger",
    ],
    status=201,
)
def app(request: RequestExport, caller: Caller, work: Work) -> ExportCreated:
    return request_export(request, caller, work)
