/*
 * How processes with a descriptor end.  On FreeBSD neither SIGCHLD nor wait(2) for any
 * child tells of it.  To the host they are children as others: whoever meets such an end
 * keeps it, for wait(2) by id and for kevent(2).
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include "syscall-map/host_facts.h"
#include "syscall-map/own_fd.h"
#include "syscall-map/procdesc.h"
#include "syscall-map/procdesc_table.h"

/* The near end of the leash; -1: this process has no descriptor that it is held by. */
static int own_leash = -1;

int procdesc_leash(void)
{
	return own_leash;
}

void procdesc_set_leash(int fd)
{
	if (host_call(__NR_fcntl, fd, F_GETSIG) != SIGKILL)
		return;
	own_leash = (int)own_fd(fd);
}

void procdesc_leave_leash(void)
{
	own_fd_close(own_leash);
	own_leash = -1;
}

static void end_now(void)
{
	host_call(__NR_kill, host_call(__NR_getpid), SIGKILL);
}

/*
 * The leash is a pipe.  Its far end is open in whoever has a descriptor of this
 * process; when the last of them closes it the host sends the reader what it asked
 * for, SIGKILL.
 */
void procdesc_obey(int leash, bool daemon)
{
	struct pollfd p = { .fd = leash };
	char go;
	long n;

	do
		n = host_call(__NR_read, leash, &go, 1);
	while (n == -EINTR);
	if (n != 1)
		end_now();
	if (daemon) {
		own_fd_close(leash);
		return;
	}
	host_call(__NR_fcntl, leash, F_SETOWN, host_call(__NR_getpid));
	host_call(__NR_fcntl, leash, F_SETSIG, SIGKILL);
	host_call(__NR_fcntl, leash, F_SETFL, O_ASYNC | O_NONBLOCK);
	own_leash = leash;
	if (host_call(__NR_poll, &p, 1, 0) > 0)
		end_now();
}

static bool is_end(int code)
{
	return code == CLD_EXITED || code == CLD_KILLED || code == CLD_DUMPED;
}

/* One thread looks at a time; a signal handler must not wait for another. */
bool procdesc_look(struct procdesc *d)
{
	uint32_t alive = ALIVE;

	if (!__atomic_compare_exchange_n(&d->end, &alive, LOOKING, false, __ATOMIC_ACQUIRE,
					 __ATOMIC_ACQUIRE))
		return alive != LOOKING;
	d->info.pid = 0;
	host_call(__NR_waitid, P_PID, d->pid, &d->info, WEXITED | WNOHANG, &d->usage);
	__atomic_store_n(&d->end, d->info.pid ? KEPT : ALIVE, __ATOMIC_RELEASE);
	return d->info.pid != 0;
}

void procdesc_keep(const struct host_siginfo *si, const struct rusage *usage, bool taken)
{
	struct procdesc *d = procdesc_child(si->pid);

	if (!d || d->done || !is_end(si->code))
		return;
	d->info = *si;
	d->usage = *usage;
	__atomic_store_n(&d->end, taken ? TAKEN : KEPT, __ATOMIC_RELEASE);
}

bool procdesc_take(int pid, struct host_siginfo *si, struct rusage *usage, bool leave)
{
	struct procdesc *d = procdesc_child(pid);
	uint32_t kept = KEPT;

	if (!d || d->closed || __atomic_load_n(&d->end, __ATOMIC_ACQUIRE) != KEPT)
		return false;
	*si = d->info;
	*usage = d->usage;
	return leave || __atomic_compare_exchange_n(&d->end, &kept, TAKEN, false, __ATOMIC_ACQUIRE,
						    __ATOMIC_RELAXED);
}

int procdesc_status(int fd, int pid)
{
	struct procdesc *d = !procdesc_any() ? NULL
			     : pid > 0       ? procdesc_child(pid)
					     : procdesc_of(fd);

	if (!d || __atomic_load_n(&d->end, __ATOMIC_ACQUIRE) < KEPT)
		return -1;
	if (d->info.code == CLD_EXITED)
		return (d->info.status & 0xff) << 8;
	return (d->info.status & 0x7f) | (d->info.code == CLD_DUMPED ? 0x80 : 0);
}

bool procdesc_is_gone(long fd)
{
	struct procdesc *d = procdesc_any() ? procdesc_of((int)fd) : NULL;

	return !d || __atomic_load_n(&d->end, __ATOMIC_ACQUIRE) != KEPT;
}

static long is_other(unsigned pid, void *unused)
{
	(void)unused;
	return !procdesc_is_child((int)pid);
}

bool procdesc_only(void)
{
	return host_children(is_other, NULL) == 0;
}

bool procdesc_quiet(struct host_siginfo *si)
{
	if (!procdesc_any() || si->signo != SIGCHLD || si->code <= 0 || !procdesc_is_child(si->pid))
		return false;
	/* The host has one SIGCHLD for all that end at a time. */
	for (;;) {
		struct host_siginfo other = { .pid = 0 };
		struct procdesc *d;

		host_call(__NR_waitid, P_ALL, 0, &other,
			  WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT, 0);
		if (!other.pid)
			return true;
		d = procdesc_child(other.pid);
		if (!d) {
			*si = other;
			return false;
		}
		if (!procdesc_look(d))
			return true;
	}
}
