package io.stanflow.io.text;

import io.stanflow.flow.Address;
import io.stanflow.flow.TableLayout;
import io.stanflow.flow.TcpFlags;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Text under construction. Numbers, times and addresses become bytes without a string between,
 * which is most of a text writer's speed.
 */
public final class TextBuffer {
  /** µs. */
  static final long SECOND = 1_000_000;

  private static final long DAY = 86_400 * SECOND;
  private static final int LONGEST_VALUE = 64; // bytes; an IPv6 address takes 39

  private final char separator;
  private byte[] bytes = new byte[1 << 16];
  private int length;
  private long day = Long.MIN_VALUE;
  private byte[] date = {};
  private String unprintable;

  /** For comma-separated values. */
  public TextBuffer() {
    this(',');
  }

  /**
   * @param separator that no {@link #word} may hold
   */
  public TextBuffer(char separator) {
    this.separator = separator;
  }

  /** Bytes that were put and are not written yet. */
  public int length() {
    return length;
  }

  /** A word that would break its line, put since the last call; or null. */
  String takeUnprintable() {
    String word = unprintable;
    unprintable = null;
    return word;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
  }

  TextBuffer comma() {
    return put(',');
  }

  /** Ends a line by LF. */
  public TextBuffer newline() {
    return put('\n');
  }

  /** One character below 128. */
  public TextBuffer put(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** A whole number in decimal digits. */
  public TextBuffer number(long value) {
    reserve(LONGEST_VALUE);
    if (value < 0) {
      return word(Long.toString(value));
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    return padded(value, digits);
  }

  private TextBuffer padded(long value, int digits) {
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** Seconds with 1 to 6 decimals, rounded half up; {@code micros >= 0}. */
  TextBuffer decimal(long micros, int decimals) {
    long unit = unit(decimals);
    long units = (micros + unit / 2) / unit;
    number(units / (SECOND / unit)).put('.');
    return padded(units % (SECOND / unit), decimals);
  }

  /** µs in another unit with as many decimals as it takes; ns, s or ms. */
  public TextBuffer micros(long micros, TableLayout.Unit unit) {
    if (micros < 0) {
      return put('-').micros(-micros, unit);
    } else if (unit == TableLayout.Unit.NS) {
      return number(micros).raw(micros == 0 ? "" : "000");
    }
    int decimals = unit == TableLayout.Unit.S ? 6 : unit == TableLayout.Unit.MS ? 3 : 0;
    long whole = SECOND / unit(decimals);
    number(micros / whole);
    long rest = micros % whole;
    if (rest == 0) {
      return this;
    }
    for (; rest % 10 == 0; rest /= 10) {
      decimals--;
    }
    return put('.').padded(rest, decimals);
  }

  /** As {@link #decimal} with 6 decimals, without the zeros at its end but the first: 1.0, 0.25. */
  TextBuffer shortDecimal(long micros) {
    decimal(micros, 6);
    while (bytes[length - 1] == '0' && bytes[length - 2] != '.') {
      length--;
    }
    return this;
  }

  /** Seconds since the epoch with so many decimals, cut off, not rounded. */
  TextBuffer epoch(long micros, int decimals) {
    long unit = unit(decimals);
    long units = Math.floorDiv(micros, unit);
    if (units < 0) {
      put('-');
    }
    return decimal(Math.abs(units) * unit, decimals);
  }

  /** Lower-case hexadecimal digits. */
  TextBuffer hex(long value, int digits) {
    reserve(LONGEST_VALUE);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      bytes[length++] = (byte) Character.forDigit((int) (value >> shift) & 15, 16);
    }
    return this;
  }

  /** Moves what was put since {@code mark}, a former {@link #length}, to the right of a column. */
  TextBuffer alignRight(int mark, int width) {
    int blanks = width - (length - mark);
    if (blanks > 0) {
      reserve(blanks);
      System.arraycopy(bytes, mark, bytes, mark + blanks, length - mark);
      Arrays.fill(bytes, mark, mark + blanks, (byte) ' ');
      length += blanks;
    }
    return this;
  }

  /** Fills a column with blanks after what was put since {@code mark}. */
  TextBuffer alignLeft(int mark, int width) {
    while (length - mark < width) {
      put(' ');
    }
    return this;
  }

  /** Puts another character for each of one since {@code mark}. */
  TextBuffer replace(int mark, char old, char other) {
    for (int i = mark; i < length; i++) {
      bytes[i] = bytes[i] == old ? (byte) other : bytes[i];
    }
    return this;
  }

  /** {@code yyyy-MM-dd HH:mm:ss} in UTC and up to 6 decimals, cut off, not rounded. */
  public TextBuffer time(long micros, int decimals) {
    return time(micros, ' ', decimals);
  }

  /** The same with another character between date and time. */
  public TextBuffer time(long micros, char between, int decimals) {
    reserve(LONGEST_VALUE);
    long thisDay = Math.floorDiv(micros, DAY);
    if (thisDay != day) {
      day = thisDay;
      date = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
    }
    System.arraycopy(date, 0, bytes, length, date.length);
    length += date.length;
    long inDay = Math.floorMod(micros, DAY);
    long seconds = inDay / SECOND;
    put(between).padded(seconds / 3600, 2).put(':').padded(seconds / 60 % 60, 2).put(':');
    padded(seconds % 60, 2);
    if (decimals > 0) {
      put('.').padded(inDay % SECOND / unit(decimals), decimals);
    }
    return this;
  }

  /** µs in the last of so many decimals of a second. */
  private static long unit(int decimals) {
    long unit = SECOND;
    for (int i = 0; i < decimals; i++) {
      unit /= 10;
    }
    return unit;
  }

  /** An address as {@link Address#toString} has it. */
  public TextBuffer address(Address address) {
    if (!address.isIpv4()) {
      return word(address.toString());
    }
    number(address.octet(0)).put('.').number(address.octet(1)).put('.');
    return number(address.octet(2)).put('.').number(address.octet(3));
  }

  /** TCP flags as so many letters and dots. */
  public TextBuffer flags(int bits, int width) {
    return word(TcpFlags.format(bits, width));
  }

  /** A word of a format without quotes; one with a separator or line end is kept for the writer. */
  public TextBuffer word(String word) {
    return word(word, false);
  }

  /**
   * The same.
   *
   * @param alone whether it fills its line, which must not become blank
   */
  public TextBuffer word(String word, boolean alone) {
    if (alone && word.isBlank()) {
      unprintable = word;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == separator || c == '\n' || c == '\r') {
        unprintable = word;
      }
    }
    return raw(word);
  }

  /** Text as it is. */
  public TextBuffer raw(String text) {
    reserve(3 * text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128) {
        byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(rest, 0, bytes, length, rest.length);
        length += rest.length;
        return this;
      }
      bytes[length++] = (byte) c;
    }
    return this;
  }

  /**
   * A word in double quotes where a separator or quote asks for them (RFC 4180).
   *
   * @param alone whether it fills its line, which must not become blank
   */
  public TextBuffer quoted(String word, boolean alone) {
    boolean plain = !alone || !word.isBlank();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      plain &= c != separator && c != '"';
      if (c == '\n' || c == '\r') {
        unprintable = word;
      }
    }
    return plain ? raw(word) : raw('"' + word.replace("\"", "\"\"") + '"');
  }

  /** The text so far. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
