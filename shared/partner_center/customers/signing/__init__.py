"""What an associated customer has to sign, in which versions, and where (13.11)."""
