"""Products, industry cases and solutions that suit a customer (10.4.1.12)."""
