#!/bin/sh
# An echo server in Go, on kqueue under abirun and on epoll natively, asked by native
# clients: the time of a request.  Requests per second are its inverse, so a ratio of
# 1.05 is 0.95 of the native server's.  Not a part of `make bench`: it needs Go.
#
#	tests/bench/echo.sh [PAIRS [CLIENTS [REQUESTS]]]
set -eu

cd "$(dirname "$0")/../.."
BUILD=${BUILD:-$PWD/build}
GOCACHE=${GOCACHE:-$BUILD/go-cache}
export GOCACHE
. tests/bench/echo-lib.sh

make -s "$BUILD/bench/pairs"
echo_build || {
	echo "echo.sh: there is no Go to build the server" >&2
	exit 1
}
clients=${2:-16} requests=${3:-100000}
"$BUILD/bench/pairs" -n "${1:-21}" "echo, $clients clients" \
	tests/bench/echo-once.sh "$echo_home" "$clients" "$requests" "$echo_home" -- \
	tests/bench/echo-once.sh "$echo_home" "$clients" "$requests" "$BUILD/abirun" "$echo_alien"
