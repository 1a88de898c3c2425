/* Old signals, terminals, timers, daemons: calls under FreeBSD's other names. */
#include "text.h"

#define SIGTERM 15
int sigblock(int mask), sigsetmask(int mask), sighold(int sig), sigrelse(int sig),
    siginterrupt(int sig, int flag);
void (*sigset(int sig, void (*handler)(int)))(int);
void (*signal(int sig, void (*handler)(int)))(int);
struct sigvec {
	void (*handler)(int);
	int mask, flags;
};
int sigvec(int sig, const struct sigvec *new, struct sigvec *old);
extern const char *const sys_siglist[32], *const sys_signame[32], *const sys_errlist[];
extern const int sys_nsig, sys_nerr;
unsigned alarm(unsigned seconds), ualarm(unsigned us, unsigned interval);
int killpg(int group, int sig), nice(int more), times(int t[4]),
    wait3(int *status, int options, void *usage);
int waitid(int type, long id, void *info, int options), daemon(int stay, int keep), pause(void),
    setsid(void);
int at_quick_exit(void (*f)(void));
void quick_exit(int status);
struct termios {
	unsigned iflag, oflag, cflag, lflag;
	unsigned char cc[20];
	unsigned ispeed, ospeed;
};
int posix_openpt(int flags), unlockpt(int fd), grantpt(int fd);
char *ptsname(int fd);
int tcgetattr(int fd, struct termios *t), tcsetattr(int fd, int when, const struct termios *t),
    tcflush(int fd, int which);
void cfmakeraw(struct termios *t), cfmakesane(struct termios *t);
struct winsize {
	unsigned short rows, columns, x, y;
};
int tcgetwinsize(int fd, struct winsize *size), tcsetwinsize(int fd, const struct winsize *size),
    tcdrain(int fd), tcflow(int fd, int how);

static volatile int caught;

static void catch (int sig)
{
	caught = sig;
}

static void old_signals(void)
{
	struct sigvec vec = { catch, 1 << 14, 0 }, before;

	EXPECT_EQ(sigblock(1 << (SIGTERM - 1)), 0);
	EXPECT_EQ(sigvec(SIGTERM, &vec, &before), 0);
	raise(SIGTERM);
	EXPECT_EQ(caught, 0);
	EXPECT_EQ(sigsetmask(0), 1 << (SIGTERM - 1));
	EXPECT_EQ(caught, SIGTERM);
	EXPECT_EQ(sighold(SIGUSR1), 0);
	EXPECT_EQ(sigset(SIGUSR1, catch), 3); /* SIG_HOLD: it was blocked */
	raise(SIGUSR1);
	EXPECT_EQ(caught, SIGUSR1);
	EXPECT_EQ(sigrelse(SIGUSR1), 0);
	EXPECT_EQ(sighold(1000), -1);
	EXPECT_EQ(errno, BSD_EINVAL);
	SAYS("USR2", sys_signame[31]);
	SAYS("Trace/BPT trap", sys_siglist[5]);
	SAYS("Integrity check failed", sys_errlist[sys_nerr - 1]);
	EXPECT_EQ(sys_nsig, 32);
}

static void timers(void)
{
	int used[4];

	signal(SIGALRM, catch);
	EXPECT_EQ(alarm(100), 0);
	EXPECT_EQ(alarm(0), 100);
	caught = 0;
	EXPECT_EQ(ualarm(2000, 0), 0);
	while (!caught)
		usleep(1000);
	EXPECT_EQ(caught, SIGALRM);
	EXPECT(times(used) != -1 && used[0] >= 0);
}

static void children(void)
{
	struct {
		int number, code, other, pid, rest[16];
	} info;
	int status = 0, pid = fork();

	if (!pid)
		_exit(4);
	EXPECT_EQ(waitid(0, pid, &info, 16), 0); /* P_PID, WEXITED */
	EXPECT_EQ(info.number, SIGCHLD);
	EXPECT_EQ(info.rest[0] == 0 && info.pid == pid, 1);
	pid = fork();
	if (!pid) {
		EXPECT_EQ(nice(3), 3);
		setsid();
		signal(SIGHUP, catch);
		killpg(getpid(), SIGHUP);
		quick_exit(caught == SIGHUP ? 6 : 7);
	}
	EXPECT_EQ(wait3(&status, 0, NULL), pid);
	EXPECT_EQ(status, 6 << 8);
}

/* The daemon's parent is gone at once; it writes into the pipe from its own session. */
static void daemons(void)
{
	int ends[2], pid, got[2] = { 0, 0 };

	EXPECT_EQ(pipe(ends), 0);
	pid = fork();
	if (!pid) {
		int me[2] = { getpid(), 0 };

		if (daemon(0, 0) == 0) {
			char here[8] = "";

			me[1] =
			    getpid() != me[0] && getcwd(here, sizeof here) && !strcmp(here, "/");
			write(ends[1], me, sizeof me);
		}
		_exit(0);
	}
	close(ends[1]);
	waitpid(pid, NULL, 0);
	EXPECT_EQ(read(ends[0], got, sizeof got), sizeof got);
	EXPECT_EQ(got[0], pid);
	EXPECT_EQ(got[1], 1);
	close(ends[0]);
}

static void terminals(void)
{
	int master = posix_openpt(O_RDWR), slave;
	struct winsize size = { 30, 90, 0, 0 }, seen;
	struct termios t, sane;

	EXPECT(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
	slave = open(ptsname(master), O_RDWR | 0x8000); /* O_NOCTTY */
	EXPECT(slave >= 0);
	EXPECT_EQ(tcsetwinsize(slave, &size), 0);
	EXPECT_EQ(tcgetwinsize(master, &seen), 0);
	EXPECT_EQ(memcmp(&size, &seen, sizeof size), 0);
	EXPECT_EQ(tcgetattr(slave, &t), 0);
	EXPECT(t.lflag & 8); /* ECHO */
	cfmakeraw(&t);
	EXPECT_EQ(tcsetattr(slave, 2, &t), 0);
	EXPECT_EQ(tcgetattr(slave, &t), 0);
	EXPECT_EQ(t.lflag & 8, 0);
	cfmakesane(&sane);
	EXPECT_EQ(sane.cflag, 0x4b00);
	EXPECT_EQ(sane.cc[8], 3);
	EXPECT_EQ(write(master, "abc", 3), 3);
	EXPECT_EQ(tcflush(slave, 1), 0);
	EXPECT_EQ(tcflush(slave, 0), -1);
	EXPECT_EQ(errno, BSD_EINVAL);
	EXPECT_EQ(tcgetattr(open("/dev/null", O_RDONLY), &t), -1);
	EXPECT_EQ(errno, 25); /* ENOTTY */
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	old_signals();
	timers();
	children();
	daemons();
	terminals();
	return result();
}
