// Command etcdraftside is the side of etcd's own Raft. It answers each line of standard input with one line, "ok"
// or "error" and figures, separated by tabs, and ends with the input. What it does are the exercises of the Java
// side: three members in one goroutine, which pass each other their messages in memory.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"go.etcd.io/etcd/raft"
	"go.etcd.io/etcd/raft/raftpb"
)

// members is how many there are; the first leads.
const members = 3

// patience is how many rounds a cluster is given to settle.
const patience = 1000

// roundsALook is how many rounds lie between two looks at the clock.
const roundsALook = 16

type request map[string]string

type member struct {
	node             *raft.RawNode
	storage          *raft.MemoryStorage
	inbox, taken     []raftpb.Message
	applied, counted uint64
}

type cluster struct {
	members      [members]*member
	length, step uint64
	proposed     uint64
}

func main() {
	clusters := map[string]*cluster{}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		answer, err := answer(clusters, lines.Text())
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
}

func answer(clusters map[string]*cluster, line string) (map[string]int64, error) {
	words := strings.Fields(line)
	r := request{}
	for _, word := range words[1:] {
		if name, value, found := strings.Cut(word, "="); found {
			r[name] = value
		}
	}
	if words[0] != "commit" {
		return nil, errors.New("request " + words[0] + " is unknown")
	}
	c := clusters[r["length"]]
	if c == nil {
		made, err := newCluster(uint64(r.integer("length")), uint64(r.integer("step")))
		if err != nil {
			return nil, err
		}
		clusters[r["length"]] = made
		c = made
	}
	return c.commit(r)
}

func (r request) integer(name string) int {
	value, err := strconv.Atoi(r[name])
	if err != nil {
		panic(fmt.Sprintf("setting %s is %q; expected a number", name, r[name]))
	}
	return value
}

func newCluster(length, step uint64) (*cluster, error) {
	c := &cluster{length: length, step: step}
	for i := range c.members {
		m, err := newMember(uint64(i + 1))
		if err != nil {
			return nil, err
		}
		c.members[i] = m
	}
	if err := c.members[0].node.Campaign(); err != nil {
		return nil, err
	}
	for i := 0; c.members[0].applied == 1; i++ {
		if i > patience {
			return nil, errors.New("no leader")
		}
		if err := c.round(); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func newMember(id uint64) (*member, error) {
	m := &member{storage: raft.NewMemoryStorage(), applied: 1}
	begin := raftpb.Snapshot{Metadata: raftpb.SnapshotMetadata{
		ConfState: raftpb.ConfState{Voters: []uint64{1, 2, 3}}, Index: 1, Term: 1}}
	if err := m.storage.ApplySnapshot(begin); err != nil {
		return nil, err
	}
	if err := m.storage.SetHardState(raftpb.HardState{Term: 1, Commit: 1}); err != nil {
		return nil, err
	}
	node, err := raft.NewRawNode(&raft.Config{
		ID:              id,
		ElectionTick:    10,
		HeartbeatTick:   1,
		Storage:         m.storage,
		Applied:         1,
		MaxSizePerMsg:   512 << 10,
		MaxInflightMsgs: 512,
		CheckQuorum:     true,
		PreVote:         true,
		Logger:          &raft.DefaultLogger{Logger: log.New(io.Discard, "", 0)},
	})
	m.node = node
	return m, err
}

func (c *cluster) round() error {
	for _, m := range c.members {
		if err := c.work(m); err != nil {
			return err
		}
	}
	return nil
}

func (c *cluster) work(m *member) error {
	messages := m.inbox
	m.inbox, m.taken = m.taken[:0], messages
	for _, message := range messages {
		if err := m.node.Step(message); err != nil {
			return err
		}
	}
	for m.node.HasReady() {
		ready := m.node.Ready()
		if !raft.IsEmptyHardState(ready.HardState) {
			if err := m.storage.SetHardState(ready.HardState); err != nil {
				return err
			}
		}
		if err := m.storage.Append(ready.Entries); err != nil {
			return err
		}
		for _, message := range ready.Messages {
			to := c.members[message.To-1]
			to.inbox = append(to.inbox, message)
		}
		if err := c.apply(m, ready.CommittedEntries); err != nil {
			return err
		}
		m.node.Advance(ready)
	}
	return nil
}

func (c *cluster) apply(m *member, entries []raftpb.Entry) error {
	for i := range entries {
		if entries[i].Index != m.applied+1 {
			return fmt.Errorf("entry %d is to be applied after %d", entries[i].Index, m.applied)
		}
		m.applied++
		if len(entries[i].Data) != 0 {
			m.counted++
		}
	}
	first, err := m.storage.FirstIndex()
	if err != nil {
		return err
	}
	if m.applied >= first+c.length+c.step {
		return m.storage.Compact(m.applied - c.length)
	}
	return nil
}

func processorNanos() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func (c *cluster) commit(r request) (map[string]int64, error) {
	batch, window := uint64(r.integer("batch")), uint64(r.integer("window"))
	data := []byte(strings.Repeat("x", r.integer("size")))
	allowed := time.Duration(r.integer("millis")) * time.Millisecond
	leader := c.members[0]
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	counted, processor, begin := leader.counted, processorNanos(), time.Now()
	for time.Since(begin) < allowed {
		for i := 0; i < roundsALook; i++ {
			for c.proposed-leader.counted+batch <= window {
				if err := propose(leader, batch, data); err != nil {
					return nil, err
				}
				c.proposed += batch
			}
			if err := c.round(); err != nil {
				return nil, err
			}
		}
	}
	if err := c.settle(); err != nil {
		return nil, err
	}
	nanos, spent := time.Since(begin).Nanoseconds(), processorNanos()-processor
	runtime.ReadMemStats(&after)
	return map[string]int64{"nanos": nanos, "processorNanos": spent,
		"allocated": int64(after.TotalAlloc - before.TotalAlloc),
		"committed": int64(leader.counted - counted)}, nil
}

func propose(leader *member, batch uint64, data []byte) error {
	if batch == 1 {
		return leader.node.Propose(data)
	}
	// Step gives the entries of a proposal their terms and indexes, so that they cannot be used twice.
	entries := make([]raftpb.Entry, batch)
	for i := range entries {
		entries[i].Data = data
	}
	return leader.node.Step(raftpb.Message{Type: raftpb.MsgProp, From: 1, Entries: entries})
}

func (c *cluster) settle() error {
	for i := 0; ; i++ {
		done := true
		for _, m := range c.members {
			done = done && m.counted == c.proposed
		}
		if done {
			return nil
		}
		if i > patience {
			return fmt.Errorf("%d proposals were made and %d committed", c.proposed, c.members[0].counted)
		}
		if err := c.round(); err != nil {
			return err
		}
	}
}
