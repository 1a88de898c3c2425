/* Objects with names of their own, which begin with a slash: files of /dev/shm here. */
#ifndef SYSCALL_MAP_SHM_H
#define SYSCALL_MAP_SHM_H

#define SHM_NAME_BYTES 256
#define SHM_FOLDER     "/dev/shm/"

struct shm_path {
	char text[sizeof SHM_FOLDER + SHM_NAME_BYTES];
};

/*
 * The file of the alien's name; `kind` stands before it, to keep kinds of objects
 * apart.  0, -EFAULT, -EINVAL where it does not begin with a slash, -ENAMETOOLONG.
 */
long shm_path_of(struct shm_path *path, const char *kind, unsigned long alien);

#endif
