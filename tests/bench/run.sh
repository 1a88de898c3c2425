#!/bin/sh
# Measure what each kind of call costs under abirun and natively: `make bench`.
# The measurements are the programs in tests/bench/aliens, built for both systems
# from one source; PAIRS says how often each is run.
set -eu

build=${BUILD:-build}
pairs=${PAIRS:-21}
home=$build/linux/tests/bench/aliens
alien=$build/freebsd/tests/bench/aliens

# bench FLAGS PROGRAM N [ARGUMENT]: alone, and with a second thread in the process
bench() {
	flags=$1 program=$2 n=$3
	shift 3
	for threads in '' threads; do
		# shellcheck disable=SC2086 # flags and threads are lists, or nothing
		"$build/bench/pairs" $flags -n "$pairs" "$program${threads:+ +thread}" \
			"$home/$program" "$n" $threads "$@" -- \
			"$build/abirun" "$alien/$program" "$n" $threads ${1:+"$alien/tiny"}
	done
}

bench -c getppid 200000
bench -c getppid_rax 200000
bench -c fstat 100000
bench -c pipe 50000
bench -c ready 100000
bench -c wake 100000
bench '' handoff 5000
bench -c signal 20000
bench -c thread 1000
bench -c spawn 50 "$home/tiny"
"$build/bench/pairs" -w -n "$pairs" start "$home/tiny" -- "$build/abirun" "$alien/tiny"
