"""Who is warned when a customer's budget is nearly used (guide 10.4.1.4)."""

from partner_center.customers import BUDGET_RECIPIENTS

app = BUDGET_RECIPIENTS.get("/budget-recipients", allow="customers.service", guide=["10.4.1.4/list_budget_alert_recipients"])
