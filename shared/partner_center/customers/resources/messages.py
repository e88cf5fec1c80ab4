"""What people read when something about resources is refused."""

from partner_center.kernel.messages import texts

texts(unknown_customers=("部分客户账号不存在", "Some of the customer accounts do not exist"))
