#!/bin/sh
# The patcher on real programs: every system call found and patched, and not a
# byte changed that belongs to anything else.  Prints TAP.
#
#	tests/apps/check-patch.sh [objdump]	also compare with objdump's calls (minutes)
set -u

cd "$(dirname "$0")/../.." || exit
BUILD=${BUILD:-build}
ABIRUN_NPM=${ABIRUN_NPM:-$BUILD/npm}
export ABIRUN_NPM
tool=$BUILD/tests/apps/patch_coverage
expected=tests/apps/patch.expected

# same_as_objdump FILE: the addresses of our sites are those that it decodes
same_as_objdump() {
	objdump -d --no-show-raw-insn "$1" | grep -w 'syscall' | sed 's/^ *//; s/:.*//' | sort >"$BUILD/objdump.sites"
	"$tool" -s "$1" | sort | cmp -s - "$BUILD/objdump.sites"
}

number=0
while read -r package path counts; do
	case $package in '' | '#'*) continue ;; esac
	number=$((number + 1))
	name="$number - patches of $package"
	file=$ABIRUN_NPM/node_modules/$package/$path
	if ! why=$(sample-apps/fetch "$package" 2>&1); then
		echo "ok $name # SKIP $why"
		continue
	fi
	line=$("$tool" "$file")
	status=$?
	got=$(echo "$line" | tail -n 1 | awk '{ print $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 }')
	if [ $status -ne 0 ] || [ "$got" != "$counts" ]; then
		echo "# expected $counts"
		echo "# got      $got"
		echo "not ok $name"
	elif [ "${1-}" = objdump ] && ! same_as_objdump "$file"; then
		echo "# objdump finds calls at other addresses: $BUILD/objdump.sites"
		echo "not ok $name"
	else
		echo "ok $name"
	fi
done <"$expected"
echo "1..$number"
