#!/bin/sh
# The fuzzer of calls in a directory of its own, with the observer looking on.  Root gives itself
# up for nobody, unless AS_ROOT is set.
#
#	tests/fuzz/calls.sh SYSTEM [--blind] [OPTION OF calls...]
: "${BUILD:=build}"
os=$1
shift
BUILD=$(cd "$BUILD" && pwd)
directory=$(mktemp -d "${TMPDIR:-/tmp}/abirun-fuzz.XXXXXX") || exit 2
# Where user nobody can reach them: the tree may be in root's own directory.
programs=$(mktemp -d "${TMPDIR:-/tmp}/abirun-fuzz-programs.XXXXXX") || exit 2
trap 'rm -rf "$directory" "$programs"' EXIT INT TERM
chmod 755 "$programs"
cp "$BUILD/abirun" "$BUILD/$os/tests/fuzz/calls/calls" "$programs" || exit 2
options="--os $os"
if [ "${1:-}" = --blind ]; then
	options="$options --blind"
	shift
fi
if [ "$(id -u)" = 0 ] && [ -z "${AS_ROOT:-}" ]; then
	options="$options --user 65534"
	chown 65534 "$directory"
fi
[ -z "${AS_ROOT:-}" ] || set -- --root "$@"
cd "$directory" || exit 2
# What is fuzzed has our output among its descriptors: a pipe can't be cut short.
# shellcheck disable=SC2086
{
	"$BUILD/tests/fuzz/observer" $options "$programs/abirun" "$programs/calls" "$@" 2>&1
	echo $? >"$directory/.status"
} </dev/null | cat
exit "$(cat "$directory/.status")"
