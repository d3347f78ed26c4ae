package io.stanflow.flow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One column of a flow table. The kind decides how a value is held in a {@link Flow}, how it is
 * coded and how it is printed. Names that have a meaning to the codecs are the constants of {@link
 * Schema}.
 *
 * @param name unique in its schema, stable, part of the model file, such as {@code packets}
 */
public record Attribute(String name, Kind kind) {
  /** Where HTML starts something: a tag, its end, a comment or an instruction. */
  private static final Pattern TAG = Pattern.compile("<[A-Za-z/!?]");

  /** How a {@link Flow} holds a value. */
  public enum Held {
    /** One whole number, {@link Flow#number}. */
    NUMBER,
    /** {@link Flow#real}. */
    REAL,
    /** {@link Flow#word}. */
    WORD,
    /** {@link Flow#address}. */
    ADDRESS;

    /** As messages have it. */
    String noun() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the values of an attribute are. Whoever treats kinds apart switches over them, or over
   * {@link #held}, without a default: a further kind then compiles only once it is treated too.
   */
  public enum Kind {
    /**
     * When a flow is recorded, by a source that records its first packet; µs since
     * 1970-01-01T00:00Z. A schema has at most one time.
     */
    START("start", Held.NUMBER),
    /** Likewise, by a source that records its last packet. */
    END("end", Held.NUMBER),
    /** A span of time, µs, at least 0. */
    DURATION("duration", Held.NUMBER),
    /** A whole number, at least 0: packets, bytes. */
    COUNT("count", Held.NUMBER),
    /** Any finite real number. */
    CONTINUOUS("real", Held.REAL),
    /** A word out of a finite set: protocol, label, state. */
    CATEGORICAL("word", Held.WORD),
    /** An IPv4 or IPv6 address. */
    ADDRESS("address", Held.ADDRESS),
    /** A transport port, 0 to 65,535; for ICMP's destination port, type · 256 + code. */
    PORT("port", Held.NUMBER),
    /** TCP control bits seen in the flow, or-ed; see {@link TcpFlags}. */
    FLAGS("flags", Held.NUMBER);

    private final String word;
    private final Held held;

    Kind(String word, Held held) {
      this.word = word;
      this.held = held;
    }

    /** Its name in header cells such as {@code time:end}, schema files and Parquet's metadata. */
    public String word() {
      return word;
    }

    /** The kind that has this {@link #word}. */
    public static Optional<Kind> ofWord(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /** How a flow holds values of this kind. */
    public Held held() {
      return held;
    }

    /** Whether it tells when a flow is recorded. */
    public boolean isTime() {
      return this == START || this == END;
    }
  }

  public Attribute {
    Objects.requireNonNull(kind);
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "an attribute's name is text, without control characters and markup");
    }
  }

  /** Whether an attribute can have this name: text, without control characters and HTML's tags. */
  public static boolean isName(String name) {
    return !name.isBlank()
        && name.chars().noneMatch(Character::isISOControl)
        && !TAG.matcher(name).find();
  }

  /** A time by the first packet. */
  public static Attribute start(String name) {
    return new Attribute(name, Kind.START);
  }

  /** A time by the last packet. */
  public static Attribute end(String name) {
    return new Attribute(name, Kind.END);
  }

  /** A {@link Kind#DURATION}. */
  public static Attribute duration(String name) {
    return new Attribute(name, Kind.DURATION);
  }

  /** A {@link Kind#COUNT}. */
  public static Attribute count(String name) {
    return new Attribute(name, Kind.COUNT);
  }

  /** A {@link Kind#CONTINUOUS}. */
  public static Attribute continuous(String name) {
    return new Attribute(name, Kind.CONTINUOUS);
  }

  /** A {@link Kind#CATEGORICAL}. */
  public static Attribute categorical(String name) {
    return new Attribute(name, Kind.CATEGORICAL);
  }

  /** An {@link Kind#ADDRESS}. */
  public static Attribute address(String name) {
    return new Attribute(name, Kind.ADDRESS);
  }

  /** A {@link Kind#PORT}. */
  public static Attribute port(String name) {
    return new Attribute(name, Kind.PORT);
  }

  /** {@link Kind#FLAGS}. */
  public static Attribute flags(String name) {
    return new Attribute(name, Kind.FLAGS);
  }

  /** How a flow holds its values. */
  public Held held() {
    return kind.held();
  }
}
