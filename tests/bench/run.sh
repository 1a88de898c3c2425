#!/bin/sh
# Measure what each kind of call costs under abirun and natively: `make bench`.
# The measurements are the programs in tests/bench/aliens, built for all systems
# from one source; PAIRS says how often each is run, SYSTEMS for which.
set -eu

build=${BUILD:-build}
pairs=${PAIRS:-21}
home=$build/linux/tests/bench/aliens

# pair NAME FLAGS PROGRAM N [ARGUMENT]
pair() {
	name=$1 flags=$2 program=$3
	shift 3
	# shellcheck disable=SC2086 # flags are a list, or nothing
	"$build/bench/pairs" $flags -n "$pairs" "$name" "$home/$program" "$@" -- \
		"$build/abirun" "$alien/$program" "$@"
}

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

# Few and many descriptors in one queue: 50,000, or what a process may have at once.
bench_many() {
	many=$(awk '/^Max open files/ { print $5 }' /proc/self/limits)
	case $many in unlimited) many=1048576 ;; esac
	if [ "$many" -lt 51000 ]; then
		echo "only $many descriptors are allowed here (RLIMIT_NOFILE): not 50,000 in a queue"
		many=$((many - 1000))
	else
		many=50000
	fi
	for count in 10 "$many"; do
		pair "idle +$count" -c idle 50000 "$count"
		pair "enroll +$count" '' enroll $((count * 25)) "$count"
	done
}

for os in ${SYSTEMS:-freebsd netbsd}; do
	alien=$build/$os/tests/bench/aliens
	echo "== $os"
	# Calls of a dynamic program's C library: bound to the host's (the first four), of abirun's
# own (mutex), and system calls.
bench_library() {
	home_calls=$build/linux/library/bench/calls
	alien_calls=$build/library/bench/calls
	for call in 'strlen 5000000' 'memcpy 5000000' 'sin 2000000' 'malloc 2000000' 'mutex 2000000' \
		'getpid 300000' 'fstat 200000' 'open 50000' 'close 200000'; do
		# shellcheck disable=SC2086 # a name and a number
		"$build/bench/pairs" -c -n "$pairs" "library ${call% *}" "$home_calls" $call -- \
			"$build/abirun" "$alien_calls" $call
	done
	"$build/bench/pairs" -w -n "$pairs" 'library start' "$home_calls" nothing -- \
		"$build/abirun" "$alien_calls" nothing
}

bench -c getppid 200000
	bench -c getppid_rax 200000
	bench -c clock 200000
	bench -c fstat 100000
	bench -c pipe 50000
	bench -c ready 100000
	bench -c wake 100000
	bench_many
	bench '' handoff 5000
	bench '' park 5000
	bench -c signal 20000
	bench -c thread 1000
	bench -c spawn 50 "$home/tiny"
	"$build/bench/pairs" -w -n "$pairs" start "$home/tiny" -- "$build/abirun" "$alien/tiny"
done
bench_library
