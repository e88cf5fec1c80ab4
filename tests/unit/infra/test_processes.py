"""Starting a local cloud."""

import socket

import pytest

from infra.local_cloud.processes import NotRunning, refuse_taken


def test_a_port_that_another_program_holds_is_not_taken_for_ours():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(NotRunning, match="PARTNER_CENTER_CLOUD_PORT"):
            refuse_taken(other.getsockname()[1], "PARTNER_CENTER_CLOUD_PORT")
