#!/bin/sh
# Every measurement runs, at home and under abirun, alone and with a thread.
# Prints TAP.  How fast they are is `make bench`'s business.
set -u

cd "$(dirname "$0")/../.." || exit
BUILD=${BUILD:-$PWD/build}
home=$BUILD/linux/tests/bench/aliens
. tests/bench/tap-lib.sh

measure() {
	name=$1
	shift
	says "$name" '[0-9]* [0-9]*' 20 "$@"
}

# alone, or with a second thread
both() {
	os=$1 program=$2 directory=$3
	shift 3
	for threads in '' threads; do
		# shellcheck disable=SC2086 # threads is one word or none
		measure "$os $program $threads" "$@" "$directory/$program" 30 $threads "$directory/tiny"
	done
}

programs='getppid getppid_rax clock fstat pipe ready wake handoff park signal thread spawn'
for program in idle enroll; do
	measure "linux $program" "$home/$program" 30 500
	for os in freebsd netbsd; do
		measure "$os $program" "$BUILD/abirun" "$BUILD/$os/tests/bench/aliens/$program" 30 500
	done
done
for program in $programs; do
	both linux "$program" "$home"
	for os in freebsd netbsd; do
		both $os "$program" "$BUILD/$os/tests/bench/aliens" "$BUILD/abirun"
	done
done
for call in strlen memcpy sin malloc mutex getpid fstat open close; do
	measure "linux library $call" "$BUILD/linux/library/bench/calls" "$call" 50
	measure "freebsd library $call" "$BUILD/abirun" "$BUILD/library/bench/calls" "$call" 50
done
