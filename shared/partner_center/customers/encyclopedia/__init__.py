"""What public sources know of companies: found by name, reported as customers, kept beside linked customers (10.3.4.5, 10.4.1.11)."""
