package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// session is one open database with at most one write transaction and any number of named readers.
type session struct {
	db      *DB
	writer  *Tx
	readers map[string]*Tx
	out     *bufio.Writer
}

// run does one operation for each line of the input and answers begin, commit and rollback with the state of
// the freelist. The operations:
//
//	begin | commit | rollback              the write transaction
//	reader NAME | close NAME               read transactions
//	bucket PATH | drop PATH                make a bucket if it is missing; delete one
//	sequence PATH N
//	put PATH KEY LENGTH SEED | delete PATH KEY
//
// A path is made of hexadecimal names, each after a slash.
func run(path string, with settings, in io.Reader, out io.Writer) error {
	with.noSync = true
	db, err := openDB(path, with)
	if err != nil {
		return err
	}
	s := &session{db: db, readers: map[string]*Tx{}, out: bufio.NewWriter(out)}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<20), 1<<20)
	for lines.Scan() {
		if err := s.do(strings.Fields(lines.Text())); err != nil {
			return fmt.Errorf("%s: %w", lines.Text(), err)
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return s.end()
}

func (s *session) do(words []string) error {
	switch words[0] {
	case "begin":
		tx, err := s.db.Begin(true)
		s.writer = tx
		return err
	case "commit":
		return s.ended(s.writer.Commit())
	case "rollback":
		return s.ended(s.writer.Rollback())
	case "reader":
		tx, err := s.db.Begin(false)
		s.readers[words[1]] = tx
		return err
	case "close":
		tx := s.readers[words[1]]
		delete(s.readers, words[1])
		return tx.Rollback()
	default:
		return s.change(words)
	}
}

// ended answers with the figures that are known after a write transaction.
func (s *session) ended(err error) error {
	if err != nil {
		return err
	}
	s.writer = nil
	tx, err := s.db.Begin(false)
	if err != nil {
		return err
	}
	stats := s.db.Stats()
	highWater := tx.Size() / int64(s.db.Info().PageSize)
	fmt.Fprintf(s.out, "transaction=%d pending=%d free=%d highwater=%d\n",
		tx.ID(), stats.PendingPageN, stats.FreePageN, highWater)
	if err := tx.Rollback(); err != nil {
		return err
	}
	return s.out.Flush()
}

func (s *session) change(words []string) error {
	names, err := parsePath(words[1])
	if err != nil {
		return err
	}
	switch words[0] {
	case "bucket":
		_, err := s.bucket(names, true)
		return err
	case "drop":
		return s.drop(names)
	}
	bucket, err := s.bucket(names, false)
	if err != nil {
		return err
	}
	switch words[0] {
	case "sequence":
		n, err := strconv.ParseUint(words[2], 10, 64)
		if err != nil {
			return err
		}
		return bucket.SetSequence(n)
	case "put":
		return put(bucket, words[2], words[3], words[4])
	case "delete":
		key, err := hex.DecodeString(words[2])
		if err != nil {
			return err
		}
		return bucket.Delete(key)
	}
	return fmt.Errorf("operation %q is unknown", words[0])
}

func put(bucket *Bucket, hexKey, lengthText, seedText string) error {
	key, err := hex.DecodeString(hexKey)
	if err != nil {
		return err
	}
	length, err := strconv.Atoi(lengthText)
	if err != nil {
		return err
	}
	seed, err := strconv.Atoi(seedText)
	if err != nil {
		return err
	}
	value := make([]byte, length)
	for i := range value {
		value[i] = byte(seed + i*7)
	}
	return bucket.Put(key, value)
}

func parsePath(text string) ([][]byte, error) {
	var names [][]byte
	for _, part := range strings.Split(strings.TrimPrefix(text, "/"), "/") {
		name, err := hex.DecodeString(part)
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// bucket finds a bucket, and makes the last one of the path if that is wanted.
func (s *session) bucket(names [][]byte, create bool) (*Bucket, error) {
	var at *Bucket
	for i, name := range names {
		var next *Bucket
		var err error
		last := i == len(names)-1
		switch {
		case at == nil && create && last:
			next, err = s.writer.CreateBucketIfNotExists(name)
		case at == nil:
			next = s.writer.Bucket(name)
		case create && last:
			next, err = at.CreateBucketIfNotExists(name)
		default:
			next = at.Bucket(name)
		}
		if err != nil {
			return nil, err
		}
		if next == nil {
			return nil, fmt.Errorf("there is no bucket %x", name)
		}
		at = next
	}
	return at, nil
}

func (s *session) drop(names [][]byte) error {
	last := names[len(names)-1]
	if len(names) == 1 {
		return s.writer.DeleteBucket(last)
	}
	parent, err := s.bucket(names[:len(names)-1], false)
	if err != nil {
		return err
	}
	return parent.DeleteBucket(last)
}

func (s *session) end() error {
	if s.writer != nil {
		if err := s.writer.Rollback(); err != nil {
			return err
		}
	}
	for _, reader := range s.readers {
		if err := reader.Rollback(); err != nil {
			return err
		}
	}
	return s.db.Close()
}
