/*
 * getcontext(2), setcontext(2) and swapcontext(2) while signals come: each context is
 * whole, and none is entered twice.
 */
#include "signals.h"

#define ROUNDS 2000
#define ENOUGH 8           /* signals that came before a context was saved */
#define LIMIT  20000000000 /* ns, for a machine with other things to do */

static volatile long handled, again, changed, stop;
static long main_tid;

/*
 * A handler begins with what the program had in rax: where a signal came before a context
 * could be saved, the call's number, which is made again afterwards.  What was left of
 * the attempt may not change the handler's registers any more.
 */
void enter_handler(int sig, struct siginfo *info, struct ucontext *context);
__asm__(".globl enter_handler\n"
	"enter_handler: mov %rax, %rcx; jmp handler\n");

void handler(int sig, struct siginfo *info, struct ucontext *context, long rax);
void handler(int sig, struct siginfo *info, struct ucontext *context, long rax)
{
	static struct ucontext inner;

	(void)sig, (void)info;
	handled++;
	if (context->mcontext.rax == NR_getcontext) {
		again++;
		changed += rax != NR_getcontext;
	}
	if (handled % 16 == 0)
		EXPECT_EQ(call(NR_getcontext, &inner), 0);
}

static void shoot(void *arg)
{
	(void)arg;
	while (!stop) {
		call(NR_thr_kill, main_tid, SIGUSR1);
		call(NR_thr_kill, main_tid, SIGUSR2);
	}
}

/* The same three again and again: saved, and gone back to once. */
static long one_round(long round)
{
	static struct ucontext here;
	volatile long times = 0, mark = round;

	memset(&here, 0, sizeof(here));
	EXPECT_EQ(call(NR_getcontext, &here), 0);
	EXPECT_EQ(mark, round);
	if (times++ == 0)
		call(NR_setcontext, &here);
	return times;
}

int main(int argc, char **argv, char **envp)
{
	struct thread shooter;
	long wrong = 0, start = now();

	(void)argc, (void)argv, (void)envp;
	main_tid = thread_self();
	catch (SIGUSR1, enter_handler, SA_RESTART, NULL);
	catch (SIGUSR2, enter_handler, SA_RESTART, NULL);
	EXPECT_EQ(thread_start(&shooter, shoot, 0, pages(65536), 65536), 0);
	for (long i = 0; (i < ROUNDS || again < ENOUGH) && now() - start < LIMIT; i++)
		wrong += one_round(i) != 2;
	stop = 1;
	thread_join(&shooter);
	EXPECT_EQ(wrong, 0);
	EXPECT(again >= ENOUGH);
	EXPECT_EQ(changed, 0);
	say("%ld signals, %ld of them before a context was saved\n", handled, again);
	return result();
}
