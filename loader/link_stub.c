/*
 * Stubs are code of the alien's, as its C library would have it: a system call's is
 * its number and a `syscall` instruction, which the patcher leads to the raw door.  So
 * a call that comes through the library door is one that comes through the raw door:
 * the same rows, trace, signals and restarts.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "loader/link.h"
#include "shim/lib/lib.h"

#define ARENA     (1ul << 18)
#define STUB      32
#define STUB_LONG 64

static struct {
	uint8_t *start, *next;
} arena;

int link_stubs_open(uint64_t near)
{
	void *p = MAP_FAILED;

	/* Within reach of a jump from the sites' own stubs, which are near the image. */
	for (uint64_t at = page_up(near) + (1ul << 29); p == MAP_FAILED && at > near;
	     at -= 1ul << 20)
		p = mmap((void *)at, ARENA, PROT_READ | PROT_WRITE, /* NOLINT */
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
	if (p == MAP_FAILED)
		return -ENOMEM;
	arena.start = arena.next = p;
	return 0;
}

static uint64_t put(const uint8_t *code, size_t size, size_t room)
{
	uint8_t *at = arena.next;

	if (!at || (size_t)(at - arena.start) + room > ARENA)
		return 0;
	memset(at, 0xcc, room);
	memcpy(at, code, size);
	arena.next += room;
	return (uint64_t)at;
}

#define IMM32(v)                                                                                   \
	(uint8_t)(v), (uint8_t)((uint32_t)(v) >> 8), (uint8_t)((uint32_t)(v) >> 16),               \
	    (uint8_t)((uint32_t)(v) >> 24)
#define IMM64(v) IMM32((uint64_t)(v)), IMM32((uint64_t)(v) >> 32)

/* mov %eax, %fs:errno; mov $-1, %rax; ret */
#define FAIL                                                                                       \
	0x64, 0x89, 0x04, 0x25, IMM32(lib_errno_offset), 0x48, 0xc7, 0xc0, 0xff, 0xff, 0xff, 0xff, \
	    0xc3

uint64_t link_stub_row(long nr)
{
	const uint8_t code[] = {
		0x49, 0x89,      0xca, /* mov %rcx, %r10 */
		0xb8, IMM32(nr),       /* mov $nr, %eax */
		0x0f, 0x05,            /* syscall */
		0x72, 0x01,            /* jc 1f */
		0xc3,                  /* ret */
		FAIL                   /* 1: */
	};

	return put(code, sizeof code, STUB);
}

/* cmpl $LIB_CANCEL_WANTED, %fs:lib_cancel */
#define LOOK 0x64, 0x83, 0x3c, 0x25, IMM32(lib_cancel_offset), LIB_CANCEL_WANTED
/* mov $lib_cancel_now, %r10; jmp *%r10 */
#define LEAVE 0x49, 0xba, IMM64(lib_cancel_now), 0x41, 0xff, 0xe2

uint64_t link_stub_point(long nr, bool by_value)
{
	const uint8_t code[] = {
		LOOK,                  /* 0 */
		0x74, 0x1d,            /* je 2f */
		0x49, 0x89,      0xca, /* mov %rcx, %r10 */
		0xb8, IMM32(nr),       /* mov $nr, %eax */
		0x0f, 0x05,            /* 19: syscall */
		0x72, 0x01,            /* jc 1f */
		0xc3,                  /* ret */
		FAIL,                  /* 1: */
		LEAVE                  /* 40: 2: */
	};
	uint64_t at = put(code, sizeof code, STUB_LONG);
	struct lib_leave leave = { at, at + 19, at + 40, by_value };

	_Static_assert(sizeof code == 40 + 13, "the places in it");
	return at && lib_leave_add(&leave) ? at : 0;
}

uint64_t link_stub_point_after(long nr)
{
	const uint8_t code[] = {
		0x49, 0x89,      0xca,                                /* mov %rcx, %r10 */
		0xb8, IMM32(nr),                                      /* mov $nr, %eax */
		0x0f, 0x05,                                           /* syscall */
		0x73, 0x0f,                                           /* jnc 1f */
		0x64, 0x89,      0x04, 0x25, IMM32(lib_errno_offset), /* mov %eax, %fs:errno */
		0x48, 0xc7,      0xc0, 0xff, 0xff,
		0xff, 0xff, /* mov $-1, %rax */
		LOOK,       /* 1: */
		0x74, 0x01, /* je 2f */
		0xc3,       /* ret */
		LEAVE       /* 2: */
	};

	return put(code, sizeof code, STUB_LONG);
}

/* The child returns first, and its parent's return address would be gone: it is kept in rsi. */
uint64_t link_stub_vfork(long nr)
{
	const uint8_t code[] = { 0x5e,            /* pop %rsi */
				 0xb8, IMM32(nr), /* mov $nr, %eax */
				 0x0f, 0x05,      /* syscall */
				 0x72, 0x02,      /* jc 1f */
				 0xff, 0xe6,      /* jmp *%rsi */
				 0x56,            /* 1: push %rsi */
				 FAIL };

	return put(code, sizeof code, STUB);
}

