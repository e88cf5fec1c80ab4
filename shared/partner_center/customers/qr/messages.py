"""What people read on their phones."""

from partner_center.kernel.messages import texts

texts(
    image_code_wrong=("图形验证码错误或已失效", "The digits are wrong, or the picture is too old"),
    ask_for_another_picture=("请重新获取图形验证码", "Ask for another picture"),
)
