/* What rfork(2) is asked for; XLAT_rfork translates into these. */
#ifndef SYSCALL_MAP_EXEC_H
#define SYSCALL_MAP_EXEC_H

#define RFORK_PROCESS    1 /* a new process */
#define RFORK_COPY_FILES 2 /* with descriptors of its own */
#define RFORK_NO_FILES   8 /* without any descriptor */
#define RFORK_SPAWN      4 /* as vfork, for a program to be executed at once */

#endif
