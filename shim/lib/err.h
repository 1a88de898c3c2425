/* err(3) */
#ifndef SHIM_LIB_ERR_H
#define SHIM_LIB_ERR_H

#include <stdarg.h>

void lib_warnx(const char *format, ...) __attribute__((format(printf, 1, 2)));
void lib_vwarnx(const char *format, va_list args);

#endif
