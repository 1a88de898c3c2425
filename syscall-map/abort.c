/* abort2(2): end, and leave word of why. */
#include <signal.h>

#include "shim/host_signal.h"
#include "shim/process.h"
#include "syscall-map/map.h"

#define REASON_SIZE   128
#define MOST_POINTERS 16

/* End by a signal, whoever catches or blocks it. */
static void end_by(int sig)
{
	struct host_sigaction action = { .handler = 0 };
	uint64_t mask = 1ull << (sig - 1);

	host_call(__NR_rt_sigaction, sig, &action, 0, sizeof mask);
	host_call(__NR_rt_sigprocmask, SIG_UNBLOCK, &mask, 0, sizeof mask);
	host_call(__NR_tgkill, host_call(__NR_getpid), host_call(__NR_gettid), sig);
	host_call(__NR_kill, host_call(__NR_getpid), SIGKILL);
}

/*
 * (why, count, pointers).  FreeBSD's kernel logs the reason; here it goes to the
 * standard error.  A call that is wrong ends by SIGKILL, as there is no way back.
 */
long map_abort2(struct call *c)
{
	char why[REASON_SIZE] = "(null)";
	uint64_t pointers[MOST_POINTERS];
	int count = (int)c->alien[1], sig = SIGABRT;

	if (count < 0 || count > MOST_POINTERS)
		sig = SIGKILL;
	else if (count && copy_from_alien(pointers, (unsigned long)c->alien[2],
					  (size_t)count * sizeof pointers[0]))
		sig = SIGKILL;
	else if (c->alien[0] &&
		 string_from_alien(why, (unsigned long)c->alien[0], sizeof why) == -EFAULT)
		sig = SIGKILL;
	why[sizeof why - 1] = 0;
	if (sig == SIGABRT)
		complain("aborted", why, count ? pointers[0] : 0);
	end_by(sig);
	return -EINVAL;
}
