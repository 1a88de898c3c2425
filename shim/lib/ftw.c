/* ftw(3), nftw(3): by fts(3). */
#include "shim/lib/fts.h"

#include <string.h>

#include "shim/lib/lib.h"

struct place {
	int base, level;
};
typedef int old_visit(const char *, const void *, int);
typedef int visit(const char *, const void *, int, struct place *);

/* -1: it is not told of. */
static int kind_of(const struct freebsd_ftsent *e, bool depth, bool old)
{
	switch (e->info) {
	case FREEBSD_FTS_D:
		return depth ? -1 : FREEBSD_FTW_D;
	case FREEBSD_FTS_DP:
		return depth ? FREEBSD_FTW_DP : -1;
	case FREEBSD_FTS_DNR:
		return FREEBSD_FTW_DNR;
	case FREEBSD_FTS_F:
	case FREEBSD_FTS_DEFAULT:
		return FREEBSD_FTW_F;
	case FREEBSD_FTS_NS:
	case FREEBSD_FTS_NSOK:
		return FREEBSD_FTW_NS;
	case FREEBSD_FTS_SL:
		return FREEBSD_FTW_SL;
	case FREEBSD_FTS_SLNONE:
		return old ? FREEBSD_FTW_NS : FREEBSD_FTW_SLN;
	default:
		return -1;
	}
}

static int walk(const char *path, int options, bool depth, old_visit *one, visit *other, int files)
{
	char *const paths[] = { (char *)path, NULL };
	struct freebsd_ftsent *e;
	struct freebsd_fts *f;
	int ret = 0, error;

	if (files < 1) {
		errno = EINVAL;
		return -1;
	}
	f = lib_fts_open(paths, options, NULL);
	if (!f)
		return -1;
	while (!ret && (e = lib_fts_read(f))) {
		struct place place = { (int)(e->pathlen - e->namelen), (int)e->level };
		int kind = kind_of(e, depth, one);

		if (e->level == 0) {
			const char *slash = strrchr(e->path, '/');

			place.base = slash ? (int)(slash + 1 - e->path) : 0;
		}
		if (e->info == FREEBSD_FTS_ERR) {
			errno = e->error;
			ret = -1;
		} else if (kind >= 0) {
			ret = one ? one(e->path, e->statp, kind)
				  : other(e->path, e->statp, kind, &place);
		}
	}
	error = errno;
	lib_fts_close(f);
	errno = error;
	return ret;
}

int lib_ftw(const char *path, old_visit *function, int files)
{
	return walk(path, FREEBSD_FTS_LOGICAL | FREEBSD_FTS_COMFOLLOW, false, function, NULL,
		    files);
}

int lib_nftw(const char *path, visit *function, int files, int flags)
{
	int options = flags & FREEBSD_FTW_PHYS ? FREEBSD_FTS_PHYSICAL
					       : FREEBSD_FTS_LOGICAL | FREEBSD_FTS_COMFOLLOW;

	if (flags & FREEBSD_FTW_MOUNT)
		options |= FREEBSD_FTS_XDEV;
	return walk(path, options, flags & FREEBSD_FTW_DEPTH, NULL, function, files);
}
