# For the scripts that check what `make bench` measures.  Source this.
# shellcheck shell=sh

# says NAME REGEX SECONDS COMMAND...: a test: in that time it prints one line like this, and ends with 0
says() {
	name=$1 wanted=$2 limit=$3
	shift 3
	said=$(timeout "$limit" "$@" 2>&1)
	status=$?
	if [ $status -eq 0 ] && echo "$said" | grep -qx "$wanted"; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		echo "# status $status: $said" | head -n 5
	fi
}
