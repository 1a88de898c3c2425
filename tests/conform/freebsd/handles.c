/* File handles: for the superuser a way to a file without its name, for others EPERM. */
#include "alien.h"

#define ESTALE 70

struct fhandle { /* sys/mount.h */
	unsigned fsid[2];
	unsigned short len, data0;
	char data[16];
};

static const char path[] = "/tmp/abirun-handle", second[] = "/tmp/abirun-handle-2";

static void test_own(const struct fhandle *h)
{
	static char status[224], fs[2344];
	char text[8] = "";
	long fd = call(NR_fhopen, h, O_RDWR);

	if (fd == -EPERM) /* the host's capabilities, not its user's number */
		return;
	EXPECT(fd >= 0);
	EXPECT_EQ(call(NR_read, fd, text, 8), 4);
	EXPECT_EQ(strcmp(text, "text"), 0);
	call(NR_close, fd);
	EXPECT_EQ(call(NR_fhstat, h, status), 0);
	EXPECT_EQ(*(long *)(status + 112), 4); /* st_size */
	EXPECT_EQ(call(NR_fhstatfs, h, fs), 0);
	EXPECT_EQ(call(NR_fhlink, h, second), 0);
	EXPECT_EQ(call(NR_unlink, second), 0);
	EXPECT_EQ(call(NR_fhreadlink, h, text, 8), -22);
	EXPECT_EQ(call(NR_unlink, path), 0);
	EXPECT_EQ(call(NR_fhopen, h, 0), -ESTALE);
}

int main(int argc, char **argv, char **envp)
{
	struct fhandle h = { .len = 0 };
	long fd, ret;

	(void)argc, (void)argv, (void)envp;
	call(NR_unlink, path);
	fd = call(NR_open, path, O_RDWR | O_CREAT, 0600);
	EXPECT_EQ(call(NR_write, fd, "text", 4), 4);
	call(NR_close, fd);
	ret = call(NR_getfh, path, &h);
	if (call(NR_geteuid)) {
		EXPECT_EQ(ret, -EPERM);
		EXPECT_EQ(call(NR_fhopen, &h, 0), -EPERM);
	} else if (ret != -EOPNOTSUPP) {
		EXPECT_EQ(ret, 0);
		EXPECT_EQ(call(NR_getfh, path, 8), -EFAULT);
		test_own(&h);
	}
	call(NR_unlink, path);
	return result();
}
