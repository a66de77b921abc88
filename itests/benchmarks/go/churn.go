package main

// churnPlan is what a simulated hour does, drawn from one seed: the Java side draws the same.
type churnPlan struct {
	random     splitMix64
	valueBytes []int
	mostLive   int64
	live       int64
	key        uint64
	size       int
	remove     bool
}

const transactionsPerSecond = 10

// nextLifetime is for how many simulated seconds the next reader stays open: 1 to 64, most of them briefly.
func (p *churnPlan) nextLifetime() int { return 1 << p.random.below(7) }

// nextOperations is how many operations the next transaction has.
func (p *churnPlan) nextOperations() int { return 1 + int(p.random.below(5)) }

// nextOperation goes on to the next operation, which counts as done.
func (p *churnPlan) nextOperation() {
	p.key = p.random.below(uint64(len(p.valueBytes)))
	p.remove = p.random.below(100) < 30
	below := uint64(8) << p.random.below(14)
	p.size = 10 + int(p.random.below(below))
	if p.size > 65536 {
		p.size = 65536
	}
	others := p.live
	if before := p.valueBytes[p.key]; before > 0 {
		others -= int64(keyBytes + before)
	}
	p.remove = p.remove || others+int64(keyBytes+p.size) > p.mostLive
	if p.remove {
		p.valueBytes[p.key], p.live = 0, others
	} else {
		p.valueBytes[p.key], p.live = p.size, others+int64(keyBytes+p.size)
	}
}

type churnReader struct {
	tx     *transaction
	endsAt int
}

// churn is a simulated hour of puts and deletes of mixed sizes. Each simulated second a reader opens, and one more is
// open from a sixth of the hour to five sixths.
func (e *exercises) churn(r request) (figures, error) {
	db, err := e.newSpaceFile(r)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	plan := churnPlan{random: splitMix64{state: 7}, valueBytes: make([]int, r.integer("keys")), mostLive: int64(r.integer("live"))}
	transactions, most := r.integer("transactions"), int64(r.integer("most"))
	var readers []churnReader
	defer func() {
		for _, reader := range readers {
			reader.tx.Rollback()
		}
	}()
	open := func(endsAt int) error {
		tx, err := db.Begin(false)
		if err == nil {
			readers = append(readers, churnReader{tx, endsAt})
		}
		return err
	}
	done, now, pending, mostPermille := 0, int64(0), int64(0), int64(0)
	permille := func() int64 { return now * int64(db.Info().PageSize) * 1000 / plan.live }
	for done < transactions && now <= most {
		if done%transactionsPerSecond == 0 {
			second, seconds := done/transactionsPerSecond, transactions/transactionsPerSecond
			var staying []churnReader
			for _, reader := range readers {
				if reader.endsAt > second {
					staying = append(staying, reader)
				} else if err := reader.tx.Rollback(); err != nil {
					return nil, err
				}
			}
			readers = staying
			if err := open(second + plan.nextLifetime()); err != nil {
				return nil, err
			}
			if second == seconds/6 {
				if err := open(seconds * 5 / 6); err != nil {
					return nil, err
				}
			}
		}
		if err := db.Update(plan.change); err != nil {
			return nil, err
		}
		done++
		pending += int64(db.Stats().PendingPageN)
		if now, err = pages(db); err != nil {
			return nil, err
		}
		if done > transactions/10 && permille() > mostPermille {
			mostPermille = permille()
		}
	}
	found := figures{"done": int64(done), "live": plan.live}
	if done == transactions {
		found["pages"], found["endPermille"], found["mostPermille"], found["pendingSum"] = now, permille(), mostPermille, pending
	}
	return found, nil
}

func (p *churnPlan) change(tx *transaction) error {
	bucket, err := tx.CreateBucketIfNotExists(bucketName)
	if err != nil {
		return err
	}
	for left := p.nextOperations(); left > 0; left-- {
		p.nextOperation()
		if p.remove {
			err = bucket.Delete(keyOf(p.key))
		} else {
			err = bucket.Put(keyOf(p.key), bytesOf(p.key, p.size))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
