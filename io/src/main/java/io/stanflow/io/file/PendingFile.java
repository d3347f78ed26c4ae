package io.stanflow.io.file;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * An output file that has its name only once complete: until then it lies beside it as {@code
 * .NAME.XXXX.partial}, deleted on failure and on Ctrl-C. Standard output ({@code -}) and devices
 * are written straight.
 */
public final class PendingFile implements AutoCloseable {
  /** After so long without a write, nobody writes any more. */
  private static final Duration LEFT_BEHIND = Duration.ofMinutes(10);

  private final String name;
  private final Path target;
  private final Path partial;
  private final Thread atExit = new Thread(this::delete, "stanflow-partial");
  private OutputStream stream;
  private boolean open = true;

  private PendingFile(String name, Path target, Path partial) {
    this.name = name;
    this.target = target;
    this.partial = partial;
    if (partial != null) {
      Runtime.getRuntime().addShutdownHook(atExit);
    }
  }

  /**
   * Opens a file; nothing is written yet.
   *
   * @param name a path, or {@code -} for standard output
   * @throws InputException if it is a directory or lies in none
   */
  public static PendingFile open(String name) throws IOException {
    if (name.equals("-")) {
      return new PendingFile(name, null, null);
    }
    Path target = InputFile.path(name).toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new InputException(name, "is a directory", "name a file");
    }
    if (Files.exists(target)) {
      target = target.toRealPath(); // replace what a link points to, not the link
      if (!Files.isRegularFile(target)) {
        return new PendingFile(name, target, null);
      }
    }
    Path parent = target.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new InputException(name, "its directory does not exist", "create " + parent);
    }
    if (!Files.isWritable(parent)) {
      throw new InputException(name, "its directory may not be written", "choose another");
    }
    sweep(parent, target.getFileName().toString());
    String tag = UUID.randomUUID().toString().substring(0, 8);
    Path partial = parent.resolve("." + target.getFileName() + "." + tag + ".partial");
    return new PendingFile(name, target, partial);
  }

  /** Deletes what killed processes have left of this file; one that is being written is young. */
  private static void sweep(Path parent, String name) {
    var old = FileTime.from(Instant.now().minus(LEFT_BEHIND));
    Pattern left = Pattern.compile(Pattern.quote("." + name) + "\\.[0-9a-f]{8}\\.partial");
    try (Stream<Path> all = Files.list(parent)) {
      for (Path file : all.filter(f -> left.matcher(f.getFileName() + "").matches()).toList()) {
        if (Files.getLastModifiedTime(file).compareTo(old) < 0) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // what is left of others is no reason to stop
    }
  }

  /** As the user named it. */
  public String name() {
    return name;
  }

  /** Whether it is neither committed nor closed. */
  public boolean isOpen() {
    return open;
  }

  /** Where another program may write the content; empty where only {@link #stream} will do. */
  public Optional<Path> partial() {
    return Optional.ofNullable(partial);
  }

  /** Takes the content, compressed if the name ends in {@code .gz} or {@code .zst}. */
  public OutputStream stream() throws IOException {
    OutputStream raw;
    if (target == null) {
      raw = new StandardOutput();
    } else if (partial == null) {
      raw = Files.newOutputStream(target);
    } else {
      raw = Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
    if (target != null) {
      raw = new Named(name, raw);
    }
    stream = raw; // to be closed even if the compressor's constructor fails
    stream = compressed(new BufferedOutputStream(raw, 1 << 16));
    return stream;
  }

  /** Names the file where the system only says that its disk is full. */
  private static final class Named extends FilterOutputStream {
    private final String name;

    Named(String name, OutputStream out) {
      super(out);
      this.name = name;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        throw FileFailure.of(name, e);
      }
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }
  }

  /** Stays open on close, as others may print after us. */
  private static final class StandardOutput extends FileOutputStream {
    StandardOutput() {
      super(FileDescriptor.out);
    }

    @Override
    public void close() {}
  }

  private OutputStream compressed(OutputStream raw) throws IOException {
    if (name.endsWith(".gz")) {
      return new GZIPOutputStream(raw, 1 << 16) {
        {
          def.setLevel(Deflater.BEST_SPEED); // a higher level is slower than generation
        }
      };
    }
    return name.endsWith(".zst") ? new ZstdOutputStream(raw) : raw;
  }

  /** Completes the content and gives the file its name. */
  public void commit() throws IOException {
    if (stream != null) {
      stream.close();
    }
    if (partial != null) {
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    finish();
  }

  /** Deletes the content; does nothing after {@link #commit}. */
  @Override
  public void close() {
    if (open) {
      try {
        if (stream != null) {
          stream.close();
        }
      } catch (IOException e) {
        // the content is to be deleted anyway
      }
      delete();
      finish();
    }
  }

  private void finish() {
    open = false;
    if (partial != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        // the JVM is going down and runs the hook itself
      }
    }
  }

  private void delete() {
    try {
      if (partial != null) {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      // nothing more can be done at this point
    }
  }
}
