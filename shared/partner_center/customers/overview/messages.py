"""What people read when something about a customer's detail is refused."""

from partner_center.kernel.messages import texts

texts(
    customer_without_partner=("该客户未关联合作伙伴", "The customer is associated with no partner"),
    same_account_manager=("新客户经理与原客户经理相同", "The customers are this account manager's already"),
)
