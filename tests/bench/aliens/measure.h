/*
 * A measurement: measure(n) does the thing n times.  main() runs it to warm up,
 * then N times in parts, and prints nanoseconds and count of the median part:
 *
 *	PROGRAM N [threads] [ARGUMENT...]
 *
 * With "threads" a second thread sleeps meanwhile, as in most real programs;
 * systems take other paths then.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "alien.h"

void prepare(char **arguments);
void measure(long n);

#endif
