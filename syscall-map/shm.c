/*
 * POSIX shared memory.  Names are the kernel's own there, and files of /dev/shm
 * here, so that native programs and aliens see the same objects; a slash within a
 * name is written %2F.
 */
#include <fcntl.h>
#include <linux/memfd.h>
#include <sys/stat.h>

#include "syscall-map/file.h"
#include "syscall-map/map.h"
#include "syscall-map/shm.h"

#define SHM_ANONYMOUS 1ul /* the name SHM_ANON, a pointer */
#define NAME_BYTES    SHM_NAME_BYTES

static bool put_escaped(char *to, size_t *n, const char *s)
{
	static const char slash[] = "%2F", percent[] = "%25";

	for (; *s; s++) {
		const char *code = *s == '/' ? slash : *s == '%' ? percent : NULL;

		if (*n + 3 >= NAME_BYTES)
			return false;
		if (!code) {
			to[(*n)++] = *s;
			continue;
		}
		memcpy(to + *n, code, 3);
		*n += 3;
	}
	to[*n] = 0;
	return true;
}

long shm_path_of(struct shm_path *path, const char *kind, unsigned long alien)
{
	char name[NAME_BYTES], *file = path->text + sizeof SHM_FOLDER - 1;
	size_t n = 0;
	long got = string_from_alien(name, alien, sizeof name);

	if (got < 0)
		return got;
	if (name[0] != '/')
		return -EINVAL;
	memcpy(path->text, SHM_FOLDER, sizeof SHM_FOLDER - 1);
	return put_escaped(file, &n, kind) && put_escaped(file, &n, name + 1) ? 0 : -ENAMETOOLONG;
}

static long path_of(struct shm_path *path, unsigned long alien)
{
	long error = shm_path_of(path, "", alien);

	return !error && !path->text[sizeof SHM_FOLDER - 1] ? -EINVAL : error;
}

#define SHM_FLAGS (O_ACCMODE | O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC)

static long check_flags(uint64_t flags)
{
	if (flags & ~(uint64_t)SHM_FLAGS)
		return -EINVAL;
	return (flags & O_ACCMODE) == O_WRONLY ? -EINVAL : 0;
}

/* An object without a name.  The debugging name is the alien's where it gives one. */
static long open_anonymous(uint64_t flags, uint64_t shm, unsigned long debug_name)
{
	char name[NAME_BYTES - 7] = "SHM_ANON";
	long error = debug_name ? string_from_alien(name, debug_name, sizeof name) : 0;

	if (error < 0)
		return error;
	if ((flags & O_ACCMODE) != O_RDWR)
		return -EINVAL;
	return host_call(__NR_memfd_create, name,
			 (flags & O_CLOEXEC ? MFD_CLOEXEC : 0) |
			     (shm & SHM_OWN_SEALING ? MFD_ALLOW_SEALING : 0));
}

static long open_shm(unsigned long name, uint64_t flags, long mode, uint64_t shm,
		     unsigned long debug_name)
{
	struct shm_path path;
	long error = check_flags(flags);

	if (error)
		return error;
	if (shm & SHM_OWN_LARGEPAGE)
		return -EOPNOTSUPP;
	if (name == SHM_ANONYMOUS)
		return open_anonymous(flags, shm, debug_name);
	if (shm & SHM_OWN_SEALING) { /* the host seals objects without a name only */
		hole("shm_open2: SHM_ALLOW_SEALING with a name", 0);
		return -EINVAL;
	}
	error = path_of(&path, name);
	if (error)
		return error;
	return host_call(__NR_open, path.text, flags | O_NOFOLLOW, mode & 0777);
}

/* Name, flags, mode: always closed by exec. */
long map_shm_open(struct call *c)
{
	long error = map_args(c);

	if (error != CALL_HOST)
		return error;
	return open_shm((unsigned long)c->host[0], (uint64_t)c->host[1] | O_CLOEXEC, c->host[2], 0,
			0);
}

/* Name, flags, mode, the object's flags, a name for debugging. */
long map_shm_open2(struct call *c)
{
	long error = map_args(c);

	if (error != CALL_HOST)
		return error;
	return open_shm((unsigned long)c->host[0], (uint64_t)c->host[1], c->host[2],
			(uint64_t)c->host[3], (unsigned long)c->host[4]);
}

long map_shm_unlink(struct call *c)
{
	struct shm_path path;
	long error = path_of(&path, (unsigned long)c->alien[0]);

	return error ? error : host_call(__NR_unlink, path.text);
}

/* From, to, flags. */
long map_shm_rename(struct call *c)
{
	struct shm_path from, to;
	long error = map_args(c);

	if (error == CALL_HOST)
		error = path_of(&from, (unsigned long)c->host[0]);
	if (!error)
		error = path_of(&to, (unsigned long)c->host[1]);
	if (error)
		return error;
	return host_call(__NR_renameat2, AT_FDCWD, from.text, AT_FDCWD, to.text, c->host[2]);
}
