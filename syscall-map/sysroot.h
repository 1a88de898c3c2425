/*
 * The tree of an alien system on the host (--sysroot): absolute names are looked up
 * there first, and then where they stand.
 */
#ifndef SYSCALL_MAP_SYSROOT_H
#define SYSCALL_MAP_SYSROOT_H

#include <stdbool.h>

#define SYSROOT_NAME_MAX 4096

/* Whether there is a tree. */
bool sysroot_given(void);

/*
 * Look names up in this directory from now on: an absolute name without links in
 * it, not "/".  0 or -errno.
 */
long sysroot_set(const char *directory);

/*
 * The host's name of what the alien calls `path`, where that is in the tree; `follow`:
 * of what a symbolic link at its end leads to.  False: the alien's name is right.
 */
bool sysroot_find(const char *path, bool follow, char found[SYSROOT_NAME_MAX]);

/* The same for each name that a call has among its arguments. */
struct call;
void sysroot_arguments(struct call *c);

#endif
