"""The vouchers that a partner issued today (guide 12.3.6.2)."""

from partner_center.coupons import VOUCHERS_ISSUED_TODAY

app = VOUCHERS_ISSUED_TODAY.get("/vouchers-issued-today", allow="coupons.read", guide=["12.3.6.2/list_vouchers_issued_today"])
