// Command bboltside is the real bbolt's side of the benchmarks: bboltside VERSION FOLDER, or, built with the tag
// bolt, the side of bolt, from which bbolt was made. It answers each line
// of standard input with one line, "ok" or "error" and figures, separated by tabs, and ends with the input.
// Its exercises are those of the Java sides.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// request is a kind of measurement and its settings, as in "get threads=2".
type request struct {
	kind     string
	settings map[string]string
}

// figures are what an exercise answers with.
type figures map[string]int64

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: bboltside VERSION FOLDER")
		os.Exit(2)
	}
	exercises := &exercises{folder: os.Args[2]}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		if lines.Text() == "hello" {
			fmt.Printf("ok\tversion=%s\truntime=%s\tsettings=%s\n", os.Args[1], runtime.Version(),
				settingsInWords)
			continue
		}
		found, err := exercises.run(parse(lines.Text()))
		if err != nil {
			fmt.Printf("error\t%s\n", strings.Join(strings.Fields(err.Error()), " "))
			continue
		}
		fmt.Print("ok")
		for name, value := range found {
			fmt.Printf("\t%s=%d", name, value)
		}
		fmt.Println()
	}
}

func parse(line string) request {
	words := strings.Fields(line)
	r := request{kind: words[0], settings: map[string]string{}}
	for _, word := range words[1:] {
		if name, value, found := strings.Cut(word, "="); found {
			r.settings[name] = value
		}
	}
	return r
}

func (r request) integer(name string) int {
	value, err := strconv.Atoi(r.settings[name])
	if err != nil {
		panic(fmt.Sprintf("request %s: setting %s is %q; expected a number", r.kind, name, r.settings[name]))
	}
	return value
}

func (r request) duration() time.Duration {
	return time.Duration(r.integer("millis")) * time.Millisecond
}

func rate(operations int64, took time.Duration) figures {
	return figures{"operations": operations, "nanos": took.Nanoseconds()}
}
