/* Directories, and their entries: of the alien's layout, of which FreeBSD's stands for all. */
#ifndef SHIM_LIB_DIRENT_H
#define SHIM_LIB_DIRENT_H

#include <stddef.h>

#include "abi-tables/freebsd/dirent.h"
#include "shim/lib/lib.h"

struct lib_dir;
struct lib_dir *lib_opendir(const char *path);
struct lib_dir *lib_fdopendir(int fd);
struct freebsd_dirent *lib_readdir(struct lib_dir *d);
int lib_closedir(struct lib_dir *d);

static inline const char *lib_entry_name(const struct freebsd_dirent *e)
{
	return (const char *)e + lib_facts->dirent_name;
}

/* sys/dirent.h: DT_DIR is 4 where there is one; 0: not known. */
static inline int lib_entry_type(const struct freebsd_dirent *e)
{
	return lib_facts->dirent_name > offsetof(struct freebsd_dirent, type) ? e->type : 0;
}

#endif
