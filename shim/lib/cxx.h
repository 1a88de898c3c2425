/* C++'s descriptions of types, as compilers write them: Itanium C++ ABI, 2.9.5. */
#ifndef SHIM_LIB_CXX_H
#define SHIM_LIB_CXX_H

#include <stdbool.h>
#include <stdint.h>

struct type {
	const void *table;
	const char *name;
};
struct type_single {
	struct type type;
	const struct type *base;
};
struct type_many {
	struct type type;
	uint32_t flags, count;
	struct {
		const struct type *type;
		long offset_flags; /* 1: virtual, 2: public; the offset from bit 8 on */
	} bases[];
};
struct type_pointer {
	struct type type;
	uint32_t flags, pad;
	const struct type *to;
};

/* Whose table is what a description begins with. */
enum cxx_kind { CXX_CLASS, CXX_SINGLE, CXX_MANY, CXX_POINTER, CXX_KINDS };
bool lib_cxx_is(const struct type *t, enum cxx_kind kind);

#endif
