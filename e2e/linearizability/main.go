// linearizability says whether a history of registers could have been made one operation after the other, each at some moment
// between its call and its return. It reads lines of JSON and prints one object. Porcupine searches; the model is in register.go.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/anishathalye/porcupine"
)

// A history of a few minutes takes less than a second; only hundreds of operations without a known end could take this long.
const searchLimit = 2 * time.Minute

// Verdict is what is printed.
type Verdict struct {
	// Result is "linearizable", "violated", or "undecided" when the search took too long.
	Result     string `json:"result"`
	Operations int    `json:"operations"`
	Registers  int    `json:"registers"`
	// Violated names the registers that no order explains.
	Violated []string `json:"violated,omitempty"`
}

func main() {
	histories, count, err := readHistories(os.Stdin)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(check(histories, count))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// Registers do not depend on one another: each has a history of its own, so that the one at fault can be named.
func readHistories(input io.Reader) (map[string][]porcupine.Operation, int, error) {
	histories := map[string][]porcupine.Operation{}
	count := 0
	lines := bufio.NewScanner(input)
	for lines.Scan() {
		var entry entry
		if err := json.Unmarshal(lines.Bytes(), &entry); err != nil {
			return nil, 0, fmt.Errorf("line %d is no operation: %w", count+1, err)
		}
		operation, err := entry.operation()
		if err != nil {
			return nil, 0, fmt.Errorf("line %d: %w", count+1, err)
		}
		histories[entry.Key] = append(histories[entry.Key], operation)
		count++
	}
	return histories, count, lines.Err()
}

func check(histories map[string][]porcupine.Operation, count int) Verdict {
	verdict := Verdict{Result: "linearizable", Operations: count, Registers: len(histories)}
	deadline := time.Now().Add(searchLimit)
	for key, history := range histories {
		switch porcupine.CheckOperationsTimeout(register, history, max(time.Until(deadline), time.Second)) {
		case porcupine.Illegal:
			verdict.Result = "violated"
			verdict.Violated = append(verdict.Violated, key)
		case porcupine.Unknown:
			if verdict.Result == "linearizable" {
				verdict.Result = "undecided"
			}
		}
	}
	return verdict
}
