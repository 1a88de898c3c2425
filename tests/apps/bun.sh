#!/bin/sh
# bun for FreeBSD (make bun): a dynamic program with a JIT, threads, an event loop and add-ons, without
# any file of FreeBSD's.  Not in make check: two packages of 50 MB each.  Prints TAP.
cd "$(dirname "$0")/../.." || exit
root=$PWD
BUILD=$(cd "${BUILD:-build}" && pwd) || exit
ABIRUN_NPM=${ABIRUN_NPM:-$BUILD/npm}
export ABIRUN_NPM
sample-apps/fetch @oven/bun-freebsd-x64 @oven/bun-linux-x64 @node-rs/crc32-freebsd-x64 three
if [ $? -eq 3 ]; then
	echo 'ok - bun # SKIP npm cannot get it'
	exit
fi
modules=$ABIRUN_NPM/node_modules
linux=$modules/@oven/bun-linux-x64/bin/bun
bun=$modules/@oven/bun-freebsd-x64/bin/bun
work=$(mktemp -d) || exit
servers=
trap 'kill $servers 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit

# is NAME: whether what was done before held; what it printed is in out
is() {
	if [ $? -eq 0 ]; then echo "ok - $1"; else
		echo "not ok - $1"
		head -c 600 out | sed 's/^/# /'
	fi
}

freebsd() {
	timeout 60 "$BUILD/abirun" "$bun" "$@"
}

freebsd --version >out 2>&1 && grep -qx '1\.4\.5' out
is 'its version'
freebsd -e 'console.log(process.platform, "ä".toUpperCase())' >out 2>&1 && grep -qx 'freebsd Ä' out
is 'a line of JavaScript'
freebsd "$root/tests/apps/bun.ts" "$modules/@node-rs/crc32-freebsd-x64/crc32.freebsd-x64.node" >out 2>&1
cmp -s out "$root/tests/apps/bun.expected"
is 'files, processes, network, threads, timers, signals, sqlite and an add-on'

echo "import * as T from '$modules/three/build/three.module.js'; console.log(Object.keys(T).length);" >in.js
for way in '--minify' '--sourcemap=external'; do
	timeout 60 "$linux" build in.js "$way" --outdir linux >out 2>&1 &&
		freebsd build in.js "$way" --outdir freebsd >out 2>&1 && diff -r linux freebsd >out
	is "three.js built as on Linux, $way"
done

cat >a.test.ts <<'END'
import { expect, test } from "bun:test";
for (let i = 0; i < 200; i++) test("number " + i, () => expect([i * 2]).toEqual([i + i]));
test("later", async () => { await Bun.sleep(5); expect(1).toBe(1); });
END
freebsd test >out 2>&1 && grep -q '201 pass' out
is 'bun test'

echo 'const s = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("hello") });
	console.log(s.port);' >serve.js
if command -v ab >/dev/null; then
	for b in "$BUILD/abirun $bun" "$linux"; do
		$b serve.js >port &
		servers="$servers $!"
		tries=0
		while [ ! -s port ] && [ $tries -lt 100 ]; do sleep 0.1 && tries=$((tries + 1)); done
		ab -q -k -t "${BUN_SECONDS:-30}" -n 100000000 -c 32 "http://127.0.0.1:$(cat port)/" >out 2>&1 &&
			grep -q '^Failed requests: *0$' out && ! grep -q '^Non-2xx' out
		is "served $(awk '/^Requests per/ { print $4 " requests a second" }' out) by ${b##*node_modules/}"
		rm port
	done
else
	echo 'ok - Bun.serve # SKIP ab is not there'
fi
