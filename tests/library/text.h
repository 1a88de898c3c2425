/* Checks of text that a function made: SAYS("wanted", expression). */
#ifndef TEXT_H
#define TEXT_H

#include "bsd.h"

#define SAYS(wanted, got)                                                                          \
	do {                                                                                       \
		const char *text_got = (got);                                                      \
		bool text_same = text_got && !strcmp(text_got, wanted);                            \
                                                                                                   \
		bsd_expect(text_same, #got, __LINE__, 0);                                          \
		if (!text_same)                                                                    \
			printf("\t'%s' for '%s'\n", text_got ? text_got : "NULL", wanted);         \
	} while (0)

/* What printf would print. */
static char text_room[512];
#define PRINTED(...) (snprintf(text_room, sizeof text_room, __VA_ARGS__), text_room)

#endif
