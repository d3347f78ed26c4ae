package io.stanflow.flow;

import io.stanflow.flow.Attribute.Held;
import io.stanflow.flow.Attribute.Kind;
import java.util.Arrays;

/**
 * One flow record: a value for each attribute of its schema. Numbers are held as 64-bit integers in
 * the units that {@link Attribute} states, categorical values as words. A {@link Draft} makes one;
 * a flow never changes.
 */
public final class Flow {
  private final Schema schema;
  private final long[] numbers;
  private final String[] words;

  private Flow(Schema schema, long[] numbers, String[] words) {
    this.schema = schema;
    this.numbers = numbers;
    this.words = words;
  }

  public Schema schema() {
    return schema;
  }

  /**
   * Value of a timestamp, duration, count, port or flags attribute.
   *
   * @param attribute its index in the schema
   * @throws IllegalArgumentException with the attributes' names if it is not held so, or none
   */
  public long number(int attribute) {
    return numbers[schema.slot(attribute, Held.NUMBER)];
  }

  /** Likewise of an attribute by its name. */
  public long number(String attribute) {
    return number(schema.found(attribute));
  }

  /** Value of a {@link Kind#CONTINUOUS} attribute; as {@link #number(int)} checks it. */
  public double real(int attribute) {
    return Double.longBitsToDouble(numbers[schema.slot(attribute, Held.REAL)]);
  }

  /** Likewise of an attribute by its name. */
  public double real(String attribute) {
    return real(schema.found(attribute));
  }

  /** Value of a {@link Kind#CATEGORICAL} attribute; as {@link #number(int)} checks it. */
  public String word(int attribute) {
    return words[schema.slot(attribute, Held.WORD)];
  }

  /** Likewise of an attribute by its name. */
  public String word(String attribute) {
    return word(schema.found(attribute));
  }

  /** Value of an {@link Kind#ADDRESS} attribute; as {@link #number(int)} checks it. */
  public Address address(int attribute) {
    int slot = schema.slot(attribute, Held.ADDRESS);
    return new Address(numbers[slot], numbers[slot + 1]);
  }

  /** Likewise of an attribute by its name. */
  public Address address(String attribute) {
    return address(schema.found(attribute));
  }

  /** When the flow is recorded, µs since the epoch; see {@link Attribute.Kind}. */
  public long timeMicros() {
    int time = schema.time();
    return number(time >= 0 ? time : schema.found(Schema.TIME));
  }

  /** First packet, µs since the epoch. */
  public long startMicros() {
    return recordedAtEnd() ? timeMicros() - durationMicros() : timeMicros();
  }

  /** Last packet, µs since the epoch. */
  public long endMicros() {
    return recordedAtEnd() ? timeMicros() : timeMicros() + durationMicros();
  }

  private boolean recordedAtEnd() {
    return schema.kind(schema.found(Schema.TIME)) == Kind.END;
  }

  /** Last packet minus first, µs; the attribute {@link Schema#DURATION}. */
  public long durationMicros() {
    return number(Schema.DURATION);
  }

  /** The attribute {@link Schema#SOURCE_ADDRESS}. */
  public Address sourceAddress() {
    return address(Schema.SOURCE_ADDRESS);
  }

  /** The attribute {@link Schema#DESTINATION_ADDRESS}. */
  public Address destinationAddress() {
    return address(Schema.DESTINATION_ADDRESS);
  }

  /** The attribute {@link Schema#SOURCE_PORT}, 0 to 65,535. */
  public int sourcePort() {
    return (int) number(Schema.SOURCE_PORT);
  }

  /** The attribute {@link Schema#DESTINATION_PORT}, 0 to 65,535; type · 256 + code of ICMP. */
  public int destinationPort() {
    return (int) number(Schema.DESTINATION_PORT);
  }

  /** IANA keyword in capitals; the attribute {@link Schema#PROTOCOL}. */
  public String protocol() {
    return word(Schema.PROTOCOL);
  }

  /** Bits of {@link TcpFlags}; the attribute {@link Schema#TCP_FLAGS}. */
  public int tcpFlags() {
    return (int) number(Schema.TCP_FLAGS);
  }

  /** The attribute {@link Schema#PACKETS}. */
  public long packets() {
    return number(Schema.PACKETS);
  }

  /** Layer-3 bytes of all packets; the attribute {@link Schema#BYTES}. */
  public long bytes() {
    return number(Schema.BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Flow that
        && schema.equals(that.schema)
        && Arrays.equals(numbers, that.numbers)
        && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    var text = new StringBuilder("Flow[");
    for (int i = 0; i < schema.size(); i++) {
      Attribute attribute = schema.attributes().get(i);
      text.append(i == 0 ? "" : ", ").append(attribute.name()).append('=');
      text.append(value(i));
    }
    return text.append(']').toString();
  }

  private Object value(int attribute) {
    return switch (schema.attributes().get(attribute).held()) {
      case NUMBER -> number(attribute);
      case REAL -> real(attribute);
      case WORD -> word(attribute);
      case ADDRESS -> address(attribute);
    };
  }

  /** A flow in the making. Values not set are 0, the address {@code ::} or the empty word. */
  public static final class Draft {
    private final Schema schema;
    private final long[] numbers;
    private final String[] words;

    public Draft(Schema schema) {
      this.schema = schema;
      numbers = new long[schema.numbers()];
      words = new String[schema.words()];
      Arrays.fill(words, "");
    }

    /** Begins as a flow is. */
    public Draft(Flow flow) {
      schema = flow.schema;
      numbers = flow.numbers.clone();
      words = flow.words.clone();
    }

    /** Sets a timestamp, duration, count, port or flags attribute. */
    public Draft number(int attribute, long value) {
      numbers[schema.slot(attribute, Held.NUMBER)] = value;
      return this;
    }

    /** Sets a {@link Kind#CONTINUOUS} attribute. */
    public Draft real(int attribute, double value) {
      numbers[schema.slot(attribute, Held.REAL)] = Double.doubleToRawLongBits(value);
      return this;
    }

    /** Sets a {@link Kind#CATEGORICAL} attribute. */
    public Draft word(int attribute, String value) {
      words[schema.slot(attribute, Held.WORD)] = value;
      return this;
    }

    /** Sets an {@link Kind#ADDRESS} attribute. */
    public Draft address(int attribute, Address value) {
      int slot = schema.slot(attribute, Held.ADDRESS);
      numbers[slot] = value.high();
      numbers[slot + 1] = value.low();
      return this;
    }

    /**
     * Sets an attribute to the value of another flow's.
     *
     * @param theirs index of the other flow's attribute, of the same kind
     */
    public Draft copy(int attribute, Flow from, int theirs) {
      return switch (from.schema.attributes().get(theirs).held()) {
        case NUMBER -> number(attribute, from.number(theirs));
        case REAL -> real(attribute, from.real(theirs));
        case WORD -> word(attribute, from.word(theirs));
        case ADDRESS -> address(attribute, from.address(theirs));
      };
    }

    /** The flow as set so far; the draft may be changed and used again. */
    public Flow flow() {
      return new Flow(schema, numbers.clone(), words.clone());
    }
  }
}
