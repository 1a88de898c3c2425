# For the scripts that run the echo server: tests/bench/echo/main.go.
# BUILD must be set.  Source this.
# shellcheck shell=sh disable=SC2034 # the names are its users'

echo_home=$BUILD/bench/echo-linux
echo_alien=$BUILD/bench/echo-freebsd

# echo_build: both programs, without a network.  Its status says whether there is a Go.
echo_build() {
	command -v go >/dev/null || return 1
	mkdir -p "$BUILD/bench"
	for os in linux freebsd; do
		GOOS=$os GOARCH=amd64 CGO_ENABLED=0 GO111MODULE=off GOFLAGS='' \
			go build -o "$BUILD/bench/echo-$os" ./tests/bench/echo || return 1
	done
}
