"""The data of AWS's services: what botocore would find, found more quickly."""

import pytest
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader

from partner_center.platform.service_data import ServiceData

USED = ["cognito-idp", "dynamodb", "events", "s3", "sesv2", "sns", "ssm", "secretsmanager"]


@pytest.mark.parametrize("service", USED)
@pytest.mark.parametrize("kind", ["service-2", "endpoint-rule-set-1"])
def test_a_service_is_described_as_botocore_describes_it(service, kind):
    assert ServiceData().load_service_model(service, kind) == Loader().load_service_model(service, kind)


@pytest.mark.parametrize("name", ["endpoints", "partitions", "_retry", "sdk-default-configuration"])
def test_what_concerns_all_services_is_read_as_botocore_reads_it(name):
    assert ServiceData().load_data(name) == Loader().load_data(name)


def test_a_service_that_is_not_there_is_unknown():
    with pytest.raises(UnknownServiceError):
        ServiceData().load_service_model("no-such-service", "service-2")


def test_the_table_reads_this_way():
    from partner_center.platform.table import Record

    assert isinstance(Record._get_connection().connection.session.get_component("data_loader"), ServiceData)
