#!/bin/sh
# lightningcss for FreeBSD, a dynamic program, makes of bootstrap's CSS what the one for
# Linux makes of it, to the byte.  Prints TAP.
cd "$(dirname "$0")/../.." || exit
BUILD=${BUILD:-$PWD/build}
ABIRUN_NPM=${ABIRUN_NPM:-$BUILD/npm}
export ABIRUN_NPM
sample-apps/fetch lightningcss-cli-freebsd-x64 lightningcss-cli-linux-x64-gnu bootstrap
if [ $? -eq 3 ]; then
	echo 'ok - lightningcss # SKIP npm cannot get it'
	exit
fi
modules=$ABIRUN_NPM/node_modules
work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT
mkdir "$work/linux" "$work/freebsd"

# both NAME ARGUMENT...: the same files of both
both() {
	name=$1
	shift
	(cd "$work/linux" && "$modules/lightningcss-cli-linux-x64-gnu/lightningcss" "$@") >"$work/linux.out" 2>&1
	(cd "$work/freebsd" && "$BUILD/abirun" "$modules/lightningcss-cli-freebsd-x64/lightningcss" "$@") \
		>"$work/freebsd.out" 2>&1
	status=$?
	if [ $status -eq 0 ] && diff -r "$work/linux" "$work/freebsd" >"$work/diff" &&
		cmp -s "$work/linux.out" "$work/freebsd.out" && [ -s "$work/freebsd/out.css" ]; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		{ echo "status $status" && head -c 300 "$work/freebsd.out" "$work/diff"; } | sed 's/^/# /'
	fi
}

css=$modules/bootstrap/dist/css/bootstrap.css
both 'minified' --minify "$css" -o out.css
both 'with a source map' --minify --sourcemap "$css" -o out.css
both 'bundled' --bundle --minify "$css" -o out.css
both 'for old browsers' --targets '>= 0.25%' "$css" -o out.css
