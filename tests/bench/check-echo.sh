#!/bin/sh
# A Go server on kqueue answers native clients, few and many.  Prints TAP.
# How fast it does is tests/bench/echo.sh's business.
set -u

cd "$(dirname "$0")/../.." || exit
BUILD=${BUILD:-$PWD/build}
. tests/bench/echo-lib.sh
. tests/bench/tap-lib.sh

mkdir -p "$BUILD/bench"
if ! echo_build 2>"$BUILD/bench/echo.log"; then
	echo "ok - echo # SKIP no Go that builds for FreeBSD"
	exit
fi
for clients in 1 10 300; do
	says "echo, $clients clients" '[0-9]* 3000' 60 tests/bench/echo-once.sh "$echo_home" \
		"$clients" 3000 "$BUILD/abirun" "$echo_alien"
done
