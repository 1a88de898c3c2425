#!/bin/sh
# The command line: what is run how, what each complaint says, and the statuses.
# Prints TAP.
set -u

cd "$(dirname "$0")/../.." || exit
BUILD=$(cd "${BUILD:-build}" && pwd)
ABIRUN=${ABIRUN:-$BUILD/abirun}
alien=$BUILD/freebsd/tests/conform/arguments
work=$BUILD/command
rm -rf "$work"
mkdir -p "$work" && cd "$work" || exit

# try NAME STATUS COMMAND...: its status, and what it says in out and err
try() {
	name=$1 wanted=$2
	shift 2
	"$@" >out 2>err </dev/null
	status=$?
	verdict=ok
	[ $status -eq "$wanted" ] || verdict="not ok"
}

# says NAME: no check failed so far
says() {
	echo "$verdict - $name"
	[ "$verdict" = ok ] || { echo "status $status" && cat out err; } | sed 's/^/# /'
}

# Our own failures are one line on standard error and nothing else.
complains() {
	try "$@"
	[ "$(wc -l <err)" -eq 1 ] && [ ! -s out ] && grep -q '^abirun: ' err || verdict="not ok"
	says
}

prints() {
	text=$1
	shift
	try "$@"
	printf '%b' "$text" | cmp -s - out && [ ! -s err ] || verdict="not ok"
	says
}

complains 'no program' 125 "$ABIRUN"
complains 'an unknown option' 125 "$ABIRUN" --nonsense
complains 'an option without its value' 125 "$ABIRUN" -o
complains 'an option with a value too many' 125 "$ABIRUN" --stats=3
complains 'an unknown net mode' 125 "$ABIRUN" --net=sometimes /bin/true
complains 'an unknown trace set' 125 "$ABIRUN" --trace=nonsense "$alien"
complains 'an output that cannot be written' 125 "$ABIRUN" --trace -o /nowhere/x "$alien"
complains 'a file that is not there' 127 "$ABIRUN" ./nosuch
complains 'a name that is not in PATH' 127 "$ABIRUN" nosuch-program
complains 'an empty name' 127 "$ABIRUN" ''
complains 'a directory' 126 "$ABIRUN" "$work"
complains 'a name with a line break in it' 127 "$ABIRUN" './no
such'

: >not-executable
complains 'a file without permission' 126 "$ABIRUN" ./not-executable
: >empty && chmod +x empty
complains 'an empty file' 126 "$ABIRUN" ./empty
echo hello >text && chmod +x text
complains 'a text' 126 "$ABIRUN" ./text
printf 'MZ' >dos && chmod +x dos
complains 'a DOS program' 126 "$ABIRUN" ./dos

# Truncated at many places, and with its headers overwritten.
verdict=ok
for n in 4 20 63 64 100 200 400 600 1000 1500; do
	head -c "$n" "$alien" >short && chmod +x short
	"$ABIRUN" ./short >out 2>err
	status=$?
	[ $status -eq 126 ] && [ "$(wc -l <err)" -eq 1 ] || verdict="not ok" name="$n bytes"
done
[ "$verdict" = ok ] && name='truncated programs'
says

prints "$alien\n" 'an alien program' 0 "$ABIRUN" "$alien"
prints "$alien\na b\n\n" 'its arguments' 0 "$ABIRUN" "$alien" 'a b' ''
prints "$alien\n--stats\n" 'options after the program are its own' 0 "$ABIRUN" "$alien" --stats
prints "$alien\n-x\n" 'two dashes end the options' 0 "$ABIRUN" -- "$alien" -x
prints 'other\n' 'the name it is given' 0 "$ABIRUN" --argv0=other "$alien"
prints "$alien\nstatus\n42\n" 'its status' 42 "$ABIRUN" "$alien" status 42

cp "$alien" in-path
prints 'in-path\n' 'a program in PATH' 0 env PATH="/nowhere:$work" "$ABIRUN" in-path
prints 'in-path\n' 'an empty part of PATH' 0 env PATH=/nowhere: "$ABIRUN" in-path

