# Needs Python 3.11 or newer, make and git. PORT=8100 make run serves elsewhere.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: run ready test lint messages requirements bench clean

run: ready ## the site, the timetable and the demonstration; Ctrl-C stops everything
	@$(BIN)/python manage.py load_demo --if-new
	@exec $(BIN)/python manage.py serve

ready: .venv/run .env static-collected/.done ## everything up to the start: packages, styles (collectstatic), database
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py restage --verbosity 0
	@$(BIN)/python manage.py write_down_pages --verbosity 0

test: .venv/dev ## lint, migrations, every test on SQLite, and on PostgreSQL where TEST_DATABASE_URL names one
	@BIN=$(BIN) sh tests/run.sh

lint: .venv/dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

bench: .venv/dev ## what it costs, in one run, as ratios
	@$(BIN)/python -m bench

messages: .venv/dev ## gather the texts on screen into locale/ (needs gettext)
	@$(BIN)/python manage.py makemessages --locale es --locale en --no-obsolete --add-location file --ignore '.venv/*' --ignore 'static-collected/*' --ignore 'tests/*' --ignore 'bench/*' --verbosity 0
	@$(BIN)/python locale/finish.py
	@$(BIN)/python manage.py compilemessages --ignore '.venv' --verbosity 0

requirements: ## compile the pinned and hashed lists from the short ones
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --no-emit-find-links --generate-hashes --universal --python-version 3.11 requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --no-emit-find-links --generate-hashes --universal --python-version 3.11 -c requirements.txt requirements-dev.in -o requirements-dev.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/run: requirements.txt | .venv/bin/python
	@echo "Installing what Incidencia needs (once; a minute or two)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing what the tests need (once; a minute or two)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/run

.env: | .venv/run
	@$(BIN)/python -c 'import pathlib, secrets; text = pathlib.Path(".env.example").read_text(); pathlib.Path(".env").write_text(text.replace("SECRET_KEY=\n", f"SECRET_KEY={secrets.token_urlsafe(50)}\n"))'
	@chmod 600 .env
	@echo "Wrote .env with a secret of its own."

static-collected/.done: .venv/run $(shell find static -type f) | .env
	@echo "Packing styles and pictures…"
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@touch $@

clean:
	rm -rf .venv static-collected
