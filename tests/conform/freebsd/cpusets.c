/* cpuset(2) and kin: numbered sets, masks of threads and processes, domains of memory. */
#include "signals.h"

#define LEVEL_ROOT    1
#define LEVEL_CPUSET  2
#define LEVEL_WHICH   3
#define WHICH_TID     1
#define WHICH_PID     2
#define WHICH_CPUSET  3
#define WHICH_IRQ     4
#define WHICH_DOMAIN  6
#define WHICH_TIDPID  9

#define EDEADLK       11
#define ERANGE        34

#define POLICY_RR     1
#define POLICY_FT     2
#define POLICY_PREFER 3

struct mask {
	unsigned long word[128];
};

static struct mask root;

static long get(int level, int which, long id, struct mask *m)
{
	return call(NR_cpuset_getaffinity, level, which, id, sizeof(*m), m);
}

static long set(int level, int which, long id, const struct mask *m)
{
	return call(NR_cpuset_setaffinity, level, which, id, sizeof(*m), m);
}

static int id_of(int which, long id)
{
	int set = -1;

	EXPECT_EQ(call(NR_cpuset_getid, LEVEL_CPUSET, which, id, &set), 0);
	return set;
}

static bool same(const struct mask *a, const struct mask *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/* The first processor that this process may run on. */
static struct mask first_of(const struct mask *all)
{
	struct mask m = { { 0 } };

	for (size_t i = 0; i < sizeof(m.word) / sizeof(*m.word); i++)
		if (all->word[i]) {
			m.word[i] = all->word[i] & -all->word[i];
			return m;
		}
	return m;
}

static void test_masks(void)
{
	struct mask m, before, one, none = { { 0 } };
	unsigned char bytes[8];
	long pid = call(NR_getpid);

	EXPECT_EQ(get(LEVEL_ROOT, WHICH_PID, -1, &root), 0);
	EXPECT_EQ(get(LEVEL_CPUSET, WHICH_TID, -1, &m), 0);
	EXPECT(same(&root, &m));
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_CPUSET, 1, &m), 0);
	EXPECT(same(&root, &m));
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_TID, -1, &before), 0);
	one = first_of(&before);
	EXPECT_EQ(set(LEVEL_WHICH, WHICH_TID, thread_self(), &one), 0);
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_PID, pid, &m), 0);
	EXPECT(same(&one, &m));
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_TIDPID, thread_self(), &m), 0);
	EXPECT(same(&one, &m));
	EXPECT_EQ(set(LEVEL_WHICH, WHICH_TIDPID, pid, &before), 0);
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_TID, -1, &m), 0);
	EXPECT(same(&before, &m));
	EXPECT_EQ(set(LEVEL_WHICH, WHICH_PID, -1, &none), -EDEADLK);
	none.word[127] = 1ul << 63;
	EXPECT_EQ(set(LEVEL_WHICH, WHICH_PID, -1, &none), -EDEADLK);
	EXPECT_EQ(set(LEVEL_ROOT, WHICH_PID, -1, &one), -EPERM);
	EXPECT_EQ(set(LEVEL_CPUSET, WHICH_PID, -1, &one), -EPERM);
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_DOMAIN, 0, &m), 0);
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_DOMAIN, 9999, &m), -EINVAL);
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_IRQ, 0, &m), -EINVAL);
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_PID, 0x3ffffff, &m), -ESRCH);
	EXPECT_EQ(get(LEVEL_CPUSET, WHICH_PID, 0x3ffffff, &m), -ESRCH);
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_CPUSET, 77, &m), -ESRCH);
	EXPECT_EQ(call(NR_cpuset_getaffinity, 3, 1, -1, 4, bytes), -ERANGE);
	EXPECT_EQ(call(NR_cpuset_getaffinity, 4, 1, -1, 8, bytes), -EINVAL);
	EXPECT_EQ(call(NR_cpuset_getaffinity, 3, 1, -1, sizeof(m), 8), -EFAULT);
	EXPECT_EQ(call(NR_cpuset_setaffinity, 3, 1, -1, sizeof(m), 8), -EFAULT);
}

