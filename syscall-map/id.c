/*
 * Users and groups.  The host's kernel keeps the ids of each thread;
 * to the alien they are the process's, so every thread makes the call.
 */
#include "shim/threads.h"
#include "syscall-map/id.h"
#include "syscall-map/map.h"
#include "abi-tables/freebsd/structs.h"

#define KEEP ((uint32_t)-1)

struct ids {
	uint32_t real, effective, saved;
};

struct id_calls {
	long get, set;
};
static const struct id_calls users = { __NR_getresuid, __NR_setresuid };
static const struct id_calls groups = { __NR_getresgid, __NR_setresgid };

/* Whether the ids were changed since the program was started, issetugid(2). */
static bool ids_changed;

static struct ids get_ids(const struct id_calls *calls)
{
	struct ids ids;

	host_call(calls->get, &ids.real, &ids.effective, &ids.saved);
	return ids;
}

static long set_ids(const struct id_calls *calls, uint32_t real, uint32_t effective, uint32_t saved)
{
	struct ids old = get_ids(calls), new;
	long ret = host_call_all_threads(calls->set, real, effective, saved, 0, 0);

	new = get_ids(calls);
	if (new.real != old.real || new.effective != old.effective || new.saved != old.saved)
		ids_changed = true;
	return ret;
}

/*
 * setuid(2), setgid(2): where FreeBSD lets one become an id at all it sets all
 * three; the host does that for the superuser only.
 */
static long set_all(const struct id_calls *calls, uint32_t id)
{
	return id == KEEP ? -EINVAL : set_ids(calls, id, id, id);
}

long map_setuid(struct call *c)
{
	return set_all(&users, (uint32_t)c->alien[0]);
}

long map_setgid(struct call *c)
{
	return set_all(&groups, (uint32_t)c->alien[0]);
}

static long set_effective(const struct id_calls *calls, uint32_t id)
{
	return id == KEEP ? -EINVAL : set_ids(calls, KEEP, id, KEEP);
}

long map_seteuid(struct call *c)
{
	return set_effective(&users, (uint32_t)c->alien[0]);
}

long map_setegid(struct call *c)
{
	return set_effective(&groups, (uint32_t)c->alien[0]);
}

/*
 * setreuid(2), setregid(2): the real id may become the saved one, but not the
 * effective one; and the saved one follows the effective one whenever the real one
 * is given, or the two then differ.
 */
static long set_real_effective(const struct id_calls *calls, uint32_t real, uint32_t effective)
{
	struct ids old = get_ids(calls), new = old;

	if (real != KEEP && real != old.real && real != old.saved && host_call(__NR_geteuid) != 0)
		return -EPERM;
	if (effective != KEEP)
		new.effective = effective;
	if (real != KEEP)
		new.real = real;
	if (real != KEEP || new.effective != new.real)
		new.saved = new.effective;
	return set_ids(calls, new.real, new.effective, new.saved);
}

long map_setreuid(struct call *c)
{
	return set_real_effective(&users, (uint32_t)c->alien[0], (uint32_t)c->alien[1]);
}

long map_setregid(struct call *c)
{
	return set_real_effective(&groups, (uint32_t)c->alien[0], (uint32_t)c->alien[1]);
}

long map_setresuid(struct call *c)
{
	return set_ids(&users, (uint32_t)c->alien[0], (uint32_t)c->alien[1], (uint32_t)c->alien[2]);
}

long map_setresgid(struct call *c)
{
	return set_ids(&groups, (uint32_t)c->alien[0], (uint32_t)c->alien[1],
		       (uint32_t)c->alien[2]);
}

/* (real, effective, saved); any may be NULL */
static long answer_ids(const struct call *c, struct ids ids)
{
	const uint32_t id[] = { ids.real, ids.effective, ids.saved };
	long error = 0;

	for (unsigned i = 0; i < 3 && !error; i++)
		if (c->alien[i])
			error = put_alien_u32((unsigned long)c->alien[i], id[i]);
	return error;
}

long map_getresuid(struct call *c)
{
	return answer_ids(c, get_ids(&users));
}

long map_getresgid(struct call *c)
{
	return answer_ids(c, get_ids(&groups));
}

/* Whether the ids are, or were when the program was started, another user's. */
long map_issetugid(struct call *c)
{
	struct ids user = get_ids(&users), group = get_ids(&groups);

	(void)c;
	return ids_changed || user.real != user.effective || group.real != group.effective;
}

/* The most that a list of groups may hold; the host's own limit is larger. */
#define GROUPS_MAX 1024

