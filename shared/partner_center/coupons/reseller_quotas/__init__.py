"""Quota that a distributor passes on to its resellers and takes back (11.1.6, 11.3.6.1)."""
