/*
 * A small runtime for programs that are built for several systems from one
 * source, without any of their libraries: calls, printing, memory, threads,
 * signals, checks.  What differs is in os_<system>.h, which the build includes
 * first; see ../README.md.
 */
#ifndef ALIEN_H
#define ALIEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A program begins here.  The auxiliary vector follows envp's NULL. */
int main(int argc, char **argv, char **envp);

void *memcpy(void *to, const void *from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
long to_long(const char *decimal);

/*
 * Print to descriptor 1, in one write up to 512 bytes: %s, %c, %d and %u (int),
 * %ld, %lu, %lx.  Anything else stands for itself.
 */
void say(const char *format, ...);

/* Nanoseconds of a monotonic clock. */
long now(void);

/* May the program have as many descriptors as it is ever allowed: how many. */
long descriptors_raise(void);

/* Zeroed pages, or an address that is_error() knows. */
void *pages(size_t size);

/*
 * EXPECT says where it failed and counts; `return result()` at the end of main
 * prints the count and answers 0, or 1 where an expectation failed.
 */
#define EXPECT(condition) expect(!!(condition), #condition, __FILE__, __LINE__)
#define EXPECT_EQ(got, wanted)                                                                     \
	expect_equal((long)(got), (long)(wanted), #got " == " #wanted, __FILE__, __LINE__)
void expect(bool held, const char *what, const char *file, int line);
void expect_equal(long got, long wanted, const char *what, const char *file, int line);
int result(void);

/* call(NR_close, fd): up to six arguments, each cast to long; a value or -errno. */
#define CALL_ARGS_(nr, a, b, c, d, e, f, ...)                                                      \
	(long)(nr), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f)
#define call(...) call6(CALL_ARGS_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0))

static inline bool is_error(long ret)
{
	return ret < 0 && ret > -4096;
}

/* A thread that runs fn(arg) on `stack`; joined with thread_join(), once. */
struct thread {
	void (*fn)(void *);
	void *arg;
	long tid;  /* set before fn runs */
	long done; /* how the system says that it is gone; see os_<system>.h */
};
long thread_start(struct thread *t, void (*fn)(void *), void *arg, void *stack, size_t size);
void thread_join(struct thread *t);
long thread_self(void);

/* Sleep while *word holds value, and wake one who does, within this process. */
long word_wait(uint32_t *word, uint32_t value);
long word_wake(uint32_t *word);

/* Sleep until another thread lets this one go on, by its id; it may have done so already. */
long thread_park(void);
long thread_unpark(long tid);

/* Catch a signal; flags are the system's SA_ flags. */
long signal_catch(int signal, void (*handler)(int), int flags);
/* Send one to the thread whose id is tid. */
long signal_thread(long tid, int signal);

/* A queue that tells when fd can be read: kqueue, epoll.  More descriptors; and less. */
long ready_new(int fd);
long ready_add(int queue, int fd);
long ready_remove(int queue, int fd);
/* How many of its descriptors are ready, without waiting. */
long ready_now(int queue);

#endif
