package io.stanflow.io.file;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What comes out of a decompressor. Whatever that throws at damaged data, of which there are many
 * kinds, is said in our words.
 */
final class PackedStream extends FilterInputStream {
  static final String RECOPY = "copy or download it again";

  private final String name;
  private int zeros;

  /**
   * @param name the file as the user named it
   */
  PackedStream(String name, InputStream in) {
    super(in);
    this.name = name;
  }

  /** Something that reads. */
  @FunctionalInterface
  interface Reading<T> {
    /** Reads. */
    T read() throws IOException;
  }

  /** Reads of a packed file. */
  static <T> T checked(String name, Reading<T> reading) throws InputException {
    try {
      return reading.read();
    } catch (InputException e) {
      throw e;
    } catch (EOFException e) {
      throw new InputException(name, "is cut short: the compressed data end early", RECOPY);
    } catch (IOException | RuntimeException e) {
      if (e.getCause() instanceof InputException input) {
        throw input;
      }
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new InputException(
          name, "is damaged or cut short: " + reason.lines().findFirst().orElse(""), RECOPY);
    }
  }

  @Override
  public int read() throws IOException {
    int b = checked(name, super::read);
    zeros = b == 0 ? zeros + 1 : b < 0 ? zeros : 0;
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = checked(name, () -> in.read(bytes, offset, length));
    int last = n;
    while (last > 0 && bytes[offset + last - 1] == 0) {
      last--;
    }
    zeros = last > 0 ? n - last : Math.min(zeros + Math.max(n, 0), 1 << 20);
    return n;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** How many of the last bytes were zero. */
  int zerosAtEnd() {
    return zeros;
  }
}
