package main

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"strings"
)

// check runs bolt's own consistency check and then prints all that the file holds, each bucket before what is in
// it: "B path seq=n" for a bucket, "K path key length sha256" for a key, and a last line with counts and a digest of
// the lines before.
func check(path string, with settings, out io.Writer) error {
	with.readOnly = true
	db, err := openDB(path, with)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.View(func(tx *Tx) error {
		var problems []string
		for problem := range tx.Check() {
			problems = append(problems, problem.Error())
		}
		if len(problems) > 0 {
			return fmt.Errorf("the check of %s found: %s", path, strings.Join(problems, "; "))
		}
		return newDump(out).file(tx)
	})
}

type dump struct {
	out           *bufio.Writer
	digest        hash.Hash
	buckets, keys int
}

func newDump(out io.Writer) *dump {
	return &dump{out: bufio.NewWriter(out), digest: sha256.New()}
}

func (d *dump) line(format string, args ...interface{}) {
	fmt.Fprintf(io.MultiWriter(d.out, d.digest), format+"\n", args...)
}

func (d *dump) file(tx *Tx) error {
	d.buckets++
	d.line("B / seq=0")
	err := tx.ForEach(func(name []byte, bucket *Bucket) error {
		return d.bucket("", name, bucket)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "T buckets=%d keys=%d sha256=%x\n", d.buckets, d.keys, d.digest.Sum(nil))
	return d.out.Flush()
}

func (d *dump) bucket(parent string, name []byte, bucket *Bucket) error {
	path := fmt.Sprintf("%s/%x", parent, name)
	d.buckets++
	d.line("B %s seq=%d", path, bucket.Sequence())
	return bucket.ForEach(func(key, value []byte) error {
		if value == nil {
			return d.bucket(path, key, bucket.Bucket(key))
		}
		d.keys++
		d.line("K %s %x %d %x", path, key, len(value), sha256.Sum256(value))
		return nil
	})
}
