/*
 * POSIX message queues.  The calls are alike, but a name begins with a slash on
 * the BSDs, where the kernel checks it, and the host's C library has taken it off.
 */
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <sys/stat.h>

#include "syscall-map/map.h"
#include "syscall-map/mqueue.h"

#define NAME_BYTES 256

/* Messages to be told to one thread. */
#define NOTICES 64
static struct notice {
	uint64_t queue;   /* its inode; 0: not in use */
	int tid, sig, fd; /* the host's */
	uint64_t value;
} notices[NOTICES];
static struct lock notices_lock;

/* A name from mq_open(2): a slash, and behind it at least one character and no slash.  0 or -errno.
 */
static long read_name(char name[NAME_BYTES], unsigned long alien)
{
	long length = string_from_alien(name, alien, NAME_BYTES);

	if (length < 0)
		return length;
	if (length < 2 || name[0] != '/')
		return -EINVAL;
	for (const char *s = name + 1; *s; s++)
		if (*s == '/')
			return -EINVAL;
	return 0;
}

/* (name, flags, mode, attributes of a new queue) */
long map_mq_open(struct call *c)
{
	char *name = call_scratch(c, NAME_BYTES);
	struct mq_attr *attr = NULL;
	uint64_t flags;
	long error = xlat_to_host(XLAT_mq_open, (uint32_t)c->alien[1], &flags);

	if (!error && flags & O_CREAT && c->alien[3]) {
		attr = call_scratch(c, sizeof *attr);
		error = layout_from_alien(LAYOUT_mq_new, attr, (unsigned long)c->alien[3]);
	}
	if (!error)
		error = read_name(name, (unsigned long)c->alien[0]);
	if (error)
		return error;
	c->host[0] = (long)(name + 1);
	c->host[1] = (long)flags;
	c->host[2] = c->alien[2] & 0777;
	c->host[3] = (long)attr;
	c->host_nr = __NR_mq_open;
	return CALL_HOST;
}

/* (name) */
long map_mq_unlink(struct call *c)
{
	char *name = call_scratch(c, NAME_BYTES);
	long error = read_name(name, (unsigned long)c->alien[0]);

	c->host[0] = (long)(name + 1);
	c->host_nr = __NR_mq_unlink;
	return error ? error : CALL_HOST;
}

static uint64_t queue_of(int fd)
{
	struct stat st = { .st_ino = 0 };

	return is_error(host_call(__NR_fstat, fd, &st)) ? 0 : st.st_ino;
}

static struct notice *free_notice(void)
{
	for (int i = 0; i < NOTICES; i++)
		if (!notices[i].queue)
			return &notices[i];
	return NULL;
}

/* A process has one registration with a queue, so what is told from now on is `except`. */
static void forget_others(uint64_t queue, const struct notice *except)
{
	for (int i = 0; i < NOTICES; i++)
		if (notices[i].queue == queue && &notices[i] != except)
			notices[i].queue = 0;
}

/*
 * SIGEV_THREAD_ID: the host signals the process, and no single thread of it.  So
 * it is abirun's own signal that it sends, which is sent on from there.
 */
static long tell_thread(int fd, const struct sigevent *to)
{
	struct sigevent own = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = OWN_SIGNAL };
	uint64_t queue = queue_of(fd);
	struct notice *n;
	long ret = -EAGAIN;

	if (!queue)
		return -EBADF;
	lock_take(&notices_lock);
	n = free_notice();
	if (n) {
		*n = (struct notice){ queue, to->_sigev_un._tid, to->sigev_signo, fd,
				      (uint64_t)to->sigev_value.sival_ptr };
		own.sigev_value.sival_int = (int)(n - notices);
		ret = host_call(__NR_mq_notify, fd, &own);
		if (ret)
			n->queue = 0;
		else
			forget_others(queue, n);
	} else {
		hole("kmq_notify: threads to be told", NOTICES);
	}
	lock_drop(&notices_lock);
	return ret;
}

/* (queue, event) */
long map_mq_notify(struct call *c)
{
	int fd = (int)c->alien[0];
	struct sigevent event;
	long ret;

	if (c->alien[1]) {
		ret = layout_from_alien(LAYOUT_sigevent, &event, (unsigned long)c->alien[1]);
		if (ret)
			return ret;
		if (event.sigev_notify == SIGEV_THREAD_ID)
			return tell_thread(fd, &event);
	}
	ret = host_call(__NR_mq_notify, fd, c->alien[1] ? &event : NULL);
	if (ret)
		return ret;
	lock_take(&notices_lock);
	forget_others(queue_of(fd), NULL);
	lock_drop(&notices_lock);
	return 0;
}

/* In a signal handler: the lock may be this thread's, and is not needed to read a notice. */
void mq_message_came(const struct host_siginfo *si)
{
	struct host_siginfo on = *si;
	unsigned i = (unsigned)si->value;
	struct notice n;

	if (i >= NOTICES)
		return;
	n = notices[i];
	notices[i].queue = 0;
	if (!n.queue)
		return;
	on.signo = n.sig;
	on.value = n.value;
	on.queue = n.fd;
	host_call(__NR_rt_tgsigqueueinfo, host_call(__NR_getpid), n.tid, n.sig, &on);
}
