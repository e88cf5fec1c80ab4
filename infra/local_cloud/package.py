"""What is uploaded to the local cloud: zips of the functions, two layers that only point, templates with SAM expanded."""

from __future__ import annotations

import compileall
import hashlib
import io
import json
import logging
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import yaml

from infra import ROOT
from infra.layers import copy_domain
from infra.local_cloud.settings import ARTIFACTS, REGION, Settings
from infra.template_parts import Template

# The emulator knows no archive; and it speaks plain HTTP, which the bucket's policy refuses.
NOT_EMULATED = {"AWS::Events::Archive", "AWS::S3::BucketPolicy"}

KEPT_COPIES = 3

SOURCES = ("shared", "functions", "infra/stacks", "infra/local_cloud")
SOURCE_FILES = ("template.yaml", "infra/requirements/runtime.txt")


def fingerprint() -> str:
    """Changes when anything that is deployed changes."""
    files = [file for folder in SOURCES for file in sorted((ROOT / folder).rglob("*")) if file.suffix in (".py", ".yaml", ".json")]
    digest = hashlib.sha256()
    for file in [*files, *(ROOT / name for name in SOURCE_FILES)]:
        digest.update(file.relative_to(ROOT).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip with the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def area_code(area: str) -> bytes:
    """The code of an area's functions."""
    return zipped({file.name: file.read_bytes() for file in (ROOT / "functions" / area).glob("*.py")})


def domain_layer(settings: Settings, release: str) -> bytes:
    """A layer that points at one compiled copy of the domain code, so that no function unpacks and compiles its own."""
    copy = settings.folder / "domain" / release
    if not copy.exists():
        copy_domain(copy)
        compileall.compile_dir(copy, quiet=1)
    return zipped({"python/lib/python3/site-packages/domain.pth": f"{copy}\n".encode()})


def vendor_layer() -> bytes:
    """A layer without content: functions run in the project's virtual environment, which has the same packages."""
    return zipped({"python/README": b"The packages are the virtual environment's.\n"})


def expanded(template: Template, parameters: dict[str, str]) -> Template:
    """A SAM template as plain CloudFormation, as AWS itself would expand it, without what the emulator lacks."""
    os.environ.setdefault("AWS_DEFAULT_REGION", REGION)  # samtranslator asks for one
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    from samtranslator.translator.transform import transform

    class NoManagedPolicies:
        """Our functions bring their roles."""

        def load(self) -> dict[str, str]:
            return {}

    known = {name: parameters[name] for name in template.get("Parameters", {}) if name in parameters}
    plain: Template = transform(template, known, NoManagedPolicies())
    resources = {name: resource for name, resource in plain["Resources"].items() if resource["Type"] not in NOT_EMULATED}
    for name, resource in list(resources.items()):
        if resource["Type"] == "AWS::Lambda::EventSourceMapping" and "BatchSize" in resource["Properties"]:
            gently(resource)
        if resource["Type"] == "AWS::IAM::Role":
            without_unknown_conditions(resource)
        if resource["Type"] == "AWS::ApiGateway::RestApi":
            answers = gateway_responses(name, resource)
            resources |= answers
            for deployment in [r for r in resources.values() if r["Type"] == "AWS::ApiGateway::Deployment"]:
                deployment["DependsOn"] = list(answers)  # a deployment is a picture of what is there
    return {**plain, "Resources": resources}


def gently(mapping: Template) -> None:
    """Two functions at once per queue: ten, the default, would start dozens of processes on a developer's two cores."""
    source = str(mapping["Properties"].get("EventSourceArn", ""))
    if "Queue" in source:
        mapping["Properties"]["ScalingConfig"] = {"MaximumConcurrency": 2}


def without_unknown_conditions(role: Template) -> None:
    """The emulator knows neither who a mail is from nor which keys a call names, and would allow none of them."""
    for policy in role["Properties"].get("Policies", []):
        for statement in policy["PolicyDocument"]["Statement"]:
            condition = str(statement.get("Condition", ""))
            if "ses:FromAddress" in condition or (statement.get("Effect") == "Allow" and "dynamodb:LeadingKeys" in condition):
                del statement["Condition"]


def gateway_responses(api: str, resource: Template) -> dict[str, Template]:
    """The gateway's own answers as resources: the emulator ignores them in an API's body."""
    answers = resource["Properties"]["Body"].pop("x-amazon-apigateway-gateway-responses")
    return {
        f"{api}{name.title().replace('_', '')}": {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {
                "RestApiId": {"Ref": api},
                "ResponseType": name,
                "StatusCode": answer.get("statusCode"),
                "ResponseParameters": answer["responseParameters"],
                "ResponseTemplates": answer["responseTemplates"],
            },
        }
        for name, answer in answers.items()
    }


class Package:
    """Everything one deployment uploads: object key → content, and the root template's address."""

    def __init__(self, settings: Settings, release: str) -> None:
        self.release = release
        self.objects: dict[str, bytes] = {}
        self._cache = settings.folder / "expanded"
        self._domain = settings.folder / "domain"
        self._expanded: set[str] = set()
        root = yaml.safe_load((ROOT / "template.yaml").read_text())
        root["Resources"]["VendorLayer"]["Properties"]["ContentUri"] = self._put("zip", vendor_layer())
        root["Resources"]["DomainLayer"]["Properties"]["ContentUri"] = self._put("zip", domain_layer(settings, release))
        for resource in root["Resources"].values():
            if resource["Type"] == "AWS::CloudFormation::Stack":
                stack = ROOT / resource["Properties"]["TemplateURL"]
                resource["Properties"]["TemplateURL"] = self._url(settings, self._area(stack))
        self.root_url = self._url(settings, self._template(root))

    def forget_older(self) -> None:
        """Remove what earlier deployments left; a function that still runs may yet import from the last copies of the domain."""
        for kept in self._cache.iterdir():
            if kept.name not in self._expanded:
                kept.unlink()
        copies = sorted(self._domain.iterdir(), key=lambda copy: copy.stat().st_mtime)
        for copy in copies[:-KEPT_COPIES]:
            shutil.rmtree(copy)

    def _area(self, stack: Path) -> Template:
        template = yaml.safe_load(stack.read_text())
        globals_ = template["Globals"]["Function"]
        globals_["CodeUri"] = self._put("zip", area_code(Path(globals_["CodeUri"]).name))
        return self._template(template)

    def _put(self, suffix: str, content: bytes) -> Template:
        key = f"{hashlib.sha256(content).hexdigest()[:32]}.{suffix}"
        self.objects[key] = content
        return {"Bucket": ARTIFACTS, "Key": key}

    def _template(self, template: Template) -> Template:
        """Expansion takes seconds for a large area, so its result is kept for the next deployment."""
        source = json.dumps([template, self.release, sorted(NOT_EMULATED)], sort_keys=True).encode()
        kept = self._cache / f"{hashlib.sha256(source).hexdigest()[:32]}.json"
        if not kept.exists():
            self._cache.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(expanded(template, {"ReleaseId": self.release})))
        self._expanded.add(kept.name)
        return self._put("json", kept.read_bytes())

    def _url(self, settings: Settings, stored: dict[str, Any]) -> str:
        return f"{settings.endpoint}/{stored['Bucket']}/{stored['Key']}"
