/* NetBSD's calls that take their arguments in another order than the other BSDs' do, or answer
 * more. */
#include <fcntl.h>
#include <limits.h>
#include <linux/falloc.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/mman.h>

#include "abi-tables/table.h"
#include "shim/alien_mem.h"
#include "shim/host.h"
#include "shim/process.h"
#include "shim/ranges.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/mem.h"
#include "syscall-map/parse.h"

map_fn map_getpid_with_ppid, map_getuid_with_euid, map_getgid_with_egid, map_futex, map_dup3_same,
    map_getcwd_length, map_utrace_label, map_fdiscard, map_fsync_range, map_mremap,
    map_cpu_clock_of, map_ksem_init_second, map_ksem_open_fifth, map_sigqueueinfo,
    map_readlink_of_program, map_getcontext_there, map_setcontext_there;
map_fn map_getcontext, map_setcontext, map_utrace, map_cpu_clock, map_ksem_init, map_ksem_open,
    map_readlink;

/* Three calls have a second result, for the libraries of before 4.4BSD. */
long map_getpid_with_ppid(struct call *c)
{
	call_set_second(c, host_call(__NR_getppid));
	return host_call(__NR_getpid);
}

long map_getuid_with_euid(struct call *c)
{
	call_set_second(c, host_call(__NR_geteuid));
	return host_call(__NR_getuid);
}

long map_getgid_with_egid(struct call *c)
{
	call_set_second(c, host_call(__NR_getegid));
	return host_call(__NR_getgid);
}

/* NULL is an address as any other: the other BSDs say EINVAL. */
long map_getcontext_there(struct call *c)
{
	return c->alien[0] ? map_getcontext(c) : -EFAULT;
}

long map_setcontext_there(struct call *c)
{
	return c->alien[0] ? map_setcontext(c) : -EFAULT;
}

/*
 * procfs has the program's own file as curproc/exe, which is how Go finds it.  The host's
 * procfs has another name for it, and abirun there.
 */
long map_readlink_of_program(struct call *c)
{
	static const char name[] = "/proc/curproc/exe";
	char asked[sizeof name];
	long error = map_readlink(c), size = (long)string_length(alien_path);

	if (error != CALL_HOST || copy_from_alien(asked, (unsigned long)c->host[1], sizeof asked) ||
	    memcmp(asked, name, sizeof asked))
		return error;
	if (size > c->host[3])
		size = c->host[3];
	error = copy_to_alien((unsigned long)c->host[2], alien_path, (size_t)size);
	return error ? error : size;
}

/* The call again with its arguments in this order. */
static long in_order(struct call *c, map_fn *map, const uint8_t *order, int count)
{
	long list[8];

	for (int i = 0; i < count; i++)
		list[i] = c->alien[order[i]];
	memcpy(c->list, list, sizeof list[0] * (unsigned)count);
	c->alien = c->list;
	return map(c);
}

/* (label, address, length) */
long map_utrace_label(struct call *c)
{
	return in_order(c, map_utrace, (const uint8_t[]){ 1, 2 }, 2);
}

/* (value, where the id goes) */
long map_ksem_init_second(struct call *c)
{
	return in_order(c, map_ksem_init, (const uint8_t[]){ 1, 0 }, 2);
}

/* (name, flags, mode, value, where the id goes) */
long map_ksem_open_fifth(struct call *c)
{
	return in_order(c, map_ksem_open, (const uint8_t[]){ 4, 0, 1, 2, 3 }, 5);
}

/* (kind, id, where the clock goes).  The kind's table stands first in the row. */
long map_cpu_clock_of(struct call *c)
{
	return in_order(c, map_cpu_clock, (const uint8_t[]){ 1, 0, 2 }, 3);
}

/*
 * __futex(2): (word, operation, value, time, second word, second value, third value).
 * It is the host's; but the second value has a place of its own, which the host gives to
 * the time.
 */
long map_futex(struct call *c)
{
	const long *a = c->alien;
	long what = a[1] & ~(long)(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME);
	bool has_value =
	    what == FUTEX_REQUEUE || what == FUTEX_CMP_REQUEUE || what == FUTEX_WAKE_OP;

	switch (what) {
	case FUTEX_WAIT:
	case FUTEX_WAKE:
	case FUTEX_REQUEUE:
	case FUTEX_CMP_REQUEUE:
	case FUTEX_WAKE_OP:
	case FUTEX_WAIT_BITSET:
	case FUTEX_WAKE_BITSET:
		break;
	default: /* sys_futex.c: the others are ENOSYS */
		return -ENOSYS;
	}
	c->host_nr = __NR_futex;
	c->host[0] = a[0];
	c->host[1] = (int)a[1];
	c->host[2] = (int)a[2];
	c->host[3] = has_value ? (int)a[5] : a[3];
	c->host[4] = a[4];
	c->host[5] = (int)a[6];
	return CALL_HOST;
}

