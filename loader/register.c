/*
 * --register: Linux starts alien programs by itself, from any shell or program,
 * through an entry of binfmt_misc for each system whose files say by EI_OSABI what
 * they are (the kernel's Documentation/admin-guide/binfmt-misc.rst).
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mount.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "loader/command.h"
#include "loader/loader.h"
#include "loader/systems.h"

#define BINFMT "/proc/sys/fs/binfmt_misc"

/* linux/binfmts.h: the kernel started us as an interpreter and kept argv[0] (Linux 5.12). */
#define AT_FLAGS_PRESERVE_ARGV0 1

/* EI_OSABI says the system; the rest that counts is: 64 bits, little-endian, x86-64, ET_EXEC or
 * ET_DYN. */
static const char magic[] = "\\x7fELF\\x02\\x01\\x01\\x%02x\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
			    "\\x02\\x00\\x3e\\x00";
static const char mask[] = "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x00\\x00\\x00\\x00\\x00"
			   "\\x00\\x00\\xfe\\xff\\xff\\xff";

static int write_line(const char *file, const char *line)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return errno;
	if (write(fd, line, strlen(line)) < 0)
		error = errno;
	close(fd);
	return error;
}

static int refused(int error)
{
	if (error == EACCES || error == EPERM)
		return complain_and(STATUS_OWN_FAILURE,
				    "--register: binfmt_misc is root's to change: use sudo");
	if (error == ENODEV)
		return complain_and(STATUS_OWN_FAILURE, "--register: the kernel has no binfmt_misc "
							"(CONFIG_BINFMT_MISC)");
	return complain_and(STATUS_OWN_FAILURE, "--register: %s: %s", BINFMT, strerror(error));
}

static int open_binfmt(void)
{
	if (access(BINFMT "/register", F_OK) == 0)
		return 0;
	return mount("binfmt_misc", BINFMT, "binfmt_misc", 0, NULL) < 0 ? errno : 0;
}

/* An entry that is not there is no error. */
static int remove_entry(const char *name)
{
	char file[128];
	int error;

	snprintf(file, sizeof file, BINFMT "/%s", name);
	error = write_line(file, "-1");
	return error == ENOENT ? 0 : error;
}

/*
 * F: abirun's file is opened now, so that programs are found by it in other mount
 * namespaces too.  P: it is told the name that the program was started under.
 */
static int add_entry(const char *name, uint8_t osabi, const char *self)
{
	char line[PATH_MAX + 512], pattern[128];

	snprintf(pattern, sizeof pattern, magic, osabi); /* NOLINT: the format is ours */
	snprintf(line, sizeof line, ":%s:M::%s:%s:%s:FP", name, pattern, mask, self);
	return write_line(BINFMT "/register", line);
}

static bool old_kernel(void)
{
	struct utsname u;
	int major = 0, minor = 0;

	uname(&u);
	sscanf(u.release, "%d.%d", &major, &minor);
	return major < 5 || (major == 5 && minor < 12);
}

int register_command(bool add)
{
	char self[PATH_MAX], name[64];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	int error = n < 0 ? errno : open_binfmt();

	if (error)
		return refused(error);
	self[n] = 0;
	if (add && old_kernel())
		return complain_and(
		    STATUS_OWN_FAILURE,
		    "--register: needs Linux 5.12, which passes on a program's name");
	for (unsigned osabi = 1; osabi < 256; osabi++) {
		const struct system *s = system_of_osabi((uint8_t)osabi);

		if (!s || !abi_named(s->abi))
			continue;
		snprintf(name, sizeof name, "abirun-%s", s->abi);
		error = remove_entry(name);
		if (!error && add)
			error = add_entry(name, (uint8_t)osabi, self);
		if (error)
			return refused(error);
		printf("%s: %s programs %s\n", name, s->name,
		       add ? "start by themselves" : "start through abirun only");
	}
	return 0;
}

bool command_from_kernel(int argc, char **argv, struct command *c)
{
	static char path[PATH_MAX + 2];

	if (!(getauxval(AT_FLAGS) & AT_FLAGS_PRESERVE_ARGV0) || argc < 2)
		return false;
	memset(c, 0, sizeof *c);
	snprintf(path, sizeof path, "%s%s", strchr(argv[1], '/') ? "" : "./", argv[1]);
	/* interpreter, path, argv[0], the arguments */
	c->argv0 = argc > 2 ? argv[2] : "";
	c->argv = argv + (argc > 2 ? 2 : 1);
	c->argc = argc > 2 ? argc - 2 : 1;
	c->argv[0] = path;
	return true;
}
