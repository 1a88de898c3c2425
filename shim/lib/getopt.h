/* getopt(3), getopt_long(3), getsubopt(3): their variables, which are the program's. */
#ifndef SHIM_LIB_GETOPT_H
#define SHIM_LIB_GETOPT_H

#include "abi-tables/library.h"

extern struct library_data lib_optarg, lib_opterr, lib_optind, lib_optopt, lib_optreset,
    lib_suboptarg;

#define OPTARG   (*(char **)lib_optarg.at)
#define OPTERR   (*(int *)lib_opterr.at)
#define OPTIND   (*(int *)lib_optind.at)
#define OPTOPT   (*(int *)lib_optopt.at)
#define OPTRESET (*(int *)lib_optreset.at)

#endif
