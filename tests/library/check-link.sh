#!/bin/sh
# Dynamic programs that cannot be linked: one line that names what is wrong, and 126.
# Prints TAP.
set -u

cd "$(dirname "$0")/../.." || exit
BUILD=$(cd "${BUILD:-build}" && pwd)
ABIRUN=${ABIRUN:-$BUILD/abirun}
libraries=$BUILD/library
work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT
cd "$work" || exit
unset LD_LIBRARY_PATH

# says NAME STATUS WORDS COMMAND...: the status, and one line with the words on standard error
says() {
	name=$1 status=$2 words=$3
	shift 3
	timeout 20 "$@" >out 2>err </dev/null
	got=$?
	if [ $got -eq "$status" ] && [ "$(wc -l <err)" -eq 1 ] && grep -qe "$words" err; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		{ echo "status $got" && cat out err; } | sed 's/^/# /'
	fi
}

# ends NAME STATUS COMMAND...
ends() {
	name=$1 status=$2
	shift 2
	timeout 20 "$@" >out 2>err </dev/null
	got=$?
	if [ $got -eq "$status" ]; then echo "ok - $name"; else
		echo "not ok - $name"
		{ echo "status $got" && cat out err; } | sed 's/^/# /'
	fi
}

cc() {
	${CLANG:-clang} --target=x86_64-unknown-freebsd14.1 -nostdlibinc -nostdlib -fPIC -fno-builtin \
		-fuse-ld=lld -Wno-unused-command-line-argument "$@"
}

program() {
	out=$1
	shift
	cc -pie -Wl,--dynamic-linker=/libexec/ld-elf.so.1 -o "$out" "$libraries/crt1.o" "$@" \
		-L"$libraries/import" -lc -lthr
}

# Nothing of the host's is left to be looked up on a stack of the alien's: see loader/link_own.c.
# (The host's linker tells what it looks up by LD_DEBUG.)
readelf -rW "$ABIRUN" | awk '$3 == "R_X86_64_JUMP_SLOT" { sub("@.*", "", $5); print $5 }' |
	LC_ALL=C sort -u >calls
LD_DEBUG=bindings timeout 20 "$ABIRUN" "$libraries/hello" 2>&1 |
	sed -n 's/.*binding file [^ ]*abirun \[0] to .* symbol `\([^'"'"']*\).*/\1/p' | LC_ALL=C sort -u >bound
LC_ALL=C comm -23 calls bound >unbound
if [ "$(wc -l <calls)" -gt 100 ] && ! [ -s unbound ]; then
	echo 'ok - what the door calls is bound when a program starts'
else
	echo 'not ok - what the door calls is bound when a program starts'
	sed 's/^/# /' unbound
fi

echo 'int f(void) { return 7; }' >f.c
echo 'int f(void); int main(void) { return f(); }' >main.c
cc -shared -Wl,-soname,libf.so.1 -o libf.so.1 f.c && ln -s libf.so.1 libf.so

program needs main.c -L. -lf
ends 'a library beside the program' 7 "$ABIRUN" ./needs
mkdir away && mv libf.so.1 away
says 'a library that is not there' 126 'libf\.so\.1' "$ABIRUN" ./needs
ends 'a library in LD_LIBRARY_PATH' 7 env LD_LIBRARY_PATH="/nowhere:$work/away" "$ABIRUN" ./needs
says 'a library of the host is none of the alien' 126 'libf\.so\.1' \
	env LD_LIBRARY_PATH="$work/host" "$ABIRUN" ./needs
mv away/libf.so.1 libf.so.1
echo 'int close(int); int f(void) { return close(-1) + 9; }' >h.c
mkdir unmarked && cc -shared -Wl,-soname,libf.so.1 -o unmarked/libf.so.1 h.c -L"$libraries/import" -lc
printf '\0' | dd of=unmarked/libf.so.1 bs=1 seek=7 conv=notrunc 2>dd
mv libf.so.1 libf.so.1-
ends 'a library without a mark that needs the C library' 8 \
	env LD_LIBRARY_PATH="$work/unmarked" "$ABIRUN" ./needs
mv libf.so.1- libf.so.1
program runpath main.c -L. -lf -Wl,--enable-new-dtags,-rpath,'$ORIGIN/away'
program rpath main.c -L. -lf -Wl,--disable-new-dtags,-rpath,"$work/away"
mv libf.so.1 away
ends 'a library in the runpath' 7 "$ABIRUN" ./runpath
ends 'a library in the rpath' 7 "$ABIRUN" ./rpath

