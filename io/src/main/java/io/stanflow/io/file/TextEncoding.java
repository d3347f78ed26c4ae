package io.stanflow.io.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text in another encoding than UTF-8, read as UTF-8. */
final class TextEncoding extends InputStream {
  private static final int LOOKED_AT = 512; // bytes

  private final String name;
  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer raw = ByteBuffer.allocate(1 << 16).flip();
  private final CharBuffer text = CharBuffer.allocate(1 << 16);
  private ByteBuffer utf8 = ByteBuffer.allocate(0);
  private long line = 1;
  private boolean ended;

  private TextEncoding(String name, InputStream in, Charset charset) {
    this.name = name;
    this.in = in;
    decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /**
   * The encoding of a stream that can be marked: that of its byte-order mark, or the one that is
   * named unless the bytes are no text; empty where the bytes are to be read as they are.
   */
  static Optional<Charset> of(InputStream in, Optional<Charset> named) throws IOException {
    byte[] start = Packing.peek(in, LOOKED_AT);
    String hex = hex(start, 4);
    if (hex.startsWith("efbbbf")) {
      return Optional.empty();
    } else if (hex.equals("fffe0000") || hex.equals("0000feff")) {
      return Optional.of(Charset.forName("UTF-32"));
    } else if (hex.startsWith("fffe") || hex.startsWith("feff")) {
      return Optional.of(StandardCharsets.UTF_16);
    }
    return named.filter(charset -> isWide(charset) || !isBinary(start)).filter(c -> !isUtf8(c));
  }

  private static boolean isUtf8(Charset charset) {
    return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII);
  }

  /** Whether its letters have bytes that are zero. */
  private static boolean isWide(Charset charset) {
    return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
  }

  /** Whether these bytes are no text of one byte a letter. */
  static boolean isBinary(byte[] start) {
    for (byte b : start) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private static String hex(byte[] bytes, int length) {
    var hex = new StringBuilder();
    for (int i = 0; i < Math.min(length, bytes.length); i++) {
      hex.append(Character.forDigit(bytes[i] >> 4 & 15, 16));
      hex.append(Character.forDigit(bytes[i] & 15, 16));
    }
    return hex.toString();
  }

  /** The stream as UTF-8, whatever its encoding. */
  static InputStream asUtf8(String name, InputStream in, Optional<Charset> charset) {
    return charset.<InputStream>map(c -> new TextEncoding(name, in, c)).orElse(in);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (!utf8.hasRemaining() && !ended) {
      fill();
    }
    if (!utf8.hasRemaining()) {
      return -1;
    }
    int n = Math.min(length, utf8.remaining());
    utf8.get(bytes, offset, n);
    return n;
  }

  private void fill() throws IOException {
    raw.compact();
    int n = in.read(raw.array(), raw.position(), raw.remaining());
    raw.position(raw.position() + Math.max(n, 0)).flip();
    ended = n < 0;
    CoderResult result = decoder.decode(raw, text, ended);
    if (ended && !result.isError()) {
      decoder.flush(text);
    }
    text.flip();
    line += text.chars().filter(c -> c == '\n').count();
    if (result.isError()) {
      throw new InputException(
          name + ":" + line,
          "the line is not " + decoder.charset().name() + " text",
          "name the right --encoding");
    }
    utf8 = StandardCharsets.UTF_8.encode(text);
    text.clear();
  }
}
