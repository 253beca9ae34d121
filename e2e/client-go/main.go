// Command guide runs a guide for the load client: `guide NAME TARGET`.
//
// Each line that comes in is a number to write. Lines that go out are `ready`; `ok N`, when the write of N was acknowledged; and `failed N NAME`, with
// what went wrong.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"

	"dataservices.dev/e2e/client-go/goredis"
)

// write returns when the write of a number was acknowledged.
type write func(ctx context.Context, seq string) error

var errWaitTimeout = errors.New("WaitTimeout: no replica has confirmed the write in time")

func goRedis(ctx context.Context, prefix string) (write, error) {
	client := goredis.Connect()
	if err := client.Ping(ctx).Err(); err != nil {
		return nil, err
	}
	return func(ctx context.Context, seq string) error {
		// One pipeline, so that both leave on one connection, also when it is tried again: WAIT is about its own connection's writes.
		pipe := client.Pipeline()
		pipe.Set(ctx, prefix+":"+seq, seq, 0)
		wait := pipe.Do(ctx, "WAIT", 1, 500)
		if _, err := pipe.Exec(ctx); err != nil {
			return err
		}
		confirmed, err := wait.Int()
		if err == nil && confirmed < 1 {
			return errWaitTimeout
		}
		return err
	}, nil
}

var guides = map[string]func(ctx context.Context, target string) (write, error){"go-redis": goRedis}

// nameOf gives an error the first word that says what it is, by which it is counted: addresses would make each another one.
func nameOf(err error) string {
	var timeout interface{ Timeout() bool }
	if errors.As(err, &timeout) && timeout.Timeout() {
		return "Timeout"
	}
	word, _, _ := strings.Cut(err.Error(), " ")
	return strings.Trim(word, ":")
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: guide NAME TARGET")
	}
	open, known := guides[os.Args[1]]
	if !known {
		log.Fatalf("there is no guide %s", os.Args[1])
	}
	ctx := context.Background()
	write, err := open(ctx, os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	say := make(chan string)
	go func() {
		for line := range say {
			fmt.Println(line)
		}
	}()
	say <- "ready"
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		// As requests come to an application: none waits for the one before it.
		go func(seq string) {
			if err := write(ctx, seq); err != nil {
				log.Printf("%s: %v", seq, err)
				say <- fmt.Sprintf("failed %s %s", seq, nameOf(err))
				return
			}
			say <- "ok " + seq
		}(lines.Text())
	}
}
