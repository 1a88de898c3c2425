/* kinfo_getproc(3) and its like of libutil: what sysctl(3) says of processes, as lists. */
#include <stdlib.h>
#include <string.h>

#include "lib_calls.h"
#include "shim/lib/lib.h"

/* sys/sysctl.h; sys/user.h: sizes of struct kinfo_proc, kinfo_file and kinfo_vmentry, which begin
 * with their own size, in lists a shorter one. */
#define CTL_KERN           1
#define KERN_PROC          14
#define KERN_PROC_PID      1
#define KERN_PROC_PROC     8
#define KERN_PROC_VMMAP    32
#define KERN_PROC_FILEDESC 33
#define KINFO_PROC_SIZE    1088
#define KINFO_FILE_SIZE    1392
#define KINFO_VMENTRY_SIZE 1160
#define KI_PID_AT          72

/* Malloc'ed; NULL with errno. */
static char *ask(int what, int pid, size_t *size)
{
	int name[4] = { CTL_KERN, KERN_PROC, what, pid };
	unsigned parts = what == KERN_PROC_PROC ? 3 : 4;
	char *list;

	if (lib_row(NR___sysctl, name, parts, 0, size, 0, 0) < 0)
		return NULL;
	*size = *size * 4 / 3; /* there may be more by then */
	list = malloc(*size);
	if (list && lib_row(NR___sysctl, name, parts, list, size, 0, 0) < 0) {
		free(list);
		return NULL;
	}
	return list;
}

static int by_pid(const void *a, const void *b)
{
	int32_t x, y;

	memcpy(&x, (const char *)a + KI_PID_AT, sizeof x);
	memcpy(&y, (const char *)b + KI_PID_AT, sizeof y);
	return x < y ? -1 : x > y;
}

void *lib_kinfo_getallproc(int *count)
{
	size_t size;
	char *list = ask(KERN_PROC_PROC, 0, &size);

	*count = 0;
	if (!list)
		return NULL;
	*count = (int)(size / KINFO_PROC_SIZE);
	qsort(list, (size_t)*count, KINFO_PROC_SIZE, by_pid);
	return list;
}

void *lib_kinfo_getproc(int pid)
{
	size_t size;
	char *one = ask(KERN_PROC_PID, pid, &size);

	if (!one || size == KINFO_PROC_SIZE)
		return one;
	free(one);
	errno = ESRCH;
	return NULL;
}

/* Entries of their own sizes, one behind the other, into such of one size. */
static void *unpack(int what, int pid, size_t each, int *count)
{
	size_t size, n = 0;
	char *packed = ask(what, pid, &size), *list;
	int32_t own;

	*count = 0;
	if (!packed)
		return NULL;
	for (char *p = packed; p < packed + size; p += own, n++) {
		memcpy(&own, p, sizeof own);
		if (own <= 0)
			break;
	}
	list = calloc(n ? n : 1, each);
	for (char *p = packed; list && *count < (int)n; p += own) {
		memcpy(&own, p, sizeof own);
		memcpy(list + (size_t)(*count)++ * each, p,
		       (size_t)own < each ? (size_t)own : each);
		*(int32_t *)(list + (size_t)(*count - 1) * each) = (int32_t)each;
	}
	free(packed);
	return list;
}

void *lib_kinfo_getfile(int pid, int *count)
{
	return unpack(KERN_PROC_FILEDESC, pid, KINFO_FILE_SIZE, count);
}

void *lib_kinfo_getvmmap(int pid, int *count)
{
	return unpack(KERN_PROC_VMMAP, pid, KINFO_VMENTRY_SIZE, count);
}

/* Whether a kernel module is there, by its file's name or its own; load it. */
int lib_kld_isloaded(const char *name)
{
	return lib_call(NR_kldfind, (long)name, 0, 0, 0, 0, 0) >= 0 ||
	       lib_call(NR_modfind, (long)name, 0, 0, 0, 0, 0) >= 0;
}

int lib_kld_load(const char *name)
{
	return lib_row(NR_kldload, name) < 0 ? -1 : 0;
}
