/* How a program for OpenBSD starts, and what those of this directory share: facts of headers. */
#ifndef TESTS_LIBRARY_OPENBSD_START_H
#define TESTS_LIBRARY_OPENBSD_START_H

#include "tests/library/named.h"

int main(int argc, char **argv, char **envp);
char ***_csu_finish(char **argv, char **envp, void (*cleanup)(void));

long __guard_local __attribute__((visibility("hidden"), section(".openbsd.randomdata")));

void start(long argc, char **argv, char **envp, void (*cleanup)(void))
{
	exit(main((int)argc, argv, *_csu_finish(argv, envp, cleanup)));
}

/* stdio.h: what programs' macros look at */
typedef struct {
	u8 *p;
	int r, w;
	short flags, file;
	char room[128];
} FILE;
extern FILE __sF[3];
#define stdin  (&__sF[0])
#define stdout (&__sF[1])
#define stderr (&__sF[2])
#define EOF    (-1)
int __srget(FILE *f), __swbuf(int c, FILE *f);
#define getc(f) (--(f)->r < 0 ? __srget(f) : (int)*(f)->p++)

int *__errno(void);
#define errno (*__errno())
FILE *fopen(const char *path, const char *mode);
int fclose(FILE *f), fputs(const char *s, FILE *f), fflush(FILE *f), fileno(FILE *f);
int printf(const char *format, ...), fprintf(FILE *f, const char *format, ...);
int snprintf(char *to, u64 size, const char *format, ...);
char *fgets(char *line, int size, FILE *f);
int open(const char *path, int flags, ...), close(int fd), unlink(const char *path);
long read(int fd, void *to, u64 size);
int mkdir(const char *path, u32 mode), rmdir(const char *path), chdir(const char *path);
int fork(void), waitpid(int pid, int *status, int options), getpid(void);
void _exit(int status) __attribute__((noreturn));
char *mkdtemp(char *path);
void *malloc(u64 size);
void free(void *p);

struct timespec {
	long tv_sec, tv_nsec;
};
struct stat {
	u32 st_mode;
	int st_dev;
	u64 st_ino;
	u32 st_nlink, st_uid, st_gid;
	int st_rdev;
	struct timespec st_atim, st_mtim, st_ctim;
	long st_size, st_blocks;
	int st_blksize;
	u32 st_flags, st_gen;
	struct timespec st_birthtim;
};
int stat(const char *path, struct stat *st);

#define ENOENT 2
#define EACCES 13
#define EINVAL 22

#endif
