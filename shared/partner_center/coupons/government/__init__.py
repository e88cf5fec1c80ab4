"""What government-subsidy and government-cloud partners see of their coupons (14.2, 16.2)."""
