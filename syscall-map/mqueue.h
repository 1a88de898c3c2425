/* Message queues that tell a thread. */
#ifndef SYSCALL_MAP_MQUEUE_H
#define SYSCALL_MAP_MQUEUE_H

#include "shim/host_signal.h"

/* The host has sent OWN_SIGNAL for a message: send the alien's signal to its thread. */
void mq_message_came(const struct host_siginfo *si);

#endif
