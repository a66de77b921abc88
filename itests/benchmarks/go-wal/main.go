// Command etcdlogside is the side of etcd's own log: etcdlogside FOLDER. It answers each line of standard input
// with one line, "ok" or "error" and figures, separated by tabs, and ends with the input. What it does are the
// exercises of the Java side.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.etcd.io/etcd/raft/raftpb"
	"go.etcd.io/etcd/wal"
	"go.etcd.io/etcd/wal/walpb"
	"go.uber.org/zap"
)

// kept is how many segments stay after a turn: the last one is written to.
const kept = 1

// side is a log that stays open from one turn to the next.
type side struct {
	folder string
	log    *wal.WAL
	next   uint64
	mutex  sync.Mutex
}

type request map[string]string

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: etcdlogside FOLDER")
		os.Exit(2)
	}
	s := &side{folder: os.Args[1]}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		answer, err := s.answer(lines.Text())
		if err != nil {
			fmt.Printf("error\t%s\n", strings.Join(strings.Fields(err.Error()), " "))
			continue
		}
		fmt.Print("ok")
		for name, value := range answer {
			fmt.Printf("\t%s=%d", name, value)
		}
		fmt.Println()
	}
	if s.log != nil {
		s.log.Close()
	}
}

func (s *side) answer(line string) (map[string]int64, error) {
	words := strings.Fields(line)
	r := request{}
	for _, word := range words[1:] {
		if name, value, found := strings.Cut(word, "="); found {
			r[name] = value
		}
	}
	switch words[0] {
	case "append":
		return s.append(r)
	case "replay":
		return s.replay(r)
	}
	return nil, errors.New("request " + words[0] + " is unknown")
}

func (r request) integer(name string) int {
	value, err := strconv.Atoi(r[name])
	if err != nil {
		panic(fmt.Sprintf("setting %s is %q; expected a number", name, r[name]))
	}
	return value
}

// save gives an entry its index and saves it. Save holds a lock of the log's until the entry is durable; one
// more around it, which keeps the indexes in order, changes nothing.
func (s *side) save(data []byte) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	err := s.log.Save(raftpb.HardState{}, []raftpb.Entry{{Term: 1, Index: s.next, Data: data}})
	s.next++
	return err
}

func (s *side) append(r request) (map[string]int64, error) {
	if s.log == nil {
		created, err := wal.Create(zap.NewNop(), filepath.Join(s.folder, "log"), []byte("benchmark"))
		if err != nil {
			return nil, err
		}
		s.log, s.next = created, 1
	}
	count, allowed := r.integer("appenders"), time.Duration(r.integer("millis"))*time.Millisecond
	took := make([][]int64, count)
	failures := make([]error, count)
	var all sync.WaitGroup
	begin := time.Now()
	for i := 0; i < count; i++ {
		i, data := i, []byte(strings.Repeat("x", r.integer("size")))
		all.Add(1)
		go func() {
			defer all.Done()
			for now := begin; now.Sub(begin) < allowed && failures[i] == nil; {
				failures[i] = s.save(data)
				then := now
				now = time.Now()
				took[i] = append(took[i], now.Sub(then).Nanoseconds())
			}
		}()
	}
	all.Wait()
	nanos := time.Since(begin).Nanoseconds()
	if err := s.shorten(); err != nil {
		return nil, err
	}
	for _, failure := range failures {
		if failure != nil {
			return nil, failure
		}
	}
	return figures(took, int64(r.integer("frame")), nanos), nil
}

func figures(took [][]int64, frame, nanos int64) map[string]int64 {
	var each []int64
	for _, one := range took {
		each = append(each, one...)
	}
	sort.Slice(each, func(i, j int) bool { return each[i] < each[j] })
	saves := int64(len(each))
	return map[string]int64{"saves": saves, "syncs": saves, "bytes": saves * frame, "nanos": nanos,
		"p50": each[saves/2], "p99": each[saves*99/100]}
}

// shorten deletes the segments that the log has left.
func (s *side) shorten() error {
	if err := s.log.ReleaseLockTo(s.next); err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(s.folder, "log", "*.wal"))
	if err != nil {
		return err
	}
	sort.Strings(names)
	for i := 0; i+kept < len(names); i++ {
		if err := os.Remove(names[i]); err != nil {
			return err
		}
	}
	return nil
}

func (s *side) replay(r request) (map[string]int64, error) {
	begin := time.Now()
	log, err := wal.OpenForRead(zap.NewNop(), filepath.Join(s.folder, "replayed"), walpb.Snapshot{})
	if err != nil {
		return nil, err
	}
	defer log.Close()
	_, _, entries, err := log.ReadAll()
	nanos := time.Since(begin).Nanoseconds()
	if err == nil && len(entries) != r.integer("entries") {
		err = fmt.Errorf("%d entries were replayed; expected %d", len(entries), r.integer("entries"))
	}
	return map[string]int64{"nanos": nanos, "entries": int64(len(entries))}, err
}
