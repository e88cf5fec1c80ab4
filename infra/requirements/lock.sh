#!/usr/bin/env bash
# Resolves pyproject.toml into the exact pins that `make install` and the vendor layer use. Run by `make lock`.
set -euo pipefail
cd "$(dirname "$0")/../.."
pins=infra/requirements
compile() { uv pip compile --quiet --no-header --no-annotate --no-emit-index-url "$@"; }

compile pyproject.toml --universal --python-version 3.11 --output-file $pins/runtime.txt
compile pyproject.toml --universal --python-version 3.11 --group dev --constraint $pins/runtime.txt --output-file $pins/dev.txt
compile --universal --python-version 3.11 --group local-cloud --output-file $pins/local-cloud.txt

# The layer carries what functions import; chalice's own command line (and what only that needs) stays out of it.
cli=(pip setuptools wheel click inquirer blessed editor jinxed readchar runs xmod ansicon wcwidth)
compile pyproject.toml --python-platform aarch64-manylinux2014 --python-version 3.13 --constraint $pins/runtime.txt \
    "${cli[@]/#/--no-emit-package=}" --output-file layers/vendor/requirements.txt
