/*
 * procctl(2): most of what it asks of the calling process is the host's prctl(2).
 * Of other processes only what /proc tells can be asked.
 */
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "abi-tables/control.h"
#include "shim/threads.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/reaper.h"

typedef long control_fn(unsigned long data);

/* An int through a table into the host's value. */
static long read_value(enum xlat_id id, unsigned long data, uint64_t *value)
{
	uint32_t word;

	return get_alien_u32(&word, data) ?: xlat_to_host(id, word, value);
}

static long put_value(enum xlat_id id, uint64_t value, unsigned long data)
{
	uint64_t word;

	return xlat_to_alien(id, value, &word) ?: put_alien_u32(data, (uint32_t)word);
}

static long set_parent_death(unsigned long data)
{
	uint32_t sig;
	long error = get_alien_u32(&sig, data);

	if (error)
		return error;
	if (sig && !signal_to_host((int)sig))
		return -EINVAL;
	return host_call(__NR_prctl, PR_SET_PDEATHSIG, signal_to_host((int)sig));
}

static long get_parent_death(unsigned long data)
{
	int sig = 0;
	long error = host_call(__NR_prctl, PR_GET_PDEATHSIG, &sig);

	return error ? error : put_alien_u32(data, (uint32_t)signal_to_alien(sig));
}

static long set_tracing(unsigned long data)
{
	uint64_t value;

	return read_value(XLAT_control_tracing, data, &value)
		   ?: host_call(__NR_prctl, PR_SET_DUMPABLE, value);
}

static long get_tracing(unsigned long data)
{
	static struct host_process self;
	static struct lock lock;
	long tracer = -1;

	if (host_call(__NR_prctl, PR_GET_DUMPABLE) == 1) {
		lock_take(&lock);
		tracer = host_process((int)host_call(__NR_getpid), &self) ? 0 : self.tracer;
		lock_drop(&lock);
	}
	return put_alien_u32(data, (uint32_t)tracer);
}

