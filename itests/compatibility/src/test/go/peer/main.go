// Command peer drives the real bbolt, or with the build tag "bolt" the older bolt, for the compatibility tests:
//
//	peer run [-pagesize N] [-freelist array|hashmap] [-nofreelistsync] FILE
//	                                                         does what standard input says
//	peer check FILE                                          bbolt's own check, then a canonical dump
//	peer stats FILE                                          the figures of each top-level bucket
//	peer open [-timeout D] FILE                              tries to open, and closes again
//	peer hold FILE                                           opens, says so, and closes when standard input ends
//
// The exit code is 0 on success; otherwise one line on standard error says what was wrong.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

// mapBytes is reserved for the mapping at once, since bolt would wait for readers when it maps anew.
const mapBytes = 1 << 30

// settings are what the command line says about opening a file.
type settings struct {
	pageSize       int
	freelist       string
	noFreelistSync bool
	noSync         bool
	readOnly       bool
	timeout        time.Duration
}

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("a command is missing; expected run, check, stats, open or hold"))
	}
	flags := flag.NewFlagSet("peer", flag.ExitOnError)
	var with settings
	flags.IntVar(&with.pageSize, "pagesize", 0, "page size of a new file, in bytes")
	flags.StringVar(&with.freelist, "freelist", "array", "kind of freelist: array or hashmap")
	flags.BoolVar(&with.noFreelistSync, "nofreelistsync", false, "leaves the freelist out of the file")
	flags.DurationVar(&with.timeout, "timeout", 10*time.Second, "how long to wait for the file's lock")
	flags.Parse(os.Args[2:])
	var err error
	switch os.Args[1] {
	case "run":
		err = run(flags.Arg(0), with, os.Stdin, os.Stdout)
	case "check":
		err = check(flags.Arg(0), with, os.Stdout)
	case "stats":
		err = stats(flags.Arg(0), with, os.Stdout)
	case "open":
		err = open(flags.Arg(0), with, nil)
	case "hold":
		err = open(flags.Arg(0), with, os.Stdin)
	default:
		err = fmt.Errorf("command %q is unknown; expected run, check, stats, open or hold", os.Args[1])
	}
	if err != nil {
		fail(err)
	}
}

// open opens a file, says so, and closes it when the input has ended.
func open(path string, with settings, until io.Reader) error {
	db, err := openDB(path, with)
	if err != nil {
		return err
	}
	fmt.Println("opened")
	if until != nil {
		if _, err := io.Copy(io.Discard, until); err != nil {
			return err
		}
	}
	return db.Close()
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
