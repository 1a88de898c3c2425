/* struct msghdr of the BSDs: see msghdr.h. */
#include <errno.h>
#include <sys/socket.h>

#include "abi-tables/bsd44/msghdr.h"

void bsd44_msghdr_to_alien(void *alien, const void *host)
{
	const struct msghdr *h = host;
	struct bsd44_msghdr *a = alien;

	*a = (struct bsd44_msghdr){
		.msg_name = (uint64_t)h->msg_name,
		.msg_namelen = h->msg_namelen,
		.msg_iov = (uint64_t)h->msg_iov,
		.msg_iovlen = (int32_t)h->msg_iovlen,
		.msg_control = (uint64_t)h->msg_control,
		.msg_controllen = (uint32_t)h->msg_controllen,
		.msg_flags = h->msg_flags,
	};
}

long bsd44_msghdr_to_host(void *host, const void *alien)
{
	const struct bsd44_msghdr *a = alien;
	struct msghdr *h = host;

	if (a->msg_iovlen < 0)
		return -EMSGSIZE;
	*h = (struct msghdr){
		.msg_name = (void *)a->msg_name,
		.msg_namelen = a->msg_namelen,
		.msg_iov = (struct iovec *)a->msg_iov,
		.msg_iovlen = (size_t)a->msg_iovlen,
		.msg_control = (void *)a->msg_control,
		.msg_controllen = a->msg_controllen,
		.msg_flags = a->msg_flags,
	};
	return 0;
}