/* A thread with a mask of its own keeps it within its set; others follow the set. */
static void test_sets(void)
{
	struct mask m, before, one;
	int own = 0, second = 0, status;
	long pid, ret;

	EXPECT_EQ(get(LEVEL_WHICH, WHICH_TID, -1, &before), 0);
	one = first_of(&before);
	EXPECT_EQ(id_of(WHICH_PID, -1), 1);
	EXPECT_EQ(call(NR_cpuset, &own), 0);
	EXPECT(own > 1);
	EXPECT_EQ(id_of(WHICH_TID, -1), own);
	EXPECT_EQ(id_of(WHICH_CPUSET, own), own);
	EXPECT_EQ(get(LEVEL_CPUSET, WHICH_PID, -1, &m), 0);
	EXPECT(same(&m, &root));
	EXPECT_EQ(set(LEVEL_WHICH, WHICH_CPUSET, own, &one), 0);
	EXPECT_EQ(get(LEVEL_CPUSET, WHICH_PID, -1, &m), 0);
	EXPECT(same(&m, &one));
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_TID, -1, &m), 0);
	EXPECT(same(&m, &one));
	if (!same(&root, &one))
		EXPECT_EQ(set(LEVEL_WHICH, WHICH_TID, -1, &root), -EDEADLK);
	/* A child is in its parent's set, and can make its own. */
	pid = call6_two(NR_fork, 0, 0, 0, 0, 0, 0, &ret);
	if (ret == 1) {
		EXPECT_EQ(id_of(WHICH_PID, -1), own);
		EXPECT_EQ(call(NR_cpuset, &second), 0);
		EXPECT(second != own);
		EXPECT_EQ(call(NR_cpuset_setid, WHICH_PID, -1, own), 0);
		EXPECT_EQ(get(LEVEL_WHICH, WHICH_TID, -1, &m), 0);
		EXPECT(same(&m, &one));
		EXPECT_EQ(call(NR_cpuset_setid, WHICH_PID, -1, second), 0);
		EXPECT_EQ(id_of(WHICH_PID, -1), second);
		call(NR_exit_all, result());
	}
	EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
	EXPECT_EQ(status, 0);
	EXPECT_EQ(id_of(WHICH_PID, -1), own);
	EXPECT_EQ(call(NR_cpuset_setid, WHICH_PID, -1, 1), 0);
	EXPECT_EQ(id_of(WHICH_PID, -1), 1);
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_TID, -1, &m), 0);
	EXPECT(same(&m, &before));
	EXPECT_EQ(call(NR_cpuset_setid, WHICH_TID, -1, 1), -EINVAL);
	EXPECT_EQ(call(NR_cpuset_setid, WHICH_PID, -1, 999), -ESRCH);
	EXPECT_EQ(call(NR_cpuset_getid, LEVEL_WHICH, WHICH_PID, -1, &own), -EINVAL);
	EXPECT_EQ(call(NR_cpuset, 8), -EFAULT);
	EXPECT_EQ(id_of(WHICH_PID, -1), 1);
	for (int i = 0; i < 100; i++)
		EXPECT_EQ(call(NR_cpuset, &own), 0);
	EXPECT_EQ(get(LEVEL_WHICH, WHICH_CPUSET, own, &m), 0);
}

static void test_domains(void)
{
	unsigned long all[4], m[4], none[4] = { 0 };
	int policy = -1;

	EXPECT_EQ(call(NR_cpuset_getdomain, LEVEL_ROOT, WHICH_PID, -1, 32, all, &policy), 0);
	EXPECT_EQ(policy, POLICY_FT);
	EXPECT(all[0] != 0);
	EXPECT_EQ(call(NR_cpuset_setdomain, LEVEL_WHICH, WHICH_PID, -1, 32, all, POLICY_RR), 0);
	EXPECT_EQ(call(NR_cpuset_getdomain, LEVEL_WHICH, WHICH_TID, -1, 32, m, &policy), 0);
	EXPECT(policy == POLICY_RR || policy == POLICY_FT); /* a host without such calls */
	EXPECT(!memcmp(m, all, sizeof(m)));
	none[0] = all[0] & -all[0];
	EXPECT_EQ(call(NR_cpuset_setdomain, LEVEL_WHICH, WHICH_TID, thread_self(), 32, none,
		       POLICY_PREFER),
		  0);
	EXPECT_EQ(call(NR_cpuset_getdomain, LEVEL_WHICH, WHICH_TID, -1, 8, m, &policy), 0);
	EXPECT_EQ(m[0], none[0]);
	EXPECT_EQ(call(NR_cpuset_setdomain, LEVEL_WHICH, WHICH_PID, -1, 32, all, POLICY_FT), 0);
	EXPECT_EQ(call(NR_cpuset_getdomain, LEVEL_WHICH, WHICH_TID, -1, 32, m, &policy), 0);
	EXPECT_EQ(policy, POLICY_FT);
	EXPECT_EQ(call(NR_cpuset_setdomain, LEVEL_WHICH, WHICH_PID, -1, 32, all, 9), -EINVAL);
	EXPECT_EQ(call(NR_cpuset_setdomain, LEVEL_ROOT, WHICH_PID, -1, 32, all, POLICY_FT), -EPERM);
	EXPECT_EQ(call(NR_cpuset_setdomain, LEVEL_WHICH, WHICH_PID, 1, 32, all, POLICY_FT), -ESRCH);
	none[0] = 0;
	EXPECT_EQ(call(NR_cpuset_setdomain, LEVEL_WHICH, WHICH_PID, -1, 32, none, 1), -EINVAL);
	none[3] = 1ul << 63;
	EXPECT_EQ(call(NR_cpuset_setdomain, LEVEL_WHICH, WHICH_PID, -1, 32, none, 1), -EDEADLK);
	EXPECT_EQ(call(NR_cpuset_getdomain, LEVEL_ROOT, WHICH_PID, -1, 40, all, &policy), -ERANGE);
	EXPECT_EQ(call(NR_cpuset_getdomain, LEVEL_ROOT, WHICH_PID, -1, 32, 8, &policy), -EFAULT);
	EXPECT_EQ(call(NR_cpuset_getdomain, LEVEL_ROOT, WHICH_PID, -1, 32, all, 8), -EFAULT);
}

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)argv, (void)envp;
	test_masks();
	test_sets();
	test_domains();
	return result();
}
