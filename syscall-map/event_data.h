/* What filters ask of the host about a descriptor. */
#ifndef SYSCALL_MAP_EVENT_DATA_H
#define SYSCALL_MAP_EVENT_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* enum fd_kind (event_queue.h), or -errno: -EBADF; -ENODEV where there is nothing to watch. */
long fd_kind(int fd);

bool is_unnamed_pipe(int fd);
/* Bytes that a read would find; 0 where the host does not say. */
int64_t bytes_readable(int fd);
/* The same of a socket; the length of the queue of a listening one, which is kept in mind. */
int64_t socket_input(int fd, bool *listening);
/* Room for writing, at least 1. */
int64_t socket_space(int fd);
int64_t pipe_space(int fd);
int64_t tty_space(int fd);
uint64_t eventfd_count(int fd);

/* The error that a broken socket holds, as a host errno; it stays there. */
int socket_error(int fd);
/* Whether the program has shut a TCP socket down for writing, or it is closed. */
bool tcp_closed_for_writing(int fd);

/* "/proc/self/fd/N" or "/proc/self/fdinfo/N" into path. */
#define PROC_PATH_MAX 48
void proc_fd_path(char path[PROC_PATH_MAX], const char *dir, int fd);
/* Whether what /proc/self/fd/N stands for begins so. */
bool fd_named(int fd, const char *prefix);

#endif
