#!/bin/sh
# Start an echo server, let native clients ask it, and print what they say:
#
#	echo-once.sh LOADER CLIENTS REQUESTS SERVER...
set -eu

loader=$1 clients=$2 requests=$3
shift 3
dir=$(mktemp -d)
mkfifo "$dir/stdin" "$dir/stdout"
"$@" serve <"$dir/stdin" >"$dir/stdout" &
server=$!
exec 3>"$dir/stdin" 4<"$dir/stdout"
rm -r "$dir"
read -r address <&4
status=0
"$loader" load "$address" "$clients" "$requests" || status=$?
exec 3>&-
wait "$server" || status=$?
exit "$status"
