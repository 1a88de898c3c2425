/*
 * ptrace(2): what FreeBSD tells of a traced process in structures, and the host by
 * several requests or in /proc.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>

#include "abi-tables/freebsd/ptrace.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"
#include "syscall-map/ptrace.h"

#define PIECE 4096

/* Whether the caller traces it, and it stands still. */
static long check_stopped(int pid)
{
	siginfo_t si;
	long ret = host_call(__NR_ptrace, PTRACE_GETSIGINFO, pid, 0, &si);

	return ret == -EINVAL ? 0 : ret;
}

/* Between a file that is its memory and the alien's; how much, or -errno where nothing. */
static long move_memory(long fd, const struct ptrace_io_desc *io)
{
	bool out = io->piod_op == PIOD_WRITE_D || io->piod_op == PIOD_WRITE_I;
	uint64_t done = 0;
	char piece[PIECE];

	while (done < io->piod_len) {
		uint64_t n = io->piod_len - done < PIECE ? io->piod_len - done : PIECE;
		long ret = out ? copy_from_alien(piece, io->piod_addr + done, n) : 0;

		if (!ret)
			ret = host_call(out ? __NR_pwrite64 : __NR_pread64, fd, piece, n,
					io->piod_offs + done);
		if (ret > 0 && !out && copy_to_alien(io->piod_addr + done, piece, (size_t)ret))
			ret = -EFAULT;
		/* The host says EIO where nothing is mapped, and has no negative places. */
		if (ret == -EIO || ret == -EINVAL)
			ret = -EFAULT;
		if (ret <= 0)
			return done ? (long)done : ret;
		done += (uint64_t)ret;
	}
	return (long)done;
}

long trace_memory(struct call *c, const struct trace_request *r)
{
	struct ptrace_io_desc io;
	char path[48];
	long fd, ret = copy_from_alien(&io, r->address, sizeof io) ?: check_stopped(r->pid);

	(void)c;
	if (ret)
		return ret;
	if (io.piod_op < PIOD_READ_D || io.piod_op > PIOD_WRITE_I)
		return -EINVAL;
	host_proc_path(path, sizeof path, r->pid, "/mem");
	fd = host_call(__NR_open, path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return fd;
	ret = move_memory(fd, &io);
	host_call(__NR_close, fd);
	if (ret < 0)
		return ret;
	io.piod_len = (uint64_t)ret;
	return copy_to_alien(r->address, &io, sizeof io);
}

static void thread_name(int tid, char name[20])
{
	char path[48];
	long n;

	host_proc_path(path, sizeof path, tid, "/comm");
	n = host_file(path, name, 20);
	name[n > 0 ? n - 1 : 0] = 0;
}

/* As much of the structure as there is room for: later systems have a longer one. */
long trace_info(struct call *c, const struct trace_request *r)
{
	struct ptrace_lwpinfo info = { .pl_lwpid = thread_id_to_alien(r->pid) };
	struct host_siginfo si;
	struct host_process h;
	long ret = check_stopped(r->pid);

	(void)c;
	if (ret)
		return ret;
	if ((int)r->data <= 0 || (int)r->data > (int)sizeof info)
		return -EINVAL;
	if (!host_process(r->pid, &h)) {
		sigset_to_alien(&info.pl_sigmask, h.blocked);
		sigset_to_alien(&info.pl_siglist, h.pending);
	}
	thread_name(r->pid, info.pl_tdname);
	if (!host_call(__NR_ptrace, PTRACE_GETSIGINFO, r->pid, 0, &si)) {
		info.pl_event = PL_EVENT_SIGNAL;
		info.pl_flags = PL_FLAG_SI;
		abi->layouts[LAYOUT_siginfo].to_alien(&info.pl_siginfo, &si);
	}
	return copy_to_alien(r->address, &info, (size_t)r->data);
}

struct list {
	unsigned long to;
	long room, count;
};

static long add_thread(unsigned tid, void *arg)
{
	struct list *l = arg;

	if (l->count >= l->room)
		return 1;
	if (l->to && put_alien_u32(l->to + 4ul * (unsigned long)l->count,
				   (uint32_t)thread_id_to_alien((int)tid)))
		return -EFAULT;
	l->count++;
	return 0;
}

static long list_threads(int pid, struct list *l)
{
	char path[48];
	long ret = check_stopped(pid);

	if (ret)
		return ret;
	host_proc_path(path, sizeof path, pid, "/task");
	ret = host_numbers_in(path, add_thread, l);
	return ret < 0 ? ret : l->count;
}

long trace_count(struct call *c, const struct trace_request *r)
{
	struct list l = { 0, INT32_MAX, 0 };

	(void)c;
	return list_threads(r->pid, &l);
}

long trace_list(struct call *c, const struct trace_request *r)
{
	struct list l = { r->address, (int)r->data, 0 };

	(void)c;
	if ((int)r->data <= 0)
		return -EINVAL;
	return r->address ? list_threads(r->pid, &l) : -EFAULT;
}
