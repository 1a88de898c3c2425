// An echo server and its clients, on Go's net, which waits by kqueue on FreeBSD and by
// epoll on Linux.
//
//	echo serve                    print the address, serve until standard input ends
//	echo load ADDRESS CLIENTS N   N requests in all; print "NANOSECONDS N"
package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"time"
)

const size = 64

func echo(c net.Conn) {
	defer c.Close()
	buf := make([]byte, 4096)
	for {
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		if _, err = c.Write(buf[:n]); err != nil {
			return
		}
	}
}

func serve() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(l.Addr())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		go echo(c)
	}
}

// One client: each request has bytes of its own, which must come back.
func client(address string, number, requests int) error {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer c.Close()
	sent, got := make([]byte, size), make([]byte, size)
	for i := 0; i < requests; i++ {
		for j := range sent {
			sent[j] = byte(number + i*7 + j)
		}
		if _, err = c.Write(sent); err != nil {
			return err
		}
		if _, err = io.ReadFull(c, got); err != nil {
			return err
		}
		if !bytes.Equal(sent, got) {
			return fmt.Errorf("client %d, request %d: other bytes came back", number, i)
		}
	}
	return nil
}

func load(address string, clients, requests int) error {
	done := make(chan error)
	from := time.Now()
	for i := 0; i < clients; i++ {
		go func(i int) { done <- client(address, i, requests/clients) }(i)
	}
	for i := 0; i < clients; i++ {
		if err := <-done; err != nil {
			return err
		}
	}
	fmt.Println(time.Since(from).Nanoseconds(), requests/clients*clients)
	return nil
}

func main() {
	var err error
	if len(os.Args) == 2 && os.Args[1] == "serve" {
		err = serve()
	} else if len(os.Args) == 5 && os.Args[1] == "load" {
		clients, _ := strconv.Atoi(os.Args[3])
		requests, _ := strconv.Atoi(os.Args[4])
		err = load(os.Args[2], clients, requests)
	} else {
		err = fmt.Errorf("usage: echo serve | echo load ADDRESS CLIENTS N")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "echo:", err)
		os.Exit(1)
	}
}
