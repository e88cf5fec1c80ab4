"""Where the local cloud lives and how to reach it. Two clouds run beside each other with other ports and folders."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import ROOT

REGION = "ap-southeast-1"
STACK = "partner-center"
PREFIX = "pc"
DOMAIN = "api.partner-center.example"
CLOCK_PARAMETER = "/partner-center/clock-offset"
ARTIFACTS = "partner-center-artifacts"


@dataclass(frozen=True)
class Settings:
    """One local cloud. The environment chooses another port and folder, so that tests do not touch the developer's."""

    cloud_port: int
    front_port: int
    folder: Path
    schedules: bool = True  # off where a story runs the jobs itself and moves the clock

    @classmethod
    def from_environment(cls) -> Settings:
        """PARTNER_CENTER_CLOUD_PORT (4566), PARTNER_CENTER_FRONT_PORT (8080), PARTNER_CENTER_LOCAL (.local)."""
        return cls(
            cloud_port=int(os.environ.get("PARTNER_CENTER_CLOUD_PORT", "4566")),
            front_port=int(os.environ.get("PARTNER_CENTER_FRONT_PORT", "8080")),
            folder=Path(os.environ.get("PARTNER_CENTER_LOCAL", ROOT / ".local")),
        )

    @property
    def endpoint(self) -> str:
        """Where AWS clients send their calls (AWS_ENDPOINT_URL)."""
        return f"http://127.0.0.1:{self.cloud_port}"

    @property
    def address(self) -> str:
        """Where plain HTTP clients reach the product."""
        return f"http://127.0.0.1:{self.front_port}"

    @property
    def state_file(self) -> Path:
        """What is deployed: fingerprint and outputs."""
        return self.folder / "deployed.json"

    @property
    def client_environment(self) -> dict[str, str]:
        """What an AWS client needs to talk to this cloud and to nothing else."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }

    @property
    def choice(self) -> dict[str, str]:
        """The variables that make another process choose this cloud (`from_environment`)."""
        return {
            "PARTNER_CENTER_CLOUD_PORT": str(self.cloud_port),
            "PARTNER_CENTER_FRONT_PORT": str(self.front_port),
            "PARTNER_CENTER_LOCAL": str(self.folder),
        }

    def client(self, service: str) -> Any:
        """A boto3 client of this cloud."""
        import boto3

        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 - the emulator takes any
        )

    def deployed(self) -> dict[str, Any]:
        """What `deploy` noted; empty before the first deployment."""
        return json.loads(self.state_file.read_text()) if self.state_file.exists() else {}

    def product_environment(self) -> dict[str, str]:
        """The variables with which a process beside the functions sees the same table, bus and users."""
        outputs = self.deployed()["outputs"]
        return self.client_environment | {
            "API_URL": self.address,
            "TABLE_NAME": outputs["TableName"],
            "EVENT_BUS_NAME": outputs["EventBusName"],
            "INTAKE_BUCKET": outputs["IntakeBucket"],
            "USER_POOL_ID": outputs["UserPoolId"],
            "USER_POOL_CLIENT_ID": outputs["UserPoolClientId"],
            "CLOCK_PARAMETER": CLOCK_PARAMETER,
        }
