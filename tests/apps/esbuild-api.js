// Drive esbuild through its JavaScript API, whose service is the program that
// ESBUILD_BINARY_PATH names, and print a hash of all it answered.
//	node esbuild-api.js NODE_MODULES BUILDS
const [, , modules, builds] = process.argv;
const esbuild = require(`${modules}/esbuild`);
const hash = require("crypto").createHash("sha256");

const numbers = {
	name: "numbers",
	setup(build) {
		build.onResolve({ filter: /^number:/ }, ({ path }) => ({ path, namespace: "number" }));
		build.onLoad({ filter: /.*/, namespace: "number" }, ({ path }) => ({
			contents: `export default ${path.slice(7)}`,
		}));
	},
};

function build(i) {
	return esbuild.build({
		stdin: { contents: `import n from "number:${i}"; console.log(n * ${i}, <b>{n}</b>)`, loader: "tsx" },
		bundle: true,
		minify: i % 2 === 0,
		sourcemap: "inline",
		write: false,
		plugins: [numbers],
	});
}

async function main() {
	// Eight at a time, so that requests and answers cross on the pipes.
	for (let i = 0; i < builds; i += 8) {
		const some = Array.from({ length: Math.min(8, builds - i) }, (_, j) => build(i + j));
		for (const { outputFiles } of await Promise.all(some)) hash.update(outputFiles[0].text);
	}
	const { code } = await esbuild.transform("let x: number = 1", { loader: "ts" });
	hash.update(code);
	const failed = await esbuild.build({ stdin: { contents: "a b" }, logLevel: "silent" }).catch((e) => e);
	hash.update(failed.errors[0].text);
	console.log(`${builds} builds ${hash.digest("hex")}`);
}

main();
