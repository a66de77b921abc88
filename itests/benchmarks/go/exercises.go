package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const loadBatch = 10000

var bucketName = []byte("b")

// opening is how a file is opened.
type opening struct {
	sync     bool
	freelist string
	noList   bool
	mapBytes int
}

// exercises are what can be measured in a folder; those about space are in a file of their own.
type exercises struct{ folder string }

func (e *exercises) run(r request) (found figures, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	switch r.kind {
	case "load":
		return e.load("data.db", r.integer("keys"))
	case "get":
		return e.withLoaded(func(db *database) (figures, error) { return gets(db, r) })
	case "scan":
		return e.withLoaded(func(db *database) (figures, error) { return scans(db, r) })
	case "put":
		return e.put(r)
	case "batch":
		return e.batch(r)
	case "open":
		return e.open(r)
	case "memory":
		return e.memory(r)
	case "held":
		return e.held(r)
	case "staggered":
		return e.staggered(r)
	case "churn":
		return e.churn(r)
	case "isolated":
		return e.isolated(r)
	}
	return nil, fmt.Errorf("request %s is unknown", r.kind)
}

func (e *exercises) database(name string, sync bool) (*database, error) {
	return openFile(filepath.Join(e.folder, name), opening{sync: sync})
}

// empty is a database without entries: every run of puts begins with the same tree.
func (e *exercises) empty(r request) (*database, error) {
	if err := os.RemoveAll(filepath.Join(e.folder, "put.db")); err != nil {
		return nil, err
	}
	db, err := e.database("put.db", r.settings["sync"] == "true")
	if err != nil {
		return nil, err
	}
	return db, db.Update(func(tx *transaction) error { _, err := tx.CreateBucketIfNotExists(bucketName); return err })
}

func (e *exercises) load(name string, keys int) (figures, error) {
	begin := time.Now()
	if err := os.RemoveAll(filepath.Join(e.folder, name)); err != nil {
		return nil, err
	}
	db, err := e.database(name, false)
	if err != nil {
		return nil, err
	}
	from := entries{sequential: true}
	for done := 0; done < keys; done += loadBatch {
		count := loadBatch
		if keys-done < count {
			count = keys - done
		}
		if err := commit(db, &from, count); err != nil {
			return nil, err
		}
	}
	return rate(int64(keys), time.Since(begin)), db.Close()
}

func commit(db *database, from *entries, count int) error {
	return db.Update(func(tx *transaction) error {
		bucket, err := tx.CreateBucketIfNotExists(bucketName)
		if err != nil {
			return err
		}
		for i := 0; i < count; i++ {
			key := from.advance()
			if err := bucket.Put(keyOf(key), valueOf(key)); err != nil {
				return err
			}
		}
		return nil
	})
}

// withLoaded opens what was loaded and walks over it once, so that no run pays for a cold page cache.
func (e *exercises) withLoaded(measure func(*database) (figures, error)) (figures, error) {
	db, err := e.database("data.db", true)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if _, err := scan(db); err != nil {
		return nil, err
	}
	return measure(db)
}

// together runs the work in as many goroutines until all are done, and stops them when the time is over.
func together(threads int, limit time.Duration, work func(thread int, stopped *int32) (int64, error)) (figures, error) {
	var group sync.WaitGroup
	var stopped int32
	var total int64
	var failure atomic.Value
	begin := time.Now()
	timer := time.AfterFunc(limit, func() { atomic.StoreInt32(&stopped, 1) })
	for thread := 0; thread < threads; thread++ {
		group.Add(1)
		go func(thread int) {
			defer group.Done()
			done, err := work(thread, &stopped)
			if err != nil {
				failure.Store(err)
			}
			atomic.AddInt64(&total, done)
		}(thread)
	}
	group.Wait()
	took := time.Since(begin)
	timer.Stop()
	if err, failed := failure.Load().(error); failed {
		return nil, err
	}
	return rate(total, took), nil
}

