/* What setcred(2) is to set: XLAT_setcred. */
#ifndef SYSCALL_MAP_ID_H
#define SYSCALL_MAP_ID_H

enum {
	SETCRED_UID = 1,
	SETCRED_RUID = 2,
	SETCRED_SVUID = 4,
	SETCRED_GID = 8,
	SETCRED_RGID = 16,
	SETCRED_SVGID = 32,
	SETCRED_GROUPS = 64,
	SETCRED_LABEL = 128
};

#endif
