package io.togglebolt.storage;

/**
 * The figures of a bucket and of all buckets in it, as bbolt counts them.
 *
 * @param branchPages runs of branch pages
 * @param branchOverflowPages pages of those runs after the first
 * @param leafPages runs of leaf pages
 * @param leafOverflowPages pages of those runs after the first
 * @param keys entries, those that name buckets included
 * @param depth levels of the tree, with those of the deepest bucket in it
 * @param branchAllocatedBytes bytes that the branch pages take
 * @param branchUsedBytes bytes of them that are in use
 * @param leafAllocatedBytes bytes that the leaf pages take
 * @param leafUsedBytes bytes of them that are in use
 * @param buckets buckets, this one included
 * @param inlineBuckets buckets that have no page of their own
 * @param inlineUsedBytes bytes that their entries use, inside the leaves that hold them
 */
public record BucketStats(
    long branchPages,
    long branchOverflowPages,
    long leafPages,
    long leafOverflowPages,
    long keys,
    long depth,
    long branchAllocatedBytes,
    long branchUsedBytes,
    long leafAllocatedBytes,
    long leafUsedBytes,
    long buckets,
    long inlineBuckets,
    long inlineUsedBytes) {}