struct group_list {
	uint32_t count, id[GROUPS_MAX];
};

/* The supplementary groups, behind `first` ids that are left as they are.  0 or -errno. */
static long get_groups(struct group_list *list, uint32_t first)
{
	long n = host_call(__NR_getgroups, GROUPS_MAX - first, list->id + first);

	list->count = first + (n < 0 ? 0 : (uint32_t)n);
	return n < 0 ? n : 0;
}

/* (count, list): answer with the list; a count of 0 asks how many there are. */
static long answer_groups(const struct call *c, const struct group_list *list)
{
	int room = (int)c->alien[0];
	long error;

	if (!room)
		return list->count;
	if (room < 0 || (uint32_t)room < list->count)
		return -EINVAL;
	error =
	    copy_to_alien((unsigned long)c->alien[1], list->id, list->count * sizeof list->id[0]);
	return error ? error : list->count;
}

long map_getgroups(struct call *c)
{
	struct group_list *list = host_alloc(sizeof *list);
	long ret;

	if (!list)
		return -ENOMEM;
	ret = get_groups(list, 0) ?: answer_groups(c, list);
	host_free(list, sizeof *list);
	return ret;
}

/* The same where the first of the list is the effective group (FreeBSD before 15). */
long map_getgroups_effective(struct call *c)
{
	struct group_list *list = host_alloc(sizeof *list);
	uint32_t kept = 1;
	long ret;

	if (!list)
		return -ENOMEM;
	ret = get_groups(list, 1);
	list->id[0] = get_ids(&groups).effective;
	for (uint32_t i = 1; i < list->count; i++)
		if (list->id[i] != list->id[0])
			list->id[kept++] = list->id[i];
	list->count = kept;
	ret = ret ?: answer_groups(c, list);
	host_free(list, sizeof *list);
	return ret;
}

/* `skip` of them, at most, are no supplementary groups but the effective one. */
static long set_groups(uint32_t count, unsigned long from, uint32_t skip)
{
	struct group_list *list;
	long ret;

	if (count > GROUPS_MAX)
		return -EINVAL;
	list = host_alloc(sizeof *list);
	if (!list)
		return -ENOMEM;
	ret = copy_from_alien(list->id, from, count * sizeof list->id[0]);
	if (skip > count)
		skip = count;
	if (!ret)
		ret = host_call_all_threads(__NR_setgroups, count - skip, (long)(list->id + skip),
					    0, 0, 0);
	if (!ret && skip)
		ret = set_ids(&groups, KEEP, list->id[0], KEEP);
	ids_changed |= !ret;
	host_free(list, sizeof *list);
	return ret;
}

/* (count, list) */
long map_setgroups(struct call *c)
{
	return set_groups((uint32_t)c->alien[0], (unsigned long)c->alien[1], 0);
}

long map_setgroups_effective(struct call *c)
{
	return set_groups((uint32_t)c->alien[0], (unsigned long)c->alien[1], 1);
}

/*
 * setcred(2): (flags, ids, size).  All kinds of ids in one call, which is the
 * superuser's, so that none can fail once the first is set.
 */
long map_setcred(struct call *c)
{
	struct freebsd_setcred sc;
	uint64_t flags;
	long ret = xlat_to_host(XLAT_setcred, (uint32_t)c->alien[0], &flags);

	if (ret)
		return ret;
	if ((size_t)c->alien[2] != sizeof sc)
		return -EINVAL;
	ret = copy_from_alien(&sc, (unsigned long)c->alien[1], sizeof sc);
	if (ret)
		return ret;
	if (flags & SETCRED_LABEL)
		return -EOPNOTSUPP;
	if (host_call(__NR_geteuid) != 0)
		return -EPERM;
	if (flags & SETCRED_GROUPS)
		ret = set_groups(sc.sc_supp_groups_nb, sc.sc_supp_groups, 0);
	if (!ret)
		ret = set_ids(&groups, flags & SETCRED_RGID ? sc.sc_rgid : KEEP,
			      flags & SETCRED_GID ? sc.sc_gid : KEEP,
			      flags & SETCRED_SVGID ? sc.sc_svgid : KEEP);
	if (!ret)
		ret = set_ids(&users, flags & SETCRED_RUID ? sc.sc_ruid : KEEP,
			      flags & SETCRED_UID ? sc.sc_uid : KEEP,
			      flags & SETCRED_SVUID ? sc.sc_svuid : KEEP);
	return ret;
}
