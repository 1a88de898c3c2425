#!/bin/sh
# sample-apps/fetch with an npm of our own: it unpacks what matches its integrity,
# nothing that does not, and says in one line what went wrong.  Prints TAP.
set -u

cd "$(dirname "$0")/../.." || exit
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/bin" "$work/package"
echo 'here' >"$work/package/file"
tar -czf "$work/one.tgz" -C "$work" package
cat >"$work/bin/npm" <<EOF
#!/bin/sh
[ -e "$work/online" ] || { echo 'npm error code EAI_AGAIN' >&2; exit 1; }
cp "$work/one.tgz" .
EOF
chmod +x "$work/bin/npm"
right=sha512-$(openssl dgst -sha512 -binary "$work/one.tgz" | openssl base64 -A)
PATH=$work/bin:$PATH
ABIRUN_NPM=$work/npm
ABIRUN_MANIFEST=$work/manifest
export PATH ABIRUN_NPM ABIRUN_MANIFEST

verdict() {
	if [ "$1" -eq 0 ]; then echo "ok - fetch: $2"; else echo "not ok - fetch: $2"; fi
}

# says STATUS WORDS ARGUMENT...: fetch ends so, with one line that has the words
says() {
	status=$1 words=$2
	shift 2
	sample-apps/fetch "$@" >"$work/said" 2>&1
	[ $? -eq "$status" ] && [ "$(grep -c . "$work/said")" -eq 1 ] && grep -q "$words" "$work/said"
}

printf '# remark\n@a/one 1.0.0 %s\nother 2.0.0 %s\n' "$right" sha512-x >"$work/manifest"
says 3 'npm cannot get it (no network?): code EAI_AGAIN' @a/one
verdict $? 'without a network'
touch "$work/online"
says 0 '@a/one 1.0.0' @a/one && cmp -s "$work/package/file" "$work/npm/node_modules/@a/one/file"
verdict $? 'a package that matches'
rm "$work/online"
sample-apps/fetch @a/one
verdict $? 'again, from what is there'
touch "$work/online"
says 1 'npm.manifest says sha512-x' other && [ ! -e "$work/npm/node_modules/other" ]
verdict $? 'a package that does not match'
says 1 'third is not in' third
verdict $? 'a package that is not pinned'
fetch=$PWD/sample-apps/fetch
(cd "$work" && ABIRUN_NPM=elsewhere "$fetch" @a/one >/dev/null && [ -e elsewhere/node_modules/@a/one/file ])
verdict $? 'into a directory with a relative name'
[ -z "$(find "$work/npm" -name 'pack.*')" ]
verdict $? 'nothing left lying about'
