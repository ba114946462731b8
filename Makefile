# Everything a fresh machine needs: make demo, make test. Each makes the virtual environment itself.
PYTHON ?= $(shell python3 tools/python.py 2>/dev/null || echo python3)
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# one process more than the machine has cores: a test waits at times, for a server or for a command that it starts
PYTEST := $(BIN)/pytest --numprocesses $$(( $$(nproc) + 1 )) --dist worksteal
# empty is "not set": every command here is a process of its own, and each would compile its imports anew
export PYTHONDONTWRITEBYTECODE :=

.PHONY: $(shell sed -nE 's/^([a-z-]+):.*/\1/p' $(MAKEFILE_LIST))
.DEFAULT_GOAL := help

help:            ## what can be typed here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

$(READY): pyproject.toml constraints.txt hatch_build.py $(wildcard anubhav_gforms/language/*.po)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "anubhav needs Python 3.11 or newer. Install it, or name it: make PYTHON=python3.12 ..."; exit 2; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { echo "Cannot make a virtual environment. On Debian and Ubuntu: sudo apt install python3-venv"; exit 2; }
	@echo "Installing into $(VENV), with $$($(BIN)/python -c 'import platform, sys; print("Python", platform.python_version(), "of", sys.base_prefix)') (once; about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(READY)   ## the whole loop on the sandbox, in about a minute
	@$(BIN)/anubhav demo $(if $(KEEP),--keep)

test: $(READY)   ## everything CI runs: lint and types beside the tests, which wait at times
	@$(MAKE) --no-print-directory --jobs 2 checks unit

checks: lint types

lint: $(READY)   ## style, the import rules, and that every package used is declared
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/deptry --no-ansi anubhav_gforms gsandbox

types: $(READY)  ## mypy: the package strictly, the benchmarks by what they call
	@$(BIN)/mypy

unit: $(READY)   ## the tests
	@$(PYTEST)

spark: $(READY)  ## the cube from Spark in local mode, equal to numpy's (needs Java; installs pyspark)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt pyspark
	@$(BIN)/pytest -n0 -rs tests/grading/test_engines.py tests/grading/test_lake.py -k spark

coverage: $(READY)  ## branches that the tests reach; fails below 95 percent
	@$(PYTEST) --cov --cov-report=term
	@rm -f .coverage

bench: $(READY)  ## every benchmark, written to benchmarks/RESULTS.md (an hour); or ONLY="start cube"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable '.[dev,bench]'
	@$(BIN)/python -m benchmarks $(ONLY)

profile: $(READY)  ## where an anubhav command spends its time, in the demo's folder: make profile RUN="report"
	@$(BIN)/python -m benchmarks.profile $(RUN)

bench-start: $(READY)  ## what it costs to ask for help
	@$(BIN)/python -m benchmarks.start

bench-grading: $(READY)  ## wrong letters, false alarms and forged responses, against simpler methods
	@$(BIN)/python -m benchmarks.grading

bench-sandbox: $(READY)  ## how fast the sandbox replies, beside the least that must be done
	@$(BIN)/python -m benchmarks.sandbox

bench-cube: $(READY)  ## from a million and ten million responses to letters, against a pandas groupby
	@$(BIN)/python -m benchmarks.cube

bench-nation: $(READY)  ## 17,500 stations, 50 million responses: cubes by DuckDB and Spark, one state's report (needs Java; an hour)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt pyspark
	@$(BIN)/python -m benchmarks.nation

bench-redaction: $(READY)  ## what is found of what must not leave the office, by kind and script
	@$(BIN)/python -m benchmarks.redaction

bench-report: $(READY)  ## CPU of the weekly report by artefact, its peak memory, the weight of its page
	@$(BIN)/python -m benchmarks.report

bench-desk: $(READY)  ## the desk with 200 readers, a pull of 1,000 responses, a year of cases; a simulated day without growth
	@$(BIN)/python -m benchmarks.desk

docs: $(READY)   ## write what is made from the code itself (commands, structure, facts of the sandbox, API, schemas), then the site
	@$(BIN)/python docs/commands.py
	@$(BIN)/python docs/structure.py
	@$(BIN)/python docs/sandbox.py
	@$(BIN)/python docs/json_schemas.py
	@$(BIN)/python docs/api.py
	@$(MAKE) --no-print-directory site

matrix: $(READY)  ## the story under every kind of Google account and every reading of what nobody knows
	@$(BIN)/python -m benchmarks.matrix

replay: $(READY)  ## a recording of doctor --live --record: which guesses of the sandbox are facts now (FILE=…, PROFILE=workspace)
	@$(BIN)/python -m tools.replay $(or $(FILE),$(error say FILE=recording.jsonl)) $(PROFILE)

catalogs: $(READY)  ## collect every sentence into the catalogs of languages, and say what lacks a translation
	@$(BIN)/python tools/catalogs.py

house: $(READY)  ## the figures of the house: rooms, arrows, circles, names that stand twice, sizes (ALL=1: each by name)
	@$(BIN)/python tools/house.py $(if $(ALL),--all)

pictures: $(READY)  ## the pictures of README.md and docs/reports.md, from the demo as it stands (make demo KEEP=1; chromium)
	@$(BIN)/python tools/pictures.py

lock: $(READY)   ## write constraints.txt anew: exact versions, no addresses
	@$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --python-version 3.11 --all-extras pyproject.toml > constraints.txt.new
	@$(BIN)/uv --version | sed -E 's/^uv ([0-9.]+).*/uv==\1/' >> constraints.txt.new
	@mv constraints.txt.new constraints.txt

hashes: $(READY)  ## write locked.txt anew: what an office installs, as constraints.txt has it, with the hash of every file
	@$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --python-version 3.11 --generate-hashes --constraint constraints.txt pyproject.toml > locked.txt.new
	@mv locked.txt.new locked.txt

package: $(READY)  ## build the wheel, and prove in an empty environment that it works alone
	@$(BIN)/python tools/package.py

sbom: $(READY)   ## what a release is made of, with versions and licences, as CycloneDX: dist/sbom.json
	@mkdir -p dist
	@$(BIN)/uv venv --quiet --clear dist/.sbom && $(BIN)/uv pip install --quiet --python dist/.sbom/bin/python --constraint constraints.txt .
	@$(BIN)/uv tool run --quiet --from cyclonedx-bom cyclonedx-py environment --output-reproducible --mc-type application --pyproject pyproject.toml --output-file dist/sbom.json dist/.sbom/bin/python
	@rm -rf dist/.sbom
	@$(BIN)/python -c 'import json; print(len(json.load(open("dist/sbom.json"))["components"]), "packages: dist/sbom.json")'

site: export NO_MKDOCS_2_WARNING = 1
site: $(READY)   ## the documentation as pages with a search, in site/ (opens without a server)
	@$(BIN)/uv tool run --quiet --with mkdocs-material mkdocs build --quiet --strict --clean
	@echo "site/index.html"

clean-venv:      ## remove the virtual environment
	rm -rf $(VENV)

bench-pull: $(READY)  ## a response sheet to a typed frame, against the other Python clients, at 10k, 100k and 770k rows
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable '.[dev,bench]'
	@$(BIN)/python -m benchmarks.pull

bench-ledger: $(READY)  ## a million responses in the ledger and in other stores; 200 pulls that are killed
	@$(BIN)/python -m benchmarks.ledger

bench-posters: $(READY)  ## 1000 posters, every page read back, against reportlab as usual, fpdf2, typst, Chromium, weasyprint
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable '.[dev,bench]'
	@$(BIN)/python -m benchmarks.posters

bench-papers: $(READY)  ## every station on every paper in QR versions 7 to 12: printed and read back, or refused in words
	@$(BIN)/python -m benchmarks.papers

bench-torture: $(READY)  ## 81 ways to spoil a printed code, a size and error correction each, three readers
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable '.[dev,bench]'
	@$(BIN)/python -m benchmarks.torture

bench-audit: $(READY)  ## 300 photos of walls: posters found, foreign codes flagged
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable '.[dev,bench]'
	@$(BIN)/python -m benchmarks.audit

audit-packages: $(READY)  ## ask the internet whether a package that we lock has a known hole
	@$(BIN)/python -m tools.audit_packages

LINKS = key_restore keyring_by_hand keys_command
mutants: $(READY)  ## small mistakes in the signed codes that the tests must notice (docs/mutants.md)
	@$(BIN)/python tools/mutants.py anubhav_gforms/links $(wildcard tests/test_links*.py) $(LINKS:%=tests/test_%.py)

STEPS = small_steps small_steps_beside worked_values external_numbers registers
ORDERS = tests/grading/method/test_orders_and_effects.py
BORDERS = tests/grading/method/test_edges.py tests/grading/method/test_properties.py
HAND = table_by_hand left_out overlays question_means edges
mutants-grading: $(READY)  ## the same in grading, file by file, each with the tests that aim at it; an hour
	@$(MAKE) --no-print-directory mutants-of FILES=formulas/letters.py,window.py,estimate.py,spread.py,status.py TESTS="$(STEPS)"
	@$(MAKE) --no-print-directory mutants-of FILES=trend.py,casemix.py,daybook.py,formulas/money.py,arrays.py,ranks.py,proportion.py,tails.py TESTS="$(STEPS) change days luck_and_places rules tails"
	@$(MAKE) --no-print-directory mutants-of FILES=method/score.py,method/letters.py,method/money.py,power.py,shares.py,method/days.py TESTS="areas_and_shares days small_steps_beside" MORE=tests/grading/method
	@$(MAKE) --no-print-directory mutants-of FILES=standing.py TESTS="oracle" MORE="tests/grading/method/test_standings.py tests/grading/method/test_edges.py tests/grading/method/test_crowds.py"
	@$(MAKE) --no-print-directory mutants-of FILES=method/effect.py,rule_check.py TESTS="rules luck_and_places small_steps_beside oracle" MORE="$(ORDERS) tests/grading/method/test_other_values.py"
	@$(MAKE) --no-print-directory mutants-of FILES=method/areas.py TESTS="areas_and_shares oracle" MORE="$(ORDERS) tests/grading/method/test_data_set_a.py"
	@$(MAKE) --no-print-directory mutants-of FILES=certificate.py TESTS="oracle" MORE="tests/grading/method/test_certificates.py tests/grading/method/test_edges.py"
	@$(MAKE) --no-print-directory mutants-of FILES=districts.py TESTS="oracle regions" MORE="$(BORDERS) tests/grading/method/test_data_set_a.py"
	@$(MAKE) --no-print-directory mutants-of FILES=method/alarms.py TESTS="oracle" MORE="tests/grading/method/test_alarm_steps.py tests/grading/method/test_crowds.py tests/grading/method/test_other_values.py"
	@$(MAKE) --no-print-directory mutants-of FILES=counts.py,f2_straight_lines.py,f3_copies.py TESTS="small_steps_beside external_numbers flag_steps flags flags_said counts left_out"
	@$(MAKE) --no-print-directory mutants-of FILES=find.py,flag.py,flags/rules.py TESTS="flags_said flags flag_rules"
	@$(MAKE) --no-print-directory mutants-of FILES=baseline.py,grading/constants.py,archive.py TESTS="constants_by_hand constants_file table_by_hand exchange"
	@$(MAKE) --no-print-directory mutants-of FILES=grading/alarms.py,timeline.py TESTS="alarm_weeks"
	@$(MAKE) --no-print-directory mutants-of FILES=panel.py,table.py,question_means.py,working.py TESTS="$(HAND) table_columns"
	@$(MAKE) --no-print-directory mutants-of FILES=replay.py,grades.py,notes.py,bursts.py,calibrate.py,exchange.py,decisions.py TESTS="registers notes calibrate cube_steps edges overlays exchange table_by_hand alarm_weeks"
	@$(MAKE) --no-print-directory mutants-of FILES=items.py,cube.py,scope.py TESTS="items_by_hand cube_steps left_out properties external_numbers edges exchange engines table_by_hand"
	@$(MAKE) --no-print-directory mutants-of FILES=count.py,blocks.py TESTS="count count_steps engines"
	@$(MAKE) --no-print-directory mutants-of FILES=section.py,explanation.py,explain/first.py,explain/second.py,second_steps.py,second_words.py,explain/steps.py,page.py,words.py TESTS="explained explained_borders second_explained explain table_by_hand edges"

mutants-of: $(READY)
	@$(BIN)/python tools/mutants.py anubhav_gforms/grading anubhav_gforms/reports/explain $(TESTS:%=tests/grading/test_%.py) $(MORE) --file $(FILES) --seconds 10

fuzz: $(READY)   ## bytes from outside at every parser: atheris, or hypothesis where there is none (SECONDS=60 each)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable '.[dev,fuzz]' || true
	@$(BIN)/python -m benchmarks.fuzz --seconds $(or $(SECONDS),60)

bench-form: $(READY)  ## our form, the one before it and three public ones, in a real browser on a phone of 360 x 640
	@$(BIN)/python -m benchmarks.form

bench-faults: $(READY)  ## every command that writes, struck at every file call: what was lost, twice or left over
	@$(BIN)/python -m benchmarks.faults

bench-quarter: $(READY)  ## the clerk's quarter: 2,000 steps of a calendar, the laws looked at after each
	@$(BIN)/python -m benchmarks.quarter

bench-year: $(READY)  ## a year on a simulated clock: 700,000 responses, two rollovers, ten edits a day; hours, or DAYS=8
	@$(BIN)/python -m benchmarks.year $(if $(DAYS),--days $(DAYS)) $(if $(ROWS),--rows $(ROWS))
