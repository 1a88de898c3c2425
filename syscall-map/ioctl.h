/* ioctl(2): answers that rows of an OS's table name (abi-tables/ioctl.h). */
#ifndef SYSCALL_MAP_IOCTL_H
#define SYSCALL_MAP_IOCTL_H

#include "abi-tables/ioctl.h"
#include "syscall-map/map.h"

/* What a request means is the same, and what its argument points to. */
ioctl_fn ioctl_same;
/* The host takes `arg` by value; the alien has no argument, or one that says nothing. */
ioctl_fn ioctl_fixed;
/* The alien points to a structure that the host has in another layout, `arg`: read or written. */
ioctl_fn ioctl_get, ioctl_set;
/* The alien points to an int, the host takes it by value through table `arg` (XLAT_none: as it is).
 */
ioctl_fn ioctl_value;
/* The owner of a descriptor's signals: fcntl's F_GETOWN and F_SETOWN. */
ioctl_fn ioctl_get_owner, ioctl_set_owner;
/* FIODTYPE and fdevname(3) of the BSDs: `arg` is the number for a terminal. */
ioctl_fn ioctl_device_kind, ioctl_device_name;
/* SEEK_DATA and SEEK_HOLE (`arg`) that leave the file's offset where it is. */
ioctl_fn ioctl_seek;
/* Room in a socket's send queue. */
ioctl_fn ioctl_send_room;

/* ioctl_tty.c */
ioctl_fn ioctl_flush;     /* an int of 1 for input, 2 for output; 0 is both */
ioctl_fn ioctl_modem_bit; /* set or clear the modem bits `arg` */
ioctl_fn ioctl_is_master; /* whether it is a pseudo-terminal's master */
ioctl_fn ioctl_grant;     /* a master's slave may be opened */
ioctl_fn ioctl_pty_names; /* a master's struct ptmget: two descriptors, two names of one size */
ioctl_fn ioctl_signal;    /* a signal to the terminal's foreground group, by value */

/* ioctl_if.c: struct ifreq of the BSDs, a name and 16 bytes. */
ioctl_fn ioctl_if_addr;  /* an address */
ioctl_fn ioctl_if_flags; /* IFF_, in two halves */
ioctl_fn ioctl_if_int;   /* an int */
ioctl_fn ioctl_if_index; /* an unsigned short */
ioctl_fn ioctl_if_list;  /* SIOCGIFCONF */

#endif
