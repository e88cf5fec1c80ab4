"""Money paid online, through Alipay, WeChat Pay and UnionPay: payments, notices, refunds, daily reconciliation (10.6.3.2, 13.3)."""
