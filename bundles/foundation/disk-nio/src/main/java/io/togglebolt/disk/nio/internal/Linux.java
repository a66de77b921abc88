package io.togglebolt.disk.nio.internal;

/**
 * The numbers of the system's interface. All are those that Linux has on every 64-bit machine that
 * the JDK runs on; what differs between machines, as O_DIRECTORY does, is not used.
 */
final class Linux {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EBADF = 9;
  static final int EWOULDBLOCK = 11;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int EXDEV = 18;
  static final int ENOTDIR = 20;
  static final int EISDIR = 21;
  static final int EINVAL = 22;
  static final int EROFS = 30;
  static final int ENOSYS = 38;
  static final int ENOTEMPTY = 39;
  static final int EOPNOTSUPP = 95;

  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_NOCTTY = 0400;
  static final int O_NONBLOCK = 04000;
  static final int O_CLOEXEC = 02000000;

  static final int LOCK_SH = 1;
  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;
  static final int LOCK_UN = 8;

  static final int F_OFD_SETLK = 37;
  static final short F_RDLCK = 0;
  static final short F_WRLCK = 1;
  static final short F_UNLCK = 2;

  /** struct flock; what is not named here stays zero: all bytes, from the file's start. */
  static final long FLOCK_BYTES = 32;

  static final long FLOCK_TYPE_OFFSET = 0;

  static final int S_IFMT = 0170000;
  static final int S_IFREG = 0100000;
  static final int S_IFDIR = 0040000;

  static final int PROT_READ = 1;
  static final int MAP_SHARED = 1;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int STATX_TYPE = 0x1;
  static final int STATX_SIZE = 0x200;

  /** struct statx: unlike struct stat it is laid out alike on every machine. */
  static final long STATX_BYTES = 256;

  static final long STATX_MODE_OFFSET = 28;
  static final long STATX_SIZE_OFFSET = 40;

  /** struct iovec: an address and a length. */
  static final long IOVEC_BYTES = 16;

  static final long IOVEC_LENGTH_OFFSET = 8;
  static final int RWF_DSYNC = 2;

  private Linux() {}
}
