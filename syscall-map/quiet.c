/* Sockets that raise no SIGPIPE. */
#include "syscall-map/quiet.h"
#include "shim/signal.h"
#include "syscall-map/net.h"

/*
 * It is kept in the socket, in an option of the host's that changes nothing but how
 * select(2) reports messages that only come if another option asks for them.
 */
#define KEPT_IN SO_SELECT_ERR_QUEUE

bool quiet_sockets;

/* From the first one on the host's SIGPIPE has to come in, whatever the alien's action. */
static void begin(void)
{
	int sig = signal_to_alien(HOST_SIGPIPE);
	struct signal_action action = action_get(sig);

	quiet_sockets = true;
	action_set(sig, &action);
}

long quiet_set(int fd, int on)
{
	if (on && !quiet_sockets)
		begin();
	return host_call(__NR_setsockopt, fd, SOL_SOCKET, KEPT_IN, &on, sizeof on);
}

long quiet_get(int fd, int *on)
{
	uint32_t size = sizeof *on;

	return host_call(__NR_getsockopt, fd, SOL_SOCKET, KEPT_IN, on, &size);
}

bool is_quiet(int fd)
{
	int on = 0;

	return quiet_sockets && !quiet_get(fd, &on) && on;
}