uint64_t link_stub_call(void)
{
	static const uint8_t code[] = {
		0x48, 0x89, 0xf8,             /* mov %rdi, %rax */
		0x48, 0x89, 0xf7,             /* mov %rsi, %rdi */
		0x48, 0x89, 0xd6,             /* mov %rdx, %rsi */
		0x48, 0x89, 0xca,             /* mov %rcx, %rdx */
		0x4d, 0x89, 0xc2,             /* mov %r8, %r10 */
		0x4d, 0x89, 0xc8,             /* mov %r9, %r8 */
		0x4c, 0x8b, 0x4c, 0x24, 0x08, /* mov 8(%rsp), %r9 */
		0x0f, 0x05,                   /* syscall */
		0x73, 0x03,                   /* jnc 1f */
		0x48, 0xf7, 0xd8,             /* neg %rax */
		0xc3                          /* 1: ret */
	};

	return put(code, sizeof code, STUB_LONG);
}

uint64_t link_stub_call_point(void)
{
	const uint8_t code[] = {
		LOOK,                         /* 0 */
		0x74, 0x1f,                   /* je 2f */
		0x48, 0x89, 0xf8,             /* mov %rdi, %rax */
		0x48, 0x89, 0xf7,             /* mov %rsi, %rdi */
		0x48, 0x89, 0xd6,             /* mov %rdx, %rsi */
		0x48, 0x89, 0xca,             /* mov %rcx, %rdx */
		0x4d, 0x89, 0xc2,             /* mov %r8, %r10 */
		0x4d, 0x89, 0xc8,             /* mov %r9, %r8 */
		0x4c, 0x8b, 0x4c, 0x24, 0x08, /* mov 8(%rsp), %r9 */
		0x0f, 0x05,                   /* 34: syscall */
		0x73, 0x03,                   /* jnc 1f */
		0x48, 0xf7, 0xd8,             /* neg %rax */
		0xc3,                         /* 1: ret */
		LEAVE                         /* 42: 2: */
	};
	uint64_t at = put(code, sizeof code, STUB_LONG);
	struct lib_leave leave = { at, at + 34, at + 42, false };

	_Static_assert(sizeof code == 42 + 13, "the places in it");
	return at && lib_leave_add(&leave) ? at : 0;
}

uint64_t link_stub_errno(const void *function)
{
	const uint8_t code[] = {
		0x49, 0xbb, IMM64(function),        /* mov $function, %r11 */
		0x49, 0xba, IMM64(lib_errno_thunk), /* mov $thunk, %r10 */
		0x41, 0xff, 0xe2                    /* jmp *%r10 */
	};

	return put(code, sizeof code, STUB);
}

/* Not for functions that have arguments on the stack. */
uint64_t link_stub_realign(uint64_t function)
{
	const uint8_t code[] = {
		0x49, 0xbb, IMM64(function), /* mov $function, %r11 */
		0x40, 0xf6, 0xc4,
		0x08,             /* test $8, %spl: as the compiler has it? */
		0x74, 0x03,       /* jz 1f */
		0x41, 0xff, 0xe3, /* jmp *%r11: with its arguments on the stack */
		0x55,             /* 1: push %rbp */
		0x48, 0x89, 0xe5, /* mov %rsp, %rbp */
		0x48, 0x83, 0xe4,
		0xf0,             /* and $-16, %rsp */
		0x41, 0xff, 0xd3, /* call *%r11 */
		0xc9,             /* leave */
		0xc3              /* ret */
	};

	return put(code, sizeof code, STUB);
}

uint64_t link_stub_stop(const char *symbol)
{
	const uint8_t code[] = {
		0x48, 0xbf, IMM64(symbol),   /* mov $symbol, %rdi */
		0x49, 0xba, IMM64(lib_stop), /* mov $lib_stop, %r10 */
		0x48, 0x83, 0xe4,
		0xf0,            /* and $-16, %rsp */
		0x41, 0xff, 0xd2 /* call *%r10 */
	};

	return put(code, sizeof code, STUB);
}

int link_stubs_seal(struct patch_counts *counts)
{
	size_t size = (size_t)(arena.next - arena.start);
	long ret;

	/* What nothing was put into is given back. */
	if (arena.start)
		munmap(arena.start + page_up(size), ARENA - page_up(size));
	if (!size) {
		arena.start = arena.next = NULL;
		return 0;
	}
	ret = patch_range(arena.start, size, counts);
	if (ret == 0 && mprotect(arena.start, page_up(size), PROT_READ | PROT_EXEC) < 0)
		ret = -errno;
	arena.start = arena.next = NULL;
	return (int)ret;
}
