/* Calls that only OpenBSD has as they are here. */
#include <errno.h>

#include "shim/signal.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

map_fn map_getentropy, map_sigprocmask_value, map_sigpending_value, map_sigsuspend_value, map_dup3,
    map_setrtable, map_getrtable, map_pledge, map_unveil;

#define ENTROPY_MAX 256 /* getentropy(2) */

static long finish_getentropy(struct call *c, long ret)
{
	(void)c;
	return ret < 0 ? ret : 0;
}

/* getentropy(buffer, size) */
long map_getentropy(struct call *c)
{
	if ((unsigned long)c->alien[1] > ENTROPY_MAX)
		return -EIO;
	c->host_nr = __NR_getrandom;
	c->host[0] = c->alien[0];
	c->host[1] = c->alien[1];
	c->host[2] = 0;
	c->finish = finish_getentropy;
	return CALL_HOST;
}

/* sigprocmask(how, set): sets are words, and the old one is the result */
long map_sigprocmask_value(struct call *c)
{
	struct thread *t = this_thread();
	uint32_t set = (uint32_t)c->alien[1], old = t->mask.word[0];
	struct sigset mask = { 0 };
	uint64_t how;
	long error = xlat_to_host(XLAT_sigmask, (uint32_t)c->alien[0], &how);

	if (error)
		return error;
	mask.word[0] = how == 0 ? old | set : how == 1 ? old & ~set : set;
	if (mask.word[0] != old)
		mask_set(t, &mask);
	return old;
}

long map_sigpending_value(struct call *c)
{
	struct thread *t = this_thread();
	struct sigset set;
	uint64_t pending = 0;

	(void)c;
	host_call(__NR_rt_sigpending, &pending, 8);
	sigset_to_alien(&set, pending | t->held);
	return set.word[0];
}

/* sigsuspend(mask) */
long map_sigsuspend_value(struct call *c)
{
	struct sigset mask = { { (uint32_t)c->alien[0] } };
	long ret;

	mask_for_sleep(&mask);
	ret = host_sleep(__NR_rt_sigsuspend, &this_thread()->host_mask, 8);
	mask_after_sleep(ret == -EINTR && this_thread()->interrupted);
	return ret;
}

/* dup3(from, to, flags) */
long map_dup3(struct call *c)
{
	uint64_t flags;
	long error = xlat_to_host(XLAT_pipe, (uint32_t)c->alien[2], &flags);

	if (error)
		return error;
	if ((int)c->alien[0] == (int)c->alien[1])
		return -EINVAL;
	return duplicate_to(c->alien[0], c->alien[1], (long)flags);
}

/* There is one routing table, 0. */
long map_setrtable(struct call *c)
{
	return (int)c->alien[0] ? -EINVAL : 0;
}

long map_getrtable(struct call *c)
{
	(void)c;
	return 0;
}

/* unveil(path, permissions of "rwxc") */
long map_unveil(struct call *c)
{
	char text[16];
	long n;

	if (!c->alien[0] != !c->alien[1])
		return -EINVAL;
	if (c->alien[1]) {
		n = string_from_alien(text, (unsigned long)c->alien[1], sizeof text);
		if (n < 0)
			return n == -ENAMETOOLONG ? -EINVAL : n;
		for (const char *p = text; *p; p++)
			if (*p != 'r' && *p != 'w' && *p != 'x' && *p != 'c')
				return -EINVAL;
	}
	hole("unveil is accepted, not enforced", 0);
	return 0;
}
