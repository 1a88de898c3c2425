/*
 * System V IPC.  The calls are alike; keys are wider on the BSDs, the numbers of
 * semctl(2) differ, and its last argument is passed by reference there.
 */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "syscall-map/map.h"
#include "syscall-map/mem.h"

/* A key that the host's 32 bits can't hold would be another one's. */
static long read_key(long alien, long *key)
{
	if (alien != (int)alien) {
		hole("ipc key", (uint64_t)alien);
		return -EINVAL;
	}
	*key = alien;
	return 0;
}

/* IPC_CREAT and IPC_EXCL, and the permissions below them. */
static long read_get_flags(long alien, long *flags)
{
	uint64_t value;
	long error = xlat_to_host(XLAT_ipc_get, (uint64_t)alien & ~0777ul, &value);

	*flags = (long)(value | ((uint64_t)alien & 0777));
	return error;
}

/* (key, flags) of msgget(2); (key, size, flags) of shmget(2) and semget(2) */
static long map_get(struct call *c, unsigned flags_at)
{
	long error = read_key(c->alien[0], &c->host[0])
			 ?: read_get_flags(c->alien[flags_at], &c->host[flags_at]);

	if (flags_at == 2)
		c->host[1] = c->alien[1];
	c->host_nr = c->row->host;
	return error ? error : CALL_HOST;
}

long map_ipc_get(struct call *c)
{
	return map_get(c, 2);
}

long map_msgget(struct call *c)
{
	return map_get(c, 1);
}

/*
 * The commands that all three kinds have, on a structure of this layout: IPC_SET
 * changes what the alien may change and leaves the rest to the host.
 */
static long control(const struct call *c,
		    long (*call)(const struct call *c, uint64_t command, void *), uint64_t command,
		    enum layout_id id, unsigned long alien)
{
	unsigned char host[256] __attribute__((aligned(16)));
	long ret = 0;

	if (command == IPC_SET)
		ret = layout_from_alien(id, host, alien);
	if (!ret)
		ret = call(c, command, host);
	if (ret >= 0 && command == IPC_STAT)
		ret = layout_to_alien(id, alien, host);
	return ret;
}

static long call_shmctl(const struct call *c, uint64_t command, void *buffer)
{
	return host_call(__NR_shmctl, (int)c->alien[0], command, buffer);
}

static long call_msgctl(const struct call *c, uint64_t command, void *buffer)
{
	return host_call(__NR_msgctl, (int)c->alien[0], command, buffer);
}

static long call_semctl(const struct call *c, uint64_t command, void *buffer)
{
	return host_call(__NR_semctl, (int)c->alien[0], (int)c->alien[1], command, buffer);
}

static long shmctl_as(const struct call *c, enum layout_id id)
{
	uint64_t command;

	return xlat_to_host(XLAT_shmctl, (uint64_t)c->alien[1], &command)
		   ?: control(c, call_shmctl, command, id, (unsigned long)c->alien[2]);
}

static long msgctl_as(const struct call *c, enum layout_id id)
{
	uint64_t command;

	return xlat_to_host(XLAT_msgctl, (uint64_t)c->alien[1], &command)
		   ?: control(c, call_msgctl, command, id, (unsigned long)c->alien[2]);
}

/* The argument, passed by its address, is an int, an array of shorts, or a structure's address. */
static long semctl_as(const struct call *c, enum layout_id id)
{
	uint64_t command, arg = 0;
	long error = xlat_to_host(XLAT_semctl, (uint64_t)c->alien[2], &command);

	if (error)
		return error;
	switch (command) {
	case IPC_SET:
	case IPC_STAT:
		return get_alien_u64(&arg, (unsigned long)c->alien[3])
			   ?: control(c, call_semctl, command, id, arg);
	case GETALL:
	case SETALL:
	case SETVAL:
		error = get_alien_u64(&arg, (unsigned long)c->alien[3]);
		break;
	}
	if (command == SETVAL)
		arg = (uint32_t)arg;
	return error ? error : call_semctl(c, command, (void *)arg);
}

/* (id, command, buffer) */
long map_shmctl(struct call *c)
{
	return shmctl_as(c, LAYOUT_shmid);
}

long map_shmctl_old(struct call *c)
{
	return shmctl_as(c, LAYOUT_shmid_old);
}

/* (id, command, buffer) */
long map_msgctl(struct call *c)
{
	return msgctl_as(c, LAYOUT_msqid);
}

long map_msgctl_old(struct call *c)
{
	return msgctl_as(c, LAYOUT_msqid_old);
}

/* (id, number, command, pointer to the argument) */
long map_semctl(struct call *c)
{
	return semctl_as(c, LAYOUT_semid);
}

long map_semctl_old(struct call *c)
{
	return semctl_as(c, LAYOUT_semid_old);
}

/*
 * (id, address, flags).  What is in the way of a segment at a given address may be
 * replaced (the table says by which flags), but not what is abirun's; the host has
 * EINVAL for a place that is taken, as for an address that is no page's.
 */
long map_shmat(struct call *c)
{
	struct shmid_ds ds;
	unsigned long start, size;
	long ret = map_args(c);

	if (ret != CALL_HOST)
		return ret;
	if (!c->host[1]) {
		c->host[2] &= ~SHM_REMAP;
		return CALL_HOST;
	}
	if (c->host[2] & SHM_RND)
		c->host[1] &= -(long)PAGE;
	else if (c->host[1] & (PAGE - 1))
		return -EINVAL;
	ret = host_call(__NR_shmctl, (int)c->host[0], IPC_STAT, &ds);
	if (ret < 0)
		return ret;
	if (!c->host[1] || alien_pages((unsigned long)c->host[1], ds.shm_segsz, &start, &size))
		return -ENOMEM;
	ret = host_call(__NR_shmat, (int)c->host[0], c->host[1], c->host[2]);
	return ret == -EINVAL ? -ENOMEM : ret;
}
