/* Trace lines that are no calls: signals, holes, the end. */
#include <signal.h>

#include "shim/trace.h"
#include "shim/trace_show.h"
#include "syscall-map/map.h"

#define EVENT_SIZE 512

static bool in_table(enum xlat_id id, int value)
{
	const struct xlat_table *table = &abi->xlats[id];

	for (size_t i = 0; i < table->count; i++)
		if ((int)table->rows[i].alien == value)
			return true;
	return false;
}

void trace_signal(int alien_sig, int code, unsigned long addr_or_pid)
{
	char buf[EVENT_SIZE];
	struct text t;
	int host = signal_to_host(alien_sig);
	bool sent = in_table(XLAT_sicode, code);

	if (trace_fd < 0 || !trace_wants_set(TRACE_signal))
		return;
	trace_begin(&t, buf, sizeof buf);
	text_str(&t, "--- ");
	show_signal(&t, alien_sig);
	text_str(&t, " {si_code=");
	show_enum(&t, sent ? XLAT_sicode : code_table(host), code);
	if (!sent && host != SIGCHLD) {
		text_str(&t, ", si_addr=");
		show_address(&t, addr_or_pid);
	} else {
		text_str(&t, ", si_pid=");
		text_dec(&t, (int)addr_or_pid);
	}
	text_str(&t, "} ---");
	trace_end(&t, buf);
}

void trace_hole(const char *what, uint64_t value)
{
	char buf[EVENT_SIZE];
	struct text t;

	if (trace_fd < 0 || !trace_wants_set(TRACE_hole))
		return;
	trace_begin(&t, buf, sizeof buf);
	text_str(&t, "hole: ");
	text_str(&t, what);
	text_str(&t, " (");
	text_hex(&t, value);
	text_char(&t, ')');
	trace_end(&t, buf);
}

void trace_exit(int status)
{
	char buf[EVENT_SIZE];
	struct text t;
	int sig = status & 0x7f;

	if (trace_fd < 0 || !trace_wants_set(TRACE_process))
		return;
	trace_begin(&t, buf, sizeof buf);
	if (sig) {
		text_str(&t, "+++ killed by ");
		show_signal(&t, signal_to_alien(sig));
	} else {
		text_str(&t, "+++ exited with ");
		text_dec(&t, status >> 8 & 0xff);
	}
	text_str(&t, " +++");
	trace_end(&t, buf);
}
