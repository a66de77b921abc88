package main

import "encoding/binary"

const (
	valueBytes = 100
	keyBytes   = 8
	randomKeys = 1000000
)

// splitMix64 is the generator that all sides share (Steele, Lea and Flood, 2014).
type splitMix64 struct{ state uint64 }

func (g *splitMix64) next() uint64 {
	g.state += 0x9E3779B97F4A7C15
	mixed := g.state
	mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9
	mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB
	return mixed ^ (mixed >> 31)
}

func (g *splitMix64) below(bound uint64) uint64 { return g.next() % bound }

// entries draws keys, in order or at random, with the values that belong to them.
type entries struct {
	sequential bool
	random     splitMix64
	following  uint64
}

func (e *entries) advance() uint64 {
	if !e.sequential {
		return e.random.below(randomKeys)
	}
	e.following++
	return e.following - 1
}

// keyOf is a key in a new slice: bbolt keeps it until the commit.
func keyOf(key uint64) []byte {
	bytes := make([]byte, keyBytes)
	binary.BigEndian.PutUint64(bytes, key)
	return bytes
}

func valueOf(key uint64) []byte { return bytesOf(key, valueBytes) }

// bytesOf is as many bytes as wanted, drawn from the generator.
func bytesOf(seed uint64, count int) []byte {
	words := splitMix64{state: seed}
	bytes := make([]byte, (count+7)/8*8)
	for at := 0; at < len(bytes); at += 8 {
		binary.LittleEndian.PutUint64(bytes[at:], words.next())
	}
	return bytes[:count]
}
