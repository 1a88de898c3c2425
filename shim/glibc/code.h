/*
 * Alien code as the patcher sees it: bytes, the instructions in them, and what is
 * proven about a `syscall`.  Offsets count from the first byte of the code; the
 * bytes may lie elsewhere than where the alien runs them.
 */
#ifndef SHIM_GLIBC_CODE_H
#define SHIM_GLIBC_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <Zydis/Zydis.h>

struct code {
	const uint8_t *bytes;
	size_t size;
	uint64_t address; /* of the first byte, in the alien */
};

/* What matters about an instruction here. */
enum insn_flags {
	INSN_END = 1,      /* does not go on to the next one */
	INSN_BRANCH = 2,   /* direct jump, conditional or not: `rel` is valid */
	INSN_FIXED = 4,    /* cannot be run elsewhere */
	INSN_PAD = 8,      /* nop or int3 */
	INSN_SYSCALL = 16, /* syscall */
	INSN_ODD = 32,     /* hardly ever stands beside a system call: a sign of data */
	INSN_TARGET = 64   /* another instruction whose `rel` names code: call, loop */
};

struct insn {
	size_t offset;
	int32_t rel;    /* INSN_BRANCH, INSN_TARGET: from its end */
	uint8_t length; /* 0: no instruction */
	uint8_t flags;
};

#define INSN_CACHE 1024

/* Decodes each offset once.  Large: keep it static. */
struct decoder {
	ZydisDecoder minimal, full;
	struct code code;
	struct insn cache[INSN_CACHE];
};

void decoder_start(struct decoder *d, const struct code *code);
/* The instruction at an offset inside the code; its length is 0 where there is none. */
const struct insn *insn_at(struct decoder *d, size_t offset);
/* Whether it can change any part of rax; true where that cannot be told. */
bool writes_rax(struct decoder *d, const struct insn *n);
/* Whether it fills rax from a register or memory. */
bool moves_rax(struct decoder *d, const struct insn *n);
/* Whether it sets all of rax to a number; *value is that. */
bool loads_rax(struct decoder *d, const struct insn *n, int64_t *value);

#define NEAR_INSNS 8  /* instructions kept on each side of a site */
#define NEAR_BYTES 32 /* bytes on each side for which branch targets are known */

enum verdict { IS_SITE, IS_NOT_A_CALL, IS_UNDECIDED };

/* Bytes [from, to). */
struct span {
	size_t from, to;
};

/* A byte pair 0f 05 and its neighbourhood. */
struct pair {
	size_t offset;        /* of the 0f */
	size_t begin;         /* of the instruction: before `offset` where it has prefixes */
	uint64_t targets;     /* bit i: something branches to offset - NEAR_BYTES + i */
	struct span holes[2]; /* int3 padding before and after, never run */
	int32_t nr;           /* for who calls known_number */
	uint8_t verdict;
	uint8_t before_count, after_count;
	struct insn before[NEAR_INSNS]; /* [0] is the nearest */
	struct insn after[NEAR_INSNS];
};

/* Decode around a pair: verdict and neighbourhood. */
void prove(struct decoder *d, size_t offset, struct pair *pair);
/* Note a branch to `target` where it is near. */
void mark_target(struct pair *pair, size_t target);
/* Whether something branches into [from, to); true outside of what is known. */
bool is_target(const struct pair *pair, size_t from, size_t to);
/* The number that the code sets right before the site; -1. */
int32_t known_number(struct decoder *d, const struct pair *pair);

/* The first 0f 05 in [from, size); size: none. */
size_t find_pair(const uint8_t *bytes, size_t from, size_t size);

typedef void target_fn(void *arg, size_t target);
/*
 * Report the targets in [low, high) of everything that looks like a branch with a
 * 32-bit displacement, as far as FAR_BYTES on both sides.
 */
#define FAR_BYTES (1u << 20)
void far_targets(const struct code *code, size_t low, size_t high, target_fn *report, void *arg);

#endif
