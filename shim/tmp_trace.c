/* Placeholder until shim/trace.c and shim/stats.c land; delete then. */
#include "shim/stats.h"
#include "shim/trace.h"
int trace_fd = -1;
char trace_unknown[64];
long trace_select(const char *set) { (void)set; return 0; }
void trace_enter(struct call *c) { (void)c; }
void trace_leave(struct call *c, long ret) { (void)c; (void)ret; }
void trace_signal(int s, int code, unsigned long a) { (void)s; (void)code; (void)a; }
void trace_hole(const char *what, uint64_t v) { (void)what; (void)v; }
void trace_exit(int status) { (void)status; }
long stats_start(void) { return 0; }
void stats_enter(struct call *c) { (void)c; }
void stats_leave(struct call *c, long ret) { (void)c; (void)ret; }
void stats_print(int fd) { (void)fd; }
