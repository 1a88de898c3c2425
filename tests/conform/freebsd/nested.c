/*
 * Bad pointers behind pointers, and those whose meaning depends on a command: EFAULT, or
 * what FreeBSD says, never a crash.  pointers.c tries the rows' own arguments.
 *
 *	nested [NAME...]	only these cases
 */
#include "nested.h"

#include "nested_io.h"
#include "nested_ipc.h"
#include "nested_proc.h"
#include "nested_signal.h"

#define HELD 42 /* a child's exit status: neither that of an end by chance, nor sh's */

/* A call with a seventh argument and an eighth, both 0, where FreeBSD looks for them. */
static long call_padded(long nr, const long *a)
{
	register long r10 __asm__("r10") = a[3];
	register long r8 __asm__("r8") = a[4];
	register long r9 __asm__("r9") = a[5];
	long c = a[2], ret;
	bool failed;

	__asm__ volatile("sub $128, %%rsp\n"
			 "push $0; push $0; push $0\n"
			 "syscall\n"
			 "lea 152(%%rsp), %%rsp"
			 : "=a"(ret), "=@ccc"(failed), "+d"(c), "+r"(r10), "+r"(r8), "+r"(r9)
			 : "0"(nr), "D"(a[0]), "S"(a[1])
			 : "rcx", "r11", "memory");
	return failed ? -ret : ret;
}

static bool accepted(const struct nested *n, void *bad, long ret)
{
	if (ret == (n->answer == NO_ERROR ? 0 : n->answer ? n->answer : -EFAULT))
		return true;
	if (n->answer == EITHER && (!ret || ret == -EFAULT))
		return true;
	/* acl_maxcnt, which is 0 there, is looked at before the list is written. */
	if (bad == read_only && ret == -EINVAL && !memcmp(n->name, "acl_get", 7))
		return true;
	/* Of UMTX_OP_SHM it is an address, not an object. */
	if (bad == border && ret >= 0 && !strcmp(n->name, "umtx SHM"))
		return true;
	/* Who traces sees more there than FreeBSD shows: pages without access, too. */
	if ((bad == no_access || bad == border) && !ret && !strcmp(n->name, "ptrace PT_IO, there"))
		return true;
	/* Who may not do it at all may be told so first; /tmp may keep no lists of access. */
	if (ret == -EPERM && call(NR_geteuid))
		return true;
	if (ret == -EOPNOTSUPP && !memcmp(n->name, "acl_", 4))
		return true;
	/* As in pointers.c: bytes that are there in part. */
	return n->way & BYTES && bad == border && (ret == 1 || ret == 2);
}

static bool try_address(const void *subject, void *bad)
{
	const struct nested *n = subject;
	long a[6], ret;

	if (n->before)
		n->before();
	for (int i = 0; i < 6; i++)
		a[i] = n->args[i] >= OBJECTS && n->args[i] < OBJECTS_END
			   ? object((enum object)n->args[i])
			   : n->args[i];
	if ((unsigned long)n->slot < 6)
		a[(long)n->slot] = (long)bad;
	else
		*(void **)n->slot = bad;
	ret = call_padded(n->nr, a);
	if (n->after)
		ret = n->after(ret);
	if (!accepted(n, bad, ret))
		say("\t%s: %lx: %ld\n", n->name, (long)bad, ret);
	return accepted(n, bad, ret);
}

static bool is_wanted(const struct nested *n, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (!strcmp(n->name, *names))
			return true;
	return false;
}

/* Each in a child of its own. */
static void try_all(const struct nested *cases, size_t count, char **names)
{
	for (size_t i = 0; i < count; i++) {
		const struct nested *n = &cases[i];
		int status = -1;
		long pid;

		if (!is_wanted(n, names))
			continue;
		pid = fork_here();
		if (!pid) {
			set_object(KQUEUE, call(NR_kqueue)); /* not inherited */
			call(NR_exit_all,
			     each_bad(try_address, n, n->way & MAY_BE_NULL, n->way & WRITTEN) ? HELD
											      : 1);
		}
		EXPECT_EQ(call(NR_wait4, pid, &status, 0, 0), pid);
		EXPECT_EQ(status, HELD << 8);
		if (status != HELD << 8)
			say("\t%s: status %d\n", n->name, status);
	}
}

static void name_path(void)
{
	long id = call(NR_getpid);

	for (size_t i = sizeof(nested_path) - 2; nested_path[i] != '-'; i--, id /= 10)
		nested_path[i] = (char)('0' + id % 10);
}

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

int main(int argc, char **argv, char **envp)
{
	(void)argc, (void)envp;
	name_path();
	make_memory();
	open_io();
	open_ipc();
	try_all(io_cases, COUNT(io_cases), argv + 1);
	try_all(ipc_cases, COUNT(ipc_cases), argv + 1);
	set_object(PROGRAM, call(NR_open, argv[0], O_RDONLY));
	try_all(proc_cases, COUNT(proc_cases), argv + 1);
	if (!argv[1])
		test_signals();
	end_ipc();
	call(NR_unlink, nested_path);
	return result();
}
