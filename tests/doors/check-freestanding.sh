#!/bin/sh
# The code behind the raw door runs with the alien's FS and vector registers: it
# calls no libc, has no TLS, and uses general registers only (DESIGN.md, tiers).
set -u
cd "$(dirname "$0")/../.." || exit
BUILD=${BUILD:-build}

ours() {
	find "$BUILD/shim" "$BUILD/syscall-map" "$BUILD/abi-tables" "$@" -name '*.o' ! -path '*/freebsd/tests/*'
}

behind_the_door() {
	ours | grep -vE "^$BUILD/(shim/(glibc|lib)/|abi-tables/[a-z0-9]*/lib[a-z_]*\.c\.o)"
}

test_no_libc_is_called() {
	# shellcheck disable=SC2046
	nm --defined-only -g -A $(ours "$BUILD/loader") | awk '{ print $NF }' | sort -u >"$BUILD/ours.symbols"
	# shellcheck disable=SC2046
	nm -u -A $(behind_the_door) | awk '{ print $NF }' | grep -vE '^(__start_|__stop_)alien_fixups$|^_GLOBAL_OFFSET_TABLE_$' |
		sort -u | comm -23 - "$BUILD/ours.symbols" >"$BUILD/libc.symbols"
	[ ! -s "$BUILD/libc.symbols" ] || sed 's/^/# /' "$BUILD/libc.symbols"
	[ ! -s "$BUILD/libc.symbols" ]
}

test_no_vector_registers_and_no_tls() {
	for object in $(behind_the_door); do
		objdump -d --no-show-raw-insn "$object" | grep -E '%[xyz]mm[0-9]|%fs:|%st\b' | sed "s|^|# $object |"
	done >"$BUILD/vector.uses"
	cat "$BUILD/vector.uses"
	[ ! -s "$BUILD/vector.uses" ]
}

n=0 failed=0
for name in no_libc_is_called no_vector_registers_and_no_tls; do
	n=$((n + 1))
	if test_$name; then
		echo "ok $n $name"
	else
		echo "not ok $n $name"
		failed=1
	fi
done
echo "1..$n"
exit $failed
