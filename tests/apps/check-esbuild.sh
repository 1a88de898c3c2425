#!/bin/sh
# FreeBSD's esbuild under abirun against Linux's: what it writes, serves, and
# answers, and that it sees files change.  Prints TAP.
#
#	tests/apps/check-esbuild.sh [SYSTEM]	openbsd-x64, sunos-x64: that system's
set -u

cd "$(dirname "$0")/../.." || exit
BUILD=${BUILD:-$PWD/build}
ABIRUN=${ABIRUN:-$BUILD/abirun}
ESBUILD_SYSTEM=${1:-freebsd-x64}
. tests/apps/esbuild-lib.sh

started=
trap '[ -z "$started" ] || kill $started 2>/dev/null' EXIT

verdict() {
	if [ "$1" -eq 0 ]; then echo "ok - esbuild for $system: $2"; else echo "not ok - esbuild for $system: $2"; fi
}

# soon COMMAND...: whether it succeeds within ten seconds
soon() {
	tries=0
	until "$@" 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 100 ] || return
		sleep 0.1
	done
}

bundles_the_same() {
	# shellcheck disable=SC2086 # flags is a list
	"$native" "$work/six/entry.js" $flags "--outfile=$work/native/out.js" &&
		"$ABIRUN" "$alien" "$work/six/entry.js" $flags "--outfile=$work/alien/out.js" &&
		cmp "$work/native/out.js" "$work/alien/out.js" &&
		cmp "$work/native/out.js.map" "$work/alien/out.js.map"
}

serves() {
	port=$((20000 + $$ % 20000))
	mkdir -p "$work/serve"
	echo 'console.log("served")' >"$work/serve/app.js"
	# It stops when its standard input ends; this one never does.
	mkfifo "$work/serve/input"
	"$ABIRUN" "$alien" "$work/serve/app.js" --bundle "--outdir=$work/serve/out" \
		"--serve=127.0.0.1:$port" --log-level=warning <>"$work/serve/input" &
	started=$!
	soon ab -q -n 1 "http://127.0.0.1:$port/app.js" >/dev/null || return
	ab -q -k -n 10000 -c 16 "http://127.0.0.1:$port/app.js" >"$work/serve/log" 2>&1
	kill $started
	wait $started 2>/dev/null
	started=
	grep -E '^(Complete|Failed|Keep-Alive|Non-2xx|Requests per|  99%)' "$work/serve/log" | sed 's/^/# /'
	grep -q '^Complete requests: *10000$' "$work/serve/log" &&
		grep -q '^Keep-Alive requests: *10000$' "$work/serve/log" &&
		grep -q '^Failed requests: *0$' "$work/serve/log" &&
		! grep -q '^Non-2xx' "$work/serve/log"
}

rebuilds_on_change() {
	mkdir -p "$work/watch"
	echo 'console.log("before")' >"$work/watch/app.js"
	"$ABIRUN" "$alien" "$work/watch/app.js" --bundle "--outfile=$work/watch/out.js" \
		--watch=forever --log-level=warning </dev/null &
	started=$!
	soon grep -q before "$work/watch/out.js" || return
	for word in first second third; do
		echo "console.log('$word')" >"$work/watch/app.js"
		soon grep -q "$word" "$work/watch/out.js" || return
	done
	kill $started
	wait $started 2>/dev/null
	started=
}

answers_the_api() {
	printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$ABIRUN" "$alien" >"$work/esbuild"
	chmod +x "$work/esbuild"
	ESBUILD_BINARY_PATH=$native node tests/apps/esbuild-api.js "$ABIRUN_NPM/node_modules" 1000 \
		>"$work/api.native" &&
		ESBUILD_BINARY_PATH=$work/esbuild node tests/apps/esbuild-api.js \
			"$ABIRUN_NPM/node_modules" 1000 >"$work/api.alien" &&
		cmp "$work/api.native" "$work/api.alien"
}

esbuild_ready
case $? in
0) ;;
3)
	echo 'ok - esbuild: its packages # SKIP npm cannot get them'
	exit
	;;
*)
	echo 'not ok - esbuild: its packages'
	exit 1
	;;
esac
bundles_the_same
verdict $? 'six copies of three.js bundle to the same bytes'
serves
verdict $? 'serves 10,000 requests on kept connections'
rebuilds_on_change
verdict $? 'watches, and builds again on change'
answers_the_api
verdict $? 'answers its JavaScript API, 1,000 builds'