printf '#!%s -x  y \n' "$alien" >script && chmod +x script
prints "$alien\n-x  y\n./script\n1\n" 'a script for an alien' 0 "$ABIRUN" ./script 1
printf '#!%s/script\n' "$work" >nested && chmod +x nested
prints "$alien\n-x  y\n$work/script\n./nested\n" 'a script for a script' 0 "$ABIRUN" ./nested
printf '#!/bin/echo\n' >native && chmod +x native
prints './native 1\n' 'a script for a native program' 0 "$ABIRUN" ./native 1
prints '1 2\n' 'a native program' 0 "$ABIRUN" /bin/echo 1 2
printf '#!/nowhere/sh\n' >orphan && chmod +x orphan
complains 'a script whose interpreter is not there' 127 "$ABIRUN" ./orphan
printf '#!%s/loop\n' "$work" >loop && chmod +x loop
complains 'a script that is its own interpreter' 126 "$ABIRUN" ./loop

# Other ways to link a program: anywhere in memory; all in one segment, writable code too.
sources=$OLDPWD
compile() {
	${CLANG:-clang} --target=x86_64-unknown-freebsd14.1 -nostdlibinc -std=gnu11 -O2 -fPIE \
		-ffreestanding -fno-stack-protector -I"$sources/sample-apps/lib" -I"$BUILD/gen" \
		-include os_freebsd.h -c "$@"
}
for file in tests/conform/arguments.c sample-apps/lib/alien.c sample-apps/lib/os_freebsd.c; do
	compile "$sources/$file" || exit
done
${CLANG:-clang} --target=x86_64-unknown-freebsd14.1 -c "$sources/sample-apps/lib/crt0_freebsd.S" || exit
ld.lld -pie --no-dynamic-linker -z noexecstack -o pie ./*.o || exit
prints './pie\na\n' 'a static position-independent program' 0 "$ABIRUN" ./pie a
ld.lld -N -z execstack -o one-segment ./*.o || exit
prints './one-segment\na\n' 'a program that can write its code' 0 "$ABIRUN" ./one-segment a
ld.lld -pie --dynamic-linker=/libexec/ld-elf.so.1 -o dynamic ./*.o || exit
prints './dynamic\na\n' 'a dynamic program without libraries' 0 "$ABIRUN" ./dynamic a
ld.lld -r -o object ./*.o && chmod +x object
complains 'an object file' 126 "$ABIRUN" ./object

try 'the version' 0 "$ABIRUN" --version
grep -q '^abirun [0-9].*FreeBSD' out || verdict="not ok"
says
try 'the help names every option' 0 "$ABIRUN" --help
for option in trace stats strict net argv0 sysroot check json list version help; do
	grep -q -- "--$option" out || verdict="not ok"
done
says
try 'the systems side by side' 0 "$ABIRUN" --list
grep -q '^ .*FreeBSD' out && grep -q '^calls that work  *[1-9][0-9]' out || verdict="not ok"
says
try 'a list of all calls of a system' 0 "$ABIRUN" --list freebsd
[ "$(wc -l <out)" -gt 500 ] || verdict="not ok"
says
try 'the same in Markdown' 0 "$ABIRUN" --list --markdown freebsd
grep -q '^| `open` | .' out && grep -q '`read`' out || verdict="not ok"
says
try 'all that is known of a call' 0 "$ABIRUN" --list freebsd read
grep -q 'FD BUF_OUT SIZE' out || verdict="not ok"
says
complains 'a call that is not there' 125 "$ABIRUN" --list nosuch
complains 'a system that is not there' 125 "$ABIRUN" --list nosuch read
try 'what a program needs' 0 "$ABIRUN" --check "$alien"
grep -q ' write@' out && grep -q 'nothing that was found is missing' out || verdict="not ok"
says
try 'the same for programs' 0 "$ABIRUN" --check --json "$alien"
grep -q '"missing":0,' out || verdict="not ok"
says
try 'that a native program needs nothing' 0 "$ABIRUN" --check /bin/true
says
complains 'a check of what is not there' 127 "$ABIRUN" --check ./nosuch
try 'a check of a broken program' 126 "$ABIRUN" --check ./short
grep -q 'truncated' out || verdict="not ok"
says

cd / && rm -rf "$work"
