/* What FreeBSD's tree of kernel values says of aio(4) as it is now. */
#include "abi-tables/freebsd/sysctl.h"
#include "shim/worker.h"
#include "syscall-map/aio.h"

long say_aio_requests(struct sysctl *s)
{
	return sysctl_out_int(s, aio_count_requests());
}

long say_aio_workers(struct sysctl *s)
{
	return sysctl_out_int(s, worker_count());
}