/* (from, to, flags): to itself is allowed, dodup(). */
long map_dup3_same(struct call *c)
{
	uint64_t flags;
	long error = xlat_to_host(XLAT_pipe, (uint32_t)c->alien[2], &flags), fd;

	if (error)
		return error;
	fd = duplicate_to(c->alien[0], c->alien[1], (long)(flags & O_CLOEXEC));
	if (fd >= 0 && flags & O_NONBLOCK) {
		error = host_call(__NR_fcntl, fd, F_GETFL);
		if (error >= 0)
			host_call(__NR_fcntl, fd, F_SETFL, error | O_NONBLOCK);
	}
	return fd;
}

/* (buffer, size): the result is the length with its NUL. */
long map_getcwd_length(struct call *c)
{
	char path[PATH_MAX];
	long n = host_call(__NR_getcwd, path, sizeof path);

	if (n < 0)
		return n;
	if (path[0] != '/')
		return -ENOENT;
	if ((unsigned long)n > (unsigned long)c->alien[1])
		return c->alien[1] < 2 ? -EINVAL : -ERANGE;
	return copy_to_alien((unsigned long)c->alien[0], path, (size_t)n) ?: n;
}

/* (descriptor, pad, from, length): what is there need not be kept. */
long map_fdiscard(struct call *c)
{
	if (c->alien[2] < 0 || c->alien[3] <= 0)
		return -EINVAL;
	return host_call(__NR_fallocate, c->alien[0], FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			 c->alien[2], c->alien[3]);
}

/* sys/unistd.h: FDATASYNC, FFILESYNC, FDISKSYNC */
#define SYNC_DATA 0x10
#define SYNC_FILE 0x20
#define SYNC_DISK 0x40

/* (descriptor, how, from, length).  The host syncs the whole file, which is more than is asked. */
long map_fsync_range(struct call *c)
{
	int how = (int)c->alien[1];

	if (how & ~(SYNC_DATA | SYNC_FILE | SYNC_DISK) ||
	    !!(how & SYNC_DATA) == !!(how & SYNC_FILE) || c->alien[2] < 0 || c->alien[3] < 0)
		return -EINVAL;
	return host_call(how & SYNC_DATA ? __NR_fdatasync : __NR_fsync, c->alien[0]);
}

#define NETBSD_MAP_FIXED 0x10

/* (old address, old size, new address, new size, flags) */
long map_mremap(struct call *c)
{
	unsigned long old, old_size, new, new_size;
	bool fixed = c->alien[4] & NETBSD_MAP_FIXED;
	long error =
	    alien_pages((unsigned long)c->alien[0], (unsigned long)c->alien[1], &old, &old_size)
		?: alien_pages((unsigned long)c->alien[2], (unsigned long)c->alien[3], &new,
			       &new_size);

	if (error)
		return error;
	if (c->alien[4] & ~(long)NETBSD_MAP_FIXED) {
		hole("mremap: flags", (uint64_t)c->alien[4]);
		return -EINVAL;
	}
	if (old != (unsigned long)c->alien[0] || (fixed && new != (unsigned long)c->alien[2]) ||
	    !old_size || !new_size)
		return -EINVAL;
	return host_call(__NR_mremap, old, old_size, new_size,
			 MREMAP_MAYMOVE | (fixed ? MREMAP_FIXED : 0), new);
}

/* sigqueueinfo(2): (pid, info), of which signal, code and value are the program's to say */
long map_sigqueueinfo(struct call *c)
{
	struct host_siginfo si;
	int pid = (int)c->alien[0];
	long error = layout_from_alien(LAYOUT_siginfo, &si, (unsigned long)c->alien[1]);

	if (error)
		return error;
	if (!si.signo)
		return host_call(__NR_kill, pid, 0);
	if (pid <= 0 || si.signo < 0 || si.signo >= abi->signal_limit)
		return -EINVAL;
	si.signo = signal_to_host(si.signo);
	if (!si.signo)
		return -EINVAL;
	if (si.code >= 0 || si.code == HOST_SI_TKILL)
		si.code = HOST_SI_QUEUE;
	si.pid = this_thread()->pid;
	si.uid = (uint32_t)host_call(__NR_getuid);
	return host_call(__NR_rt_sigqueueinfo, pid, si.signo, &si);
}
