/* What objects.cc and the library that it opens share. */
#ifndef SHAPES_H
#define SHAPES_H

struct shape {
	virtual ~shape();
	virtual int corners() const = 0;
};

struct square : virtual shape {
	int corners() const override;
};

struct trouble {
	int number;
	explicit trouble(int n) : number(n) {}
	virtual ~trouble();
};

extern "C" {
shape *make_shape(int corners); /* throws trouble where there is no such */
int call_back(int (*function)(int), int value);
int lives(void); /* thread-local objects of the library's that are there */
}

#endif
