#!/bin/sh
# Each row that works is called by some program of tests/conform, as --stats tells.  The fuzzer of
# calls (tests/fuzz) calls them all; here somebody looks at what they do.  Programs that make the
# same few calls over and over are left out.
: "${BUILD:=build}"
cd "$(dirname "$0")/../.." || exit 1
counts=$BUILD/check-rows.counts
said=$BUILD/check-rows.said
: >"$counts"

for program in "$BUILD"/freebsd/tests/conform/* "$BUILD"/freebsd/tests/conform/freebsd/* \
	"$BUILD"/freebsd/tests/conform/bsd/*; do
	case $program in
	*.o | *.d | */stepped | */wakeups | */churn* | */errands) continue ;;
	esac
	[ -f "$program" ] || continue
	timeout 60 "$BUILD/abirun" --stats -o "$said" "$program" >/dev/null 2>&1 </dev/null
	cat "$said" >>"$counts"
done
awk '$1 ~ /^[0-9]+$/ { print $5 }' "$counts" | sort -u >"$said"
"$BUILD/abirun" --list freebsd | awk '$3 == "works" || $3 == "in" { print $2 }' | sed 's/@.*//' |
	sort -u >"$counts"
missing=$(comm -13 "$said" "$counts" | tr '\n' ' ')
rm -f "$said" "$counts"
echo "1..1"
if [ -z "$missing" ]; then
	echo "ok 1 every row that works is called"
else
	echo "not ok 1 never called: $missing"
	exit 1
fi
