/* System V IPC: FreeBSD's rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>

#include "abi-tables/freebsd/freebsd.h"
#include "abi-tables/freebsd/structs.h"
#include "tests/map/harness.h"

#define BAD ((void *)8)

enum { RMID = 0, SET = 1, STAT = 2, CREAT = 01000, EXCL = 02000, NOWAIT = 04000 };

static void shared_memory(void **state)
{
	struct freebsd_shmid ds;
	char *at, *again;
	long id = call_nr(231, 0, 10000, CREAT | 0640);

	(void)state;
	assert_true(id >= 0);
	at = (char *)call_nr(228, id, NULL, 0);
	again = (char *)call_nr(228, id, NULL, 010000);
	assert_true((long)at > 0 && (long)again > 0);
	strcpy(at, "shared");
	assert_string_equal(again, "shared");
	memset(&ds, 0xff, sizeof ds);
	assert_int_equal(call_nr(512, id, STAT, &ds), 0);
	assert_int_equal(ds.shm_segsz, 10000);
	assert_int_equal(ds.shm_nattch, 2);
	assert_int_equal(ds.shm_cpid, getpid());
	assert_int_equal(ds.shm_perm.mode, 0640);
	assert_int_equal(ds.shm_perm.uid, getuid());
	ds.shm_perm.mode = 0600;
	assert_int_equal(call_nr(512, id, SET, &ds), 0);
	assert_int_equal(call_nr(512, id, STAT, &ds), 0);
	assert_int_equal(ds.shm_perm.mode, 0600);
	assert_int_equal(call_nr(512, id, STAT, BAD), -EFAULT);
	assert_int_equal(call_nr(512, id, 13, &ds), -EINVAL);
	assert_int_equal(call_nr(228, id, NULL, 040000), -EINVAL);
	assert_int_equal(call_nr(230, at), 0);
	assert_int_equal(call_nr(230, again), 0);
	assert_int_equal(call_nr(512, id, RMID, NULL), 0);
	assert_int_equal(call_nr(512, id, RMID, NULL), -EINVAL);
}

static void keys(void **state)
{
	long key = 0x5a000000 | (getpid() & 0xffffff),
	     id = call_nr(221, key, 1, CREAT | EXCL | 0600);

	(void)state;
	assert_true(id >= 0);
	assert_int_equal(call_nr(221, key, 1, CREAT | EXCL | 0600), -EEXIST);
	assert_int_equal(call_nr(221, key, 1, 0), id);
	/* One that the host would take for this one. */
	assert_int_equal(call_nr(221, key | 1l << 32, 1, 0), -EINVAL);
	assert_int_equal(call_nr(221, key, 1, 010000), -EINVAL);
	assert_int_equal(call_nr(510, id, 0, RMID, NULL), 0);
}

static void semaphores(void **state)
{
	struct freebsd_semid ds;
	uint16_t values[3] = { 1, 2, 3 }, got[3] = { 0 };
	struct {
		uint16_t number;
		int16_t op, flags;
	} ops[2] = { { 0, -1, NOWAIT }, { 2, 4, 010000 } };
	uint64_t arg = (uint64_t)values;
	long id = call_nr(221, 0, 3, CREAT | 0600);

	(void)state;
	assert_int_equal(call_nr(510, id, 0, 9, &arg), 0); /* SETALL */
	arg = 0xffffffff00000007;                          /* the int's neighbour is nobody's */
	assert_int_equal(call_nr(510, id, 1, 8, &arg), 0); /* SETVAL */
	assert_int_equal(call_nr(222, id, ops, 2), 0);
	arg = (uint64_t)got;
	assert_int_equal(call_nr(510, id, 0, 6, &arg), 0); /* GETALL */
	assert_int_equal(got[0], 0);
	assert_int_equal(got[1], 7);
	assert_int_equal(got[2], 7);
	assert_int_equal(call_nr(510, id, 1, 5, NULL), 7); /* GETVAL */
	assert_int_equal(call_nr(510, id, 0, 4, NULL), getpid());
	assert_int_equal(call_nr(510, id, 0, 3, NULL), 0);
	assert_int_equal(call_nr(222, id, ops, 1), -EAGAIN);
	arg = (uint64_t)&ds;
	assert_int_equal(call_nr(510, id, 0, STAT, &arg), 0);
	assert_int_equal(ds.sem_nsems, 3);
	assert_int_equal(call_nr(510, id, 0, 9, BAD), -EFAULT);
	assert_int_equal(call_nr(510, id, 0, RMID, NULL), 0);
}

