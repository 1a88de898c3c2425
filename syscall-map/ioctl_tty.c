/* Requests on terminals whose arguments are not alike (tty(4) of the BSDs, ioctl_tty(2)). */
#include <asm/ioctls.h>
#include <asm/termbits.h>

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

long ioctl_signal(struct call *c, const struct ioctl_row *row)
{
	int sig = signal_to_host((int)c->alien[2]);

	if (!sig)
		return -EINVAL;
	ioctl_same(c, row);
	c->host[2] = sig;
	return CALL_HOST;
}
