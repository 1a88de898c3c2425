// What bun.sh asks of bun: each line that is printed is one thing that works.
import { Database } from "bun:sqlite";
import { spawnSync } from "child_process";
import fs from "fs";
import os from "os";
import { Worker } from "worker_threads";

enum Way { First = 1, Second }
const directory = fs.mkdtempSync(os.tmpdir() + "/abirun-bun-");
const db = new Database(":memory:");

console.log("typescript", Way.Second);
db.run("create table t(a int)");
for (let i = 0; i < 100; i++) db.run("insert into t values(?)", [i]);
console.log("sqlite", (db.query("select sum(a) s from t").get() as any).s);

fs.writeFileSync(directory + "/f", "hello");
console.log("fs", fs.readFileSync(directory + "/f", "utf8"), fs.statSync(directory + "/f").size,
	fs.readdirSync(directory).join());
fs.rmSync(directory, { recursive: true });

console.log("spawnSync", spawnSync("/bin/echo", ["x", "y"]).stdout.toString().trim());
const child = Bun.spawn(["/bin/sh", "-c", "cat; exit 3"], { stdin: "pipe", stdout: "pipe" });
child.stdin.write("piped");
child.stdin.end();
console.log("spawn", await new Response(child.stdout).text(), await child.exited);

const server = Bun.serve({ port: 0, hostname: "127.0.0.1",
	fetch: r => new Response("hi " + new URL(r.url).pathname) });
console.log("fetch", await (await fetch(`http://127.0.0.1:${server.port}/abc`)).text());
server.stop(true);

const worker = new Worker(`const { parentPort } = require("worker_threads");
	parentPort.on("message", m => parentPort.postMessage(m * 2));`, { eval: true });
console.log("worker", await new Promise(r => { worker.on("message", r); worker.postMessage(21); }));
await worker.terminate();

let ticks = 0;
await new Promise<void>(r => {
	const t = setInterval(() => { if (++ticks == 5) { clearInterval(t); r(); } }, 2);
});
console.log("timers", ticks);
await new Promise<void>(r => {
	process.on("SIGUSR2", () => r());
	process.kill(process.pid, "SIGUSR2");
});
console.log("signal");
console.log("lookup", (await require("dns").promises.lookup("localhost", { family: 4 })).address);
if (process.argv[2]) console.log("add-on", require(process.argv[2]).crc32("hello"));
process.exit(0);
