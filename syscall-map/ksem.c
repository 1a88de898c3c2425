/* Semaphores of the kernel's: what is done with one.  See ksem.h. */
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

#include "syscall-map/event.h"
#include "syscall-map/ksem.h"
#include "syscall-map/map.h"
#include "syscall-map/umtx.h"

/* What the alien's descriptor stands for; unmap() it.  0, or -EINVAL where it is no semaphore. */
static long map_semaphore(long fd, unsigned long *at, struct semaphore *copy)
{
	struct stat st;
	long error = host_call(__NR_fstat, (int)fd, &st);

	if (error || !S_ISREG(st.st_mode) || st.st_size != sizeof *copy)
		return -EINVAL;
	*at = (unsigned long)host_call(__NR_mmap, 0, sizeof *copy, PROT_READ | PROT_WRITE,
				       MAP_SHARED, (int)fd, 0);
	if (is_error((long)*at))
		return -EINVAL;
	/* The file may be cut short meanwhile, so it is read as the alien's memory is. */
	error = copy_from_alien(copy, *at, sizeof *copy);
	if (!error && copy->magic == KSEM_MAGIC && !(copy->state & KSEM_DESTROYED))
		return 0;
	host_call(__NR_munmap, *at, sizeof *copy);
	return -EINVAL;
}

static long unmap(unsigned long at, long ret)
{
	host_call(__NR_munmap, at, sizeof(struct semaphore));
	return ret;
}

#define VALUE_OF(at) ((at) + offsetof(struct semaphore, value))
#define STATE_OF(at) ((at) + offsetof(struct semaphore, state))

/* Take one, if there is one.  0, -EAGAIN, or -EINVAL where the file is cut short. */
static long take(unsigned long at)
{
	uint32_t value, found;

	for (;;) {
		if (get_alien_u32(&value, VALUE_OF(at)))
			return -EINVAL;
		if (!value)
			return -EAGAIN;
		if (cas_alien_u32(VALUE_OF(at), value, value - 1, &found))
			return -EINVAL;
		if (found == value)
			return 0;
	}
}

static long wait_for(long fd, const struct umtx_deadline *until)
{
	struct semaphore copy;
	unsigned long at;
	long ret = map_semaphore(fd, &at, &copy);

	if (ret)
		return ret;
	while ((ret = take(at)) == -EAGAIN) {
		/* A time before the clock's first is none to the host. */
		if (until && until->at[0] < 0)
			ret = -ETIMEDOUT;
		else
			ret = futex_until(VALUE_OF(at), 0, EVERYBODY, true, until);
		if (ret)
			break;
	}
	return unmap(at, ret);
}

/* (id) */
long map_ksem_wait(struct call *c)
{
	return wait_for(c->alien[0], NULL);
}

/* (id, when, by CLOCK_REALTIME; NULL: never) */
long map_ksem_timedwait(struct call *c)
{
	struct umtx_deadline until = { .set = true, .clock = CLOCK_REALTIME };
	struct timespec when;
	long error;

	if (!c->alien[1])
		return wait_for(c->alien[0], NULL);
	error = layout_from_alien(LAYOUT_timespec, &when, (unsigned long)c->alien[1]);
	if (error)
		return error;
	if (when.tv_nsec < 0 || when.tv_nsec >= 1000000000)
		return -EINVAL;
	until.at[0] = when.tv_sec;
	until.at[1] = when.tv_nsec;
	return wait_for(c->alien[0], &until);
}

/* (id) */
long map_ksem_trywait(struct call *c)
{
	struct semaphore copy;
	unsigned long at;
	long error = map_semaphore(c->alien[0], &at, &copy);

	return error ? error : unmap(at, take(at));
}

static long post(unsigned long at)
{
	uint32_t value, found;

	for (;;) {
		if (get_alien_u32(&value, VALUE_OF(at)))
			return -EINVAL;
		if (value >= KSEM_VALUE_MAX)
			return -EOVERFLOW;
		if (cas_alien_u32(VALUE_OF(at), value, value + 1, &found))
			return -EINVAL;
		if (found != value)
			continue;
		futex_wake_set(VALUE_OF(at), 1, EVERYBODY, true);
		return 0;
	}
}

/* (id) */
long map_ksem_post(struct call *c)
{
	struct semaphore copy;
	unsigned long at;
	long error = map_semaphore(c->alien[0], &at, &copy);

	return error ? error : unmap(at, post(at));
}

/* (id, where to) */
long map_ksem_getvalue(struct call *c)
{
	struct semaphore copy;
	unsigned long at;
	long error = map_semaphore(c->alien[0], &at, &copy);

	return error ? error : unmap(at, put_alien_u32((unsigned long)c->alien[1], copy.value));
}

static long close_semaphore(long fd)
{
	event_fd_closed((unsigned)fd);
	return host_call(__NR_close, (int)fd);
}

/* (id); one with a name */
long map_ksem_close(struct call *c)
{
	struct semaphore copy;
	unsigned long at;
	long error = map_semaphore(c->alien[0], &at, &copy);

	if (error)
		return error;
	if (copy.state & KSEM_UNNAMED)
		return unmap(at, -EINVAL);
	return unmap(at, close_semaphore(c->alien[0]));
}

/* (id); one without a name, and for everybody: the others' descriptors stand for nothing then */
long map_ksem_destroy(struct call *c)
{
	struct semaphore copy;
	unsigned long at;
	long error = map_semaphore(c->alien[0], &at, &copy);

	if (error)
		return error;
	if (!(copy.state & KSEM_UNNAMED))
		return unmap(at, -EINVAL);
	if (futex_waiters(VALUE_OF(at), true) > 0)
		return unmap(at, -EBUSY);
	if (put_alien_u32(STATE_OF(at), copy.state | KSEM_DESTROYED))
		return unmap(at, -EINVAL);
	return unmap(at, close_semaphore(c->alien[0]));
}
