"""What the generator derives from declarations, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from infra.api_description import api_description
from infra.area_stack import area_stack
from infra.catalogue import CatalogueError, check
from infra.generate import STACKS, derived_files, stale, write
from infra.root_stack import root_stack
from infra.template_parts import RESOURCES_PER_STACK, LimitError
from partner_center.funds import Provider
from partner_center.platform.app import SHOWN_HEADERS
from partner_center.platform.declarations import Authorize, Cron, Declaration, Events, Http, Operation, Reach, TableStream, Upload
from partner_center.platform.events import KEPT


class IssueVouchers(BaseModel):
    quota_id: str
    face_value: int


def an_action(name: str = "issue_vouchers", method: str = "POST", path: str = "/quotas/{quota_id}/vouchers", **http: Any) -> Declaration:
    operation = Operation(method, path, "Issue vouchers", IssueVouchers, None, 201)
    return Declaration("action", "coupons", name, "Issue vouchers", Http((operation,), "coupons.issue", **http), Reach.MONEY)


def a_function(name: str, trigger: Any, reach: Reach = Reach.WRITE) -> Declaration:
    return Declaration("consumer", "coupons", name, name, trigger, reach)


def the_authorizer() -> Declaration:
    return Declaration("authorizer", "identity", "authorize", "Find out who calls", Authorize(), Reach.READ)


def gateway_operation(declaration: Declaration) -> dict[str, Any]:
    paths = area_stack("coupons", [declaration])["Resources"]["Api"]["Properties"]["DefinitionBody"]["paths"]
    operation: dict[str, Any] = paths["/quotas/{quota_id}/vouchers"]["post"]
    return operation


def test_the_same_declarations_give_the_same_files() -> None:
    assert derived_files([an_action(), the_authorizer()]) == derived_files([an_action(), the_authorizer()])


def test_a_file_is_stale_until_it_is_written_and_again_when_its_area_is_gone(tmp_path: Path) -> None:
    both = derived_files([an_action(), the_authorizer()])
    assert set(stale(both, tmp_path)) == set(both)
    write(both, tmp_path)
    assert stale(both, tmp_path) == []
    alone = derived_files([the_authorizer()])
    assert f"{STACKS}/coupons.yaml" in stale(alone, tmp_path)
    write(alone, tmp_path)
    assert not (tmp_path / STACKS / "coupons.yaml").exists()


def test_somebody_must_be_signed_in_unless_the_function_is_public() -> None:
    assert gateway_operation(an_action())["security"] == [{"caller": []}]
    assert gateway_operation(an_action(public=True))["security"] == []


def test_only_functions_that_move_money_may_write_the_ledger() -> None:
    resources = area_stack("coupons", [an_action(), a_function("hear", Events(("customers.unlinked",)))])["Resources"]
    assert "dynamodb:PutItem" in denied(resources["WriteRole"], "ledger/*")
    assert not denied(resources["MoneyRole"], "ledger/*")


def test_nobody_changes_the_audit_trail_and_only_its_own_area_writes_chains() -> None:
    functions = [a_function(f"hear_{reach}", Events(("customers.unlinked",)), reach) for reach in (Reach.WRITE, Reach.MONEY)]
    anywhere, audit = area_stack("coupons", functions)["Resources"], area_stack("audit", functions)["Resources"]
    for role in ("WriteRole", "MoneyRole"):
        assert denied(anywhere[role], "audit/*") == {"dynamodb:DeleteItem", "dynamodb:UpdateItem"}
        assert "dynamodb:PutItem" in denied(anywhere[role], "audit_chain/*")
        assert denied(audit[role], "audit_chain/*") == {"dynamodb:DeleteItem", "dynamodb:UpdateItem"}


def denied(role: dict[str, Any], keys: str) -> set[str]:
    """What a role may not do below some keys."""
    statements = role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    return {action for one in statements if one.get("Effect") == "Deny" and keys in str(one["Condition"]) for action in one["Action"]}


def test_no_role_may_scan_the_table() -> None:
    functions = [a_function(f"hear_{reach}", Events(("customers.unlinked",)), reach) for reach in Reach]
    assert "dynamodb:Scan" not in str(area_stack("coupons", functions))


def test_a_webhook_has_a_secret_of_its_own_and_may_read_it() -> None:
    trigger = Http((Operation("POST", "/webhooks/bank", "Hear of remittances", None, None, 204),), None, public=True)
    options = {"provider": "bank", "secret": "BANK_WEBHOOK_SECRET"}
    webhook = Declaration("webhook", "funds", "receive", "Hear of remittances", trigger, Reach.WRITE, options=options)
    resources = area_stack("funds", [webhook])["Resources"]
    assert resources["Receive"]["Properties"]["Environment"]["Variables"] == {"BANK_WEBHOOK_SECRET": {"Ref": "ReceiveSecret"}}
    assert "secretsmanager:GetSecretValue" in str(resources["WriteRole"])


def test_a_provider_with_words_of_its_own_has_an_agreement_that_operators_put_in() -> None:
    trigger = Http((Operation("POST", "/webhooks/alipay", "Hear of payments", None, None, 200),), None, public=True)
    options = {"provider": Provider.ALIPAY, "secret": None}
    webhook = Declaration("webhook", "funds", "receive", "Hear of payments", trigger, Reach.WRITE, options=options)
    template = area_stack("funds", [webhook])
    agreement = template["Resources"]["AlipayAgreement"]["Properties"]
    assert (agreement["Name"], agreement["SecretString"]) == ({"Fn::Sub": "${Prefix}/funds/payments/alipay"}, "{}")
    assert template["Globals"]["Function"]["Environment"]["Variables"]["PAYMENT_SECRETS"] == {"Fn::Sub": "${Prefix}/funds/payments/"}
    assert "ReceiveSecret" not in template["Resources"]


def test_a_schedule_runs_in_beijing_time() -> None:
    resources = area_stack("coupons", [a_function("expire", Cron("0 2 * * ? *"))])["Resources"]
    properties = resources["ExpireSchedule"]["Properties"]
    assert (properties["ScheduleExpression"], properties["ScheduleExpressionTimezone"]) == ("cron(0 2 * * ? *)", "Asia/Shanghai")


def test_an_area_that_does_not_fit_into_a_stack_is_refused() -> None:
    with pytest.raises(LimitError, match=str(RESOURCES_PER_STACK)):
        area_stack("coupons", [a_function(f"hear_{number}", Events(("x",))) for number in range(100)])


def test_a_name_that_leaves_no_room_for_the_prefix_is_refused() -> None:
    with pytest.raises(LimitError, match="shorten"):
        area_stack("coupons", [an_action("i" * 50)])


def test_two_names_for_one_place_in_the_path_are_refused() -> None:
    with pytest.raises(CatalogueError, match="quota_id"):
        check([an_action(), an_action("close_quota", "POST", "/quotas/{id}/closing")])


def test_two_functions_for_one_operation_are_refused() -> None:
    with pytest.raises(CatalogueError, match="both answer"):
        check([an_action(), an_action("issue_again")])


def test_more_readers_than_the_stream_serves_are_refused() -> None:
    with pytest.raises(CatalogueError, match="stream"):
        check([a_function(f"read_{number}", TableStream(("outbox",))) for number in range(3)])


def test_a_field_named_in_the_path_is_not_in_the_body() -> None:
    import json

    operation = json.loads(api_description([an_action()]))["paths"]["/coupons/quotas/{quota_id}/vouchers"]["post"]
    assert operation["requestBody"]["content"]["application/json"]["schema"]["required"] == ["face_value"]
    assert [p["name"] for p in operation["parameters"] if p.get("in") == "path"] == ["quota_id"]


def statements(area: str, declarations: list[Declaration], role: str) -> list[dict[str, Any]]:
    """What a role of an area's stack may do."""
    policies = area_stack(area, declarations)["Resources"][role]["Properties"]["Policies"]
    found: list[dict[str, Any]] = policies[0]["PolicyDocument"]["Statement"]
    return found


