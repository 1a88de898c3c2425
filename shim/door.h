/* The places in entry.S that a signal may find a thread at; used by signal.c alone. */
#ifndef SHIM_DOOR_H
#define SHIM_DOOR_H

#include "shim/thread.h"

extern char entry[], entry_resume_kept_at[], entry_number_kept_at[], entry_syscall_at[],
    entry_raw_at[], entry_thin_error[], thin_error[], thin_converted_at[], entry_thin_end[],
    entry_c[];
extern char call_window_at[], call_syscall_at[], call_window_end[], call_abort[], call_exit[],
    call_jump_at[], exit_deliver_at[], exit_deliver_end[];
extern char sleep_window_at[], sleep_syscall_at[], sleep_window_end[], sleep_abort[];

struct host_ucontext;

void signal_restorer(void);
void host_sigreturn(struct host_ucontext *uc) __attribute__((noreturn));
void enter_alien(struct thread *t, unsigned long rip, unsigned long rsp, unsigned long rdi,
		 unsigned long rsi, unsigned long fs, unsigned long rbx);
/* The same where a context says all registers. */
void enter_alien_context(struct thread *t, const struct host_ucontext *uc, unsigned long fs);
void leave_alien(struct thread *t) __attribute__((noreturn));

/* The raw vfork: see entry.S. */
long vfork_call(long flags, void *copy);

/* Run fn with glibc's FS, the alien's vector registers kept.  Its value. */
long call_glibc(long (*fn)(void *), void *arg);

#endif
