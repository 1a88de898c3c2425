/* The cache of what was found in programs: see code_cache.h. */
#include "loader/code_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A file, as it was: whoever writes to it changes its times. */
struct identity {
	uint64_t device, inode, size;
	int64_t modified[2], changed[2]; /* seconds, nanoseconds */
};

/* A file of the cache; `count` offsets of 4 bytes follow. */
struct entry {
	char magic[8];
	uint64_t check; /* of all that follows */
	char version[16];
	struct identity program, abirun;
	uint64_t offset, size;
	uint32_t count, harmless;
};

static const char magic[8] = "abirun01";

#define COUNT_MAX (1u << 20)
/*
 * Until then a change may leave a file's times as they are: one in the same tick, or one
 * through a mapping to a page that is yet to be written back.
 */
unsigned code_cache_settled = 60;

static struct identity identity_of(const struct stat *st)
{
	return (struct identity){ .device = st->st_dev,
				  .inode = st->st_ino,
				  .size = (uint64_t)st->st_size,
				  .modified = { st->st_mtim.tv_sec, st->st_mtim.tv_nsec },
				  .changed = { st->st_ctim.tv_sec, st->st_ctim.tv_nsec } };
}

/* FNV-1a */
static uint64_t sum(uint64_t h, const void *bytes, size_t n)
{
	for (const uint8_t *p = bytes; n; n--)
		h = (h ^ *p++) * 0x100000001b3;
	return h;
}

static uint64_t check_of(const struct entry *e, const uint32_t *at)
{
	const size_t from = offsetof(struct entry, version);
	uint64_t h = sum(0xcbf29ce484222325, (const char *)e + from, sizeof *e - from);

	return sum(h, at, e->count * sizeof *at);
}

/* All but what was found. */
static bool describe(struct entry *e, int fd, uint64_t offset, size_t size)
{
	struct stat program, abirun;

	if (fstat(fd, &program) || stat("/proc/self/exe", &abirun))
		return false;
	memset(e, 0, sizeof *e);
	memcpy(e->magic, magic, sizeof magic);
	strncpy(e->version, ABIRUN_VERSION, sizeof e->version - 1);
	e->program = identity_of(&program);
	e->abirun = identity_of(&abirun);
	e->offset = offset;
	e->size = size;
	return true;
}

/* Nobody else can have put anything there, or changed it. */
static bool is_ours(int fd, mode_t type)
{
	struct stat st;

	return fstat(fd, &st) == 0 && (st.st_mode & S_IFMT) == type && st.st_uid == geteuid() &&
	       !(st.st_mode & (S_IWGRP | S_IWOTH));
}

static bool is_off(void)
{
	const char *how = getenv("ABIRUN_CACHE");

	return getauxval(AT_SECURE) || geteuid() != getuid() || (how && strcmp(how, "off") == 0);
}

static bool owns(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_uid == geteuid();
}

/*
 * $XDG_CACHE_HOME or $HOME/.cache.  With another user's environment (su, sudo) nothing
 * is left behind in his home.
 */
static bool find_base(char *path, size_t size)
{
	const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	bool given = base && *base == '/';
	int n;

	if (!given && !(home && *home == '/'))
		return false;
	n = snprintf(path, size, "%s%s", given ? base : home, given ? "" : "/.cache");
	if (n < 0 || (size_t)n >= size)
		return false;
	if (!given && owns(home))
		mkdir(path, 0700);
	return owns(path);
}

/* The directory, made where it is missing; -1: there is none. */
static int cache_directory(void)
{
	char path[4096];
	int base, fd = -1;

	if (is_off() || !find_base(path, sizeof path))
		return -1;
	base = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (base >= 0) {
		mkdirat(base, "abirun", 0700);
		fd = openat(base, "abirun", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		close(base);
	}
	if (fd < 0 || is_ours(fd, S_IFDIR))
		return fd;
	close(fd);
	return -1;
}

static void name_of(const struct entry *e, char name[64])
{
	snprintf(name, 64, "%lx-%lx-%lx", e->program.device, e->program.inode, e->offset);
}

static bool read_list(int file, const struct entry *e, struct candidates *c)
{
	size_t n = e->count * sizeof *c->at;
	struct stat st;

	if (e->count > COUNT_MAX || fstat(file, &st) || (uint64_t)st.st_size != sizeof *e + n)
		return false;
	c->at = malloc(n ? n : 1);
	c->count = c->room = e->count;
	c->harmless = e->harmless;
	return c->at && pread(file, c->at, n, sizeof *e) == (ssize_t)n &&
	       check_of(e, c->at) == e->check;
}

/* What is kept of the program that `wanted` describes. */
static bool look_up(int directory, const struct entry *wanted, struct candidates *c)
{
	struct entry e;
	char name[64];
	bool found;
	int file;

	name_of(wanted, name);
	file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (file < 0)
		return false;
	found = is_ours(file, S_IFREG) && pread(file, &e, sizeof e, 0) == sizeof e &&
		memcmp(e.magic, magic, sizeof magic) == 0 &&
		memcmp(e.version, wanted->version,
		       offsetof(struct entry, count) - offsetof(struct entry, version)) == 0 &&
		read_list(file, &e, c);
	close(file);
	if (!found)
		candidates_free(c);
	return found;
}

static bool is_settled(const struct identity *i)
{
	time_t now = time(NULL);

	return now - i->modified[0] >= code_cache_settled &&
	       now - i->changed[0] >= code_cache_settled;
}

/* Under its name at once and whole, or not at all. */
static void keep(int directory, struct entry *e, const struct candidates *c)
{
	size_t n = c->count * sizeof *c->at;
	char name[64], fresh[96];
	int file;

	e->count = (uint32_t)c->count;
	e->harmless = c->harmless;
	e->check = check_of(e, c->at);
	name_of(e, name);
	snprintf(fresh, sizeof fresh, "%s.%d", name, (int)getpid());
	file = openat(directory, fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file >= 0 && write(file, e, sizeof *e) == sizeof *e &&
	    pwrite(file, c->at, n, sizeof *e) == (ssize_t)n)
		renameat(directory, fresh, directory, name);
	/* What is left of an attempt that failed, or of an earlier process with this number. */
	unlinkat(directory, fresh, 0);
	if (file >= 0)
		close(file);
}

long code_candidates(int fd, uint64_t offset, size_t size, struct candidates *found)
{
	struct entry before, after;
	int directory = describe(&before, fd, offset, size) ? cache_directory() : -1;
	long ret = 0;

	*found = (struct candidates){ 0 };
	if (directory < 0 || !look_up(directory, &before, found)) {
		ret = candidates_find(fd, offset, size, found);
		if (ret == 0 && directory >= 0 && found->count <= COUNT_MAX &&
		    is_settled(&before.program) && describe(&after, fd, offset, size) &&
		    memcmp(&before, &after, sizeof before) == 0)
			keep(directory, &before, found);
	}
	if (directory >= 0)
		close(directory);
	return ret;
}
