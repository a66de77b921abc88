//go:build bolt

package main

import (
	"errors"
	"time"

	"github.com/boltdb/bolt"
)

// The store under measurement is bolt, from which bbolt was made.
type (
	database    = bolt.DB
	transaction = bolt.Tx
)

const settingsInWords = "defaults; the list of free pages with each commit, as it always does"

func openFile(path string, wanted opening) (*database, error) {
	if wanted.noList || wanted.freelist != "" {
		return nil, errors.New("bolt has one kind of freelist, and always writes it")
	}
	options := *bolt.DefaultOptions
	options.Timeout = 10 * time.Second
	options.InitialMmapSize = wanted.mapBytes
	db, err := bolt.Open(path, 0600, &options)
	if err == nil {
		db.NoSync = !wanted.sync
	}
	return db, err
}
