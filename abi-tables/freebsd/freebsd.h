/* What the files of abi-tables/freebsd share. */
#ifndef ABI_TABLES_FREEBSD_FREEBSD_H
#define ABI_TABLES_FREEBSD_FREEBSD_H

#include "abi-tables/abi.h"

struct lib_facts;

extern const struct abi freebsd_abi;
extern const struct lib_facts freebsd_lib_facts;
extern const struct acl_abi freebsd_acls;

/* structs.c */
extern const struct layout freebsd_layouts[LAYOUT_COUNT];
extern const struct field *const freebsd_fields[LAYOUT_COUNT];
uint64_t freebsd_dev_to_alien(uint64_t dev);
uint64_t freebsd_dev_to_host(uint64_t dev);

/* sysctl_files.c */
long freebsd_file_info(int fd, unsigned long to);
bool freebsd_cpu_clock_id(uint32_t clock, int *id, bool *thread);
uint32_t freebsd_make_cpu_clock(int id, bool thread);

/* frame.c */
long freebsd_push_frame(struct thread *t, int sig, const struct signal_action *action,
			const struct host_siginfo *si, struct host_ucontext *uc);
long freebsd_pop_frame(struct thread *t, unsigned long frame, struct host_ucontext *uc,
		       void *xstate);

#endif
