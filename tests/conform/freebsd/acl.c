/* Access control lists: of a mode, set, read back, taken away. */
#include "alien.h"

/* sys/acl.h */
#define ACL_TYPE_ACCESS  2
#define ACL_TYPE_DEFAULT 3
#define ACL_TYPE_NFS4    4

struct entry {
	unsigned tag, id, perm;
	unsigned short type, flags;
};
struct acl {
	unsigned max, count;
	int spare[4];
	struct entry entry[254];
};

static const char file[] = "/tmp/abirun-acl", dir[] = "/tmp/abirun-acl-d";
static struct acl list, got;

static void add(unsigned tag, unsigned id, unsigned perm)
{
	struct entry *e = &list.entry[list.count++];

	e->tag = tag;
	e->id = id;
	e->perm = perm;
}

static void test_lists(long fd)
{
	EXPECT_EQ(got.count, 3);
	EXPECT_EQ(got.entry[0].perm, 6);
	list.max = 254;
	add(1, -1u, 7);
	add(2, 1001, 4);
	add(4, -1u, 4);
	add(32, -1u, 0);
	EXPECT_EQ(call(NR___acl_aclcheck_file, file, ACL_TYPE_ACCESS, &list), -EINVAL);
	add(16, -1u, 6);
	EXPECT_EQ(call(NR___acl_aclcheck_file, file, ACL_TYPE_ACCESS, &list), 0);
	EXPECT_EQ(call(NR___acl_set_file, file, ACL_TYPE_ACCESS, &list), 0);
	EXPECT_EQ(call(NR___acl_get_fd, fd, ACL_TYPE_ACCESS, &got), 0);
	EXPECT_EQ(got.count, 5);
	EXPECT_EQ(got.entry[1].id, 1001);
	EXPECT_EQ(call(NR___acl_get_link, file, ACL_TYPE_NFS4, &got), -EINVAL);
	EXPECT_EQ(call(NR___acl_get_file, file, ACL_TYPE_ACCESS, 8), -EFAULT);
	EXPECT_EQ(call(NR___acl_delete_file, file, ACL_TYPE_ACCESS), -EINVAL);
	EXPECT_EQ(call(NR_mkdir, dir, 0700), 0);
	EXPECT_EQ(call(NR___acl_set_link, dir, ACL_TYPE_DEFAULT, &list), 0);
	EXPECT_EQ(call(NR___acl_get_file, dir, ACL_TYPE_DEFAULT, &got), 0);
	EXPECT_EQ(got.count, 5);
	EXPECT_EQ(call(NR___acl_delete_link, dir, ACL_TYPE_DEFAULT), 0);
	EXPECT_EQ(call(NR___acl_get_file, dir, ACL_TYPE_DEFAULT, &got), 0);
	EXPECT_EQ(got.count, 0);
	EXPECT_EQ(call(NR_rmdir, dir), 0);
}

int main(int argc, char **argv, char **envp)
{
	long fd, ret;

	(void)argc, (void)argv, (void)envp;
	call(NR_unlink, file);
	fd = call(NR_open, file, O_CREAT, 0600);
	got.max = 254;
	ret = call(NR___acl_get_file, file, ACL_TYPE_ACCESS, &got);
	if (ret != -EOPNOTSUPP) { /* /tmp may be without */
		EXPECT_EQ(ret, 0);
		test_lists(fd);
	}
	EXPECT_EQ(call(NR___acl_get_file, "/proc/self", ACL_TYPE_ACCESS, &got), -EOPNOTSUPP);
	call(NR_close, fd);
	call(NR_unlink, file);
	return result();
}
