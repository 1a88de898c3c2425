#!/bin/sh
# The net changes nothing that a program can see: aliens that test registers,
# signals, threads and processes hold with it armed, in both of the kernel's ways.
set -u
cd "$(dirname "$0")/../.." || exit
BUILD=${BUILD:-build}
n=0 failed=0

for mode in always exclusive; do
	for alien in registers faults interrupts processes exec waiting; do
		n=$((n + 1))
		if timeout 120 "$BUILD/abirun" "--net=$mode" "$BUILD/freebsd/tests/conform/freebsd/$alien" >"$BUILD/net.out" 2>&1; then
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
