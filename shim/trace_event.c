/* Trace lines that are no calls: signals, holes, the end. */
#include <signal.h>

#include "shim/trace.h"
#include "shim/trace_show.h"
#include "syscall-map/map.h"

#define EVENT_SIZE 512

/* A signal that an instruction causes, and so caused: it has an address, not a sender. */
static bool is_fault(int alien_sig, int code)
{
	/* What one process sends another has codes of 0 and below, or of 0x10000 and above. */
	if (code <= 0 || code >= 0x10000)
		return false;
	switch (signal_to_host(alien_sig)) {
	case SIGSEGV:
	case SIGBUS:
	case SIGILL:
	case SIGFPE:
	case SIGTRAP:
		return true;
	}
	return false;
}

void trace_signal(int alien_sig, int code, unsigned long addr_or_pid)
{
	char buf[EVENT_SIZE];
	struct text t;

	if (trace_fd < 0 || !trace_wants_set(TRACE_signal))
		return;
	trace_begin(&t, buf, sizeof buf);
	text_str(&t, "--- ");
	show_signal(&t, alien_sig);
	text_str(&t, " {si_code=");
	show_enum(&t, XLAT_sicode, code);
	if (is_fault(alien_sig, code)) {
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