static void messages(void **state)
{
	struct {
		long type;
		char text[16];
	} m = { 5, "hello" };
	struct freebsd_msqid ds;
	long id = call_nr(225, 0, CREAT | 0600);

	(void)state;
	assert_int_equal(call_nr(226, id, &m, 6, 0), 0);
	assert_int_equal(call_nr(511, id, STAT, &ds), 0);
	assert_int_equal(ds.msg_qnum, 1);
	assert_int_equal(ds.msg_cbytes, 6);
	assert_int_equal(ds.msg_lspid, getpid());
	memset(&m, 0, sizeof m);
	assert_int_equal(call_nr(227, id, &m, 3, 0, 0), -E2BIG);
	assert_int_equal(call_nr(227, id, &m, 3, 5, 010000), 3);
	assert_int_equal(m.type, 5);
	assert_string_equal(m.text, "hel");
	assert_int_equal(call_nr(227, id, &m, 3, 0, NOWAIT), -ENOMSG);
	assert_int_equal(call_nr(227, id, &m, 3, 0, 1), -EINVAL);
	ds.msg_qbytes = 100;
	assert_int_equal(call_nr(511, id, SET, &ds), 0);
	assert_int_equal(call_nr(511, id, STAT, &ds), 0);
	assert_int_equal(ds.msg_qbytes, 100);
	assert_int_equal(call_nr(511, id, RMID, NULL), 0);
}

/* As FreeBSD 7 had them, with narrow ids, and one number for each family. */
static void old_forms(void **state)
{
	struct freebsd_shmid_old shm;
	struct freebsd_semid_old sem;
	struct freebsd_msqid_old msg;
	uint64_t arg = (uint64_t)&sem;
	long message[2] = { 6, 7 };
	long id = call_nr(171, 3, 0, 5000, CREAT | 0640);
	char *at = (char *)call_nr(171, 0, id, NULL, 0);

	(void)state;
	assert_true(id >= 0);
	strcpy(at, "here");
	memset(&shm, 0xff, sizeof shm);
	assert_int_equal(call_nr(171, 4, id, STAT, &shm), 0);
	assert_int_equal(shm.shm_segsz, 5000);
	assert_int_equal(shm.shm_nattch, 1);
	assert_int_equal(shm.shm_perm.mode, 0640);
	assert_int_equal(shm.shm_perm.cuid, (uint16_t)getuid());
	assert_int_equal(shm.shm_internal, 0);
	assert_int_equal(call_nr(171, 2, at), 0);
	assert_int_equal(call_nr(171, 1, id, STAT, &shm), -EINVAL);
	assert_int_equal(call_nr(171, 5), -EINVAL);
	assert_int_equal(call_nr(229, id, RMID, NULL), 0);

	id = call_nr(169, 1, 0, 4, CREAT | 0600);
	assert_int_equal(call_nr(169, 0, id, 0, STAT, &arg), 0);
	assert_int_equal(sem.sem_nsems, 4);
	assert_true(sem.sem_ctime > 0);
	assert_int_equal(call_nr(220, id, 0, RMID, NULL), 0);
	assert_int_equal(call_nr(169, 3), -EINVAL);

	id = call_nr(170, 1, 0, CREAT | 0600);
	assert_int_equal(call_nr(170, 2, id, message, 8, 0), 0);
	assert_int_equal(call_nr(224, id, STAT, &msg), 0);
	assert_int_equal(msg.msg_qnum, 1);
	assert_true(msg.msg_stime > 0);
	assert_int_equal(call_nr(170, 3, id, message, 8, 6, NOWAIT), 8);
	msg.msg_qbytes = 64;
	assert_int_equal(call_nr(224, id, SET, &msg), 0);
	assert_int_equal(call_nr(170, 0, id, STAT, &msg), 0);
	assert_int_equal(msg.msg_qbytes, 64);
	assert_int_equal(call_nr(224, id, RMID, NULL), 0);
	assert_int_equal(call_nr(170, 4), -EINVAL);
}

/* At a given address: whatever is there is in the way, unless SHM_RND or SHM_RDONLY is asked for.
 */
static void attached_at_an_address(void **state)
{
	long id = call_nr(231, 0, 4096, CREAT | 0600);
	char *place = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)state;
	assert_int_equal(call_nr(228, id, place + 8, 0), -EINVAL);
	assert_int_equal(call_nr(228, id, place, 0), -ENOMEM);
	assert_int_equal(call_nr(228, id, -4096ul, 020000), -ENOMEM);
	assert_int_equal(call_nr(228, id, 8, 020000), -ENOMEM);
	place[4096] = 7;
	assert_int_equal(call_nr(228, id, place + 8, 020000), (long)place);
	place[0] = 9;
	assert_int_equal(place[4096], 7);
	assert_int_equal(call_nr(230, place), 0);
	assert_int_equal(call_nr(228, id, place, 0), (long)place);
	assert_int_equal(place[0], 9);
	assert_int_equal(call_nr(230, place), 0);
	assert_int_equal(call_nr(512, id, RMID, NULL), 0);
	assert_int_equal(call_nr(228, id, place, 0), -EINVAL);
	munmap(place + 4096, 4096);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shared_memory), cmocka_unit_test(keys),
		cmocka_unit_test(semaphores),    cmocka_unit_test(messages),
		cmocka_unit_test(old_forms),     cmocka_unit_test(attached_at_an_address),
	};

	harness_start(&freebsd_abi);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
