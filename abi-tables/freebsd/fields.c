/*
 * Structures that are not converted member by member, described for trace:
 * sys/signal.h, sys/_sigset.h, sys/poll.h, sys/socket.h, sys/thr.h, wait(2).
 */
#include "abi-tables/freebsd/fields.h"
#include "abi-tables/freebsd/file_structs.h"
#include "abi-tables/freebsd/frame.h"
#include "abi-tables/freebsd/net.h"

#define F(type, kind, table, member, name)                                                         \
	{                                                                                          \
		name, offsetof(type, member), sizeof(((type *)0)->member), ARG_##kind, table       \
	}

const struct field freebsd_sigset_fields[] = { { "", 0, 16, ARG_SIGNAL, 0 }, { 0 } };
const struct field freebsd_signal_fields[] = { { "", 0, 4, ARG_SIGNAL, 0 }, { 0 } };
const struct field freebsd_status_fields[] = { { "", 0, 4, ARG_HEX, 0 }, { 0 } };
const struct field freebsd_number_fields[] = { { "", 0, 4, ARG_INT, 0 }, { 0 } };
const struct field freebsd_descriptors_fields[] = { { "0", 0, 4, ARG_FD, 0 },
						    { "1", 4, 4, ARG_FD, 0 },
						    { 0 } };

const struct field freebsd_sigaction_fields[] = {
	F(struct freebsd_sigaction, PTR, 0, handler, "sa_handler"),
	F(struct freebsd_sigaction, FLAGS, XLAT_sa, flags, "sa_flags"),
	F(struct freebsd_sigaction, SIGNAL, 0, mask, "sa_mask"),
	{ 0 },
};

const struct field freebsd_sigaltstack_fields[] = {
	F(struct freebsd_stack, PTR, 0, base, "ss_sp"),
	F(struct freebsd_stack, SIZE, 0, size, "ss_size"),
	F(struct freebsd_stack, FLAGS, XLAT_altstack, flags, "ss_flags"),
	{ 0 },
};

const struct field freebsd_siginfo_fields[] = {
	F(struct freebsd_siginfo, SIGNAL, 0, signo, "si_signo"),
	F(struct freebsd_siginfo, ENUM, XLAT_sicode, code, "si_code"),
	F(struct freebsd_siginfo, PID, 0, pid, "si_pid"),
	F(struct freebsd_siginfo, UID, 0, uid, "si_uid"),
	F(struct freebsd_siginfo, INT, 0, status, "si_status"),
	F(struct freebsd_siginfo, PTR, 0, addr, "si_addr"),
	F(struct freebsd_siginfo, HEX, 0, value, "si_value"),
	{ 0 },
};

const struct field freebsd_thread_fields[] = {
	F(struct freebsd_thr_param, PTR, 0, start, "start_func"),
	F(struct freebsd_thr_param, PTR, 0, arg, "arg"),
	F(struct freebsd_thr_param, PTR, 0, stack_base, "stack_base"),
	F(struct freebsd_thr_param, SIZE, 0, stack_size, "stack_size"),
	F(struct freebsd_thr_param, PTR, 0, tls_base, "tls_base"),
	F(struct freebsd_thr_param, HEX, 0, flags, "flags"),
	{ 0 },
};

const struct field freebsd_pollfd_fields[] = {
	{ "fd", 0, 4, ARG_FD, 0 },
	{ "events", 4, 2, ARG_FLAGS, XLAT_poll },
	{ "revents", 6, 2, ARG_FLAGS, XLAT_poll },
	{ 0 },
};

const struct field freebsd_fhandle_fields[] = {
	F(struct freebsd_fhandle, HEX, 0, fh_fsid, "fh_fsid"),
	F(struct freebsd_fhandle, UINT, 0, fid_len, "fid_len"),
	F(struct freebsd_fhandle, HEX, 0, fid_data0, "fid_data0"),
	F(struct freebsd_fhandle, HEX, 0, fid_data[0], "fid_data"),
	{ 0 },
};

const struct field freebsd_msghdr_fields[] = {
	F(struct bsd44_msghdr, PTR, 0, msg_name, "msg_name"),
	F(struct bsd44_msghdr, UINT, 0, msg_namelen, "msg_namelen"),
	F(struct bsd44_msghdr, PTR, 0, msg_iov, "msg_iov"),
	F(struct bsd44_msghdr, INT, 0, msg_iovlen, "msg_iovlen"),
	F(struct bsd44_msghdr, UINT, 0, msg_controllen, "msg_controllen"),
	F(struct bsd44_msghdr, FLAGS, XLAT_msg, msg_flags, "msg_flags"),
	{ 0 },
};
