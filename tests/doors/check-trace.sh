#!/bin/sh
# What --trace and --stats print for a FreeBSD program, line by line where it matters.
: "${BUILD:=build}"
program=$BUILD/freebsd/tests/conform/freebsd
shared=$BUILD/freebsd/tests/conform/bsd
lines=$BUILD/check-trace.lines
n=0 failed=0

traced() {
	"$BUILD/abirun" -o "$lines" "$@" >/dev/null 2>&1
}

# has NAME REGEX: some line is this whole line, after its [tid]
has() {
	n=$((n + 1))
	if grep -Eqx "(\\[[0-9]+\\] )?$2" "$lines"; then
		echo "ok $n $1"
	else
		echo "not ok $n $1: no line like $2"
		failed=1
	fi
}

# hasnot NAME REGEX
hasnot() {
	n=$((n + 1))
	if grep -Eq "$2" "$lines"; then
		echo "not ok $n $1: a line like $2"
		failed=1
	else
		echo "ok $n $1"
	fi
}

traced --trace "$program/actions"
has "flags, sets and structures" 'sigaction\(SIGUSR1, \{sa_handler=0x[0-9a-f]+, sa_flags=SA_SIGINFO, sa_mask=\[SIGUSR2\]\}, NULL\) = 0'
has "a structure that came out" 'sigprocmask\(SIG_BLOCK, NULL, \[SIGUSR1 SIGUSR2\]\) = 0'
has "an error" 'sigaction\(SIGKILL, \{.*\}, NULL\) = -1 EINVAL \(Invalid argument\)'
has "a bad pointer" 'sigaction\(SIGUSR1, 0x8, NULL\) = -1 EFAULT \(Bad address\)'
has "a signal" '--- SIGUSR1 \{si_code=SI_USER, si_pid=[0-9]+\} ---'
has "the last call" '_exit\(0\) = \?'
has "the end" '\+\+\+ exited with 0 \+\+\+'
traced --trace=process "$program/exec"
has "exec, which does not come back" 'execve\("/bin/sh", \["sh", "-c", .*\], \["X=y z"\]\) = \?'
has "exec, which does" '<\.\.\. execve resumed> = -1 ENOENT \(No such file or directory\)'
hasnot "what is not asked for" 'write|mmap|---'
traced --trace=file,kill,!unlink "$program/faults"
has "a path and its flags" 'open\("/dev/null", O_RDONLY, 0\) = [0-9]+'
hasnot "what is taken out" 'unlink|mprotect'
traced --trace "$shared/restart"
has "a call that is made again" 'read\([0-9]+, 0x[0-9a-f]+, 1\) = \? ERESTART'
has "a poll that was interrupted" 'poll\(\[\{fd=[0-9]+, events=POLLIN, revents=0\}\], 1, [0-9]+\) = -1 EINTR \(Interrupted system call\)'
has "a kevent" 'kevent\([0-9]+, \[\{ident=[0-9]+, filter=EVFILT_READ, flags=EV_ADD, fflags=0, data=0, udata=0x0\}\], 1, NULL, 0, NULL\) = 0'
traced --stats "$program/actions"
has "counts" ' +[0-9]+ +[1-9][0-9]* +[0-9]+ +[0-9]+\.[0-9]  sigaction'
traced --trace=hole "$program/numbers" unknown
has "a number that there is not" 'syscall_5000\(0x0, 0x0, 0x0, 0x0, 0x0, 0x0\) = -1 ENOSYS \(Function not implemented\)'
traced --trace=signal "$program/numbers" unknown
has "the signal that comes with it" '--- SIGSYS \{si_code=SI_KERNEL, si_pid=0\} ---'
"$BUILD/abirun" --strict "$program/numbers" unknown 2>"$lines"
status=$?
n=$((n + 1))
if [ $status -eq 125 ] && grep -q strict "$lines"; then
	echo "ok $n strict stops there"
else
	echo "not ok $n strict stops there"
	failed=1
fi
rm -f "$lines"
echo "1..$n"
exit $failed
