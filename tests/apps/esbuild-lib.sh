# What the esbuild tests and measurements share: both programs, and three.js's
# source six times over.  Sourced with BUILD and ABIRUN set, and with ESBUILD_SYSTEM for
# another system's than FreeBSD's.

ABIRUN_NPM=${ABIRUN_NPM:-$BUILD/npm}
export ABIRUN_NPM
system=${ESBUILD_SYSTEM:-freebsd-x64}
work=$BUILD/apps/esbuild-$system
native=$ABIRUN_NPM/node_modules/@esbuild/linux-x64/bin/esbuild
alien=$ABIRUN_NPM/node_modules/@esbuild/$system/bin/esbuild
flags='--bundle --minify --sourcemap --log-level=warning'

esbuild_ready() {
	sample-apps/fetch "@esbuild/$system" @esbuild/linux-x64 esbuild three || return
	rm -rf "$work"
	mkdir -p "$work/six"
	for i in 1 2 3 4 5 6; do
		cp -r "$ABIRUN_NPM/node_modules/three/src" "$work/six/copy$i"
		echo "import * as copy$i from './copy$i/Three.js'; export { copy$i }"
	done >"$work/six/entry.js"
}
