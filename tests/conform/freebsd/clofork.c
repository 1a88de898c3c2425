/* Descriptors that a child is not to have: FD_CLOFORK, at fork and at vfork. */
#include "alien.h"

#define O_CLOFORK    0x8000000  /* sys/fcntl.h */
#define SOCK_CLOFORK 0x40000000 /* sys/socket.h */
#define FD_CLOFORK   4

/* In the child: 0 where what is to be closed is, and the rest is not. */
static int look(const long *closed, int count, long kept)
{
	for (int i = 0; i < count; i++)
		if (call(NR_fcntl, closed[i], F_GETFD) != -EBADF)
			return 1 + i;
	return call(NR_fcntl, kept, F_GETFD) == 0 ? 0 : 100;
}

static void try(int nr, const long *closed, int count, long kept)
{
	long second, pid = call6_two(nr, 0, 0, 0, 0, 0, 0, &second);
	int status = -1;

	if (second == 1)
		call(NR_exit_all, look(closed, count, kept));
	EXPECT(pid > 0);
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 0);
	for (int i = 0; i < count; i++)
		EXPECT_EQ(call(NR_fcntl, closed[i], F_GETFD), FD_CLOFORK);
}

int main(int argc, char **argv, char **envp)
{
	long closed[4], kept = call(NR_open, "/", 0);
	int pipe[2];

	(void)argc, (void)argv, (void)envp;
	EXPECT_EQ(call(NR_pipe2, pipe, O_CLOFORK), 0);
	closed[0] = pipe[0];
	closed[1] = pipe[1];
	closed[2] = call(NR_open, "/", O_CLOFORK);
	closed[3] = call(NR_socket, 1, 1 | SOCK_CLOFORK, 0);
	try(NR_fork, closed, 4, kept);
	try(NR_vfork, closed, 4, kept);
	try(NR_fork, closed, 4, kept);
	return result();
}
