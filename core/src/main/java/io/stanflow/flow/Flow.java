package io.stanflow.flow;

import io.stanflow.flow.Attribute.Categorical;
import io.stanflow.flow.Attribute.Continuous;
import io.stanflow.flow.Attribute.IpAddress;
import io.stanflow.flow.Attribute.Timestamp;
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

  /** Value of a timestamp, duration, count, port or flags attribute. */
  public long number(int attribute) {
    return numbers[schema.slot(attribute)];
  }

  /** Value of a {@link Continuous} attribute. */
  public double real(int attribute) {
    return Double.longBitsToDouble(numbers[schema.slot(attribute)]);
  }

  /** Value of a {@link Categorical} attribute. */
  public String word(int attribute) {
    return words[schema.slot(attribute)];
  }

  /** Value of an {@link IpAddress} attribute. */
  public Address address(int attribute) {
    int slot = schema.slot(attribute);
    return new Address(numbers[slot], numbers[slot + 1]);
  }

  /** When the flow is recorded, µs since the epoch; see {@link Timestamp.Edge}. */
  public long timeMicros() {
    return number(schema.time());
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
    Attribute clock = schema.attributes().get(schema.time());
    return ((Timestamp) clock).edge() == Timestamp.Edge.END;
  }

  public long durationMicros() {
    return number(schema.index(Schema.DURATION));
  }

  public Address sourceAddress() {
    return address(schema.index(Schema.SOURCE_ADDRESS));
  }

  public Address destinationAddress() {
    return address(schema.index(Schema.DESTINATION_ADDRESS));
  }

  public int sourcePort() {
    return (int) number(schema.index(Schema.SOURCE_PORT));
  }

  public int destinationPort() {
    return (int) number(schema.index(Schema.DESTINATION_PORT));
  }

  public String protocol() {
    return word(schema.index(Schema.PROTOCOL));
  }

  public int tcpFlags() {
    return (int) number(schema.index(Schema.TCP_FLAGS));
  }

  public long packets() {
    return number(schema.index(Schema.PACKETS));
  }

  public long bytes() {
    return number(schema.index(Schema.BYTES));
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
      if (attribute instanceof Categorical) {
        text.append(word(i));
      } else if (attribute instanceof IpAddress) {
        text.append(address(i));
      } else if (attribute instanceof Continuous) {
        text.append(real(i));
      } else {
        text.append(number(i));
      }
    }
    return text.append(']').toString();
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

    /** Sets a timestamp, duration, count, port or flags attribute. */
    public Draft number(int attribute, long value) {
      numbers[slot(attribute, Schema.isNumber(schema.attributes().get(attribute)))] = value;
      return this;
    }

    /** Sets a {@link Continuous} attribute. */
    public Draft real(int attribute, double value) {
      boolean fits = schema.attributes().get(attribute) instanceof Continuous;
      numbers[slot(attribute, fits)] = Double.doubleToRawLongBits(value);
      return this;
    }

    /** Sets a {@link Categorical} attribute. */
    public Draft word(int attribute, String value) {
      words[slot(attribute, schema.attributes().get(attribute) instanceof Categorical)] = value;
      return this;
    }

    /** Sets an {@link IpAddress} attribute. */
    public Draft address(int attribute, Address value) {
      int slot = slot(attribute, schema.attributes().get(attribute) instanceof IpAddress);
      numbers[slot] = value.high();
      numbers[slot + 1] = value.low();
      return this;
    }

    private int slot(int attribute, boolean fits) {
      if (!fits) {
        throw new IllegalArgumentException("not a value for " + schema.attributes().get(attribute));
      }
      return schema.slot(attribute);
    }

    /** The flow as set so far; the draft may be changed and used again. */
    public Flow flow() {
      return new Flow(schema, numbers.clone(), words.clone());
    }
  }
}
