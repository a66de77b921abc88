// Command peer drives the real bbolt for the compatibility tests:
//
//	peer run [-pagesize N] [-freelist array|hashmap] [-nofreelistsync] FILE
//	                                                         does what standard input says
//	peer check FILE                                          bbolt's own check, then a canonical dump
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

	bolt "go.etcd.io/bbolt"
)

// mapBytes is reserved for the mapping at once, since bbolt would wait for readers when it maps anew.
const mapBytes = 1 << 30

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("a command is missing; expected run, check, open or hold"))
	}
	flags := flag.NewFlagSet("peer", flag.ExitOnError)
	pageSize := flags.Int("pagesize", 0, "page size of a new file, in bytes")
	freelist := flags.String("freelist", "array", "kind of freelist: array or hashmap")
	noFreelistSync := flags.Bool("nofreelistsync", false, "leaves the freelist out of the file")
	timeout := flags.Duration("timeout", 10*time.Second, "how long to wait for the file's lock")
	flags.Parse(os.Args[2:])
	options := &bolt.Options{
		Timeout:         *timeout,
		PageSize:        *pageSize,
		FreelistType:    bolt.FreelistType(*freelist),
		InitialMmapSize: mapBytes,
		NoGrowSync:      true,
		NoFreelistSync:  *noFreelistSync,
	}
	var err error
	switch os.Args[1] {
	case "run":
		err = run(flags.Arg(0), options, os.Stdin, os.Stdout)
	case "check":
		err = check(flags.Arg(0), os.Stdout)
	case "open":
		err = open(flags.Arg(0), options, nil)
	case "hold":
		err = open(flags.Arg(0), options, os.Stdin)
	default:
		err = fmt.Errorf("command %q is unknown; expected run, check, open or hold", os.Args[1])
	}
	if err != nil {
		fail(err)
	}
}

// open opens a file, says so, and closes it when the input has ended.
func open(path string, options *bolt.Options, until io.Reader) error {
	db, err := bolt.Open(path, 0600, options)
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
