/* Requests on terminals whose arguments are not alike (tty(4) of the BSDs, ioctl_tty(2)). */
#include <asm/ioctls.h>
#include <asm/termbits.h>

#include "shim/alien_mem.h"
#include "shim/host.h"
#include "syscall-map/file.h"
#include "syscall-map/ioctl.h"

enum { FLUSH_INPUT = 1, FLUSH_OUTPUT = 2 }; /* FREAD and FWRITE */

long ioctl_flush(struct call *c, const struct ioctl_row *row)
{
	uint32_t what;

	if (get_alien_u32(&what, (unsigned long)c->alien[2]))
		return -EFAULT;
	what &= FLUSH_INPUT | FLUSH_OUTPUT;
	ioctl_same(c, row);
	c->host[2] = what == FLUSH_INPUT ? TCIFLUSH : what == FLUSH_OUTPUT ? TCOFLUSH : TCIOFLUSH;
	return CALL_HOST;
}

long ioctl_modem_bit(struct call *c, const struct ioctl_row *row)
{
	int bits = row->arg;

	return host_call(__NR_ioctl, c->alien[0], row->host, &bits);
}

long ioctl_is_master(struct call *c, const struct ioctl_row *row)
{
	int number;

	return host_call(__NR_ioctl, c->alien[0], row->host, &number);
}

/* grantpt(3).  On the host a slave is its user's from the first, but locked. */
long ioctl_grant(struct call *c, const struct ioctl_row *row)
{
	int number, unlocked = 0;
	long error = host_call(__NR_ioctl, c->alien[0], row->host, &number);

	return error ? error : host_call(__NR_ioctl, c->alien[0], TIOCSPTLCK, &unlocked);
}

/*
 * TIOCPTSNAME of a master opened as /dev/ptmx: the names of both sides.  It makes no
 * descriptors, and says -1 for them.  The host tells the slave's number.  Names have as
 * much room as the request's size says.
 */
long ioctl_pty_names(struct call *c, const struct ioctl_row *row)
{
	static const char master[] = "/dev/ptmx";
	unsigned long to = (unsigned long)c->alien[2];
	size_t half = ((row->alien >> 16 & 0x1fff) - 8) / 2;
	char slave[24] = "/dev/pts/", *end;
	int number;
	long error = host_call(__NR_ioctl, c->alien[0], row->host, &number);

	if (error)
		return error;
	end = put_decimal(slave + sizeof "/dev/pts/" - 1, (unsigned)number);
	*end = 0;
	if ((size_t)(end - slave) >= half)
		return -E2BIG;
	return put_alien_u64(to, ~0ul)
		   ?: clear_alien(to + 8, 2 * half)
			  ?: copy_to_alien(to + 8, master, sizeof master)
				 ?: copy_to_alien(to + 8 + half, slave, (size_t)(end - slave));
}

long ioctl_signal(struct call *c, const struct ioctl_row *row)
{
	int sig = signal_to_host((int)c->alien[2]);

	if (!sig)
		return -EINVAL;
	ioctl_same(c, row);
	c->host[2] = sig;
	return CALL_HOST;
}
