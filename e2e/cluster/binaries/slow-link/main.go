// Command slow-link holds back, loses and throttles the packets that netfilter hands to its queue, as tc's netem does. Many small
// kernels have no netem, and none of the queueing disciplines that could stand in for it; NFQUEUE comes with what Services need.
package main

import (
	"flag"
	"log"
	"math/rand/v2"
	"sync"
	"time"
)

// As many as netem holds by default. More than that are lost, as in a router.
const limit = 1000

type link struct {
	delay time.Duration
	// Between 0 and 1.
	loss float64
	// In bits per second; 0 for no limit.
	rate float64
}

type held struct {
	id  uint32
	due time.Time
}

func main() {
	var slow link
	first := flag.Uint("queue", 0, "number of the queue of one direction; the other direction has the next one")
	flag.DurationVar(&slow.delay, "delay", 0, "added to every packet of each direction")
	flag.Float64Var(&slow.loss, "loss", 0, "share of packets that are lost, 0 to 1")
	flag.Float64Var(&slow.rate, "rate", 0, "bits per second of each direction; 0 for no limit")
	flag.Parse()
	var group sync.WaitGroup
	for number := *first; number < *first+2; number++ {
		queue, err := openQueue(uint16(number), limit)
		if err != nil {
			log.Fatalf("queue %d: %v", number, err)
		}
		group.Go(func() { slow.serve(queue) })
	}
	group.Wait()
}

func (l link) serve(queue *queue) {
	line := make(chan held, 2*limit)
	go release(queue, line)
	var busyUntil time.Time
	for {
		packets, err := queue.receive()
		if err != nil {
			log.Fatalf("reading packets: %v", err)
		}
		for _, packet := range packets {
			if rand.Float64() < l.loss {
				queue.decide(packet.id, drop)
				continue
			}
			now := time.Now()
			if busyUntil.Before(now) {
				busyUntil = now
			}
			if l.rate > 0 {
				busyUntil = busyUntil.Add(time.Duration(float64(packet.length*8) / l.rate * float64(time.Second)))
			}
			line <- held{packet.id, busyUntil.Add(l.delay)}
		}
	}
}

// release lets packets go in the order in which they came: each one's time is later than that of the one before.
func release(queue *queue, line <-chan held) {
	for packet := range line {
		time.Sleep(time.Until(packet.due))
		queue.decide(packet.id, accept)
	}
}
