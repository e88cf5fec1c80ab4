"""Withdrawals: a partner's cash and incentive rebates go back to where they came from, or to a bank card (10.6.3.5)."""
