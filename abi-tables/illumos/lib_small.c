/* Small functions of illumos' library that are like the host's, but for a number or a value. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#include "abi-tables/illumos/illumos.h"
#include "illumos_numbers.h"
#include "shim/lib/lib.h"
#include "shim/lib/stdio.h"

int lib_setvbuf(struct lib_file *f, char *buffer, int mode, size_t size);

/* iso/stdio_iso.h: _IOFBF is 0, _IOLBF and _IONBF are these */
int illumos_setvbuf(struct lib_file *f, char *buffer, int mode, size_t size)
{
	static const struct {
		int alien, host;
	} modes[] = { { 0, _IOFBF }, { 0x40, _IOLBF }, { 0x04, _IONBF } };

	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
		if (modes[i].alien == mode)
			return lib_setvbuf(f, buffer, modes[i].host, size);
	return -1;
}

/* rand(3C): iso/stdlib_iso.h has a RAND_MAX of 32767. */
static unsigned random_state = 1;

int illumos_rand_r(unsigned *state)
{
	*state = *state * 1103515245 + 12345;
	return (int)(*state >> 16 & 0x7fff);
}

int illumos_rand(void)
{
	return illumos_rand_r(&random_state);
}

void illumos_srand(unsigned seed)
{
	random_state = seed;
}

/* What crt1.o calls first: the floating point unit is as it should be. */
void illumos_fpstart(void)
{
}

/* gethrtime's clock is the host's monotonic one; zones and users' security are none of its. */
int illumos_getzoneid(void)
{
	return 0; /* GLOBAL_ZONEID */
}

int illumos_is_system_labeled(void)
{
	return 0;
}

/* uucopy(2): EFAULT and no signal where a part cannot be read or written. */
int illumos_uucopy(const void *from, void *to, size_t size)
{
	struct iovec in = { (void *)from, size }, out = { to, size };

	if (process_vm_readv(getpid(), &out, 1, &in, 1, 0) == (ssize_t)size)
		return 0;
	errno = EFAULT;
	return -1;
}

/* lltostr(3C), ulltostr(3C): digits up to `end`; the answer is the first. */
char *illumos_ulltostr(unsigned long long value, char *end)
{
	do
		*--end = (char)('0' + value % 10);
	while (value /= 10);
	return end;
}

char *illumos_lltostr(long long value, char *end)
{
	unsigned long long positive =
	    value < 0 ? 0ull - (unsigned long long)value : (unsigned long long)value;

	end = illumos_ulltostr(positive, end);
	if (value < 0)
		*--end = '-';
	return end;
}

/* getpagesizes(3C): of one size. */
int illumos_getpagesizes(size_t *sizes, int count)
{
	if (count < 0 || (!sizes && count)) {
		errno = EINVAL;
		return -1;
	}
	if (sizes && count)
		sizes[0] = 4096;
	return 1;
}

long illumos_tell(int fd)
{
	return lib_row(NR_lseek, fd, 0, 1); /* SEEK_CUR */
}

/* fdwalk(3C): each that is open, until the function says something other than 0. */
int illumos_fdwalk(int (*function)(void *, int), void *arg)
{
	long limit = sysconf(_SC_OPEN_MAX);
	int ret = 0;

	for (int fd = 0; fd < limit && !ret; fd++)
		if (lib_call(NR_fcntl, fd, 1, 0, 0, 0, 0) >= 0) /* F_GETFD */
			ret = function(arg, fd);
	return ret;
}

int illumos_closefrom_one(void *low, int fd)
{
	if (fd >= *(int *)low)
		lib_call(NR_close, fd, 0, 0, 0, 0, 0);
	return 0;
}

void illumos_closefrom(int low)
{
	illumos_fdwalk(illumos_closefrom_one, &low);
}

/* sys/statvfs.h */
struct illumos_statvfs {
	uint64_t bsize, frsize, blocks, bfree, bavail, files, ffree, favail, fsid;
	char basetype[16];
	uint64_t flag, namemax;
	char fstr[32];
};
_Static_assert(sizeof(struct illumos_statvfs) == 136, "struct statvfs");

static int put_statvfs(int ret, const struct statvfs *from, struct illumos_statvfs *to)
{
	if (ret < 0) {
		lib_failed();
		return -1;
	}
	*to = (struct illumos_statvfs){
		.bsize = from->f_bsize,
		.frsize = from->f_frsize,
		.blocks = from->f_blocks,
		.bfree = from->f_bfree,
		.bavail = from->f_bavail,
		.files = from->f_files,
		.ffree = from->f_ffree,
		.favail = from->f_favail,
		.fsid = from->f_fsid,
		.flag = from->f_flag & 3, /* ST_RDONLY, ST_NOSUID */
		.namemax = from->f_namemax,
	};
	return 0;
}

int illumos_statvfs(const char *path, struct illumos_statvfs *to)
{
	struct statvfs host;

	return put_statvfs(statvfs(path, &host), &host, to);
}

int illumos_fstatvfs(int fd, struct illumos_statvfs *to)
{
	struct statvfs host;

	return put_statvfs(fstatvfs(fd, &host), &host, to);
}

/* sysinfo(2): the answer is how long the text is, with its end. */
long illumos_sysinfo(int what, char *to, long size)
{
	static const struct {
		int what;
		const char *text;
	} texts[] = {
		{ 1, "SunOS" },   { 3, ILLUMOS_RELEASE }, { 4, ILLUMOS_VERSION }, { 5, "i86pc" },
		{ 6, "i386" },    { 513, "i86pc" },       { 514, "amd64" },       { 516, "i386" },
		{ 517, "amd64" }, { 518, "amd64" },       { 519, "amd64" },
	};
	char name[257] = "";
	const char *text = NULL;

	if (what == 2 && gethostname(name, sizeof name - 1) == 0) /* SI_HOSTNAME */
		text = name;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (texts[i].what == what)
			text = texts[i].text;
	if (!text) {
		errno = EINVAL;
		return -1;
	}
	if (to && size > 0)
		snprintf(to, (size_t)size, "%s", text);
	return (long)strlen(text) + 1;
}
