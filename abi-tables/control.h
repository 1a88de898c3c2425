/* procctl(2)'s requests: what the procctl table of an OS leads to. */
#ifndef ABI_TABLES_CONTROL_H
#define ABI_TABLES_CONTROL_H

enum process_control {
	CONTROL_SET_PARENT_DEATH, /* int: signal when the parent ends; 0: none */
	CONTROL_GET_PARENT_DEATH,
	CONTROL_SET_TRACING,    /* int, table control_tracing: whether it may be traced */
	CONTROL_GET_TRACING,    /* int: -1 if it may not, its tracer, 0 */
	CONTROL_REAPER_ACQUIRE, /* become the parent of descendants whose own has ended */
	CONTROL_REAPER_RELEASE,
	CONTROL_REAPER_STATUS,
	CONTROL_REAPER_GETPIDS,
	CONTROL_REAPER_KILL,
	CONTROL_SET_NO_PRIVILEGES, /* int, table control_switch: exec gives no more of them */
	CONTROL_GET_NO_PRIVILEGES, /* int, the same */
	CONTROL_SET_SANDBOX_TRAP,  /* int, table control_switch: a signal for what a sandbox refuses
				    */
	CONTROL_GET_SANDBOX_TRAP,
	CONTROL_SET_RANDOM, /* int, table control_force: whether addresses are, in the next program
			     */
	CONTROL_GET_RANDOM, /* int, the same, and control_active */
	CONTROL_SET_MAX_PROT, /* int, table control_force: mappings get no more rights than at first
			       */
	CONTROL_GET_MAX_PROT,
	CONTROL_SET_STACK_GAP, /* int, table control_gap */
	CONTROL_GET_STACK_GAP,
	CONTROL_SET_WRITE_EXEC, /* int, table control_write_exec: memory that is both */
	CONTROL_GET_WRITE_EXEC,
	CONTROL_COUNT
};

/* Of table control_force; ACTIVE: that it is so now. */
enum { FORCE_ENABLE = 1, FORCE_DISABLE, FORCE_NOT };
#define CONTROL_ACTIVE 0x100

/* Of table control_gap: bits. */
enum { GAP_ENABLE = 1, GAP_DISABLE = 2, GAP_ENABLE_EXEC = 4, GAP_DISABLE_EXEC = 8 };

/* Of table control_write_exec */
enum { WRITE_EXEC_PERMIT = 1, WRITE_EXEC_DISALLOW = 2 };

#endif
