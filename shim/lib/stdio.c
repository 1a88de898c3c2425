/*
 * Streams.  The alien's FILE begins as the BSDs' do, for their macros look into it: it never
 * has anything in its buffer (r and w are 0), so that they call __srget and __swbuf, and
 * its flags say what the host's stream would.  All work is done by a stream of the
 * host's behind it.
 */
#include "shim/lib/stdio.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib_calls.h"
#include "shim/lib/freebsd.h"
#include "shim/lib/lib.h"

static union {
	struct lib_file file;
	char room[LIB_FILE_SIZE];
} standard[3];
/* The standard streams, and what the alien's variables say they are. */
static struct lib_file *const ours[3] = { &standard[0].file, &standard[1].file, &standard[2].file };
static struct lib_file *home[3];
static struct lib_file *pointers[3] = { &standard[0].file, &standard[1].file, &standard[2].file };

static void prepare_at(struct lib_file *const at[3])
{
	static const int16_t flags[3] = { BSD44_SRD, BSD44_SWR, BSD44_SWR | BSD44_SNBF };
	FILE *const host[3] = { stdin, stdout, stderr };

	for (int i = 0; i < 3; i++) {
		*at[i] = (struct lib_file){ .alien = { .flags = flags[i], .file = (int16_t)i },
					    .host = host[i] };
		home[i] = at[i];
	}
}

static void prepare_standard(void);
struct library_data lib_stdin = { &pointers[0], &pointers[0], prepare_standard };
struct library_data lib_stdout = { &pointers[1], &pointers[1], prepare_standard };
struct library_data lib_stderr = { &pointers[2], &pointers[2], prepare_standard };

/* Where stdin is no variable, but the first of three FILEs. */
static char array_own[20 * 128]; /* the longest */
static void *array_at;           /* where it was when it was prepared */
static void prepare_array(void);
struct library_data lib_standard_array = { array_own, array_own, prepare_array };

static void prepare_array(void)
{
	array_at = lib_standard_array.at;
	for (size_t i = 0; i < 3; i++)
		pointers[i] = (void *)((char *)array_at + i * lib_facts->file_step);
	prepare_at(pointers);
}

/* The program may have a copy of the array by now. */
static void prepare_standard(void)
{
	if (array_at && array_at != lib_standard_array.at)
		prepare_array();
	else if (!home[0])
		prepare_at(ours);
}

void lib_standard_ready(void)
{
	prepare_standard();
}

static bool is_standard(const struct lib_file *f)
{
	return f == home[0] || f == home[1] || f == home[2];
}

FILE *lib_host_stdout(void)
{
	return stdout;
}

FILE *lib_host_file(void *alien)
{
	struct lib_file *f = alien;

	prepare_standard();
	return f->host;
}

int lib_file_done(struct lib_file *f, int ret, bool failed)
{
	f->alien.flags &= (int16_t) ~(BSD44_SEOF | BSD44_SERR);
	if (feof(f->host))
		f->alien.flags |= BSD44_SEOF;
	if (ferror(f->host))
		f->alien.flags |= BSD44_SERR;
	if (failed && errno)
		lib_failed();
	return ret;
}

struct lib_file *lib_file_of(FILE *host, int flags)
{
	struct lib_file *f = calloc(1, LIB_FILE_SIZE);

	if (!f) {
		fclose(host);
		return NULL;
	}
	f->host = host;
	f->alien.flags = (int16_t)flags;
	f->alien.file = (int16_t)fileno(host);
	return f;
}

/* fopen(3)'s modes: r, w, a, then +, b, x, e in any order. */
int lib_mode_flags(const char *mode, int *open_flags)
{
	bool plus = strchr(mode, '+');
	int flags;

	switch (*mode) {
	case 'r':
		flags = BSD44_SRD;
		*open_flags = 0;
		break;
	case 'w':
		flags = BSD44_SWR;
		*open_flags = lib_facts->open.creat | lib_facts->open.trunc;
		break;
	case 'a':
		flags = BSD44_SWR;
		*open_flags = lib_facts->open.creat | lib_facts->open.append;
		break;
	default:
		errno = EINVAL;
		return -1;
	}
	*open_flags |= plus ? O_RDWR : flags == BSD44_SWR ? O_WRONLY : 0;
	if (strchr(mode, 'x'))
		*open_flags |= lib_facts->open.excl;
	if (strchr(mode, 'e'))
		*open_flags |= lib_facts->open.cloexec;
	return plus ? BSD44_SRW : flags;
}

