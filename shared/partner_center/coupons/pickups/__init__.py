"""Pick-up coupons as the partners of their holders see them (guide 10.4.6.2, 11.3.6.2, 12.3.1.1)."""
