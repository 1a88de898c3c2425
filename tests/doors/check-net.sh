#!/bin/sh
# The net changes nothing that a program can see: aliens that test registers,
# signals, threads and processes hold with it armed, in both of the kernel's ways;
# dynamic ones too, whose library is host code that the exclusive way catches.
set -u
cd "$(dirname "$0")/../.." || exit
BUILD=${BUILD:-build}
n=0 failed=0
raw=freebsd/tests/conform/freebsd shared=freebsd/tests/conform/bsd

for mode in always exclusive; do
	for alien in $raw/registers $raw/faults $shared/interrupts $raw/processes $raw/exec \
		$raw/waiting $raw/aio "$raw/crowd 20" \
		library/threads library/forks library/signals library/spawn; do
		n=$((n + 1))
		# shellcheck disable=SC2086 # an alien with its arguments
		if timeout 120 "$BUILD/abirun" "--net=$mode" "$BUILD"/$alien >"$BUILD/net.out" 2>&1; then
			echo "ok $n $alien with --net=$mode"
		else
			sed 's/^/# /' "$BUILD/net.out"
			echo "not ok $n $alien with --net=$mode"
			failed=1
		fi
	done
done
echo "1..$n"
exit $failed
