/*
 * What abirun keeps per alien thread.  GS points at it while the thread runs
 * alien code or the shim.
 */
#ifndef SHIM_THREAD_H
#define SHIM_THREAD_H

#include <stdbool.h>
#include <stdint.h>

#include "shim/host_signal.h"

#define ALIEN_SIGSET_WORDS 4

/* The alien's signal set: bit (s - 1) % 32 of word (s - 1) / 32. */
struct sigset {
	uint32_t word[ALIEN_SIGSET_WORDS];
};

struct altstack {
	unsigned long base, size;
	bool on; /* the alien has one */
};

/* A signal that is to be delivered; thr_wake's, for which no handler will run. */
enum interruption { INTERRUPTED_BY_SIGNAL = 1, INTERRUPTED_BY_WAKE = 2 };

struct thread {
	/* The first fields are entry.S's: shim/layout.h. */
	unsigned long alien_sp; /* the alien's rsp while the C path runs */
	unsigned long host_sp;  /* where struct call stands */
	struct thread *self;
	unsigned long resume; /* thin path: where the call returns to */
	uint32_t nr;          /* thin path: the alien's number */
	uint32_t deferred;    /* signals are blocked; the way out restores host_mask */
	uint64_t host_mask;   /* the alien's mask in the kernel's terms */
	unsigned long host_fs;
	unsigned long exit_sp; /* enter_alien's caller's stack */

	uint32_t interrupted; /* enum interruption: what came while host code ran */
	int32_t raise;        /* a held fault signal (host's number) to be sent on the way out */
	int32_t pid, tid;     /* the host's */
	struct host_siginfo *raise_info;

	bool restart;       /* and its action has SA_RESTART */
	bool mask_saved;    /* sigsuspend and such: saved_mask is the one to return to */
	struct sigset mask; /* the alien's, verbatim */
	struct sigset saved_mask;
	struct altstack altstack;
	uint64_t
	    put_off;   /* host bits: the process's signals that are queued to this thread alone */
	uint64_t held; /* fault signals held back (host bits), and what came with them */
	struct host_siginfo held_info[HELD_SIGNALS];
	unsigned long capture;      /* getcontext: where the context goes, on the way out */
	unsigned long capture_then; /* swapcontext: the context to go on with */
	uint32_t woken;             /* thr_wake has come: a futex */
	bool wakes_next;            /* thr_wake of the thread itself: see shim/wake.c */
	int32_t wake_timer;         /* the host's, then */
	unsigned long shim_stack;   /* library door: the lowest address of the shim's own stack */
	bool owns_memory;           /* false in a vfork child, whose memory is its parent's... */
	void *left_behind;          /* ...who frees this when the child has gone */
	unsigned long left_behind_size;
	bool executes;          /* in execve(2), which has not failed as yet */
	void *actions;          /* a vfork child's signal actions; NULL: the process's */
	unsigned long end_word; /* thr_exit's: set and woken as the thread ends */
	unsigned long
	    robust[3]; /* umtx: where the lists of robust mutexes are, and the one in hand */
	struct host_stack host_altstack; /* what the host's handlers run on */
	unsigned long fastblock;         /* sigfastblock: where the word is; 0: nowhere */
	struct thread *next, *prev;      /* every alien thread of the process */
	/* pid and tid as the others know them: a vfork child, who has its parent's struct
	 * thread, changes those above. */
	int32_t known_pid, known_tid;
};

static inline struct thread *this_thread(void)
{
	struct thread *t;

	__asm__ volatile("mov %%gs:16, %0" : "=r"(t));
	return t;
}

static inline bool sigset_has(const struct sigset *s, int sig)
{
	return s->word[(sig - 1) / 32] >> ((sig - 1) % 32) & 1;
}

static inline void sigset_add(struct sigset *s, int sig)
{
	s->word[(sig - 1) / 32] |= 1u << ((sig - 1) % 32);
}

static inline void sigset_del(struct sigset *s, int sig)
{
	s->word[(sig - 1) / 32] &= ~(1u << ((sig - 1) % 32));
}

#endif
