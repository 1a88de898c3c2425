/*
 * The net: Syscall User Dispatch catches a `syscall` instruction that was not
 * patched.  Armed only while something is unproven (or --net=always).
 */
#ifndef SHIM_NET_H
#define SHIM_NET_H

#include <stdbool.h>
#include <stdint.h>

#include "shim/host_signal.h"

/* Something in [from, to) may hold system calls that are not patched: arm the net in every thread.
 */
void net_arm(uint64_t from, uint64_t to);

/* Arm the calling thread if the net is armed: a new thread's first step, or a fork's child's. */
void net_thread_start(void);

/* Disarm the calling thread, until net_thread_start: glibc is about to clone. */
void net_thread_pause(void);

/* A SIGSYS has come: if it is the net's, lead the thread into the site's stub. */
bool net_trapped(const struct host_siginfo *si, struct host_ucontext *uc);

bool net_is_armed(void);

#endif
