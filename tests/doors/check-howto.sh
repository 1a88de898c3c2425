#!/bin/sh
# Follow the README's steps for adding a call and a system, in a copy of the tree.  Prints TAP.
set -u

cd "$(dirname "$0")/../.." || exit
copy=${BUILD:-$PWD/build}/howto
rm -rf "$copy"
mkdir -p "$copy"
cp -r Makefile README.md abi-tables loader sample-apps shim syscall-map tests "$copy" && cd "$copy" || exit

# A comment <!-- append: FILE --> or <!-- write: FILE --> says what the code below
# it is; <!-- run --> makes it commands.  The list indents it by three.
awk '
	/^ *<!-- (append|write|run).* -->$/ { to = $2 == "run" ? "howto-commands" : $3; code = 0; next }
	to && /^ *```/ { if (code) to = ""; code = !code; next }
	to && code { sub(/^   /, ""); folder = to; if (sub("/[^/]*$", "", folder)) system("mkdir -p " folder); print >>to }' README.md

{
	echo 'set -e'
	cat howto-commands
} >howto-script
if MAKEFLAGS='' BUILD=build make -s -j2 build/abirun >build.log 2>&1 &&
	MAKEFLAGS='' BUILD=build sh howto-script >run.log 2>&1 &&
	grep -q '^3 held, 0 failed$' run.log &&
	grep -q 'greater(3, 4) *= 4' run.log &&
	grep -q 'parent() *= ' run.log &&
	grep -q 'greater@FBSD_1.9' run.log &&
	grep -q '^hello$' run.log &&
	grep -q 'write(99, "hello\\n", 6) = -1 EBADF' run.log &&
	grep -q '^Minimal 1.0: 2 works, 0 in part, 0 not yet, 1 refused$' run.log; then
	echo 'ok - the README, followed, adds a call and a system'
	rm -rf "$copy"
else
	echo 'not ok - the README, followed, adds a call and a system'
	tail -n 20 build.log run.log
fi
