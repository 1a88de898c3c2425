#!/bin/sh
# Run a project's own tests with bun, Linux's and FreeBSD's under abirun, and compare what
# they say of each test:
#
#	tests/apps/bun-test.sh DIRECTORY [FILE...]
#
# Prints how many passed and failed with both, and those that differ.  0 where none does.
# Tests that measure time may differ on a busy machine: name their files to run them alone.
set -eu

directory=$(cd "$1" && pwd)
shift
cd "$(dirname "$0")/../.."
BUILD=$(cd "${BUILD:-build}" && pwd)
ABIRUN_NPM=${ABIRUN_NPM:-$BUILD/npm}
export ABIRUN_NPM
sample-apps/fetch @oven/bun-freebsd-x64 @oven/bun-linux-x64
modules=$ABIRUN_NPM/node_modules/@oven
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$directory"

# results NAME BUN...: what became of each test, without how long it took
results() {
	name=$1
	shift
	"$@" >"$work/$name.out" 2>&1 || :
	sed -E 's/ \[[0-9.]+ ?m?s\]//g; s/\x1b\[[0-9;]*m//g' "$work/$name.out" |
		grep -aE '^\((pass|fail|skip|todo)\)' | LC_ALL=C sort -u >"$work/$name" || :
	echo "$name: $(grep -ac '^(pass)' "$work/$name") passed, $(grep -ac '^(fail)' "$work/$name") failed"
}

results linux "$modules/bun-linux-x64/bin/bun" test "$@"
results freebsd "$BUILD/abirun" "$modules/bun-freebsd-x64/bin/bun" test "$@"
[ -s "$work/linux" ] && diff "$work/linux" "$work/freebsd"
