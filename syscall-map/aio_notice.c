/* How the end of a request of aio is told: see aio.h. */
#include "shim/host_signal.h"
#include "shim/threads.h"
#include "syscall-map/aio_job.h"
#include "syscall-map/event.h"

struct event_request job_event(const struct job *j)
{
	return (struct event_request){
		.filter = FILTER_AIO, .ident = j->control, .udata = j->notice.value, .id = j->number
	};
}

struct event_request list_event(const struct job_list *l)
{
	return (struct event_request){
		.filter = FILTER_LIO, .ident = l->address, .udata = l->notice.value, .id = l->id
	};
}

/* The host lets a process give signals to itself any code and value. */
static void signal_process(const struct aio_notice *n)
{
	struct host_siginfo si = { .signo = n->signal, .code = HOST_SI_ASYNCIO };
	long pid = host_call(__NR_getpid);

	si.value = n->value;
	/* Where its queue of signals is full, one without a value is better than none. */
	if (host_call(__NR_rt_sigqueueinfo, pid, n->signal, &si) == -EAGAIN)
		host_call(__NR_kill, pid, n->signal);
}

static void signal_thread(const struct aio_notice *n)
{
	struct host_siginfo si = { .signo = n->signal, .code = HOST_SI_ASYNCIO };
	long pid = host_call(__NR_getpid);

	si.value = n->value;
	if (!threads_have(n->thread))
		return;
	if (host_call(__NR_rt_tgsigqueueinfo, pid, n->thread, n->signal, &si) == -EAGAIN)
		host_call(__NR_tgkill, pid, n->thread, n->signal);
}

void aio_tell(const struct aio_notice *n, const struct event_request *event, int64_t data)
{
	switch (n->how) {
	case AIO_TELL_PROCESS:
		signal_process(n);
		break;
	case AIO_TELL_THREAD:
		signal_thread(n);
		break;
	case AIO_TELL_KQUEUE:
		event_request_done(event, data);
		break;
	}
}
