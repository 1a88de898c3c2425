/*
 * A library that loads.c opens while it runs: first and last functions, and LATE_ROOM
 * bytes and more of storage of threads.
 */
static __thread volatile int initial = 7;
__thread char late_place[LATE_ROOM];
static int *told;

__attribute__((constructor)) static void first(void)
{
	initial++; /* of the thread that opens it */
}

__attribute__((destructor)) static void last(void)
{
	if (told)
		*told += 100;
}

void late_tell(int *where)
{
	told = where;
	*told = 1;
}

int late_initial(void)
{
	return initial++;
}

char *late_room(void)
{
	return late_place;
}

/* The same place, by a descriptor: a function that keeps all registers but rax. */
char *late_room_by_descriptor(void)
{
	char *at;

	__asm__("lea late_place@tlsdesc(%%rip), %%rax; call *late_place@tlscall(%%rax); "
		"add %%fs:0, %%rax"
		: "=a"(at));
	return at;
}

int late_size(void)
{
	return LATE_ROOM;
}
