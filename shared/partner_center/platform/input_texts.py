"""What is wrong with a field, as people read it: the complaints of contracts in Chinese and English."""

from __future__ import annotations

import re
from typing import Any

from partner_center.kernel.errors import Wrong
from partner_center.kernel.labels import Label

# By pydantic's type of complaint; what stands in braces is the limit that was broken.
_TEXTS = {
    "missing": Label("必填项", "required"),
    "extra_forbidden": Label("不支持该字段", "not a field of this request"),
    "string_too_long": Label("最多 {max_length} 个字符", "at most {max_length} characters"),
    "string_too_short": Label("至少 {min_length} 个字符", "at least {min_length} characters"),
    "string_pattern_mismatch": Label("格式不正确，须符合 {pattern}", "not in the expected form {pattern}"),
    "string_type": Label("须为文本", "a text is expected"),
    "string_unicode": Label("含有无法识别的字符", "contains characters that are none"),
    "enum": Label("可选值：{expected}", "one of: {expected}"),
    "literal_error": Label("可选值：{expected}", "one of: {expected}"),
    "greater_than": Label("须大于 {gt}", "greater than {gt}"),
    "greater_than_equal": Label("须不小于 {ge}", "at least {ge}"),
    "less_than": Label("须小于 {lt}", "less than {lt}"),
    "less_than_equal": Label("须不大于 {le}", "at most {le}"),
    "too_short": Label("至少 {min_length} 项", "at least {min_length} of them"),
    "too_long": Label("最多 {max_length} 项", "at most {max_length} of them"),
    "list_type": Label("须为列表", "a list is expected"),
    "dict_type": Label("须为对象", "an object is expected"),
    "model_type": Label("须为对象", "an object is expected"),
    "model_attributes_type": Label("须为对象", "an object is expected"),
    "union_tag_not_found": Label("须为对象，并注明其类型", "an object that says what it is"),
    "decimal_max_digits": Label("最多 {max_digits} 位数字", "at most {max_digits} digits"),
    "bool_type": Label("须为 true 或 false", "true or false"),
    "bool_parsing": Label("须为 true 或 false", "true or false"),
}
_NUMBER = Label("须为数字", "a number is expected")
_WHOLE = Label("须为整数", "a whole number is expected")
_DATE = Label("须为日期（如 2024-09-30）", "a date, such as 2024-09-30")
_INSTANT = Label("须为含时区的时间（如 2024-09-30T09:00:00+08:00）", "a time with its zone, such as 2024-09-30T09:00:00+08:00")
_BEGINNINGS = {"int_": _WHOLE, "decimal_": _NUMBER, "float_": _NUMBER, "finite_": _NUMBER, "datetime_": _INSTANT, "date_": _DATE}
OTHERWISE = Label("格式不正确", "not in the expected form")


def text_of_complaint(kind: str, limits: dict[str, Any]) -> Label:
    """The text of a complaint of pydantic's by its type and context; a contract's own words where it said them (`Wrong`)."""
    error = limits.get("error")
    if isinstance(error, Wrong):
        return error.label
    label = _TEXTS.get(kind) or next((text for beginning, text in _BEGINNINGS.items() if kind.startswith(beginning)), OTHERWISE)
    return Label(*(text.format_map(limits | {"expected": _options(limits, *joints)}) for text, joints in zip(label, _JOINTS, strict=True)))


_JOINTS = (("、", " 或 "), (", ", " or "))


def _options(limits: dict[str, Any], comma: str, last: str) -> str:
    """What may be chosen: pydantic says `'a', 'b' or 'c'`, and `<Type.A: 'a'>` for members of enumerations."""
    options = re.findall(r"'([^']*)'", str(limits.get("expected", "")))
    return last.join(filter(None, [comma.join(options[:-1]), *options[-1:]]))
