"""Money between a distributor and its resellers (11.1.5), and what a reseller's place in the chain forbids (chapter 12)."""
