#!/bin/sh
# Writes C: where each map function is defined, and the names of the host's calls,
# both read from where they are so that --list cannot be wrong about them.
#
#	loader/handlers.sh COMPILER FILE.c...
set -eu
cc=$1
shift

found=$(awk '/^long [a-z0-9_]+\(struct call \*[a-z]*\)$/ {
	sub(/\(.*/, "", $2); print $2, FILENAME }' "$@")

echo '#include <stddef.h>'
echo '#include <asm/unistd.h>'
echo '#include "loader/coverage.h"'
echo "$found" | awk 'NF { print "map_fn " $1 ";" }'
echo 'const struct handler handlers[] = {'
echo "$found" | awk 'NF { print "\t{ " $1 ", \"" $1 "\", \"" $2 "\" }," }'
printf '\t{ NULL, NULL, NULL }\n};\n'
echo 'const char *const host_call_names[] = {'
echo '#include <asm/unistd.h>' | $cc -E -dM - |
	awk '$2 ~ /^__NR_/ && $3 ~ /^[0-9]+$/ { print "\t[" $3 "] = \"" substr($2, 6) "\"," }'
echo '};'
echo 'const unsigned host_call_count = sizeof host_call_names / sizeof host_call_names[0];'
