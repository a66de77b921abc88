//go:build !bolt

package main

import (
	"time"

	"go.etcd.io/bbolt"
)

// The store under measurement is bbolt, unless the build says bolt.
type (
	database    = bbolt.DB
	transaction = bbolt.Tx
)

const settingsInWords = "defaults, unless a row says otherwise; values are views; fdatasync of pages, then of the meta"

// openFile opens with bbolt's defaults, but for what is wanted otherwise.
func openFile(path string, wanted opening) (*database, error) {
	options := *bbolt.DefaultOptions
	options.NoSync = !wanted.sync
	options.Timeout = 10 * time.Second
	options.NoFreelistSync = wanted.noList
	options.InitialMmapSize = wanted.mapBytes
	if wanted.freelist != "" {
		options.FreelistType = bbolt.FreelistType(wanted.freelist)
	}
	return bbolt.Open(path, 0600, &options)
}
