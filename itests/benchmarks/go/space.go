package main

import (
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"
)

// A reader that is open keeps bbolt from mapping a longer file: its writer waits. So the first mapping is longer
// than any file here.
const roomForAll = 16 << 30

// opening is how a request wants the file to be opened: freelist=array|hashmap, list=always|never.
func (r request) opening() opening {
	return opening{freelist: r.settings["freelist"], noList: r.settings["list"] == "never", mapBytes: roomForAll}
}

func (e *exercises) newSpaceFile(r request) (*database, error) {
	path := filepath.Join(e.folder, "data.db")
	if err := os.RemoveAll(path); err != nil {
		return nil, err
	}
	return openFile(path, r.opening())
}

func putOne(db *database, bucket []byte, key uint64, value []byte) error {
	return db.Update(func(tx *transaction) error {
		b, err := tx.CreateBucketIfNotExists(bucket)
		if err != nil {
			return err
		}
		return b.Put(keyOf(key), value)
	})
}

// pages is the file's high-water mark.
func pages(db *database) (count int64, err error) {
	err = db.View(func(tx *transaction) error {
		count = tx.Size() / int64(db.Info().PageSize)
		return nil
	})
	return count, err
}

// held updates one key while one reader stays open.
func (e *exercises) held(r request) (figures, error) {
	const heldBytes = 1024
	db, err := e.newSpaceFile(r)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := putOne(db, bucketName, 0, bytesOf(0, heldBytes)); err != nil {
		return nil, err
	}
	if free := r.integer("free"); free > 0 {
		if err := makeFree(db, free, heldBytes); err != nil {
			return nil, err
		}
	}
	found := figures{}
	now, err := pages(db)
	if err != nil {
		return nil, err
	}
	found["before"] = now
	reader, err := db.Begin(false)
	if err != nil {
		return nil, err
	}
	defer reader.Rollback()
	done, most := 0, int64(r.integer("most"))
	for _, word := range strings.Split(r.settings["updates"], ",") {
		mark, err := strconv.Atoi(word)
		if err != nil {
			return nil, err
		}
		for done < mark && now <= most {
			done++
			if err := putOne(db, bucketName, 0, bytesOf(uint64(done), heldBytes)); err != nil {
				return nil, err
			}
			if now, err = pages(db); err != nil {
				return nil, err
			}
		}
		if done == mark {
			found["pages."+word] = now
		}
	}
	return found, nil
}

// makeFree fills pages with two entries each and deletes them; they can be handed out two commits later.
func makeFree(db *database, free int, heldBytes int) error {
	filler := []byte("p")
	err := db.Update(func(tx *transaction) error {
		b, err := tx.CreateBucket(filler)
		if err != nil {
			return err
		}
		b.FillPercent = 1
		for i := 0; i < 2*free; i++ {
			if err := b.Put(keyOf(uint64(i)), bytesOf(1, 1900)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := db.Update(func(tx *transaction) error { return tx.DeleteBucket(filler) }); err != nil {
		return err
	}
	for i := 0; i < 2; i++ {
		if err := putOne(db, bucketName, 0, bytesOf(1, heldBytes)); err != nil {
			return err
		}
	}
	return nil
}

// staggered updates keys at random while readers open one after another and each stays for the same while.
func (e *exercises) staggered(r request) (figures, error) {
	db, err := e.newSpaceFile(r)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	keys, updates, every, open := r.integer("keys"), r.integer("updates"), r.integer("every"), r.integer("open")
	err = db.Update(func(tx *transaction) error {
		b, err := tx.CreateBucketIfNotExists(bucketName)
		if err != nil {
			return err
		}
		for i := 0; i < keys; i++ {
			if err := b.Put(keyOf(uint64(i)), valueOf(uint64(i))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var readers []*transaction
	defer func() {
		for _, reader := range readers {
			reader.Rollback()
		}
	}()
	random := splitMix64{state: 9}
	found := figures{"updates": int64(updates)}
	for i := 0; i < updates; i++ {
		if i%every == 0 {
			reader, err := db.Begin(false)
			if err != nil {
				return nil, err
			}
			if readers = append(readers, reader); len(readers) > open {
				if err := readers[0].Rollback(); err != nil {
					return nil, err
				}
				readers = readers[1:]
			}
		}
		if err := putOne(db, bucketName, random.below(uint64(keys)), valueOf(uint64(i))); err != nil {
			return nil, err
		}
		now := int64(db.Stats().PendingPageN)
		found["pendingSum"] += now
		if now > found["pendingMost"] {
			found["pendingMost"] = now
		}
	}
	found["pages"], err = pages(db)
	return found, err
}

// repeated times an action again and again, until the count or the time is reached, and answers with the median.
func repeated(most int, limit time.Duration, action func(number int) error) (int64, error) {
	var took []time.Duration
	begin := time.Now()
	for i := 0; i < most && time.Since(begin) < limit; i++ {
		before := time.Now()
		if err := action(i); err != nil {
			return 0, err
		}
		took = append(took, time.Since(before))
	}
	return median(took), nil
}

// openings is the median of some openings; the closes do not count.
func openings(path string, wanted opening, times int) (int64, error) {
	var took []time.Duration
	for i := 0; i < times; i++ {
		begin := time.Now()
		db, err := openFile(path, wanted)
		if err != nil {
			return 0, err
		}
		took = append(took, time.Since(begin))
		if err := db.Close(); err != nil {
			return 0, err
		}
	}
	return median(took), nil
}

func median(took []time.Duration) int64 {
	sort.Slice(took, func(i, j int) bool { return took[i] < took[j] })
	return took[(len(took)-1)/2].Nanoseconds()
}

// isolated opens, commits, allocates and opens again. The file has its list of free pages before and after.
func (e *exercises) isolated(r request) (figures, error) {
	path := filepath.Join(e.folder, "data.db")
	found := figures{}
	if r.settings["list"] != "never" {
		var err error
		if found["cold"], err = openings(path, r.opening(), 1); err != nil {
			return nil, err
		}
		if found["warm"], err = openings(path, r.opening(), 5); err != nil {
			return nil, err
		}
	}
	commits, limit := r.integer("commits"), r.duration()
	db, err := openFile(path, r.opening())
	if err != nil {
		return nil, err
	}
	short := func(i int) error { return putOne(db, []byte("s"), uint64(i%100), bytesOf(uint64(i), 100)) }
	long := func(i int) error { return putOne(db, []byte("L"), uint64(i%50), bytesOf(uint64(i), 17000)) }
	if _, err := repeated(commits, limit, short); err != nil {
		return nil, err
	}
	found["free"] = int64(db.Stats().FreePageN)
	if found["unsynced"], err = repeated(commits, limit, short); err != nil {
		return nil, err
	}
	if _, err := repeated(50, limit, long); err != nil {
		return nil, err
	}
	if found["long"], err = repeated(commits, limit, long); err != nil {
		return nil, err
	}
	db.NoSync = false
	if found["synced"], err = repeated(commits, limit, short); err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	if r.settings["list"] == "never" {
		if found["scan"], err = openings(path, r.opening(), 3); err != nil {
			return nil, err
		}
	}
	// Whoever comes next finds a list.
	wanted := r.opening()
	wanted.noList = false
	wanted.sync = false
	if db, err = openFile(path, wanted); err != nil {
		return nil, err
	}
	if err := short(0); err != nil {
		return nil, err
	}
	return found, db.Close()
}
