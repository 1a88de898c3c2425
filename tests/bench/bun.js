// A JavaScript benchmark for tests/bench/bun.sh: calls, loops over numbers and bytes, strings,
// maps, objects, JSON and sorting, with the garbage of all that.  Prints "NANOSECONDS COUNT".
function fibonacci(n) {
	return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

function sieve(n) {
	const composite = new Uint8Array(n + 1);
	let count = 0;
	for (let i = 2; i <= n; i++) {
		if (composite[i]) continue;
		count++;
		for (let j = i * 2; j <= n; j += i) composite[j] = 1;
	}
	return count;
}

function orbit(n) {
	let x = 0, y = 1, vx = 0.1, vy = 0;
	for (let i = 0; i < n; i++) {
		const d = Math.sqrt(x * x + y * y), f = -1 / (d * d * d);
		vx += x * f * 0.001;
		vy += y * f * 0.001;
		x += vx * 0.001;
		y += vy * 0.001;
	}
	return x + y;
}

function strings(n) {
	let s = "";
	for (let i = 0; i < n; i++) {
		s += String.fromCharCode(97 + i % 26);
		if (s.length > 1000) s = s.slice(500).replace(/abc/g, "cba");
	}
	return s.length;
}

function maps(n) {
	const m = new Map();
	let sum = 0;
	for (let i = 0; i < n; i++) m.set("k" + i % 5000, i);
	for (const v of m.values()) sum += v;
	return sum;
}

function objects(n) {
	let list = null, sum = 0;
	for (let i = 0; i < n; i++) list = { value: i, next: i % 100 ? list : null };
	for (; list; list = list.next) sum += list.value;
	return sum;
}

function json(n) {
	const o = { a: [1, 2, 3], b: { c: "x".repeat(50) }, d: [] };
	let size = 0;
	for (let i = 0; i < 100; i++) o.d.push({ i, s: "n" + i });
	for (let i = 0; i < n; i++) size += JSON.stringify(JSON.parse(JSON.stringify(o))).length;
	return size;
}

function sorts(n) {
	let sum = 0;
	for (let k = 1; k <= n; k++) {
		const a = [];
		for (let i = 0, s = k; i < 5000; i++) a.push(s = s * 1103515245 + 12345 & 0x7fffffff);
		sum += a.sort((x, y) => x - y)[17];
	}
	return sum;
}

const start = Bun.nanoseconds();
const all = [fibonacci(32), sieve(3e6), orbit(5e6), strings(3e5), maps(2e5), objects(4e6), json(800), sorts(40)];
const took = Bun.nanoseconds() - start;
if (all[0] != 2178309 || all[1] != 216816) throw new Error("wrong: " + all);
console.log(took, 1);
