/* pdfork(2), pdkill(2), pdgetpid(2). */
#include <fcntl.h>
#include <sys/wait.h>

#include "shim/process.h"
#include "syscall-map/map.h"
#include "syscall-map/own_fd.h"
#include "syscall-map/procdesc.h"

/* What a pdfork makes before it forks. */
struct making {
	int fd;   /* the alien's descriptor: until the process is there, of this one */
	int near; /* the leash's ends */
	int far;
	struct procdesc *d;
	uint64_t flags;
};

static long make(struct making *m)
{
	int ends[2];
	long ret = host_call(__NR_pidfd_open, host_call(__NR_getpid), 0);

	if (ret < 0)
		return ret;
	m->fd = (int)ret;
	m->d = procdesc_new();
	ret = m->d ? host_call(__NR_pipe2, ends, O_CLOEXEC) : -ENOMEM;
	if (ret == 0) {
		m->near = (int)own_fd(ends[0]);
		m->far = (int)own_fd(ends[1]);
		return 0;
	}
	if (m->d)
		procdesc_drop(m->d);
	host_call(__NR_close, m->fd);
	return ret;
}

static void unmake(struct making *m)
{
	own_fd_close(m->near);
	own_fd_close(m->far);
	procdesc_drop(m->d);
	host_call(__NR_close, m->fd);
}

/* The child does not have its own descriptor. */
static long begin_child(struct call *c, struct making *m)
{
	host_call(__NR_close, m->fd);
	own_fd_close(m->far);
	procdesc_obey(m->near, m->flags & PROCDESC_DAEMON);
	call_set_second(c, 1);
	return 0;
}

static long begin_parent(struct making *m, int pid)
{
	long own = own_fd(host_call(__NR_pidfd_open, pid, 0));

	if (own < 0) {
		unmake(m); /* the child, which has not begun, ends */
		host_call(__NR_waitid, P_PID, pid, 0, WEXITED, 0);
		return own;
	}
	host_call(__NR_dup3, own, m->fd, m->flags & PROCDESC_CLOEXEC ? O_CLOEXEC : 0);
	procdesc_add(m->d, pid, (int)own, m->flags & PROCDESC_DAEMON ? -1 : m->far);
	own_fd_close(m->near);
	host_call(__NR_write, m->far, "", 1);
	if (m->flags & PROCDESC_DAEMON)
		own_fd_close(m->far);
	return pid;
}

/* (where the descriptor goes, flags) */
long map_pdfork(struct call *c)
{
	unsigned long to = (unsigned long)c->alien[0];
	struct making m;
	uint32_t word;
	long ret = xlat_to_host(XLAT_pdfork, (uint32_t)c->alien[1], &m.flags)
		       ?: get_alien_u32(&word, to)
		       ?: put_alien_u32(to, word);

	if (!ret) {
		procdesc_reap();
		ret = make(&m);
	}
	if (ret)
		return ret;
	ret = process_fork();
	if (ret == 0)
		return begin_child(c, &m);
	if (ret < 0)
		unmake(&m);
	else
		ret = begin_parent(&m, (int)ret);
	if (ret < 0)
		return ret;
	call_set_second(c, 0);
	return put_alien_u32(to, (uint32_t)m.fd) ?: ret;
}

/* (descriptor, signal) */
long map_pdkill(struct call *c)
{
	long sig = (int)c->alien[1], pid = procdesc_pid(c->alien[0]), ret;

	if (sig < 0 || sig >= abi->signal_limit || (sig && !signal_to_host(sig)))
		return -EINVAL;
	if (pid < 0)
		return pid;
	ret = host_call(__NR_pidfd_send_signal, c->alien[0], sig ? signal_to_host(sig) : 0, 0, 0);
	/* What is kept of it for its parent is a zombie, which takes signals. */
	return ret == -ESRCH && !procdesc_is_gone(c->alien[0]) ? 0 : ret;
}

/* (descriptor, where the id goes) */
long map_pdgetpid(struct call *c)
{
	long pid = procdesc_pid(c->alien[0]);

	return pid < 0 ? pid : put_alien_u32((unsigned long)c->alien[1], (uint32_t)pid);
}
