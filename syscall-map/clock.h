/* Clocks that the host does not have and clock.c makes of others: for the clock table of an OS. */
#ifndef SYSCALL_MAP_CLOCK_H
#define SYSCALL_MAP_CLOCK_H

#include <stdint.h>
#include <time.h>

#define CLOCK_OF_SECONDS   0x100 /* the time of day without its fraction */
#define CLOCK_OF_USER_TIME 0x101 /* CPU time of the process, without the kernel's share */

/* What the ntptime layout of an OS is made from. */
struct ntp_time {
	struct timespec time;
	long maxerror, esterror, tai;
	int state; /* TIME_OK... */
};

/* An alien's clock id, one process's or thread's included.  0 or -EINVAL. */
long clock_to_host(uint32_t alien, int *host);

#endif
