/*
 * procctl(2): most of what it asks of the calling process is the host's prctl(2).
 * Other processes can't be asked anything.
 */
#include <sys/prctl.h>
#include <sys/wait.h>

#include "abi-tables/control.h"
#include "shim/threads.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"

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

static long is_subreaper(void)
{
	int on = 0;
	long error = host_call(__NR_prctl, PR_GET_CHILD_SUBREAPER, &on);

	return error ? error : on;
}

static long take_orphans(unsigned long data)
{
	(void)data;
	if (is_subreaper())
		return -EBUSY;
	return host_call(__NR_prctl, PR_SET_CHILD_SUBREAPER, 1);
}

static long leave_orphans(unsigned long data)
{
	(void)data;
	if (!is_subreaper())
		return -EINVAL;
	return host_call(__NR_prctl, PR_SET_CHILD_SUBREAPER, 0);
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

static control_fn *const controls[CONTROL_COUNT] = {
	[CONTROL_SET_PARENT_DEATH] = set_parent_death,
	[CONTROL_GET_PARENT_DEATH] = get_parent_death,
	[CONTROL_SET_TRACING] = set_tracing,
	[CONTROL_GET_TRACING] = get_tracing,
	[CONTROL_TAKE_ORPHANS] = take_orphans,
	[CONTROL_LEAVE_ORPHANS] = leave_orphans,
	[CONTROL_SET_NO_PRIVILEGES] = set_no_privileges,
	[CONTROL_GET_NO_PRIVILEGES] = get_no_privileges,
};

/* (idtype, id, command, data) */
long map_procctl(struct call *c)
{
	uint64_t idtype, command;
	long error = xlat_to_host(XLAT_idtype, (uint64_t)c->alien[0], &idtype)
			 ?: xlat_to_host(XLAT_procctl, (uint64_t)c->alien[2], &command);

	if (error)
		return error;
	if (idtype != P_PID || (c->alien[1] && c->alien[1] != host_call(__NR_getpid))) {
		hole("procctl of another process", (uint64_t)c->alien[1]);
		return -EPERM;
	}
	return controls[command]((unsigned long)c->alien[3]);
}
