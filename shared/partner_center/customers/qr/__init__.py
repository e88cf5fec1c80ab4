"""Associating on a phone, by scanning a QR code (13.1.3)."""
