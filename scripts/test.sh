#!/bin/sh
# Lint, formatting, types and tests: sh scripts/test.sh [--long] [arguments for pytest]
#
# Everything runs even if something fails; the exit code says whether anything did. pytest comes last,
# so that its counts close the output. --long adds the tests marked long.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=scripts/env.sh
. "$root/scripts/env.sh"

long=no
for argument in "$@"; do # the list is rebuilt without --long, in its order
    shift
    case $argument in
        --long) long=yes ;;
        *) set -- "$@" "$argument" ;;
    esac
done
[ "$long" = no ] || set -- -m '' "$@" # pyproject.toml leaves them out; a -m of the arguments comes later and wins

prepare_environment dev
cd "$root"
unset WSCLI_DB WSCLI_OUTPUT WSCLI_DEBUG # a developer's own settings are not what is tested

failed=''
step() {
    printf '\n==> %s\n' "$*"
    "$python" -m "$@" || failed="$failed [$*]"
}

step ruff check .
step ruff format --check .
step mypy
[ -z "$failed" ] || printf '\nfailed before the tests:%s\n' "$failed"
step pytest "$@"

[ -z "$failed" ]
