package io.togglebolt.wal;

/**
 * Whose log it is; written at the head of each segment.
 *
 * @param nodeId the member that writes it, unsigned
 * @param clusterId the cluster that it belongs to, unsigned
 */
public record WalMetadata(long nodeId, long clusterId) {
  @Override
  public String toString() {
    return "node " + Long.toHexString(nodeId) + " of cluster " + Long.toHexString(clusterId);
  }
}
