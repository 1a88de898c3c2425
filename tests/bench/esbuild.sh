#!/bin/sh
# What a whole program costs: each system's esbuild under abirun against Linux's, on
# six copies of three.js.  PAIRS says how often each is run.
#
#	tests/bench/esbuild.sh [SYSTEM...]	freebsd-x64, ...: these only
set -eu

cd "$(dirname "$0")/../.."
BUILD=${BUILD:-$PWD/build}
[ $# -gt 0 ] || set -- freebsd-x64 netbsd-x64 openbsd-x64 sunos-x64

for ESBUILD_SYSTEM; do
	. tests/apps/esbuild-lib.sh
	esbuild_ready
	# shellcheck disable=SC2086 # flags is a list
	"$BUILD/bench/pairs" -w -n "${PAIRS:-21}" "esbuild $ESBUILD_SYSTEM" \
		"$native" "$work/six/entry.js" $flags "--outfile=$work/native/out.js" -- \
		"$BUILD/abirun" "$alien" "$work/six/entry.js" $flags "--outfile=$work/alien/out.js"
	cmp "$work/native/out.js" "$work/alien/out.js"
	cmp "$work/native/out.js.map" "$work/alien/out.js.map"
done
