/* Access control lists (syscall-map/acl.c, abi-tables/freebsd/acl.c). */
#include "tests/map/files.h"

#include <sys/socket.h>
#include <sys/statfs.h>
#include <sys/xattr.h>

/* sys/acl.h */
enum { ACCESS_OLD, DEFAULT_OLD, ACCESS, DEFAULT, NFS4 };
enum { USER_OBJ = 1, USER = 2, GROUP_OBJ = 4, GROUP = 8, MASK = 16, OTHER = 32 };

struct entry {
	uint32_t tag, id, perm;
	uint16_t type, flags;
};

struct acl {
	uint32_t max, count;
	int32_t spare[4];
	struct entry entry[254];
};

struct old_acl {
	int32_t count;
	struct {
		uint32_t tag, id;
		uint16_t perm;
	} entry[32];
};

enum {
	GET_FILE = 347,
	SET_FILE,
	GET_FD,
	SET_FD,
	DELETE_FILE,
	DELETE_FD,
	CHECK_FILE,
	CHECK_FD,
	GET_LINK = 425,
	SET_LINK,
	DELETE_LINK,
	CHECK_LINK
};

static bool has_lists(void)
{
	return getxattr(".", "system.posix_acl_access", NULL, 0) == 0 || errno != EOPNOTSUPP;
}

static void add(struct acl *a, uint32_t tag, uint32_t id, uint32_t perm)
{
	a->max = 254;
	a->entry[a->count++] = (struct entry){ .tag = tag, .id = id, .perm = perm };
}

static const struct entry *find(const struct acl *a, uint32_t tag)
{
	for (uint32_t i = 0; i < a->count; i++)
		if (a->entry[i].tag == tag)
			return &a->entry[i];
	return NULL;
}

/* In an order of its own: the host wants another. */
static struct acl usual(void)
{
	struct acl a = { 0 };

	add(&a, OTHER, -1, 0);
	add(&a, MASK, -1, 6);
	add(&a, GROUP, 42, 4);
	add(&a, USER, 1001, 7);
	add(&a, GROUP_OBJ, -1, 4);
	add(&a, USER_OBJ, -1, 6);
	return a;
}

static void a_mode_is_a_list(void **state)
{
	struct acl a = { .max = 254 };
	struct old_acl old;

	(void)state;
	if (!has_lists())
		skip();
	make_file("f", "");
	chmod("f", 0640);
	assert_int_equal(call_nr(GET_FILE, "f", ACCESS, &a), 0);
	assert_int_equal(a.count, 3);
	assert_int_equal(find(&a, USER_OBJ)->perm, 6);
	assert_int_equal(find(&a, USER_OBJ)->id, UINT32_MAX);
	assert_int_equal(find(&a, GROUP_OBJ)->perm, 4);
	assert_int_equal(find(&a, OTHER)->perm, 0);
	assert_int_equal(call_nr(GET_FILE, "f", ACCESS_OLD, &old), 0);
	assert_int_equal(old.count, 3);
	assert_int_equal(old.entry[0].perm, 6);
	a.max = 32;
	assert_int_equal(call_nr(GET_FILE, "f", ACCESS, &a), -EINVAL);
	assert_int_equal(call_nr(GET_FILE, "f", NFS4, &a), -EINVAL);
	assert_int_equal(call_nr(GET_FILE, "f", 77, &a), -EINVAL);
	assert_int_equal(call_nr(GET_FILE, "f", DEFAULT, &a), -EINVAL);
	assert_int_equal(call_nr(GET_FILE, "nothing", ACCESS, &a), -ENOENT);
	assert_int_equal(call_nr(GET_FILE, "f", ACCESS, BAD), -EFAULT);
	assert_int_equal(call_nr(GET_FD, -1, ACCESS, &a), -EBADF);
}