func gets(db *database, r request) (figures, error) {
	keys, each := uint64(r.integer("keys")), r.integer("each")
	return together(r.integer("threads"), r.duration(), func(thread int, stopped *int32) (int64, error) {
		random := splitMix64{state: uint64(thread + 1)}
		var key [keyBytes]byte
		var done int64
		for done == 0 || atomic.LoadInt32(stopped) == 0 {
			err := db.View(func(tx *transaction) error {
				bucket := tx.Bucket(bucketName)
				for i := 0; i < each; i++ {
					binary.BigEndian.PutUint64(key[:], random.below(keys))
					if value := bucket.Get(key[:]); len(value) != valueBytes {
						return fmt.Errorf("a value has %d bytes; expected %d", len(value), valueBytes)
					}
				}
				return nil
			})
			if err != nil {
				return 0, err
			}
			done += int64(each)
		}
		return done, nil
	})
}

func scan(db *database) (bytes int64, err error) {
	err = db.View(func(tx *transaction) error {
		cursor := tx.Bucket(bucketName).Cursor()
		for key, value := cursor.First(); key != nil; key, value = cursor.Next() {
			bytes += int64(len(key) + len(value))
		}
		return nil
	})
	return bytes, err
}

func scans(db *database, r request) (figures, error) {
	keys := int64(r.integer("keys"))
	return together(1, r.duration(), func(thread int, stopped *int32) (done int64, err error) {
		for done == 0 || atomic.LoadInt32(stopped) == 0 {
			bytes, err := scan(db)
			if err != nil {
				return 0, err
			}
			if expected := keys * (keyBytes + valueBytes); bytes != expected {
				return 0, fmt.Errorf("a scan saw %d bytes; expected %d", bytes, expected)
			}
			done += keys
		}
		return done, nil
	})
}

func (e *exercises) put(r request) (figures, error) {
	db, err := e.empty(r)
	if err != nil {
		return nil, err
	}
	defer os.Remove(db.Path())
	defer db.Close()
	from := entries{sequential: r.settings["order"] == "sequential", random: splitMix64{state: 42}}
	batch, commits, limit := r.integer("batch"), r.integer("commits"), r.duration()
	begin := time.Now()
	var done int64
	for i := 0; i < commits && time.Since(begin) < limit; i++ {
		if err := commit(db, &from, batch); err != nil {
			return nil, err
		}
		done += int64(batch)
	}
	return rate(done, time.Since(begin)), nil
}

func (e *exercises) batch(r request) (figures, error) {
	db, err := e.empty(r)
	if err != nil {
		return nil, err
	}
	defer os.Remove(db.Path())
	defer db.Close()
	each := int64(r.integer("each"))
	return together(r.integer("threads"), r.duration(), func(thread int, stopped *int32) (done int64, err error) {
		from := entries{random: splitMix64{state: uint64(thread + 1)}}
		for ; done < each && atomic.LoadInt32(stopped) == 0; done++ {
			key := from.advance()
			err := db.Batch(func(tx *transaction) error {
				return tx.Bucket(bucketName).Put(keyOf(key), valueOf(key))
			})
			if err != nil {
				return done, err
			}
		}
		return done, nil
	})
}

func (e *exercises) open(r request) (figures, error) {
	times := r.integer("times")
	var took time.Duration
	for i := 0; i < times; i++ {
		begin := time.Now()
		db, err := e.database("data.db", true)
		if err != nil {
			return nil, err
		}
		took += time.Since(begin)
		if err := db.Close(); err != nil {
			return nil, err
		}
	}
	return rate(int64(times), took), nil
}

// memory is meant for a process that has done nothing before.
func (e *exercises) memory(r request) (figures, error) {
	if _, err := e.load("memory.db", r.integer("keys")); err != nil {
		return nil, err
	}
	defer os.Remove(filepath.Join(e.folder, "memory.db"))
	db, err := e.database("memory.db", true)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if _, err := gets(db, r); err != nil {
		return nil, err
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return nil, err
	}
	found := figures{}
	for name, field := range map[string]string{"resident": "VmRSS:", "peak": "VmHWM:", "anonymous": "RssAnon:"} {
		for _, line := range strings.Split(string(status), "\n") {
			if strings.HasPrefix(line, field) {
				kibibytes, err := strconv.ParseInt(strings.Fields(line)[1], 10, 64)
				if err != nil {
					return nil, err
				}
				found[name] = kibibytes * 1024
			}
		}
	}
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	found["heap"] = int64(memory.HeapAlloc)
	return found, nil
}
