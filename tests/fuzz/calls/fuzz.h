/*
 * The fuzzer of calls: what its files share.  main.c drives batches, each in a
 * process of its own (batch.c); a call's arguments come from the kinds of its row
 * (values.c), the memory they point to from memory.c, descriptors, paths and ids
 * from objects.c; rows.c has what is to be known of single rows.
 */
#ifndef FUZZ_CALLS_H
#define FUZZ_CALLS_H

#include "alien.h"
#include "abi-tables/kinds.h"
#include "tests/fuzz/record.h"

/* What build/gen/fuzz_rows.h is made of. */
struct fuzz_row {
	int nr;
	const char *name;
	int refused; /* the errno of a row that is refused */
	int sleep;   /* enum sleep_rule */
	int host;
	struct {
		uint8_t kind, table;
	} args[9];
};
struct fuzz_value {
	uint64_t mask, value;
};
struct fuzz_values {
	const struct fuzz_value *of;
	int count;
};
struct fuzz_field {
	uint16_t offset, width;
	uint8_t kind, table;
};
struct fuzz_layout {
	unsigned size;
	const struct fuzz_field *fields; /* ends with width 0 */
};
struct fuzz_sysctl {
	const char *name;
	uint8_t depth, is_node;
	uint32_t oid[6];
};

/* table.c */
extern const struct fuzz_row *const rows;
extern const int row_count;
extern const int sysctl_count, request_count, option_count;
const struct fuzz_values *values_of(int table);
const struct fuzz_layout *layout_of(int table);
const struct fuzz_sysctl *nth_sysctl(int n);
unsigned nth_request(int n);
const int *nth_option(int n);
bool is_row(const struct fuzz_row *row, const char *name);

/* One thread of a batch. */
#define ARENA (256 << 10)
struct fuzzer {
	uint64_t random;
	struct record *record;
	char *arena;     /* ARENA bytes, nothing behind them */
	char *read_only; /* a page */
	char *hole;      /* a page that can't be touched */
	size_t used;     /* of the arena, by this call */
	bool tame;       /* everything in this call is to be valid */
	long last_size;  /* of the buffer that was made last; its SIZE follows */
	long last_count;
	struct thread thread;
};

/* random.c */
uint64_t random_next(uint64_t *state);
uint64_t random_of(struct fuzzer *f, uint64_t limit); /* below limit */
bool chance(struct fuzzer *f, int percent);
#define PICK(f, list) ((list)[random_of((f), sizeof(list) / sizeof(*(list)))])

/* memory.c */
#define PLAYGROUND      0x2100000000ul
#define PLAYGROUND_SIZE (64ul << 20)
void memory_new(struct fuzzer *f, int thread);
void *room(struct fuzzer *f, size_t size); /* random bytes in the arena */
void *room_zeroed(struct fuzzer *f, size_t size);
long bad_pointer(struct fuzzer *f, size_t size); /* where `size` bytes are not to be had */
long place(struct fuzzer *f, const void *data, size_t size); /* at the arena's end, misaligned... */
long structure(struct fuzzer *f, int layout);                /* filled by its members' kinds */
long play_address(struct fuzzer *f);
long play_length(struct fuzzer *f, long address);

/* objects.c */
#define OBJECTS 64
extern int descriptors[OBJECTS];
extern int descriptor_count;
extern int helper; /* a process that may be signalled and traced */
void objects_new(void);
void keep(long fd); /* one more of the descriptors */
void directory_new(void);
void objects_forget(void); /* what the kernel keeps after a process */
long any_descriptor(struct fuzzer *f);
long any_address(struct fuzzer *f); /* its length in last_size */
const char *any_path(struct fuzzer *f);
long any_pid(struct fuzzer *f);
long any_signal(struct fuzzer *f);
long any_ipc(struct fuzzer *f, int family); /* 0: memory, 1: semaphores, 2: messages */

/* values.c */
long garbage(struct fuzzer *f);
long value(struct fuzzer *f, int kind, int table);
enum manner {
	IN_PLACE, /* in the batch's process */
	ALONE,    /* in a child, which may end by it */
	FORKS,    /* in place; a second process that comes out of it ends at once */
};
void arguments(struct fuzzer *f, const struct fuzz_row *row, enum manner manner, long *arg);

/* rows.c */
enum manner manner_of(struct fuzzer *f, const struct fuzz_row *row);
/* Arguments that are the row's own business; and what must not be asked for in place. */
void arguments_of_row(struct fuzzer *f, const struct fuzz_row *row, long *arg);
void make_harmless(struct fuzzer *f, const struct fuzz_row *row, enum manner manner, long *arg);

/* batch.c */
struct options {
	long seed, seconds, batch, calls, batches;
	int threads; /* 0: as the seed says */
	bool verbose, root;
};
extern struct options options;
#define RECORDS ((struct records *)RECORDS_ADDRESS)
__attribute__((noreturn)) void run_batch(uint32_t batch, long calls);
void show_call(const struct record *r);
void complain(const struct record *r, const char *what, long ret);

#endif