def pool_actions(area: str) -> set[str]:
    """What an area's writing functions may do in the user pool."""
    found = statements(area, [a_function("hear", Events(("a.b",)))], "WriteRole")
    return {action for s in found for action in s.get("Action", []) if action.startswith("cognito-idp:")}


def test_functions_that_sign_people_up_may_not_make_them_somebody_else() -> None:
    assert pool_actions("customers") == {"cognito-idp:AdminGetUser"}
    for area in ("identity", "organisation"):
        assert not {"cognito-idp:AdminUpdateUserAttributes", "cognito-idp:*"} & pool_actions(area)


def test_only_who_takes_in_files_may_touch_them() -> None:
    upload, other = a_function("take_in", Upload("usage/"), Reach.MONEY), a_function("hear", Events(("a.b",)))

    def touches_files(role: str) -> bool:
        found = statements("consumption", [upload, other], role)
        return any(action.startswith("s3:") for statement in found for action in statement.get("Action", []))

    assert touches_files("MoneyRole")
    assert not touches_files("WriteRole")


def test_only_what_moves_no_money_reads_the_whitelists_that_were_uploaded() -> None:
    functions = [a_function("read", Events(("a.b",))), a_function("pay", Events(("a.b",)), Reach.MONEY)]

    def file_actions(role: str) -> set[str]:
        found = statements("coupons", functions, role)
        return {action for statement in found for action in statement.get("Action", []) if action.startswith("s3:")}

    assert file_actions("WriteRole") == {"s3:GetObject", "s3:GetObjectVersion"}
    assert file_actions("MoneyRole") == set()


def test_events_wait_for_a_bus_that_is_away_for_hours() -> None:
    source = area_stack("events", [a_function("publish", TableStream(("outbox",)))])["Resources"]["PublishSource"]["Properties"]
    assert (source["MaximumRetryAttempts"], source["MaximumRecordAgeInSeconds"]) == (-1, 43_200)


def test_the_gateways_own_answers_show_browsers_the_same_headers() -> None:
    body = area_stack("coupons", [an_action()])["Resources"]["Api"]["Properties"]["DefinitionBody"]
    for response in body["x-amazon-apigateway-gateway-responses"].values():
        assert response["responseParameters"]["gatewayresponse.header.Access-Control-Expose-Headers"] == f"'{SHOWN_HEADERS}'"


def test_no_client_of_the_user_pool_writes_who_somebody_is() -> None:
    resources = root_stack({}, [the_authorizer()])["Resources"]
    client, pool = resources["UserPoolClient"]["Properties"], resources["UserPool"]["Properties"]
    assert client["WriteAttributes"]
    assert not [name for name in client["WriteAttributes"] if name.startswith("custom:")]
    assert "AliasAttributes" not in pool  # several accounts may have one mobile (10.3.4.1/r21)
    assert pool["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["phone_number"]}


def test_no_event_can_be_replayed_that_consumers_have_forgotten() -> None:
    assert root_stack({}, [the_authorizer()])["Resources"]["Archive"]["Properties"]["RetentionDays"] <= KEPT.days
