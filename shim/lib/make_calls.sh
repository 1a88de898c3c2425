#!/bin/sh
# The calls that shim/lib makes, by name, and their numbers in each system: a number is looked up
# when the call is made, for a function serves several systems.  The names are FreeBSD's; where
# a system has a call of the same arguments by another name, its lib_calls.def says so.
#
#	shim/lib/make_calls.sh header GEN/freebsd_numbers.h
#	shim/lib/make_calls.sh tables GEN/SYSTEM_numbers.h...	(the first is FreeBSD's)
set -eu

what=$1
shift

if [ "$what" = header ]; then
	cat <<-END
		#include <stdint.h>

		extern const int16_t *lib_numbers;

	END
	awk '$1 == "#define" {
		n++
		print "#define " $2 " ((long)lib_numbers[" n - 1 "])"
	}
	END { print "#define LIB_NUMBER_COUNT " n }' "$1"
	exit
fi

names=$1
echo '#include <stdint.h>'
for numbers; do
	system=${numbers##*/}
	system=${system%_numbers.h}
	others=abi-tables/$system/lib_calls.def
	[ -f "$others" ] || others=/dev/null
	awk -v os="$system" -F '[ "]' '
		step == 1 { if ($1 == "#define") nr[$2] = $3; next }
		step == 2 { if ($1 == "CALLED(") as["NR_" $2] = "NR_" $5; next }
		!begun++ {
			print "extern const int16_t " os "_lib_numbers[];"
			print "const int16_t " os "_lib_numbers[] = {"
		}
		$1 == "#define" {
			own = $2 in as ? as[$2] : $2
			print "\t" (own in nr ? nr[own] : -1) ", /* " $2 " */"
		}
		END { print "};" }' step=1 "$numbers" step=2 "$others" step=3 "$names"
done
