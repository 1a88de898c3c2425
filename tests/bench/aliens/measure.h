/*
 * A measurement: measure(n) does the thing n times.  main() runs it once to
 * warm up and once by the clock, and prints how long that took and n:
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
