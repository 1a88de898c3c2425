/* Calls that only illumos has as they are here. */
#include <linux/futex.h>
#include <time.h>

#include "abi-tables/illumos/structs.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"

map_fn map_illumos_getdents, map_getlwp, map_illumos_sem_init, map_illumos_sem_destroy,
    map_illumos_sem_post, map_illumos_sem_wait, map_illumos_sem_trywait,
    map_illumos_sem_reltimedwait;

/* sys/dirent.h: an entry says no type. */
struct illumos_dirent {
	uint64_t d_ino;
	int64_t d_off;
	uint16_t d_reclen;
	char d_name[];
};
OFFSET_IS(struct illumos_dirent, d_name, 18);

static const struct dirent_format format = {
	.ino_size = 8,
	.off = offsetof(struct illumos_dirent, d_off),
	.reclen = offsetof(struct illumos_dirent, d_reclen),
	.name = offsetof(struct illumos_dirent, d_name),
	.align = 8,
};

/* Descriptor, buffer, size. */
long map_illumos_getdents(struct call *c)
{
	return dirents_to_alien(c->alien[0], (unsigned long)c->alien[1], (unsigned long)c->alien[2],
				&format);
}

long map_getlwp(struct call *c)
{
	(void)c;
	return thread_id_to_alien(this_thread()->tid);
}

/* sys/synch.h: sem_t */
struct illumos_sem {
	uint32_t count;
	uint16_t type, magic;
	uint64_t pad[5];
};
SIZE_IS(struct illumos_sem, 48);

#define SEM_MAGIC     0x534d /* "SM" */
#define SEM_VALUE_MAX 0x7fffffff
#define NSEC_PER_SEC  1000000000l

/* (semaphore, shared, value) */
long map_illumos_sem_init(struct call *c)
{
	struct illumos_sem sem = { .count = (uint32_t)c->alien[2],
				   .type = c->alien[1] ? 1 : 0, /* USYNC_PROCESS */
				   .magic = SEM_MAGIC };

	if ((uint32_t)c->alien[2] > SEM_VALUE_MAX)
		return -EINVAL;
	return copy_to_alien((unsigned long)c->alien[0], &sem, sizeof sem);
}

long map_illumos_sem_destroy(struct call *c)
{
	return clear_alien((unsigned long)c->alien[0], sizeof(struct illumos_sem));
}

long map_illumos_sem_post(struct call *c)
{
	unsigned long word = (unsigned long)c->alien[0];
	uint32_t count, found;
	long error = get_alien_u32(&count, word);

	for (; !error; count = found) {
		if (count == SEM_VALUE_MAX)
			return -EOVERFLOW;
		error = cas_alien_u32(word, count, count + 1, &found);
		if (!error && found == count)
			break;
	}
	if (!error)
		host_call(__NR_futex, word, FUTEX_WAKE, 1);
	return error;
}

/* Take one: 1, 0 where there is none, or -EFAULT. */
static long take(unsigned long word)
{
	uint32_t count, found;
	long error = get_alien_u32(&count, word);

	for (; !error && count; count = found) {
		error = cas_alien_u32(word, count, count - 1, &found);
		if (!error && found == count)
			return 1;
	}
	return error;
}

static long wait_for(unsigned long word, const struct timespec *end)
{
	for (;;) {
		long ret = take(word);

		if (ret)
			return ret > 0 ? 0 : ret;
		ret = host_sleep(__NR_futex, word, FUTEX_WAIT_BITSET, 0, end, 0,
				 FUTEX_BITSET_MATCH_ANY);
		if (ret == -EINTR && !this_thread()->interrupted)
			continue;
		if (ret && ret != -EAGAIN)
			return ret;
	}
}

long map_illumos_sem_wait(struct call *c)
{
	return wait_for((unsigned long)c->alien[0], NULL);
}

long map_illumos_sem_trywait(struct call *c)
{
	long ret = take((unsigned long)c->alien[0]);

	return ret > 0 ? 0 : ret ? ret : -EAGAIN;
}

/* (semaphore, how long) */
long map_illumos_sem_reltimedwait(struct call *c)
{
	struct timespec end, now;
	long ret = take((unsigned long)c->alien[0]);

	if (ret)
		return ret > 0 ? 0 : ret;
	ret = layout_from_alien(LAYOUT_timespec, &end, (unsigned long)c->alien[1]);
	if (ret)
		return ret;
	if (end.tv_sec < 0 || end.tv_nsec < 0 || end.tv_nsec >= NSEC_PER_SEC)
		return -EINVAL;
	host_call(__NR_clock_gettime, CLOCK_MONOTONIC, &now);
	end.tv_sec += now.tv_sec;
	end.tv_nsec += now.tv_nsec;
	if (end.tv_nsec >= NSEC_PER_SEC) {
		end.tv_nsec -= NSEC_PER_SEC;
		end.tv_sec++;
	}
	return wait_for((unsigned long)c->alien[0], &end);
}
