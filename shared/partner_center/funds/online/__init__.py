"""Money paid online, through Alipay, WeChat Pay and UnionPay: payments, their notices, refunds and the daily reconciliation (10.6.3.2, 13.3)."""
