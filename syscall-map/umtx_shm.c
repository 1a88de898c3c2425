/*
 * UMTX_OP_SHM: a page of memory that belongs to an address in shared memory, and is
 * the same for every process that has that memory mapped.  libthr keeps shared
 * mutexes and such there.
 *
 * Here it is a file of /dev/shm, named by the mapped file and the place in it.  It
 * ends when it is destroyed (pthread_mutex_destroy), not with the memory.
 */
#include <fcntl.h>

#include "abi-tables/freebsd/umtx.h"
#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/mem.h"
#include "syscall-map/proc_file.h"
#include "syscall-map/umtx.h"

struct page_name {
	char text[128];
};

static char *put_part(char *at, uint64_t value)
{
	*at++ = '-';
	return put_decimal(at, value);
}

/* Private memory is a process's own: so is the name. */
static long name_of(struct page_name *name, unsigned long addr)
{
	static const char prefix[] = "/dev/shm/abirun-umtx";
	char *at = name->text + sizeof prefix - 1;
	struct mapping m;

	/* It is found as by one who writes there (umtx_key_get). */
	if (!find_mapping(addr, &m) || !m.writable)
		return -EFAULT;
	memcpy(name->text, prefix, sizeof prefix - 1);
	at = put_part(at, (uint64_t)host_call(__NR_geteuid));
	if (m.shared) {
		at = put_part(at, m.device >> 32);
		at = put_part(at, m.device & UINT32_MAX);
		at = put_part(at, m.inode);
		at = put_part(at, m.offset + (addr - m.start));
	} else {
		at = put_part(at, (uint64_t)host_call(__NR_getpid));
		at = put_part(at, addr);
	}
	*at = 0;
	return 0;
}

static long open_page(const struct page_name *name, long flags)
{
	long fd = host_call(__NR_open, name->text, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
	long error;

	if (fd < 0)
		return fd == -ENOENT ? -ESRCH : fd;
	error = flags & O_CREAT ? host_call(__NR_ftruncate, fd, PAGE) : 0;
	if (!error)
		return fd;
	host_call(__NR_close, fd);
	return error;
}

/* Value: what to do, one of four; uaddr1: the address.  A descriptor, or 0. */
long umtx_shm(struct call *c)
{
	struct page_name name = { "" };
	long error = name_of(&name, UADDR1(c));

	if (error)
		return error;
	switch (VAL(c)) {
	case UMTX_SHM_CREAT:
		return open_page(&name, O_CREAT);
	case UMTX_SHM_LOOKUP:
		return open_page(&name, 0);
	case UMTX_SHM_DESTROY:
		error = host_call(__NR_unlink, name.text);
		return error == -ENOENT ? -ESRCH : error;
	case UMTX_SHM_ALIVE: /* the memory is mapped, or there would be no name */
		return 0;
	default:
		return -EINVAL;
	}
}
