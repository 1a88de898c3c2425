/*
 * Sites and stubs.  A site is a `syscall` instruction in alien code; its stub is
 * the code that calls the shim instead.
 *
 * A stub is laid out so (each part may be empty):
 *
 *	displaced	the alien's instructions that the patch overwrote, before the site
 *	call		lea resume(%rip), %rcx; jmp *entry	(eax: the number)
 *	   or, where the number is known and its row is thin:
 *			mov $host, %eax; syscall; cmp $-4095, %rax; jae 1f; clc; jmp resume
 *		   1:	lea resume(%rip), %rcx; jmp *entry_thin_error
 *		   (rax stays the host's raw result up to the stub's end)
 *	rest		displaced instructions from behind the site, jmp back
 *
 * The records are written by shim/glibc/patch.c before the stub can run, not
 * changed after, and read without a lock, in signal handlers too.  They are
 * forgotten when the alien's code is gone and no thread is in the stub.
 */
#ifndef SHIM_SITE_H
#define SHIM_SITE_H

#include <stdbool.h>
#include <stdint.h>

#define SITE_MOVES 8

enum technique {
	PATCH_BEFORE, /* one instruction before the site, which itself becomes ud2 */
	PATCH_WITH,   /* instructions before it together with the site */
	PATCH_AFTER,  /* the site with instructions behind it */
	PATCH_HOLE,   /* a two-byte jump into padding near by */
	PATCH_NET,    /* not patched: reached through the net */
	PATCH_COUNT
};

/* A displaced instruction: where it stood, and where it stands in the stub. */
struct move {
	uint64_t alien;
	uint64_t stub;
};

struct site {
	uint64_t address;  /* of the alien's 0f 05 */
	uint64_t stub;     /* first byte of the stub */
	uint64_t stub_end; /* behind its last byte */
	uint64_t call;     /* in the stub: displaced instructions done, number in eax */
	uint64_t resume;   /* where the call returns to: address + 2, or `rest` in the stub */
	uint64_t thin;     /* thin stub: its `syscall` instruction; 0: not thin */
	int32_t nr;        /* the number, where the code says it; -1: not known */
	uint8_t technique;
	uint8_t move_count;
	uint8_t patch_length; /* bytes of alien code overwritten at `patch` */
	bool gone;            /* site_sweep.c: to be forgotten, if nobody is in its stub */
	uint64_t patch;
	uint8_t original[16];          /* those bytes */
	struct move moves[SITE_MOVES]; /* the jump back behind `rest` is one, too */
};

/* The site whose 0f 05 is at this address; NULL. */
const struct site *site_at(uint64_t address);
/* The site whose stub holds this address; NULL. */
const struct site *site_of_stub(uint64_t address);
/* The site whose call goes on at this address (its resume); NULL. */
const struct site *site_of_resume(uint64_t resume);
/*
 * Where the alien's instruction at an address runs now: a site, or an instruction
 * that a patch displaced, in its stub; all others where they are.  Whoever sends a
 * thread to an alien address that it did not jump to itself goes through this:
 * behind the patch may be half an instruction, or a site's own `syscall`.
 */
uint64_t site_runnable(uint64_t address);
/* Whether the alien's code still leads into this site's stub by the patch's jump. */
bool site_is_intact(const struct site *s);
/* Whether an address lies in a stub arena. */
bool is_stub(uint64_t address);
/* Whether an arena has a byte in [address, address + size): the alien may not map there. */
bool is_stub_range(uint64_t address, uint64_t size);

/* The records, in no order; NULL where one was forgotten. */
unsigned site_count(void);
const struct site *site_nth(unsigned n);
/* Those that are not. */
unsigned site_live_count(void);

/*
 * For the patcher, with its lock held: room for a stub of at most SITE_STUB_MAX
 * bytes within reach of `near`, where it will run; the same room again until a
 * stub is committed there.  NULL: no room.  Written until stub_seal makes it
 * executable.
 */
#define SITE_STUB_MAX 128
#define SITES_MAX     (1u << 18)
unsigned char *stub_reserve(uint64_t near);
/* Publish the record of the stub written into the room reserved last.  0 or -errno. */
long stub_commit(const struct site *s);
/* Make all stubs committed so far executable.  0 or -errno. */
long stub_seal(void);
/* Whether there is memory for records; before the first stub_commit. */
bool site_store_ready(void);

/* site_sweep.c's: forget a site, have its stub's room used again. */
void site_forget(const struct site *s);
void site_mark(const struct site *s, bool gone);
/* One that was forgotten may have stood for another at the same address. */
void site_publish_again(const struct site *s);

/* stub_room.c: the word with the number + 1 of a stub's record, NULL: no stub; and who writes it.
 */
uint32_t *stub_slot(uint64_t address);
void stub_take(uint64_t address, uint32_t number);
void stub_free(uint64_t address);

/*
 * What a stub jumps to: its arena starts with these two pointers, to entry and
 * entry_thin_error.  Set before the first stub is reserved.
 */
struct stub_doors {
	const void *entry, *thin_error;
};
extern struct stub_doors stub_doors;

#define STUB_ARENA_SIZE 0x10000ul

static inline uint64_t stub_doors_near(uint64_t stub)
{
	return stub & ~(STUB_ARENA_SIZE - 1);
}

#endif