struct lib_file *lib_fdopen(int fd, const char *mode)
{
	int open_flags, flags = lib_mode_flags(mode, &open_flags);
	char host_mode[4] = { *mode, strchr(mode, '+') ? '+' : 0 };
	FILE *host;

	if (flags < 0)
		return NULL;
	host = fdopen(fd, host_mode);
	if (!host) {
		lib_failed();
		return NULL;
	}
	if (strchr(mode, 'e'))
		lib_row(NR_fcntl, fd, 2, 1); /* fcntl.h: F_SETFD, FD_CLOEXEC */
	return lib_file_of(host, flags);
}

struct lib_file *lib_fopen(const char *path, const char *mode)
{
	int open_flags, flags = lib_mode_flags(mode, &open_flags);
	struct lib_file *f;
	int fd;

	if (flags < 0)
		return NULL;
	fd = (int)lib_row(NR_open, path, open_flags, 0666);
	if (fd < 0)
		return NULL;
	f = lib_fdopen(fd, mode);
	if (!f)
		lib_row(NR_close, fd);
	return f;
}

int lib_fclose(struct lib_file *f)
{
	FILE *host = lib_host_file(f);
	int ret = fclose(host);

	if (ret)
		lib_failed();
	free(f->line);
	f->line = NULL;
	if (!is_standard(f))
		free(f);
	return ret;
}

/* NULL: all of them. */
int lib_fflush(struct lib_file *f)
{
	int ret = fflush(f ? lib_host_file(f) : NULL);

	if (ret)
		lib_failed();
	return f ? lib_file_done(f, ret, false) : ret;
}

int lib_fseeko(struct lib_file *f, off_t offset, int whence)
{
	int ret = fseeko(lib_host_file(f), offset, whence);

	return lib_file_done(f, ret, ret < 0);
}

int lib_fseek(struct lib_file *f, long offset, int whence)
{
	return lib_fseeko(f, offset, whence);
}

off_t lib_ftello(struct lib_file *f)
{
	off_t at = ftello(lib_host_file(f));

	if (at < 0)
		lib_failed();
	return at;
}

long lib_ftell(struct lib_file *f)
{
	return lib_ftello(f);
}

void lib_rewind(struct lib_file *f)
{
	rewind(lib_host_file(f));
	lib_file_done(f, 0, false);
}

int lib_feof(struct lib_file *f)
{
	return feof(lib_host_file(f)) != 0;
}

int lib_ferror(struct lib_file *f)
{
	return ferror(lib_host_file(f)) != 0;
}

void lib_clearerr(struct lib_file *f)
{
	clearerr(lib_host_file(f));
	lib_file_done(f, 0, false);
}

int lib_fileno(struct lib_file *f)
{
	int fd = fileno(lib_host_file(f));

	if (fd < 0)
		lib_failed();
	return fd;
}

/* _IOFBF, _IOLBF and _IONBF are 0, 1 and 2 on both. */
int lib_setvbuf(struct lib_file *f, char *buffer, int mode, size_t size)
{
	return setvbuf(lib_host_file(f), buffer, mode, size);
}

void lib_setbuf(struct lib_file *f, char *buffer)
{
	lib_setvbuf(f, buffer, buffer ? _IOFBF : _IONBF, 1024); /* stdio.h: BUFSIZ */
}

int lib_setlinebuf(struct lib_file *f)
{
	return lib_setvbuf(f, NULL, _IOLBF, 0);
}

void lib_flockfile(struct lib_file *f)
{
	flockfile(lib_host_file(f));
}

void lib_funlockfile(struct lib_file *f)
{
	funlockfile(lib_host_file(f));
}

int lib_ftrylockfile(struct lib_file *f)
{
	return ftrylockfile(lib_host_file(f));
}
