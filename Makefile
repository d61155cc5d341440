# `make build` and `make test` do all of their own set-up; the second run installs nothing.

BIN := .venv/bin

.PHONY: build test lint accept clean setup-build setup-test
.DEFAULT_GOAL := build

build: setup-build ## every edition of every publication in source/, into dist/
	@$(BIN)/publish build

test: setup-test lint ## every check and every test
	@$(BIN)/pytest -n auto --dist loadfile

lint: setup-test ## style, types and the floors between the rooms
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

accept: setup-test ## rewrite the golden files; read the difference before you commit it
	@$(BIN)/pytest --accept -n auto tests/golden tests/contract/test_reference.py

clean: ## remove what was made; the set-up stays
	@rm -rf dist build .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

setup-build:
	@scripts/setup build

setup-test:
	@scripts/setup test
