/*
 * What the fuzzer of calls says of itself in memory at a fixed address, shared by all its
 * processes: each thread's call that is being made.  The observer reads it there.
 */
#ifndef FUZZ_RECORD_H
#define FUZZ_RECORD_H

#include <stdint.h>

#define RECORDS_ADDRESS 0x2000000000ul
#define RECORDS_MAGIC   0x7a7a75662d6c6c61ul
#define RECORD_THREADS  4
#define RECORD_ROWS     1024

/* One thread's call.  `state` is written last before the call, and first after it. */
struct record {
	uint32_t state;  /* enum record_state */
	uint32_t tid;    /* the host's */
	uint32_t serial; /* counts calls */
	uint32_t nr;     /* the number, also of an indirect call */
	uint32_t batch, index;
	uint32_t alone; /* in a process of its own that may end */
	uint32_t indirect;
	uint32_t kicked; /* it is to have a signal */
	uint32_t pad;
	int64_t thread; /* the alien's */
	int64_t arg[8];
};

enum record_state { RECORD_IDLE, RECORD_CALL };

struct records {
	uint64_t magic, seed;
	uint64_t text_from, text_to; /* the fuzzer's code */
	struct record of[RECORD_THREADS];
	uint32_t calls[RECORD_ROWS]; /* by row of the fuzzer's table */
	uint32_t wrong;              /* answers that can't be */
};

#endif
