/* acl(3): lists as text, their entries, what can be reckoned from them, and a file's. */
#include "text.h"

typedef struct acl *acl_t;
typedef struct entry *entry_t;
acl_t acl_init(int count), acl_from_text(const char *text), acl_strip_np(acl_t a, int recalculate),
    acl_dup(acl_t a);
acl_t acl_get_file(const char *path, int type), acl_get_fd(int fd);
int acl_set_file(const char *path, int type, acl_t a), acl_free(void *p), acl_valid(acl_t a),
    acl_calc_mask(acl_t *a);
char *acl_to_text_np(acl_t a, long *length, int flags);
int acl_get_brand_np(acl_t a, int *brand), acl_is_trivial_np(acl_t a, int *trivial),
    acl_cmp_np(acl_t a, acl_t b);
int acl_create_entry(acl_t *a, entry_t *e), acl_delete_entry(acl_t a, entry_t e),
    acl_get_entry(acl_t a, int which, entry_t *e);
int acl_set_tag_type(entry_t e, unsigned tag), acl_get_tag_type(entry_t e, unsigned *tag),
    acl_set_qualifier(entry_t e, const void *id);
void *acl_get_qualifier(entry_t e);
int acl_get_permset(entry_t e, unsigned **set), acl_add_perm(unsigned *set, unsigned perm),
    acl_get_perm_np(unsigned *set, unsigned perm);
int acl_equiv_mode_np(acl_t a, unsigned short *mode), acl_extended_file_np(const char *path);

int main(int argc, char **argv, char **envp)
{
	acl_t a = acl_from_text("user::rwx,u:0:rw-\ngroup::r-x # not this\nmask::r--\nother::---"),
	      b, of_file;
	unsigned tag, tags = 0, *set, id = 5;
	unsigned short mode;
	int brand, trivial;
	char name[] = "/tmp/abirun-acls-XXXXXX";
	int fd = mkstemp(name);
	entry_t e;

	(void)argc, (void)argv, (void)envp;
	EXPECT(a && acl_valid(a) == 0);
	SAYS("user::rwx\nuser:0:rw-\t\t# effective: r--\ngroup::r-x\t\t# effective: "
	     "r--\nmask::r--\nother::---\n",
	     acl_to_text_np(a, NULL, 2));
	EXPECT(acl_get_brand_np(a, &brand) == 0 && brand == 1);
	EXPECT(acl_is_trivial_np(a, &trivial) == 0 && !trivial);
	EXPECT(acl_equiv_mode_np(a, &mode) == 1 && mode == 0740);
	b = acl_dup(a);
	EXPECT_EQ(acl_cmp_np(a, b), 0);
	EXPECT_EQ(acl_calc_mask(&a), 0);
	EXPECT_EQ(acl_cmp_np(a, b), 1);
	SAYS("user::rwx\nuser:0:rw-\ngroup::r-x\nmask::rwx\nother::---\n",
	     acl_to_text_np(a, NULL, 2));
	SAYS("user::rwx\ngroup::r-x\nother::---\n", acl_to_text_np(acl_strip_np(a, 0), NULL, 2));
	for (int more = acl_get_entry(a, 0, &e); more == 1; more = acl_get_entry(a, 1, &e)) {
		EXPECT_EQ(acl_get_tag_type(e, &tag), 0);
		tags = tags << 8 | tag;
	}
	EXPECT_EQ(tags, 0x02041020);
	acl_free(a);
	acl_free(b);
	EXPECT(!acl_from_text("nosuch::rwx") && errno == BSD_EINVAL);
	a = acl_init(3);
	EXPECT_EQ(acl_create_entry(&a, &e), 0);
	EXPECT_EQ(acl_set_tag_type(e, 3), -1);
	EXPECT_EQ(acl_set_tag_type(e, 2), 0);
	EXPECT_EQ(acl_set_qualifier(e, &id), 0);
	EXPECT_EQ(*(unsigned *)acl_get_qualifier(e), 5);
	EXPECT(acl_get_permset(e, &set) == 0 && acl_add_perm(set, 4) == 0 &&
	       acl_get_perm_np(set, 4) == 1);
	EXPECT_EQ(acl_valid(a), -1);
	EXPECT_EQ(acl_delete_entry(a, e), 0);
	EXPECT_EQ(acl_get_entry(a, 0, &e), 0);
	acl_free(a);
	of_file = acl_get_fd(fd);
	/* A file system may have none. */
	if (of_file) {
		SAYS("user::rw-\ngroup::---\nother::---\n", acl_to_text_np(of_file, NULL, 2));
		EXPECT_EQ(acl_extended_file_np(name), 0);
		a = acl_from_text("o::r--,g::rw-,u::rwx");
		EXPECT_EQ(acl_set_file(name, 2, a), 0);
		SAYS("user::rwx\ngroup::rw-\nother::r--\n",
		     acl_to_text_np(acl_get_file(name, 2), NULL, 2));
	} else {
		EXPECT_EQ(errno, 45); /* EOPNOTSUPP */
	}
	unlink(name);
	return result();
}