static void a_list_is_set_and_read(void **state)
{
	struct acl a = usual(), got = { .max = 254 };
	struct stat st;
	long fd;

	(void)state;
	if (!has_lists())
		skip();
	make_file("g", "");
	fd = open("g", O_RDONLY);
	assert_int_equal(call_nr(CHECK_FD, fd, ACCESS, &a), 0);
	assert_int_equal(getxattr("g", "system.posix_acl_access", NULL, 0), -1);
	assert_int_equal(call_nr(SET_FILE, "g", ACCESS, &a), 0);
	assert_int_equal(stat("g", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660); /* the mask is the group's part */
	assert_int_equal(call_nr(GET_FD, fd, ACCESS, &got), 0);
	assert_int_equal(got.count, 6);
	assert_int_equal(find(&got, USER)->id, 1001);
	assert_int_equal(find(&got, USER)->perm, 7);
	assert_int_equal(find(&got, GROUP)->id, 42);
	assert_int_equal(find(&got, MASK)->perm, 6);
	assert_int_equal(find(&got, GROUP_OBJ)->perm, 4);
	chmod("g", 0600);
	assert_int_equal(call_nr(GET_FD, fd, ACCESS, &got), 0);
	assert_int_equal(find(&got, MASK)->perm, 0);
	assert_int_equal(call_nr(DELETE_FD, fd, ACCESS), -EINVAL);
	memset(&a, 0, sizeof a);
	add(&a, USER_OBJ, 7, 6);
	add(&a, GROUP_OBJ, 7, 6);
	add(&a, OTHER, 7, 6);
	assert_int_equal(call_nr(SET_FD, fd, ACCESS, &a), 0);
	assert_int_equal(getxattr("g", "system.posix_acl_access", NULL, 0), -1);
	assert_int_equal(stat("g", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0666);
	close(fd);
}

static void lists_are_checked(void **state)
{
	struct acl a = usual();

	(void)state;
	if (!has_lists())
		skip();
	make_file("h", "");
	a.entry[3].id = UINT32_MAX; /* a user without a number */
	assert_int_equal(call_nr(CHECK_FILE, "h", ACCESS, &a), -EINVAL);
	a = usual();
	a.entry[0].perm = 8;
	assert_int_equal(call_nr(SET_FILE, "h", ACCESS, &a), -EINVAL);
	a = usual();
	a.entry[1].tag = OTHER; /* no mask, others twice */
	assert_int_equal(call_nr(SET_FILE, "h", ACCESS, &a), -EINVAL);
	a = usual();
	a.entry[1].tag = 64;
	assert_int_equal(call_nr(SET_FILE, "h", ACCESS, &a), -EINVAL);
	a = usual();
	a.count = 255;
	assert_int_equal(call_nr(SET_FILE, "h", ACCESS, &a), -EINVAL);
	a.count = 0;
	assert_int_equal(call_nr(SET_FILE, "h", ACCESS, &a), -EINVAL);
	a = usual();
	a.max = 0;
	assert_int_equal(call_nr(SET_FILE, "h", ACCESS, &a), -EINVAL);
	assert_int_equal(call_nr(SET_FILE, "h", ACCESS, BAD), -EFAULT);
	assert_int_equal(call_nr(SET_FILE, "h", ACCESS_OLD, BAD), -EFAULT);
}

static void default_lists(void **state)
{
	struct acl a = usual(), got = { .max = 254 };
	struct stat st;

	(void)state;
	if (!has_lists())
		skip();
	mkdir("d", 0700);
	assert_int_equal(call_nr(GET_FILE, "d", DEFAULT, &got), 0);
	assert_int_equal(got.count, 0);
	assert_int_equal(call_nr(SET_FILE, "d", DEFAULT, &a), 0);
	assert_int_equal(call_nr(GET_FILE, "d", DEFAULT, &got), 0);
	assert_int_equal(got.count, 6);
	close(call_nr(5, "d/new", BSD_CREAT | BSD_WRONLY, 0666));
	assert_int_equal(stat("d/new", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	assert_int_equal(call_nr(DELETE_FILE, "d", DEFAULT), 0);
	assert_int_equal(call_nr(DELETE_FILE, "d", DEFAULT), 0);
	assert_int_equal(call_nr(GET_FILE, "d", DEFAULT, &got), 0);
	assert_int_equal(got.count, 0);
	assert_int_equal(call_nr(DELETE_FILE, "d/new", DEFAULT), -ENOTDIR);
	assert_int_equal(call_nr(DELETE_FILE, "d/new", NFS4), -EINVAL);
}

static void links_have_their_mode(void **state)
{
	struct acl got = { .max = 254 }, a = usual();

	(void)state;
	if (!has_lists())
		skip();
	make_file("target", "");
	chmod("target", 0600);
	assert_int_equal(symlink("target", "sym"), 0);
	assert_int_equal(call_nr(GET_LINK, "sym", ACCESS, &got), 0);
	assert_int_equal(got.count, 3);
	assert_int_equal(find(&got, OTHER)->perm, 7);
	assert_int_equal(call_nr(GET_FILE, "sym", ACCESS, &got), 0);
	assert_int_equal(find(&got, OTHER)->perm, 0);
	assert_int_equal(call_nr(SET_LINK, "sym", ACCESS, &a), -EOPNOTSUPP);
	assert_int_equal(call_nr(SET_LINK, "target", ACCESS, &a), 0);
	assert_int_equal(call_nr(CHECK_LINK, "target", ACCESS, &a), 0);
	assert_int_equal(call_nr(DELETE_LINK, "sym", DEFAULT), -ENOTDIR);
}

static void what_has_no_lists(void **state)
{
	struct acl got = { .max = 254 };
	int pipe_fds[2], s = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(call_nr(GET_FILE, "/proc/self", ACCESS, &got), -EOPNOTSUPP);
	assert_int_equal(call_nr(191, "/proc/self", 59), 0); /* _PC_ACL_EXTENDED */
	assert_int_equal(call_nr(191, "/proc/self", 60), 3); /* _PC_ACL_PATH_MAX */
	assert_int_equal(pipe(pipe_fds), 0);
	assert_int_equal(call_nr(GET_FD, pipe_fds[0], ACCESS, &got), -EINVAL);
	assert_int_equal(call_nr(GET_FD, s, ACCESS, &got), -EINVAL);
	close(s);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
}

static void limits_say_so(void **state)
{
	static struct freebsd_statfs fs;
	bool has = has_lists();
	long fd = open(".", O_RDONLY);

	(void)state;
	assert_int_equal(call_nr(191, ".", 59), has);
	assert_int_equal(call_nr(513, ".", 60), has ? 254 : 3);
	assert_int_equal(call_nr(192, fd, 59), has);
	assert_int_equal(call_nr(191, ".", 64), 0); /* _PC_ACL_NFS4 */
	assert_int_equal(call_nr(555, ".", &fs), 0);
	assert_int_equal(!!(fs.f_flags & 0x8000000), has); /* MNT_ACLS */
	assert_int_equal(call_nr(555, "/proc", &fs), 0);
	assert_false(fs.f_flags & 0x8000000);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mode_is_a_list),      cmocka_unit_test(a_list_is_set_and_read),
		cmocka_unit_test(lists_are_checked),     cmocka_unit_test(default_lists),
		cmocka_unit_test(links_have_their_mode), cmocka_unit_test(what_has_no_lists),
		cmocka_unit_test(limits_say_so),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
