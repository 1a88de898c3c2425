#!/bin/sh
# --sysroot: dynamically linked programs, and what their absolute names mean.  The
# tree is one of our own: an interpreter that only goes on to the program, and files.
# Prints TAP.
set -u

cd "$(dirname "$0")/../.." || exit
BUILD=$(cd "${BUILD:-build}" && pwd)
ABIRUN=${ABIRUN:-$BUILD/abirun}
sources=$PWD
work=$BUILD/sysroot
unset ABIRUN_SYSROOT
rm -rf "$work"
mkdir -p "$work/o" && cd "$work" || exit

cross() {
	"${CLANG:-clang}" --target=x86_64-unknown-freebsd14.1 "$@"
}
compile() {
	cross -nostdlibinc -std=gnu11 -O2 -fPIE -ffreestanding -fno-stack-protector \
		-I"$sources/sample-apps/lib" -I"$BUILD/gen" -include os_freebsd.h -c "$@"
}
for file in sample-apps/lib/alien.c sample-apps/lib/os_freebsd.c; do
	compile -o "o/$(basename $file).o" "$sources/$file" || exit
done
cross -c -o o/crt0.o "$sources/sample-apps/lib/crt0_freebsd.S" || exit
for file in interpreter names runs; do
	compile -o $file.o "$sources/tests/loader/sysroot/$file.c" || exit
done

tree=$work/tree host=$work/host inside=$work/tree$work/host
mkdir -p "$tree/libexec" "$inside/bin" "$host"
ld.lld -pie --no-dynamic-linker -o "$tree/libexec/ld-elf.so.1" interpreter.o o/*.o || exit
dynamic() {
	ld.lld --dynamic-linker=/libexec/ld-elf.so.1 "$@" o/*.o || exit
}
dynamic -pie -o names names.o
dynamic -pie -o "$inside/bin/runs" runs.o
dynamic -no-pie -o fixed runs.o
ld.lld -o static runs.o o/*.o || exit

echo tree | tee "$inside/both" >"$inside/tree-only"
echo host | tee "$host/both" >"$host/host-only"
mkdir "$inside/dir" "$inside/place" "$inside/empty" "$host/place" "$host/host-dir"
echo x >"$inside/dir/x"
ln -s "$host/tree-only" "$inside/absolute"
ln -s ../../../../../../../../../../../../../../../../../../../../.."$host/tree-only" "$inside/climbing"
ln -s "$host" "$inside/through"
ln -s "$host/host-only" "$inside/to-the-host"
printf '#!%s/bin/runs given\n' "$host" >"$inside/script"
printf '#!%s/bin/runs given\n' "$host" >host-script
chmod +x "$inside/script" host-script

# prints NAME STATUS TEXT COMMAND...: the status, and all of standard output
prints() {
	name=$1 status=$2
	printf '%b' "$3" >wanted
	shift 3
	"$@" >out 2>err </dev/null
	got=$?
	if [ $got -eq "$status" ] && cmp -s wanted out; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		{ echo "status $got" && cat out err; } | sed 's/^/# /'
	fi
}
# complains NAME STATUS WORDS COMMAND...: one line on standard error, with the words in it
complains() {
	words=$3
	prints "$1" "$2" '' sh -c 'shift 3; "$@"' sh "$@"
	if [ "$(wc -l <err)" -eq 1 ] && grep -q -e "$words" err; then
		echo "ok - $1, in a line"
	else
		echo "not ok - $1, in a line"
		sed 's/^/# /' err
	fi
}

runs=$inside/bin/runs
seen="6 held, 0 failed\ninterpreted" # what the interpreter says
complains 'a tree without the interpreter' 126 'ld-elf.so.1' "$ABIRUN" --sysroot=host ./names
complains 'no such directory' 125 'nowhere' "$ABIRUN" --sysroot=nowhere ./names
complains 'no directory' 125 'fixed' "$ABIRUN" --sysroot=fixed ./names
complains 'the root' 125 '=/:' "$ABIRUN" --sysroot=/ ./names
ABIRUN_SYSROOT=nowhere complains 'the variable' 125 'ABIRUN_SYSROOT' "$ABIRUN" ./names
mkdir -p wrong/libexec
cp names wrong/libexec/ld-elf.so.1
complains 'an interpreter with an interpreter' 126 'interpreter' "$ABIRUN" --sysroot=wrong ./names
head -c 300 static >wrong/libexec/ld-elf.so.1
complains 'a broken interpreter' 126 'ld-elf.so.1: ' "$ABIRUN" --sysroot=wrong ./names
cp /bin/true wrong/libexec/ld-elf.so.1
complains "the host's interpreter" 126 'ld-elf.so.1' "$ABIRUN" --sysroot=wrong ./names

prints 'a dynamic program' 7 "$seen ./fixed a at $work/fixed\n" "$ABIRUN" --sysroot tree ./fixed a
prints 'the variable, and a program anywhere in memory' 7 "$seen $runs at $runs\n" \
	env ABIRUN_SYSROOT=tree "$ABIRUN" "$runs"
prints 'a program in the tree' 7 "$seen $host/bin/runs at $runs\n" "$ABIRUN" --sysroot=tree "$host/bin/runs"
prints 'a program in PATH' 7 "$seen runs at $runs\n" \
	env PATH="$host/bin" "$ABIRUN" --sysroot=tree runs
prints 'a script for it' 7 "$seen $host/bin/runs given ./host-script x at $runs\n" \
	"$ABIRUN" --sysroot=tree ./host-script x
prints 'what an empty variable says' 7 "./static at $work/static\n" env ABIRUN_SYSROOT= "$ABIRUN" ./static

prints 'execve of dynamic programs' 0 \
	"$seen $host/bin/runs a at $runs\nended with 7\n$seen $host/bin/runs a at $runs\nended with 7\n" \
	"$ABIRUN" --sysroot=tree ./static "$host/bin/runs" a
prints 'execve of scripts' 0 \
	"$seen $host/bin/runs given $inside/script at $runs\nended with 7\n$seen $host/bin/runs given $inside/script at $runs\nended with 7\n" \
	"$ABIRUN" --sysroot=tree ./static "$host/script"
prints 'execve of native programs' 0 'hi\nended with 0\nhi\nended with 0\n' \
	"$ABIRUN" --sysroot=tree ./static /bin/echo hi

"$ABIRUN" --sysroot=tree ./names "$work/tree" "$host" >out 2>err
status=$?
sed 's/^/# /' out err
if [ $status -eq 0 ]; then echo "ok - where names lead"; else echo "not ok - where names lead: $status"; fi
"$ABIRUN" --sysroot=tree --trace=open ./names "$work/tree" "$host" 2>&1 >/dev/null | grep -q "open(\"$host/both\"" &&
	echo "ok - a trace has the names that the program gave" || echo "not ok - a trace"

cd / && rm -rf "$work"
