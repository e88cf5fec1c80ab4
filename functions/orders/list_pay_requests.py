"""Orders that the partner is, or was, asked to pay."""

from partner_center.orders import PAY_REQUESTS

app = PAY_REQUESTS.get(
    "/pay-requests",
    detail="{order_no}",
    allow="orders.read",
    guide=["10.4.3.1/list_pay_requests", "11.3.3.1/list_pay_requests", "12.3.3.1/list_pay_requests"],
)
