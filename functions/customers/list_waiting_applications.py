"""Customers' requests that wait for the partner's answer (guide 10.4.1.1)."""

from partner_center.customers import WAITING_APPLICATIONS

app = WAITING_APPLICATIONS.get("/waiting-association-applications", allow="customers.read", guide=[])
