//go:build bolt

package main

import "github.com/boltdb/bolt"

type (
	DB     = bolt.DB
	Tx     = bolt.Tx
	Bucket = bolt.Bucket
)

// openDB knows nothing of page sizes and kinds of freelist: bolt has the system's page size and one kind.
func openDB(path string, with settings) (*DB, error) {
	db, err := bolt.Open(path, 0600, &bolt.Options{
		Timeout:         with.timeout,
		InitialMmapSize: mapBytes,
		NoGrowSync:      true,
		ReadOnly:        with.readOnly,
	})
	if err != nil {
		return nil, err
	}
	db.NoSync = with.noSync
	return db, nil
}
