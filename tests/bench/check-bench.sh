#!/bin/sh
# Every measurement runs, at home and under abirun, alone and with a thread.
# Prints TAP.  How fast they are is `make bench`'s business.
set -u

cd "$(dirname "$0")/../.." || exit
BUILD=${BUILD:-$PWD/build}
home=$BUILD/linux/tests/bench/aliens
alien=$BUILD/freebsd/tests/bench/aliens
. tests/bench/tap-lib.sh

measure() {
	name=$1
	shift
	says "$name" '[0-9]* [0-9]*' 20 "$@"
}

for program in idle enroll; do
	measure "linux $program" "$home/$program" 30 500
	measure "freebsd $program" "$BUILD/abirun" "$alien/$program" 30 500
done
for program in getppid getppid_rax fstat pipe ready wake handoff signal thread spawn; do
	for threads in '' threads; do
		# shellcheck disable=SC2086 # threads is one word or none
		measure "linux $program $threads" "$home/$program" 30 $threads "$home/tiny"
		# shellcheck disable=SC2086
		measure "freebsd $program $threads" "$BUILD/abirun" "$alien/$program" 30 $threads \
			"$alien/tiny"
	done
done
