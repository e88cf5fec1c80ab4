"""The texts of consumption's refusals."""

from partner_center.kernel.messages import texts

texts(
    billing_period_too_far_back=("仅支持查询最近18个月的数据", "Data reach back at most 18 months"),
    usage_not_settled=("该账期的用量仍在结算", "Usage of this billing period is still being settled"),
    usage_settles_by_itself=("请稍后重试，结算会自动完成", "Try again later; settling finishes by itself"),
)
