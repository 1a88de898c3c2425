/* What the files of the observer share; see observer.c. */
#ifndef FUZZ_OBSERVER_H
#define FUZZ_OBSERVER_H

#include <stdbool.h>
#include <stdint.h>

#include <sys/syscall.h>

#include "tests/fuzz/record.h"

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

/* One host call, and the alien's call that it is made for (NULL: none that is known). */
struct seen_call {
	long nr;
	uint64_t arg[6];
	uint64_t ip;
	const struct record *alien;
};

/* What is wrong with a host call, in `why`; false where nothing is. */
#define WHY 160
bool judge_number(const struct seen_call *c, char *why);      /* observer_number.c */
bool judge_values(const struct seen_call *c, char *why);      /* observer_values.c */
bool judge_translation(const struct seen_call *c, char *why); /* observer_expect.c */
void judge_init(void);

/* Where faults in abirun's own code are expected: its section alien_fixups (observer_fault.c). */
void faults_init(const char *abirun);
bool fault_is_wrong(int pid, uint64_t rip, char *why);

#endif
