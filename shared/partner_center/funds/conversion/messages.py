"""The texts of what conversions refuse."""

from partner_center.kernel.messages import texts

texts(
    not_a_trial=("仅试运行可据以转换", "Only a trial is followed by a conversion"),
    trial_still_running=("试运行尚未完成", "The trial is not completed yet"),
    trial_executed=("该试运行已执行转换", "This trial was followed by a conversion already"),
    nothing_convertible=("没有可转换的伙伴", "No partner can be converted"),
    try_again_with_a_new_trial=("请重新试运行", "Begin a new trial"),
)
