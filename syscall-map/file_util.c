/* What the map functions of files share. */
#include <fcntl.h>
#include <sys/stat.h>

#include "syscall-map/file.h"
#include "syscall-map/map.h"

char *put_decimal(char *at, uint64_t value)
{
	char digits[20];
	int n = 0;

	do
		digits[n++] = '0' + value % 10;
	while (value /= 10);
	while (n)
		*at++ = digits[--n];
	return at;
}

void fd_path(char *path, long fd)
{
	static const char prefix[] = "/proc/self/fd/";

	memcpy(path, prefix, sizeof prefix - 1);
	*put_decimal(path + sizeof prefix - 1, (uint32_t)fd) = 0;
}

long path_is_empty(unsigned long path)
{
	char first;
	long error = copy_from_alien(&first, path, 1);

	return error ? error : !first;
}

long file_type(long dirfd, unsigned long path)
{
	struct stat st;
	long error = host_call(__NR_newfstatat, dirfd, path, &st, AT_SYMLINK_NOFOLLOW);

	return error ? error : (long)(st.st_mode & S_IFMT);
}
