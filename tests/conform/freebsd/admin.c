/* Calls of administrators, and utrace(2), with which a program tells who traces it. */
#include "alien.h"

int main(int argc, char **argv, char **envp)
{
	long ret = call(NR_swapoff, "/nowhere", 0);

	(void)argc, (void)argv, (void)envp;
	EXPECT(ret == -EPERM || (ret == -ENOENT && !call(NR_geteuid)));
	EXPECT_EQ(call(NR_swapoff, "/nowhere", 2), -EINVAL);
	EXPECT_EQ(call(NR_revoke, "/nowhere"), -ENOENT);
	EXPECT_EQ(call(NR_revoke, "/"), -EINVAL);
	EXPECT_EQ(call(NR_utrace, "told", 5), 0);
	EXPECT_EQ(call(NR_utrace, 8, 4096), 0);
	return result();
}
