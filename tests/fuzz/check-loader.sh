#!/bin/sh
# A minute of malformed files, and of malformed code, with ASan and UBSan.
: "${BUILD:=build}"
cd "$(dirname "$0")/../.." || exit 1
n=0 failed=0
said=$BUILD/check-loader.said

for source in tests/fuzz/fuzz_*.c; do
	name=${source#tests/fuzz/fuzz_} name=${name%.c}
	n=$((n + 1))
	if make -s --no-print-directory BUILD="$BUILD" FUZZ_SECONDS= "fuzz-$name" >"$said" 2>&1; then
		echo "ok $n $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$said") files"
	else
		failed=1
		sed 's/^/# /' "$said" | cut -c1-300 | tail -n 40
		echo "not ok $n $name"
	fi
done
rm -f "$said"
echo "1..$n"
exit $failed