/* There is a way into it and none back; the host has it in each thread. */
static long set_no_privileges(unsigned long data)
{
	uint64_t on;
	long error = read_value(XLAT_control_switch, data, &on);

	if (error || !on)
		return error ? error : -EINVAL;
	return host_call_all_threads(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static long get_no_privileges(unsigned long data)
{
	long on = host_call(__NR_prctl, PR_GET_NO_NEW_PRIVS);

	return on < 0 ? on : put_value(XLAT_control_switch, (uint64_t)on, data);
}

/* Settings that make no difference here but to who asks for them; a child has its parent's. */
static uint32_t sandbox_trap; /* no sandbox can be entered */
static uint32_t random_force = FORCE_NOT, max_prot_force = FORCE_NOT;
static uint32_t write_exec;

static long set_sandbox_trap(unsigned long data)
{
	uint64_t on;
	long error = read_value(XLAT_control_switch, data, &on);

	if (!error)
		sandbox_trap = (uint32_t)on;
	return error;
}

static long get_sandbox_trap(unsigned long data)
{
	return put_value(XLAT_control_switch, sandbox_trap, data);
}

/* Whether this program's addresses are random, which its settings for the next do not change. */
static bool addresses_are_random(void)
{
	static int known; /* 1: they are, 2: they are not */

	if (!known)
		known = host_call(__NR_personality, 0xffffffff) & ADDR_NO_RANDOMIZE ||
				!host_file_number("/proc/sys/kernel/randomize_va_space", 0)
			    ? 2
			    : 1;
	return known == 1;
}

static long set_random(unsigned long data)
{
	uint64_t force;
	long error = read_value(XLAT_control_force, data, &force), now;

	if (error || force & CONTROL_ACTIVE || !force)
		return error ? error : -EINVAL;
	addresses_are_random();
	now = host_call(__NR_personality, 0xffffffff);
	if (now < 0)
		return now;
	now = force == FORCE_DISABLE ? now | ADDR_NO_RANDOMIZE : now & ~(long)ADDR_NO_RANDOMIZE;
	now = host_call_all_threads(__NR_personality, now, 0, 0, 0, 0);
	if (now >= 0)
		random_force = (uint32_t)force;
	return now < 0 ? now : 0;
}

static long get_random(unsigned long data)
{
	bool off = host_call(__NR_personality, 0xffffffff) & ADDR_NO_RANDOMIZE;

	return put_value(XLAT_control_force,
			 (off ? FORCE_DISABLE : random_force) |
			     (addresses_are_random() ? CONTROL_ACTIVE : 0),
			 data);
}

static long set_max_prot(unsigned long data)
{
	uint64_t force;
	long error = read_value(XLAT_control_force, data, &force);

	if (error || force & CONTROL_ACTIVE || !force)
		return error ? error : -EINVAL;
	if (force == FORCE_ENABLE) {
		hole("procctl: implicit PROT_MAX", force);
		return -EPERM;
	}
	max_prot_force = (uint32_t)force;
	return 0;
}

static long get_max_prot(unsigned long data)
{
	return put_value(XLAT_control_force, max_prot_force, data);
}

/* The host always keeps a gap. */
static long set_stack_gap(unsigned long data)
{
	uint64_t gap;
	long error = read_value(XLAT_control_gap, data, &gap);

	if (error)
		return error;
	if ((gap & (GAP_ENABLE | GAP_DISABLE)) == (GAP_ENABLE | GAP_DISABLE) ||
	    (gap & (GAP_ENABLE_EXEC | GAP_DISABLE_EXEC)) == (GAP_ENABLE_EXEC | GAP_DISABLE_EXEC))
		return -EINVAL;
	if (!(gap & (GAP_DISABLE | GAP_DISABLE_EXEC)))
		return 0;
	hole("procctl: no gap below a stack", gap);
	return -EPERM;
}

static long get_stack_gap(unsigned long data)
{
	return put_value(XLAT_control_gap, GAP_ENABLE | GAP_ENABLE_EXEC, data);
}

static long set_write_exec(unsigned long data)
{
	uint64_t what;
	long error = read_value(XLAT_control_write_exec, data, &what);

	if (error)
		return error;
	if (what == WRITE_EXEC_DISALLOW) {
		hole("procctl: no memory writable and executable", what);
		return -EPERM;
	}
	if (what != WRITE_EXEC_PERMIT)
		return -EINVAL;
	write_exec = WRITE_EXEC_PERMIT;
	return 0;
}

static long get_write_exec(unsigned long data)
{
	return put_value(XLAT_control_write_exec, write_exec, data);
}

static control_fn *const controls[CONTROL_COUNT] = {
	[CONTROL_SET_PARENT_DEATH] = set_parent_death,
	[CONTROL_GET_PARENT_DEATH] = get_parent_death,
	[CONTROL_SET_TRACING] = set_tracing,
	[CONTROL_GET_TRACING] = get_tracing,
	[CONTROL_SET_NO_PRIVILEGES] = set_no_privileges,
	[CONTROL_GET_NO_PRIVILEGES] = get_no_privileges,
	[CONTROL_SET_SANDBOX_TRAP] = set_sandbox_trap,
	[CONTROL_GET_SANDBOX_TRAP] = get_sandbox_trap,
	[CONTROL_SET_RANDOM] = set_random,
	[CONTROL_GET_RANDOM] = get_random,
	[CONTROL_SET_MAX_PROT] = set_max_prot,
	[CONTROL_GET_MAX_PROT] = get_max_prot,
	[CONTROL_SET_STACK_GAP] = set_stack_gap,
	[CONTROL_GET_STACK_GAP] = get_stack_gap,
	[CONTROL_SET_WRITE_EXEC] = set_write_exec,
	[CONTROL_GET_WRITE_EXEC] = get_write_exec,
};

/* What /proc tells of any process. */
static long tracer_of(int pid, unsigned long data)
{
	struct host_process h;

	return host_process(pid, &h) ?: put_alien_u32(data, (uint32_t)h.tracer);
}

static long no_privileges_of(int pid, unsigned long data)
{
	struct host_process h;

	return host_process(pid, &h) ?: put_value(XLAT_control_switch, h.no_new_privileges, data);
}

typedef long other_fn(int pid, unsigned long data);

/* Those that can be asked about others; the reaper's are the same for all. */
static other_fn *const others[CONTROL_COUNT] = {
	[CONTROL_GET_TRACING] = tracer_of,         [CONTROL_GET_NO_PRIVILEGES] = no_privileges_of,
	[CONTROL_REAPER_ACQUIRE] = reaper_acquire, [CONTROL_REAPER_RELEASE] = reaper_release,
	[CONTROL_REAPER_STATUS] = reaper_status,   [CONTROL_REAPER_GETPIDS] = reaper_getpids,
	[CONTROL_REAPER_KILL] = reaper_kill,
};

static long control_other(int pid, uint64_t command, unsigned long data)
{
	if (command == CONTROL_SET_PARENT_DEATH || command == CONTROL_GET_PARENT_DEATH)
		return -EINVAL;
	if (host_call(__NR_kill, pid, 0) == -ESRCH)
		return -ESRCH;
	if (others[command])
		return others[command](pid, data);
	hole("procctl of another process", (uint64_t)pid);
	return -EPERM;
}

/* (idtype, id, command, data) */
long map_procctl(struct call *c)
{
	uint64_t idtype, command;
	long error = xlat_to_host(XLAT_idtype, (uint64_t)c->alien[0], &idtype)
			 ?: xlat_to_host(XLAT_procctl, (uint64_t)c->alien[2], &command);
	unsigned long data = (unsigned long)c->alien[3];
	int id = (int)c->alien[1];

	if (error)
		return error;
	if (idtype == P_PGID) {
		hole("procctl of a process group", (uint64_t)id);
		return -EPERM;
	}
	if (idtype != P_PID)
		return -EINVAL;
	if (id && id != host_call(__NR_getpid))
		return control_other(id, command, data);
	return controls[command] ? controls[command](data) : others[command](0, data);
}
