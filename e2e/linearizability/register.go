package main

import (
	"fmt"
	"math"

	"github.com/anishathalye/porcupine"
)

// entry is one line of a history, as the load client writes it.
type entry struct {
	Client   int    `json:"client"`
	Key      string `json:"key"`
	Op       string `json:"op"`
	Expected int    `json:"expected"`
	Version  int    `json:"version"`
	Value    string `json:"value"`
	Result   string `json:"result"`
	Call     int64  `json:"call"`
	// Nil where nobody knows when it was done, or whether: at any time after the call, or never.
	Return *int64 `json:"return"`
}

func (e entry) operation() (porcupine.Operation, error) {
	known := map[string][]string{"set": {"ok", "stale", "unknown", "missing"}, "read": {"ok", "missing"}}
	isKnown := false
	for _, result := range known[e.Op] {
		isKnown = isKnown || result == e.Result
	}
	if !isKnown {
		return porcupine.Operation{}, fmt.Errorf("%q with the result %q is not known", e.Op, e.Result)
	}
	if (e.Return == nil) != (e.Result == "unknown") {
		return porcupine.Operation{}, fmt.Errorf("an operation has no return if, and only if, its result is unknown")
	}
	operation := porcupine.Operation{ClientId: e.Client, Input: e, Output: e.Result, Call: e.Call, Return: math.MaxInt64}
	if e.Return != nil {
		operation.Return = *e.Return
	}
	return operation, nil
}

type node struct {
	version int
	value   string
}

// A node of ZooKeeper that is set on condition of its version, which grows by one each time. It is created with version 0 and nothing in it.
var register = porcupine.Model{
	Init: func() any { return node{} },
	Step: func(state, input, output any) (bool, any) {
		before, op := state.(node), input.(entry)
		isMatch := before.version == op.Expected
		after := node{version: op.Expected + 1, value: op.Value}
		switch {
		case op.Op == "read":
			return op.Result == "ok" && before == node{version: op.Version, value: op.Value}, before
		case op.Result == "ok":
			return isMatch, after
		case op.Result == "stale":
			return !isMatch, before
		case op.Result == "unknown":
			// Done late enough it has no effect, which stands for never.
			if isMatch {
				return true, after
			}
			return true, before
		default:
			// Nobody deletes a register.
			return false, before
		}
	},
}
