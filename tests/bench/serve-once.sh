#!/bin/sh
# Start an HTTP server that prints its port, ask it with ab over CLIENTS connections at a
# time, and print "NANOSECONDS REQUESTS":
#
#	serve-once.sh CLIENTS REQUESTS SERVER...
set -eu

clients=$1 requests=$2
shift 2
dir=$(mktemp -d)
trap 'kill "$server" 2>/dev/null; rm -rf "$dir"' EXIT
mkfifo "$dir/port"
"$@" >"$dir/port" &
server=$!
read -r port <"$dir/port"
ab -q -k -n 5000 -c "$clients" "http://127.0.0.1:$port/" >/dev/null
ab -q -k -n "$requests" -c "$clients" "http://127.0.0.1:$port/" >"$dir/said"
grep -q '^Failed requests: *0$' "$dir/said"
awk '/^Time taken/ { t = $5 } /^Complete/ { n = $3 } END { printf "%.0f %d\n", t * 1e9, n }' "$dir/said"
