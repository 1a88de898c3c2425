/* FreeBSD's kevents: see abi-tables/event.h. */
#ifndef ABI_TABLES_FREEBSD_EVENT_H
#define ABI_TABLES_FREEBSD_EVENT_H

#include "abi-tables/event.h"

extern const struct event_abi freebsd_events;

#endif
