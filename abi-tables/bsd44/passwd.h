/* pwd.h of the BSDs. */
#ifndef ABI_TABLES_BSD44_PASSWD_H
#define ABI_TABLES_BSD44_PASSWD_H

#include <stdint.h>

struct bsd44_passwd {
	char *name, *password;
	uint32_t uid, gid;
	int64_t change;
	char *class, *gecos, *directory, *shell;
	int64_t expire;
	int32_t fields[]; /* FreeBSD's: one, and 4 bytes */
};
_Static_assert(sizeof(struct bsd44_passwd) == 72, "struct passwd");

#endif
