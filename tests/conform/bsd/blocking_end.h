/* How many rows blocking.h has, and what outlives the process. */

#define BLOCKING (sizeof(blocking) / sizeof(*blocking))

static void end_blocking(void)
{
	int status;

	end_lock();
	end_messages();
	if (wait_child) {
		call(NR_kill, wait_child, SIGKILL);
		call(NR_wait4, wait_child, &status, 0, 0);
	}
	call(NR_unlink, scratch_name);
	if (fifo_name[0])
		call(NR_unlink, fifo_name);
	if (local.path[0])
		call(NR_unlink, local.path);
}
