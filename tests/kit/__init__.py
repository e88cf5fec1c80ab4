"""Helpers that let tests read as stories."""
