#!/bin/sh
# What a dynamic program written in Rust costs: lightningcss for FreeBSD under abirun
# against Linux's, which makes bootstrap's CSS small, with a source map, once and ten
# times in one file.  PAIRS says how often each is run.
set -eu

cd "$(dirname "$0")/../.."
BUILD=${BUILD:-$PWD/build}
ABIRUN_NPM=${ABIRUN_NPM:-$BUILD/npm}
export ABIRUN_NPM
status=0
sample-apps/fetch lightningcss-cli-freebsd-x64 lightningcss-cli-linux-x64-gnu bootstrap || status=$?
if [ $status -eq 3 ]; then
	echo 'lightningcss: npm cannot get it'
	exit
fi
[ $status -eq 0 ]
modules=$ABIRUN_NPM/node_modules
native=$modules/lightningcss-cli-linux-x64-gnu/lightningcss
alien=$modules/lightningcss-cli-freebsd-x64/lightningcss
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
css=$modules/bootstrap/dist/css/bootstrap.css
n=0
while [ $n -lt 10 ]; do
	cat "$css"
	n=$((n + 1))
done >"$work/ten.css"

for input in "$css" "$work/ten.css"; do
	"$BUILD/bench/pairs" -w -n "${PAIRS:-21}" "lightningcss $(basename "$input" .css)" \
		"$native" --minify --sourcemap "$input" -o "$work/native.css" -- \
		"$BUILD/abirun" "$alien" --minify --sourcemap "$input" -o "$work/alien.css"
	sed 's/native\.css/alien.css/' "$work/native.css" | cmp - "$work/alien.css"
done
