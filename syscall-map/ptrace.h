/* Requests of ptrace(2) that the host has not in this form: XLAT_ptrace. */
#ifndef SYSCALL_MAP_PTRACE_H
#define SYSCALL_MAP_PTRACE_H

#include "abi-tables/row.h"

enum {
	TRACE_MEMORY = 0x10000, /* read and write it by bytes */
	TRACE_INFO,             /* of a thread: why it stopped */
	TRACE_COUNT,            /* of threads */
	TRACE_LIST
};

struct trace_request {
	uint64_t host;
	int pid; /* a process's or a thread's, the host's */
	unsigned long address, data;
};

long trace_memory(struct call *c, const struct trace_request *r);
long trace_info(struct call *c, const struct trace_request *r);
long trace_count(struct call *c, const struct trace_request *r);
long trace_list(struct call *c, const struct trace_request *r);

#endif
