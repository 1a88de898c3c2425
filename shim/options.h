/* What the user asked for, as the shim reads it.  Set by the loader before the alien starts. */
#ifndef SHIM_OPTIONS_H
#define SHIM_OPTIONS_H

#include <stdbool.h>

/* NET_EXCLUSIVE: always, in the one way that kernels before 6.17 have. */
enum net_mode { NET_AUTO, NET_ALWAYS, NET_OFF, NET_EXCLUSIVE };

struct options {
	bool trace;        /* --trace: what, see trace_select */
	bool stats;        /* --stats */
	bool strict;       /* --strict: stop at a call we cannot do */
	enum net_mode net; /* --net */
};

extern struct options options;

#endif
