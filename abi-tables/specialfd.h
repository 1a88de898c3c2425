/* What the specialfd table of an OS leads to. */
#ifndef ABI_TABLES_SPECIALFD_H
#define ABI_TABLES_SPECIALFD_H

enum special_fd { SPECIAL_EVENTFD, SPECIAL_INOTIFY, SPECIAL_COUNT };

#endif
