/* procctl(2)'s requests: what the procctl table of an OS leads to. */
#ifndef ABI_TABLES_CONTROL_H
#define ABI_TABLES_CONTROL_H

enum process_control {
	CONTROL_SET_PARENT_DEATH, /* int: signal when the parent ends; 0: none */
	CONTROL_GET_PARENT_DEATH,
	CONTROL_SET_TRACING,  /* int, table control_tracing: whether it may be traced */
	CONTROL_GET_TRACING,  /* int: -1 if it may not, its tracer, 0 */
	CONTROL_TAKE_ORPHANS, /* become the parent of descendants whose own has ended */
	CONTROL_LEAVE_ORPHANS,
	CONTROL_SET_NO_PRIVILEGES, /* int, table control_switch: exec gives no more of them */
	CONTROL_GET_NO_PRIVILEGES, /* int, the same */
	CONTROL_COUNT
};

#endif
