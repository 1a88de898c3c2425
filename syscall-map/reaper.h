/* procctl(2): reapers, to whom orphans come, and what is below them. */
#ifndef SYSCALL_MAP_REAPER_H
#define SYSCALL_MAP_REAPER_H

/* Each for a process (0: the caller); `data` is the alien's argument.  0 or -errno. */
long reaper_acquire(int pid, unsigned long data);
long reaper_release(int pid, unsigned long data);
long reaper_status(int pid, unsigned long data);
long reaper_getpids(int pid, unsigned long data);
long reaper_kill(int pid, unsigned long data);

#endif
