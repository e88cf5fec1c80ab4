"""A customer's own coupons of every kind, with their uses and locks (guide 13.5.1, 14.3.1, 14.3.2)."""
