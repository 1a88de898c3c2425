/*
 * ptrace(2): (request, pid, address, data).  The ptrace table leads to the host's
 * requests; the two differ in how they take and give words, signals and the place
 * to go on from.
 */
#include <stddef.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#include "syscall-map/map.h"
#include "syscall-map/ptrace.h"

/* A word is an int, and what is read is the answer: every value is one. */
static long read_word(struct call *c, const struct trace_request *r)
{
	uint64_t word = 0;
	long error = host_call(__NR_ptrace, r->host, r->pid, r->address, &word);

	if (error)
		return error;
	c->negative = true;
	return (int32_t)word;
}

/* The host's words are twice as long. */
static long write_word(struct call *c, const struct trace_request *r)
{
	uint64_t word = 0;
	long error = host_call(__NR_ptrace, PTRACE_PEEKDATA, r->pid, r->address, &word);

	(void)c;
	if (error)
		return error;
	word = (word & ~(uint64_t)UINT32_MAX) | (uint32_t)r->data;
	return host_call(__NR_ptrace, r->host, r->pid, r->address, word);
}

/* Go on, with a signal, from an address; 1 stands for where it stopped. */
static long go_on(struct call *c, const struct trace_request *r)
{
	int sig = (int)r->data ? signal_to_host((int)r->data) : 0;
	long error = 0;

	(void)c;
	if ((int)r->data && !sig)
		return -EINVAL;
	if (r->address != 1)
		error = host_call(__NR_ptrace, PTRACE_POKEUSER, r->pid,
				  offsetof(struct user, regs.rip), r->address);
	return error ? error : host_call(__NR_ptrace, r->host, r->pid, 0, sig);
}

static long detach(struct call *c, const struct trace_request *r)
{
	struct trace_request here = *r;

	here.address = 1;
	return go_on(c, &here);
}

static long as_it_is(struct call *c, const struct trace_request *r)
{
	(void)c;
	return host_call(__NR_ptrace, r->host, r->pid, 0, 0);
}

/* Only of whom it traces: the host's kill(2) asks nothing. */
static long end(struct call *c, const struct trace_request *r)
{
	uint64_t word;
	long error = host_call(__NR_ptrace, PTRACE_PEEKUSER, r->pid, 0, &word);

	(void)c;
	return error ? error : host_call(__NR_kill, r->pid, SIGKILL);
}

static long get_registers(struct call *c, const struct trace_request *r)
{
	struct user_regs_struct regs = { 0 };

	(void)c;
	return host_call(__NR_ptrace, r->host, r->pid, 0, &regs)
		   ?: layout_to_alien(LAYOUT_registers, r->address, &regs);
}

/* What the alien's structure does not hold stays as it is. */
static long set_registers(struct call *c, const struct trace_request *r)
{
	struct user_regs_struct regs, old = { 0 };
	long error = host_call(__NR_ptrace, PTRACE_GETREGS, r->pid, 0, &old)
			 ?: layout_from_alien(LAYOUT_registers, &regs, r->address);

	(void)c;
	if (error)
		return error;
	regs.orig_rax = (unsigned long)-1;
	regs.fs_base = old.fs_base;
	regs.gs_base = old.gs_base;
	return host_call(__NR_ptrace, r->host, r->pid, 0, &regs);
}

static const struct {
	uint64_t host;
	long (*run)(struct call *c, const struct trace_request *r);
} requests[] = {
	{ PTRACE_TRACEME, as_it_is },
	{ PTRACE_PEEKTEXT, read_word },
	{ PTRACE_PEEKDATA, read_word },
	{ PTRACE_POKETEXT, write_word },
	{ PTRACE_POKEDATA, write_word },
	{ PTRACE_CONT, go_on },
	{ PTRACE_SINGLESTEP, go_on },
	{ PTRACE_SYSCALL, go_on },
	{ PTRACE_KILL, end },
	{ PTRACE_ATTACH, as_it_is },
	{ PTRACE_DETACH, detach },
	{ PTRACE_GETREGS, get_registers },
	{ PTRACE_SETREGS, set_registers },
	{ TRACE_MEMORY, trace_memory },
	{ TRACE_INFO, trace_info },
	{ TRACE_COUNT, trace_count },
	{ TRACE_LIST, trace_list },
};

long map_ptrace(struct call *c)
{
	struct trace_request r = { .pid = (int)c->alien[1],
				   .address = (unsigned long)c->alien[2],
				   .data = (unsigned long)c->alien[3] };
	long error = xlat_to_host(XLAT_ptrace, (uint64_t)c->alien[0], &r.host);

	/* A thread's number stands for it where a process's stands for its first. */
	if (r.pid > abi->thread_id_base)
		r.pid = thread_id_to_host(r.pid);

	if (!error && r.pid <= 0 && r.host != PTRACE_TRACEME)
		return -ESRCH;
	for (size_t i = 0; !error && i < sizeof requests / sizeof requests[0]; i++)
		if (requests[i].host == r.host)
			return requests[i].run(c, &r);
	return error ? error : -EINVAL;
}