echo 'int main(void) { extern int nobody_has_it(void); return nobody_has_it(); }' >nobody.c
program undefined nobody.c -Wl,--unresolved-symbols=ignore-all,--export-dynamic
says 'a symbol that is nowhere' 126 'nobody_has_it' "$ABIRUN" ./undefined

echo 'int f(void) { return 8; }' >g.c
printf 'V_1 { global: f; };\n' >versions
mkdir v && cc -shared -Wl,-soname,libf.so.1 -Wl,--version-script=versions -o v/libf.so g.c
program versioned main.c -Lv -lf
mv v/libf.so v/libf.so.1
ends 'a version' 8 env LD_LIBRARY_PATH="$work/v" "$ABIRUN" ./versioned
printf 'V_2 { global: f; };\n' >versions
cc -shared -Wl,-soname,libf.so.1 -Wl,--version-script=versions -o v/libf.so.1 g.c
says 'a version that is not there' 126 'f@V_1' env LD_LIBRARY_PATH="$work/v" "$ABIRUN" ./versioned

printf 'FBSD_9.9 { global: *; };\n' >versions
echo 'int chroot(void) { return 0; }' >c.c
mkdir newer && cc -shared -Wl,-soname,libc.so.7 -Wl,--version-script=versions -o newer/libc.so c.c
echo 'int chroot(void); int main(void) { return chroot(); }' >chroot.c
cc -pie -Wl,--dynamic-linker=/libexec/ld-elf.so.1 -o newer/program chroot.c "$libraries/crt1.o" \
	newer/libc.so -L"$libraries/import" -Wl,--unresolved-symbols=ignore-all
says 'a version of the C library that is not there' 126 'FBSD_9\.9.*libc\.so\.7' "$ABIRUN" newer/program

echo 'int mac_reload(const char *); int main(void) { return mac_reload(""); }' >later.c
program later later.c
says 'a function that is not there, when it is called' 125 'mac_reload@FBSD_1.0.*MAC' "$ABIRUN" ./later
echo 'int mac_reload(const char *); int main(int c, char **v) { return c > 1 ? mac_reload(v[1]) : 4; }' >unused.c
program unused unused.c
ends 'a function that is not there and is not called' 4 "$ABIRUN" ./unused

echo '__thread char big[100000]; int main(void) { return big[5]; }' >big.c
program big big.c
says 'more storage of threads than there is room for' 126 'thread-local' "$ABIRUN" ./big

ends 'the libraries of a program that has some' 0 "$ABIRUN" "$libraries/files"
printf 'exit\nprogram ends\none ends\ntwo ends\n' >wanted
if tail -n 4 out | cmp -s - wanted; then
	echo 'ok - last functions, in order'
else
	echo 'not ok - last functions, in order'
	sed 's/^/# /' out
fi

# Bad bytes in the dynamic section, each word in turn: a line, or what the program does then.
bad=0 n=0
at=$(objdump -h -j .dynamic needs | awk '$2 == ".dynamic" { print $6 }')
at=$((0x$at))
while [ $n -lt 40 ]; do
	cp needs damaged
	printf '\377\376\375\177' | dd of=damaged bs=1 seek=$((at + n * 8)) conv=notrunc status=none
	LD_LIBRARY_PATH=$work/away timeout 20 "$ABIRUN" ./damaged >out 2>err
	case $? in
	7 | 126 | 125 | 139) ;;
	*) bad=$((bad + 1)) && echo "# word $n: $?" ;;
	esac
	n=$((n + 1))
done
[ $bad -eq 0 ] && echo 'ok - damaged dynamic sections' || echo 'not ok - damaged dynamic sections'

"$ABIRUN" --check ./later >out 2>err
status=$?
if [ $status -eq 1 ] && grep -q 'mac_reload@FBSD_1.0 *not yet' out && grep -q '1 of these calls is missing' out; then
	echo 'ok - --check names a function that is not there'
else
	echo 'not ok - --check names a function that is not there'
	{ echo "status $status" && cat out err; } | sed 's/^/# /'
fi
if "$ABIRUN" --check --json ./later | grep -q '"missing_imports":\["mac_reload@FBSD_1.0"\]'; then
	echo 'ok - and so does --json'
else
	echo 'not ok - and so does --json'
fi
if "$ABIRUN" --list freebsd | grep -q '^  libc  *[1-9]'; then
	echo 'ok - --list counts the names of libraries'
else
	echo 'not ok - --list counts the names of libraries'
fi
