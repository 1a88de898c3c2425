/*
 * Sockets that raise no SIGPIPE: SO_NOSIGPIPE of the BSDs, which belongs to the
 * socket and goes wherever it goes, through dup, fork, accept and SCM_RIGHTS.  The
 * host has only a flag of each send.  So send(2) and its like are given that
 * flag, and a SIGPIPE that another call raised is taken back (shim/signal.c).
 */
#ifndef SYSCALL_MAP_QUIET_H
#define SYSCALL_MAP_QUIET_H

#include <stdbool.h>

/* Whether this process has ever asked for such a socket; only then is anything looked at. */
extern bool quiet_sockets;

/* Set the option, or ask for it.  0 or -errno. */
long quiet_set(int fd, int on);
long quiet_get(int fd, int *on);

/* Whether a descriptor is such a socket. */
bool is_quiet(int fd);

#endif
