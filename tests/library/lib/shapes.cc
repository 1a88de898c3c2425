/* Opened by objects.cc: classes, exceptions and thread-local objects of a library. */
#include "shapes.hh"

namespace
{
int alive;

struct counted {
	int value = 7;
	counted()
	{
		__atomic_add_fetch(&alive, 1, __ATOMIC_SEQ_CST);
	}
	~counted()
	{
		__atomic_sub_fetch(&alive, 1, __ATOMIC_SEQ_CST);
	}
};

thread_local counted own;

struct triangle : shape {
	int corners() const override
	{
		return 3;
	}
};
}

shape::~shape() = default;
trouble::~trouble() = default;

int square::corners() const
{
	return 4;
}

shape *make_shape(int corners)
{
	if (corners == 3)
		return new triangle;
	if (corners == 4)
		return new square;
	throw trouble(corners);
}

int call_back(int (*function)(int), int value)
{
	return own.value + function(value);
}

int lives(void)
{
	return __atomic_load_n(&alive, __ATOMIC_SEQ_CST);
}
