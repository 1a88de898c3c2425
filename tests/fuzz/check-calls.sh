#!/bin/sh
# A short run of the fuzzer of calls: from two seeds.
: "${BUILD:=build}"
cd "$(dirname "$0")/../.." || exit 1
n=0 failed=0
said=$BUILD/check-calls.said

# fuzzed SYSTEM SEED SECONDS
fuzzed() {
	n=$((n + 1))
	if tests/fuzz/calls.sh "$1" --seed "$2" --seconds "$3" >"$said" 2>&1; then
		echo "ok $n $1's calls from the seed $2"
	else
		failed=1
		grep -av '^[^ ]*([0-9]*) [1-9][0-9]*$' "$said" | sed 's/^/# /' | cut -c1-300 | tail -n 30
		echo "not ok $n $1's calls from the seed $2"
	fi
}

fuzzed freebsd 1 12
fuzzed freebsd 2 12
fuzzed netbsd 1 12
rm -f "$said"
echo "1..$n"
exit $failed
