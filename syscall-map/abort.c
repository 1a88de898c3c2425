/*
 * abort2(2): the process ends by SIGABRT, whatever it does about that signal, and the
 * system's log tells the reason it gives.
 */
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "shim/dispatch.h"
#include "shim/host_signal.h"
#include "shim/process.h"
#include "shim/text.h"
#include "syscall-map/abort.h"
#include "syscall-map/map.h"

/* abort2(2) */
#define WHY_BYTES    129
#define POINTERS_MAX 16

static void add_program(struct text *t)
{
	const char *name = alien_path;

	for (const char *s = alien_path; *s; s++)
		if (*s == '/')
			name = s + 1;
	text_str(t, name);
	text_str(t, "[");
	text_dec(t, host_call(__NR_getpid));
	text_str(t, "]: uid ");
	text_dec(t, host_call(__NR_getuid));
	text_str(t, " aborted: ");
}

static long add_pointers(struct text *t, int count, unsigned long at)
{
	uint64_t pointers[POINTERS_MAX];

	if (count < 0 || count > POINTERS_MAX || (count && !at))
		return -EINVAL;
	if (count && copy_from_alien(pointers, at, (size_t)count * sizeof pointers[0]))
		return -EFAULT;
	for (int i = 0; i < count; i++) {
		text_str(t, i ? ", " : " (");
		text_hex(t, pointers[i]);
	}
	if (count)
		text_char(t, ')');
	return 0;
}

long abort_line(char line[ABORT_LINE], unsigned long why, int count, unsigned long pointers)
{
	struct text t = { line, line + ABORT_LINE - 1 };
	char reason[WHY_BYTES] = "(null)";
	long ret = why ? string_from_alien(reason, why, sizeof reason) : 0;

	add_program(&t);
	if (ret != -EFAULT) {
		reason[sizeof reason - 1] = 0;
		text_str(&t, reason);
		ret = add_pointers(&t, count, pointers);
	} else {
		text_str(&t, "no reason that can be read");
	}
	*t.at = 0;
	return ret;
}

/* To the log, if there is one that listens, as a notice of a user's program. */
static void tell_log(const char *line)
{
	static const struct sockaddr_un log = { AF_UNIX, "/dev/log" };
	char message[ABORT_LINE + 8];
	struct text t = { message, message + sizeof message };
	long fd = host_call(__NR_socket, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (is_error(fd))
		return;
	text_str(&t, "<13>"); /* user, notice: syslog(3) */
	text_str(&t, line);
	host_call(__NR_sendto, fd, message, t.at - message, MSG_DONTWAIT | MSG_NOSIGNAL, &log,
		  sizeof log);
	host_call(__NR_close, fd);
}

void abort_by(int sig)
{
	struct host_sigaction none = { 0 };
	uint64_t only = SIGNAL_BIT(sig);

	host_call(__NR_rt_sigaction, sig, &none, 0, 8);
	host_call(__NR_kill, host_call(__NR_getpid), sig);
	host_call(__NR_rt_sigprocmask, SIG_UNBLOCK, &only, 0, 8);
	for (;;)
		host_call(__NR_exit_group, 128 + sig);
}

/* (why, count, pointers).  Where they can't be read it is SIGKILL, which leaves no core. */
long map_abort2(struct call *c)
{
	char line[ABORT_LINE];
	long error = abort_line(line, (unsigned long)c->alien[0], (int)c->alien[1],
				(unsigned long)c->alien[2]);

	tell_log(line);
	call_vanishes(c, true);
	abort_by(error ? SIGKILL : SIGABRT);
}
