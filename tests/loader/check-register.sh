#!/bin/sh
# --register: Linux starts an alien program by itself.  In a user namespace with
# binfmt_misc of its own (Linux 6.7), so that the machine is left alone.  Prints TAP.
set -u

cd "$(dirname "$0")/../.." || exit
BUILD=$(cd "${BUILD:-build}" && pwd)
ABIRUN=${ABIRUN:-$BUILD/abirun}
work=$BUILD/register
alien=$BUILD/freebsd/tests/conform/arguments
binfmt=/proc/sys/fs/binfmt_misc

# Without the right to: one line, and the status of our own failures.
refuses() {
	user=
	[ "$(id -u)" -ne 0 ] || user='setpriv --reuid 65534 --regid 65534 --clear-groups'
	# shellcheck disable=SC2086 # a list
	said=$($user "$ABIRUN" "$1" 2>&1)
	if [ $? -eq 125 ] && [ "$(echo "$said" | wc -l)" -eq 1 ] && [ "${said#*sudo}" != "$said" ]; then
		echo "ok - $1 is root's"
	else
		echo "not ok - $1 is root's: $said"
	fi
}

if [ "${1:-}" != inside ]; then
	refuses --register
	refuses --unregister
	# shellcheck disable=SC2016 # the inner shell's
	if ! unshare -Urm sh -c 'mount -t binfmt_misc none "$1"' sh $binfmt 2>/dev/null; then
		echo "ok - register # SKIP no user namespace with a binfmt_misc of its own"
		exit 0
	fi
	exec unshare -Urm "$0" inside
fi

rm -rf "$work"
mkdir -p "$work" && cd "$work" || exit
cp "$alien" in-path

# is NAME TEXT STATUS COMMAND...: what it prints, escapes read by printf, and its status
is() {
	name=$1 text=$2 wanted=$3
	shift 3
	"$@" >out 2>err </dev/null
	status=$?
	if [ $status -eq "$wanted" ] && printf '%b' "$text" | cmp -s - out && [ ! -s err ]; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		{ echo "status $status" && cat out err; } | sed 's/^/# /'
	fi
}

is 'registers' 'abirun-freebsd: FreeBSD programs start by themselves\n' 0 sh -c '"$0" --register | grep freebsd' "$ABIRUN"
is 'and once more' 'abirun-freebsd: FreeBSD programs start by themselves\n' 0 sh -c '"$0" --register | grep freebsd' "$ABIRUN"
is 'a shell starts a program' './in-path\na b\n\n' 0 sh -c './in-path "a b" ""'
PATH=$work:$PATH
is 'found in PATH' 'in-path\n--stats\n' 0 env in-path --stats
is 'under another name' 'other\n' 0 bash -c 'exec -a other ./in-path'
is 'its status' './in-path\nstatus\n42\n' 42 sh -c './in-path status 42'
printf '#!%s -x y\n' "$work/in-path" >script && chmod +x script
is 'as interpreter of a script' "$work/in-path\n-x y\n./script\n1\n" 0 sh -c './script 1'
cd .. && is 'by a relative name' 'register/in-path\n' 0 sh -c register/in-path
cd "$work" || exit
is 'a native program is as before' 'hello\n' 0 echo hello
is 'unregisters' 'abirun-freebsd: FreeBSD programs start through abirun only\n' 0 \
	sh -c '"$0" --unregister | grep freebsd' "$ABIRUN"
[ ! -e $binfmt/abirun-freebsd ] && echo 'ok - and is gone' || echo 'not ok - and is gone'
