"""Alerts about customers: raised by the cloud platform, handled by the one person responsible for the customer."""
