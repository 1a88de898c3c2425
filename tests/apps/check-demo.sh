#!/bin/sh
# What `make demo` shows: the bundle that FreeBSD's esbuild makes draws a knot.
# Prints TAP.
cd "$(dirname "$0")/../.." || exit
BUILD=${BUILD:-$PWD/build}
ABIRUN_NPM=${ABIRUN_NPM:-$BUILD/npm}
export BUILD ABIRUN_NPM
sample-apps/fetch @esbuild/freebsd-x64 three
if [ $? -eq 3 ]; then
	echo 'ok - the demo draws its knot # SKIP npm cannot get its packages'
elif sample-apps/demo/run >"$BUILD/demo.log" 2>&1 &&
	grep -q '^  *@%%###+++++-==$' "$BUILD/demo.log" &&
	grep -q 'drawn by three.js under node' "$BUILD/demo.log"; then
	echo 'ok - the demo draws its knot'
else
	echo 'not ok - the demo draws its knot'
	tail -n 10 "$BUILD/demo.log" | sed 's/^/# /'
fi
