"""Builds the two layers for AWS below .build/layers/: `domain` is shared/, `vendor` the locked third-party wheels (arm64).

`sam deploy --template-file template.yaml` (or `aws cloudformation package`) uploads them from there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from infra import ROOT
from infra.template_parts import RUNTIME

BUILD = ROOT / ".build/layers"
LAYER_BYTES = 250 * 2**20  # what Lambda takes unzipped, function and layers together


def copy_domain(target: Path) -> None:
    """The domain code as it is, without what Python left beside it."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT / "shared/partner_center", target / "partner_center", ignore=shutil.ignore_patterns("__pycache__"))


def install_vendor(target: Path) -> None:
    """The locked wheels for Lambda's processor and Python, whatever this machine has. Raises when one has no such wheel."""
    shutil.rmtree(target, ignore_errors=True)
    python = RUNTIME.removeprefix("python")
    platform = [f"--platform=manylinux_2_{glibc}_aarch64" for glibc in (34, 28, 17)] + ["--platform=manylinux2014_aarch64"]
    options = ["--quiet", "--no-deps", "--no-compile", "--only-binary=:all:", f"--python-version={python}", *platform]
    lock = ROOT / "layers/vendor/requirements.txt"
    subprocess.run([sys.executable, "-m", "pip", "install", *options, "--target", str(target), "--requirement", str(lock)], check=True)


def main() -> None:
    """Build both and say how large they are."""
    copy_domain(BUILD / "domain/python")
    install_vendor(BUILD / "vendor/python")
    size = sum(file.stat().st_size for file in BUILD.rglob("*") if file.is_file())
    print(f"{BUILD.relative_to(ROOT)}: {size / 2**20:.0f} MiB unzipped")
    if size > LAYER_BYTES:
        sys.exit(f"more than the {LAYER_BYTES // 2**20} MiB that Lambda takes")


if __name__ == "__main__":
    main()
