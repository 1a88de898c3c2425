/*
 * Descriptors that abirun holds for itself among the alien's.  They stand high, out
 * of the way of the lowest-free-number rule, close on exec, and are none of the
 * alien's: calls that name one fail with EBADF, calls on ranges pass it over.
 */
#ifndef SYSCALL_MAP_OWN_FD_H
#define SYSCALL_MAP_OWN_FD_H

#include <stdbool.h>

/* Take a descriptor the host has just made, or pass its -errno on.  Its number from now on. */
long own_fd(long fd);
/* A duplicate of the alien's descriptor; -errno. */
long own_fd_copy(int fd);
/* Close it. */
void own_fd_close(int fd);
bool fd_is_own(long fd);
/* The lowest of them from `fd` on; -1: none. */
long own_fd_next(long fd);

#endif
