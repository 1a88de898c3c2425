/* struct msghdr of the BSDs: sys/socket.h. */
#ifndef ABI_TABLES_BSD44_MSGHDR_H
#define ABI_TABLES_BSD44_MSGHDR_H

#include "abi-tables/members.h"

struct bsd44_msghdr {
	uint64_t msg_name;
	uint32_t msg_namelen, pad0;
	uint64_t msg_iov;
	int32_t msg_iovlen, pad1;
	uint64_t msg_control;
	uint32_t msg_controllen;
	int32_t msg_flags;
};
SIZE_IS(struct bsd44_msghdr, 48);

void bsd44_msghdr_to_alien(void *alien, const void *host);
long bsd44_msghdr_to_host(void *host, const void *alien);

#endif
