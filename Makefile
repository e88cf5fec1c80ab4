# Every daily command of the project. Targets do nothing when nothing changed.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
CLOUD := .local/ministack-venv
export PYTHONPATH := shared

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

# --- environment ---------------------------------------------------------------------------------------------------------

install: $(VENV)/.ready $(CLOUD)/.ready ## virtual environments with the locked packages

$(VENV)/.ready: infra/requirements/runtime.txt infra/requirements/dev.txt
	@infra/requirements/install.sh $(PYTHON) $(VENV) $^ && touch $@

$(CLOUD)/.ready: infra/requirements/local-cloud.txt
	@infra/requirements/install.sh $(PYTHON) $(CLOUD) $^ && touch $@

lock: $(VENV)/.ready ## resolve pyproject.toml anew into the requirement locks
	@PATH=$(CURDIR)/$(VENV)/bin:$$PATH infra/requirements/lock.sh

# --- local cloud ---------------------------------------------------------------------------------------------------------

run: install ## start the local cloud, deploy template.yaml to it, load the demo data, print the address
	@$(PY) -m infra.local run

stop: ## stop the local cloud; its state is kept
	@[ ! -x $(PY) ] || $(PY) -m infra.local stop

reset: ## stop the local cloud and forget its state
	@[ ! -x $(PY) ] || $(PY) -m infra.local reset

logs: ## follow the log lines of the functions [area=coupons]
	@$(PY) -m infra.local logs $(if $(area),--area $(area))

invoke: install ## invoke job=<area>/<name> [as_of=2026-01-31T02:00:00+08:00] [event=events/x.json]
	@$(PY) -m infra.local invoke $(job) $(if $(as_of),--as-of $(as_of)) $(if $(event),--event $(event))

demo: install ## walk through the product's main stories against the running local cloud
	@$(PY) -m infra.demo

tills: install ## payment providers of the tests beside the running local cloud [port=8090]
	@$(PY) -m tests.kit.providers $(port)

verify-audit: install ## check the chains of the audit trail and name the first break [scope=partner/PT…]
	@$(PY) -m infra.verify_audit $(if $(scope),--scope $(scope))

# --- derived files -------------------------------------------------------------------------------------------------------

generate: $(VENV)/.ready ## derive templates, API description and catalogues from functions/
	@$(PY) -m infra.generate

check-generated: $(VENV)/.ready ## fail when a derived file is stale
	@$(PY) -m infra.generate --check

layers: $(VENV)/.ready ## build both layers for AWS (arm64) below .build/
	@$(PY) -m infra.layers

# --- quality -------------------------------------------------------------------------------------------------------------

format: $(VENV)/.ready ## bring the code into the house's shape
	@$(VENV)/bin/ruff check --fix --quiet shared functions infra tests; $(VENV)/bin/ruff format --quiet shared functions infra tests

lint: $(VENV)/.ready ## ruff, mypy, import rules, cfn-lint
	@$(PY) -m infra.lint

test: install ## everything: lint, derived files, unit, properties, contract, then flows on a local cloud of its own
	@$(PY) -m infra.test_run

soak: install ## the random histories of money at length, for the night: 100,000 steps and more of all that moves it [histories=1500]
	@ALL_MONEY_EXAMPLES=$(or $(histories),1500) MONEY_EXAMPLES=400 CHAIN_EXAMPLES=200 ORDER_EXAMPLES=200 TREE_EXAMPLES=100 \
		$(PY) -m pytest -q -n 2 tests/properties

bench: install ## measure the latencies and rates that docs/operations.md quotes
	@$(PY) -m infra.bench

.PHONY: help install lock run stop reset logs invoke demo tills verify-audit generate check-generated layers format lint test soak bench
