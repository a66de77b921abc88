package main

import (
	"fmt"
	"io"
)

// stats prints bbolt's figures of the root, as "/", and of each bucket in it, in the order in which our BucketStats
// has them.
func stats(path string, with settings, out io.Writer) error {
	with.readOnly = true
	db, err := openDB(path, with)
	if err != nil {
		return err
	}
	defer db.Close()
	return db.View(func(tx *Tx) error {
		figures(out, "/", tx.Cursor().Bucket())
		return tx.ForEach(func(name []byte, bucket *Bucket) error {
			figures(out, string(name), bucket)
			return nil
		})
	})
}

func figures(out io.Writer, name string, bucket *Bucket) {
	s := bucket.Stats()
	fmt.Fprintln(out, name, s.BranchPageN, s.BranchOverflowN, s.LeafPageN, s.LeafOverflowN, s.KeyN, s.Depth,
		s.BranchAlloc, s.BranchInuse, s.LeafAlloc, s.LeafInuse, s.BucketN, s.InlineBucketN, s.InlineBucketInuse)
}
