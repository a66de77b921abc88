//go:build !bolt

package main

import bolt "go.etcd.io/bbolt"

type (
	DB     = bolt.DB
	Tx     = bolt.Tx
	Bucket = bolt.Bucket
)

func openDB(path string, with settings) (*DB, error) {
	return bolt.Open(path, 0600, &bolt.Options{
		Timeout:         with.timeout,
		PageSize:        with.pageSize,
		FreelistType:    bolt.FreelistType(with.freelist),
		InitialMmapSize: mapBytes,
		NoGrowSync:      true,
		NoSync:          with.noSync,
		NoFreelistSync:  with.noFreelistSync,
		ReadOnly:        with.readOnly,
	})
}
