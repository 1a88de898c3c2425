#!/bin/sh
# The README's table of calls is what the rows say.  Prints TAP.
cd "$(dirname "$0")/../.." || exit
if tests/readme "${BUILD:-build}/abirun" <README.md | diff README.md - >/dev/null; then
	echo 'ok - the README lists the calls that there are'
else
	echo 'not ok - the README lists the calls that there are'
	echo '# make readme brings it up to date'
fi
