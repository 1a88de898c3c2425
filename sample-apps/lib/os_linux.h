/* Linux, for the native twins of the programs built with alien.h. */
#ifndef OS_LINUX_H
#define OS_LINUX_H

#include <asm/unistd.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/time.h>
#include <linux/types.h>
#include <linux/mman.h>

#include "linux_numbers.h"
#include "alien.h"

#define OS_NAME     "linux"
#define NR_exit_all NR_exit_group
#define MAP_ANON    MAP_ANONYMOUS

static inline long call6(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "0"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return ret;
}

#endif
