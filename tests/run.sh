#!/bin/sh
# Everything that must hold: lint, migrations, checks, and the whole suite on each database.
set -eu
export SECRET_KEY="${SECRET_KEY:-for-tests-only-for-tests-only-for-tests-only-for-tests-only}"
export SITE_URL="http://localhost:8000" DEBUG=False
unset CONGRESS_API_URL CONGRESS_DETAIL CONGRESS_DETAIL_KEY EMAIL_URL 2>/dev/null || true

missing() {
	if [ "${CI:-}" = true ]; then
		echo "$1 In CI that is a failure."
		exit 1
	fi
	echo "$1 Those tests are skipped."
}

# Each database is migrated once, both at the same time; every worker begins with a copy.
DATABASE_URL="sqlite:///tests.sqlite3" "$BIN/python" -m tests.migrated &
first=$!
if [ -n "${TEST_DATABASE_URL:-}" ]; then
	DATABASE_URL="$TEST_DATABASE_URL" "$BIN/python" -m tests.migrated
fi
wait $first

"$BIN/ruff" check .
"$BIN/ruff" format --check .
DATABASE_URL="sqlite:///:memory:" "$BIN/python" manage.py makemigrations --check --dry-run
DATABASE_URL="sqlite:///:memory:" "$BIN/python" manage.py check --fail-level WARNING
SITE_URL="https://incidencia.example" DATABASE_URL="sqlite:///:memory:" "$BIN/python" manage.py check --deploy --fail-level WARNING

command -v "${CHROMIUM:-chromium-headless-shell}" >/dev/null || command -v chromium >/dev/null ||
	missing "Chromium is not installed (apt-get install chromium-headless-shell)."

# WORKERS=2 runs them on two cores, in the order in which they were collected: those that empty the database come last.
TOGETHER="${WORKERS:+-n $WORKERS --no-loadscope-reorder}"

echo "== SQLite"
# shellcheck disable=SC2086
DATABASE_URL="sqlite:///tests.sqlite3" "$BIN/pytest" $TOGETHER "$@"

if [ -n "${TEST_DATABASE_URL:-}" ]; then
	echo "== PostgreSQL: all that asks a database (SECOND_DATABASE= make test runs the rest once more)"
	# shellcheck disable=SC2086
	MIGRATED_TEMPLATE=incidencia_migrated SECOND_DATABASE="${SECOND_DATABASE-1}" DATABASE_URL="$TEST_DATABASE_URL" "$BIN/pytest" $TOGETHER "$@"
else
	missing "TEST_DATABASE_URL names no PostgreSQL."
fi
