#!/bin/sh
# What bun costs, FreeBSD's under abirun against Linux's: its start (with what abirun keeps
# of large programs, and without), a JavaScript benchmark, and a request to Bun.serve.
# PAIRS says how often each is run.  Not a part of `make bench`: two packages of 50 MB each.
set -eu

cd "$(dirname "$0")/../.."
BUILD=$(cd "${BUILD:-build}" && pwd)
ABIRUN_NPM=${ABIRUN_NPM:-$BUILD/npm}
export ABIRUN_NPM
make -s "$BUILD/bench/pairs"
sample-apps/fetch @oven/bun-freebsd-x64 @oven/bun-linux-x64
native=$ABIRUN_NPM/node_modules/@oven/bun-linux-x64/bin/bun
alien=$ABIRUN_NPM/node_modules/@oven/bun-freebsd-x64/bin/bun
pairs=${PAIRS:-21}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
XDG_CACHE_HOME=$work
export XDG_CACHE_HOME

"$BUILD/bench/pairs" -w -n "$pairs" 'bun start' "$native" -e 0 -- "$BUILD/abirun" "$alien" -e 0
"$BUILD/bench/pairs" -w -n "$pairs" 'bun start, first' "$native" -e 0 -- \
	env ABIRUN_CACHE=off "$BUILD/abirun" "$alien" -e 0
"$BUILD/bench/pairs" -n "$pairs" 'bun JavaScript' "$native" tests/bench/bun.js -- \
	"$BUILD/abirun" "$alien" tests/bench/bun.js
if command -v ab >/dev/null; then
	cat >"$work/serve.js" <<-'END'
		const s = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("hello") });
		console.log(s.port);
	END
	"$BUILD/bench/pairs" -n "$pairs" 'Bun.serve' \
		tests/bench/serve-once.sh 32 30000 "$native" "$work/serve.js" -- \
		tests/bench/serve-once.sh 32 30000 "$BUILD/abirun" "$alien" "$work/serve.js"
fi
