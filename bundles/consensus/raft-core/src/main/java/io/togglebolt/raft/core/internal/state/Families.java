package io.togglebolt.raft.core.internal.state;

/** The families of messages, each with those that it builds on. */
record Families(
    Elections elections,
    Votes votes,
    Forwarding forwarding,
    Proposals proposals,
    Appends appends,
    AppendAnswers appendAnswers,
    SnapshotSending snapshotSending,
    SnapshotTaking snapshotTaking,
    Heartbeats heartbeats,
    Reads reads,
    Transfers transfers,
    Configurations configurations,
    StorageAnswers storageAnswers) {

  static Families of(Member member) {
    SnapshotSending snapshotSending = new SnapshotSending(member);
    Replication replication = new Replication(member, snapshotSending);
    Forwarding forwarding = new Forwarding(member);
    Proposals proposals = new Proposals(member, replication, new Vetting(member), forwarding);
    Heartbeats heartbeats = new Heartbeats(member, replication);
    Reads reads = new Reads(member, heartbeats);
    Transfers transfers = new Transfers(member, replication);
    Configurations configurations = new Configurations(member, replication, proposals);
    return new Families(
        new Elections(member, proposals, replication),
        new Votes(member),
        forwarding,
        proposals,
        new Appends(member),
        new AppendAnswers(member, replication, reads, transfers),
        snapshotSending,
        new SnapshotTaking(member, configurations),
        heartbeats,
        reads,
        transfers,
        configurations,
        new StorageAnswers(member, configurations));
  }
}
