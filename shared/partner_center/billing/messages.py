"""Texts of the refusals of this area."""

from partner_center.kernel.messages import texts

texts(
    bill_already_generated=("该账期的账单已生成", "The bill of this billing period is generated already"),
)
