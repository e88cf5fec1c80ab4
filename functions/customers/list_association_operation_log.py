"""The customer's log of its association (guide 13.2)."""

from partner_center.customers import OPERATION_LOG

app = OPERATION_LOG.get("/own-association/operations", allow="customers.associate", guide=["13.2/list_association_operation_log"])
