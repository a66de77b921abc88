package io.togglebolt.etcd.payload.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.togglebolt.etcd.payload.PayloadText;
import io.togglebolt.etcd.proto.AlarmRequest;
import io.togglebolt.etcd.proto.AlarmType;
import io.togglebolt.etcd.proto.Attributes;
import io.togglebolt.etcd.proto.AuthRoleGrantPermissionRequest;
import io.togglebolt.etcd.proto.AuthUserAddRequest;
import io.togglebolt.etcd.proto.AuthUserChangePasswordRequest;
import io.togglebolt.etcd.proto.ClusterMemberAttrSetRequest;
import io.togglebolt.etcd.proto.ClusterVersionSetRequest;
import io.togglebolt.etcd.proto.CompactionRequest;
import io.togglebolt.etcd.proto.Compare;
import io.togglebolt.etcd.proto.ConfChange;
import io.togglebolt.etcd.proto.ConfChangeSingle;
import io.togglebolt.etcd.proto.ConfChangeType;
import io.togglebolt.etcd.proto.ConfChangeV2;
import io.togglebolt.etcd.proto.DeleteRangeRequest;
import io.togglebolt.etcd.proto.InternalAuthenticateRequest;
import io.togglebolt.etcd.proto.InternalRaftRequest;
import io.togglebolt.etcd.proto.LeaseCheckpoint;
import io.togglebolt.etcd.proto.LeaseCheckpointRequest;
import io.togglebolt.etcd.proto.LeaseGrantRequest;
import io.togglebolt.etcd.proto.Permission;
import io.togglebolt.etcd.proto.PutRequest;
import io.togglebolt.etcd.proto.RangeRequest;
import io.togglebolt.etcd.proto.Request;
import io.togglebolt.etcd.proto.RequestHeader;
import io.togglebolt.etcd.proto.RequestOp;
import io.togglebolt.etcd.proto.TxnRequest;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EtcdPayloadTextTest {
  private static final PayloadText TEXT =
      ServiceLoader.load(PayloadText.class).findFirst().orElseThrow();

  private static String of(InternalRaftRequest.Builder request) {
    return TEXT.of(Entry.of(1, 1, request.build().toByteArray()));
  }

  private static String ofHex(String hex) {
    return TEXT.of(Entry.of(1, 1, HexFormat.of().parseHex(hex)));
  }

  private static String of(EntryType type, byte[] data) {
    return TEXT.of(new Entry(type, 1, 1, data));
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static InternalRaftRequest.Builder request() {
    return InternalRaftRequest.newBuilder();
  }

  @Test
  void theFirstEntryOfALeaderIsEmpty() {
    assertEquals("empty", of(EntryType.NORMAL, new byte[0]));
    assertEquals("empty", of(EntryType.CONF_CHANGE, new byte[0]));
  }

  @Test
  void bytesThatWereMadeByHandFromTheFieldNumbersAreUnderstood() {
    // 0x22 is field 4, put: field 1 is "a", field 2 is "xyz", field 3 is lease 0x1f; 0xa2 0x06 is
    // field 100, the header, with id 7.
    assertEquals(
        "put key=\"a\" value=\"xyz\" lease=1f",
        ofHex("220a0a01611203" + "78797a" + "181fa206020807"));
    // 0x42 is field 8, lease_grant: TTL 60, ID 255.
    assertEquals("lease_grant TTL=60 ID=ff", ofHex("4205083c10ff01"));
    // Field 1300, two bytes of tag, cluster_version_set with "3.5.0".
    assertEquals("cluster_version_set ver=\"3.5.0\"", ofHex("a251070a05332e352e30"));
    // ConfChange: id 1, type 1 (remove), node 0xab.
    assertEquals(
        "conf_change remove_node id=1 node_id=ab",
        of(EntryType.CONF_CHANGE, HexFormat.of().parseHex("0801100118ab01")));
  }

  @Test
  void everyNumberOfARequestIsTheOneThatEtcdGaveIt() {
    Map<Integer, String> numbers = new TreeMap<>();
    for (FieldDescriptor field : InternalRaftRequest.getDescriptor().getFields()) {
      numbers.put(field.getNumber(), field.getName());
    }
    assertEquals(
        "{1=ID, 2=v2, 3=range, 4=put, 5=delete_range, 6=txn, 7=compaction, 8=lease_grant,"
            + " 9=lease_revoke, 10=alarm, 11=lease_checkpoint, 100=header, 1000=auth_enable,"
            + " 1011=auth_disable, 1012=authenticate, 1013=auth_status, 1100=auth_user_add,"
            + " 1101=auth_user_delete, 1102=auth_user_get, 1103=auth_user_change_password,"
            + " 1104=auth_user_grant_role, 1105=auth_user_revoke_role, 1106=auth_user_list,"
            + " 1107=auth_role_list, 1200=auth_role_add, 1201=auth_role_delete,"
            + " 1202=auth_role_get, 1203=auth_role_grant_permission,"
            + " 1204=auth_role_revoke_permission, 1300=cluster_version_set,"
            + " 1301=cluster_member_attr_set, 1302=downgrade_info_set}",
        numbers.toString());
  }

  @Test
  void requestsShowWhatTheyAskForAndWhoAsked() {
    assertEquals(
        "delete_range key=\"a\" range_end=\"b\" prev_kv by \"alice\" auth_revision=3",
        of(
            request()
                .setHeader(RequestHeader.newBuilder().setUsername("alice").setAuthRevision(3))
                .setDeleteRange(
                    DeleteRangeRequest.newBuilder()
                        .setKey(bytes("a"))
                        .setRangeEnd(bytes("b"))
                        .setPrevKv(true))));
    assertEquals(
        "compaction revision=17 physical",
        of(
            request()
                .setCompaction(CompactionRequest.newBuilder().setRevision(17).setPhysical(true))));
    assertEquals(
        "lease_checkpoint checkpoints=[{ID=1f remaining_TTL=9}, {ID=20 remaining_TTL=5}]",
        of(
            request()
                .setLeaseCheckpoint(
                    LeaseCheckpointRequest.newBuilder()
                        .addCheckpoints(LeaseCheckpoint.newBuilder().setID(31).setRemainingTTL(9))
                        .addCheckpoints(
                            LeaseCheckpoint.newBuilder().setID(32).setRemainingTTL(5)))));
    assertEquals(
        "alarm action=ACTIVATE memberID=8e9e05c52164694d alarm=NOSPACE",
        of(
            request()
                .setAlarm(
                    AlarmRequest.newBuilder()
                        .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                        .setMemberID(0x8e9e05c52164694dL)
                        .setAlarm(AlarmType.NOSPACE))));
    assertEquals(
        "cluster_member_attr_set member_ID=ff member_attributes={name=\"n\""
            + " client_urls=[\"http://a\", \"http://b\"]}",
        of(
            request()
                .setClusterMemberAttrSet(
                    ClusterMemberAttrSetRequest.newBuilder()
                        .setMemberID(255)
                        .setMemberAttributes(
                            Attributes.newBuilder()
                                .setName("n")
                                .addClientUrls("http://a")
                                .addClientUrls("http://b")))));
    assertEquals(
        "auth_role_grant_permission name=\"r\" perm={permType=READ key=\"k\"}",
        of(
            request()
                .setAuthRoleGrantPermission(
                    AuthRoleGrantPermissionRequest.newBuilder()
                        .setName("r")
                        .setPerm(Permission.newBuilder().setKey(bytes("k"))))));
    assertEquals(
        "range key=\"a\" serializable",
        of(request().setRange(RangeRequest.newBuilder().setKey(bytes("a")).setSerializable(true))));
    assertEquals(
        "lease_grant TTL=5 ID=ffffffffffffffff",
        of(request().setLeaseGrant(LeaseGrantRequest.newBuilder().setTTL(5).setID(-1))));
  }

  @Test
  void aTransactionReadsAsOne() {
    TxnRequest.Builder inner =
        TxnRequest.newBuilder()
            .addSuccess(RequestOp.newBuilder().setRequestRange(RangeRequest.getDefaultInstance()));
    TxnRequest.Builder txn =
        TxnRequest.newBuilder()
            .addCompare(
                Compare.newBuilder()
                    .setTarget(Compare.CompareTarget.MOD)
                    .setKey(bytes("k"))
                    .setModRevision(0))
            .addCompare(
                Compare.newBuilder()
                    .setTarget(Compare.CompareTarget.VALUE)
                    .setResult(Compare.CompareResult.NOT_EQUAL)
                    .setKey(bytes("a"))
                    .setRangeEnd(bytes("b"))
                    .setValue(bytes("v")))
            .addSuccess(
                RequestOp.newBuilder()
                    .setRequestPut(PutRequest.newBuilder().setKey(bytes("k")).setValue(bytes("1"))))
            .addSuccess(RequestOp.newBuilder().setRequestTxn(inner))
            .addFailure(
                RequestOp.newBuilder()
                    .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("k"))));
    assertEquals(
        "txn if [mod_revision(\"k\")=0; value(\"a\" to \"b\")!=\"v\"] then [put key=\"k\""
            + " value=\"1\"; txn if [] then [range] else []] else [delete_range key=\"k\"]",
        of(request().setTxn(txn)));
  }

  @Test
  void changesOfMembersAreNamed() {
    assertEquals(
        "conf_change add_node node_id=ff context=\"{\\\"name\\\":\\\"n\\\"}\"",
        of(
            EntryType.CONF_CHANGE,
            ConfChange.newBuilder()
                .setNodeId(255)
                .setContext(bytes("{\"name\":\"n\"}"))
                .build()
                .toByteArray()));
    assertEquals(
        "conf_change_v2 [add_learner_node node_id=1; remove_node node_id=2] context=\"x\"",
        of(
            EntryType.CONF_CHANGE_V2,
            ConfChangeV2.newBuilder()
                .addChanges(
                    ConfChangeSingle.newBuilder()
                        .setType(ConfChangeType.ConfChangeAddLearnerNode)
                        .setNodeId(1))
                .addChanges(
                    ConfChangeSingle.newBuilder()
                        .setType(ConfChangeType.ConfChangeRemoveNode)
                        .setNodeId(2))
                .setContext(bytes("x"))
                .build()
                .toByteArray()));
  }

  @Test
  void aBareRequestOfVersionTwoIsTheSecondForm() {
    Request announced =
        Request.newBuilder()
            .setID(9)
            .setMethod("PUT")
            .setPath("/0/version")
            .setVal("3.4.0")
            .setPrevExist(false)
            .build();
    assertEquals(
        "v2 PUT Path=\"/0/version\" Val=\"3.4.0\" PrevExist=false",
        of(EntryType.NORMAL, announced.toByteArray()));
    assertEquals(
        "v2 PUT Path=\"/0/version\" Val=\"3.4.0\" PrevExist=false", of(request().setV2(announced)));
  }

  @Test
  void noSecretIsShown() {
    String secret = "hunter2";
    List<String> lines =
        List.of(
            of(
                request()
                    .setAuthUserAdd(
                        AuthUserAddRequest.newBuilder()
                            .setName("alice")
                            .setPassword(secret)
                            .setHashedPassword(secret))),
            of(
                request()
                    .setAuthUserChangePassword(
                        AuthUserChangePasswordRequest.newBuilder()
                            .setName("alice")
                            .setPassword(secret)
                            .setHashedPassword(secret))),
            of(
                request()
                    .setAuthenticate(
                        InternalAuthenticateRequest.newBuilder()
                            .setName("alice")
                            .setPassword(secret)
                            .setSimpleToken(secret))),
            of(
                request()
                    .setV2(
                        Request.newBuilder()
                            .setMethod("PUT")
                            .setPath("/2/users/alice")
                            .setVal(secret)
                            .setPrevValue(secret))));
    for (String line : lines) {
      assertTrue(line.contains("alice"), line);
      assertTrue(line.contains("=(hidden)"), line);
      assertFalse(line.contains(secret), line);
      assertFalse(line.contains(hex(secret)), line);
    }
  }

  @Test
  void aLineOfTextThatSomebodyElseWroteIsShownAsText() {
    byte[] text = "wal:load \u00fcber alles".getBytes(StandardCharsets.UTF_8);
    assertEquals("\"wal:load \u00fcber alles\"", of(EntryType.NORMAL, text));
    byte[] twoLines = "wal:load\nmore".getBytes(StandardCharsets.UTF_8);
    assertFalse(of(EntryType.NORMAL, twoLines).contains("more"));
  }

  @Test
  void aSecretInARequestThatCannotBeDecodedIsNotShownEither() {
    byte[] sound =
        request()
            .setAuthUserAdd(AuthUserAddRequest.newBuilder().setName("al").setPassword("hunter2"))
            .build()
            .toByteArray();
    sound[new String(sound, StandardCharsets.ISO_8859_1).indexOf("hunter2")] = (byte) 0xFF;
    assertEquals(
        "cannot be decoded, " + sound.length + " B, not shown", of(EntryType.NORMAL, sound));
    byte[] cut = java.util.Arrays.copyOf(sound, sound.length - 2);
    assertTrue(
        of(EntryType.NORMAL, cut).endsWith(" B, not shown"), () -> of(EntryType.NORMAL, cut));
    byte[] behindNoTag = new byte[sound.length + 1];
    System.arraycopy(sound, 0, behindNoTag, 1, sound.length);
    for (int before = 0; before < 256; before++) {
      behindNoTag[0] = (byte) before;
      String line = of(EntryType.NORMAL, behindNoTag);
      assertFalse(line.contains(hex("unter2")), line);
      assertFalse(line.contains("unter2"), line);
    }
  }

  @Test
  void whatIsOfNoKnownKindSaysSo() {
    assertEquals("cannot be decoded, 2 B, not shown", ofHex("ffff"));
    assertEquals(
        "cannot be decoded, 2 B, not shown", of(EntryType.CONF_CHANGE, new byte[] {-1, -1}));
    // It can be read as a request that asks for nothing, and as one of version 2 without a method.
    assertEquals("cannot be decoded, 2 B, not shown", ofHex("0807"));
    // A request that a later version may know.
    assertEquals("unknown_request_900", ofHex("a23800"));
  }

  @Test
  void valuesAreTextWhereTheyArePrintableAndCutWhereTheyAreLong() {
    assertEquals("put key=\"a\\\"b\\\\\\n\"", put("a\"b\\\n".getBytes(StandardCharsets.UTF_8)));
    assertEquals("put key=0x00", put(new byte[] {0}));
    assertEquals("put key=0xff41", put(new byte[] {-1, 'A'}));
    assertEquals(
        "put key=\"" + "x".repeat(128) + "\"...(129 B)",
        put("x".repeat(129).getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        "put key=\"x" + "ü".repeat(63) + "\"...(161 B)",
        put(("x" + "ü".repeat(80)).getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        "put key=0x00" + "78".repeat(31) + "...(81 B)",
        put(("\0" + "x".repeat(80)).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aClustersVersionIsOne() {
    assertEquals(
        "cluster_version_set ver=\"3.6.0\"",
        of(request().setClusterVersionSet(ClusterVersionSetRequest.newBuilder().setVer("3.6.0"))));
  }

  private static String put(byte[] key) {
    return of(request().setPut(PutRequest.newBuilder().setKey(ByteString.copyFrom(key))));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
