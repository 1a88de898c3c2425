/*
 * __specialfd(2): the one call behind FreeBSD's eventfd(2) and inotify_init1(2),
 * which are the host's.
 */
#include "abi-tables/specialfd.h"
#include "syscall-map/host_facts.h"
#include "syscall-map/map.h"
#include "syscall-map/parse.h"

static long make_eventfd(const uint32_t *request)
{
	uint64_t flags;

	return xlat_to_host(XLAT_eventfd, request[1], &flags)
		   ?: host_call(__NR_eventfd2, request[0], flags);
}

static long make_inotify(const uint32_t *request)
{
	uint64_t flags;

	return xlat_to_host(XLAT_inotify_init, request[0], &flags)
		   ?: host_call(__NR_inotify_init1, flags);
}

/* By enum special_fd: its request, in words, and what makes it. */
static const struct {
	unsigned words;
	long (*make)(const uint32_t *request);
} makers[SPECIAL_COUNT] = {
	[SPECIAL_EVENTFD] = { 2, make_eventfd },
	[SPECIAL_INOTIFY] = { 1, make_inotify },
};

/* (type, request, size) */
long map_specialfd(struct call *c)
{
	uint32_t request[2];
	uint64_t type;
	long error = xlat_to_host(XLAT_specialfd, (uint64_t)c->alien[0], &type);

	if (error)
		return error;
	if ((size_t)c->alien[2] != makers[type].words * sizeof request[0])
		return -EINVAL;
	error = copy_from_alien(request, (unsigned long)c->alien[1], (size_t)c->alien[2]);
	return error ? error : makers[type].make(request);
}

/* The path of a descriptor's directory is /proc/self/fd/<fd>. */
#define FD_PATH_SIZE 32

/* (fd, directory, path, mask).  The host has no call that starts from a directory. */
long map_inotify_add_watch_at(struct call *c)
{
	char path[FD_PATH_SIZE + 4096];
	struct word start;
	long error = map_args(c);
	int dir = (int)c->alien[1];
	char first;

	if (error != CALL_HOST)
		return error;
	/* map_args has put (fd, directory, path, mask) into host[0..3]. */
	c->host[1] = c->host[2];
	c->host[2] = c->host[3];
	error = copy_from_alien(&first, (unsigned long)c->alien[2], 1);
	if (error || dir == abi->at_fdcwd || first == '/')
		return error ? error : CALL_HOST;
	word_begin(&start, path, FD_PATH_SIZE);
	word_add(&start, "/proc/self/fd/");
	word_add_number(&start, (unsigned)dir);
	word_add(&start, "/");
	error = string_from_alien(path + string_length(path), (unsigned long)c->alien[2], 4096);
	if (error < 0)
		return error;
	return host_call(__NR_inotify_add_watch, c->host[0], path, c->host[2]);
}
