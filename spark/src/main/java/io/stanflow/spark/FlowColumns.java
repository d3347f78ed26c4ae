package io.stanflow.spark;

import io.stanflow.flow.Address;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Flows as Spark's rows: a column for each attribute, by its name, in the units of stanflow's
 * Parquet files (durations µs, TCP flags a number), times as timestamps.
 */
final class FlowColumns {
  /** Words that are remembered in Spark's form. */
  private static final int MOST_WORDS = 4096;

  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH");
  private static final long SECOND = 1_000_000;
  private final Value[] values;

  /** What a column has of a flow, as Spark holds it. */
  private interface Value {
    Object of(Flow flow);
  }

  /**
   * @param names of the columns wanted, in their order
   */
  FlowColumns(Schema schema, List<String> names, boolean binaryAddresses) {
    values = new Value[names.size()];
    for (int i = 0; i < values.length; i++) {
      int attribute = schema.index(names.get(i));
      values[i] = attribute < 0 ? hour(schema) : value(schema, attribute, binaryAddresses);
    }
  }

  /**
   * All columns.
   *
   * @throws IllegalArgumentException if an hour is wanted that the flows do not have
   */
  static StructType struct(Schema schema, ScenarioOptions options) {
    var struct = new StructType();
    for (Attribute attribute : schema.attributes()) {
      DataType type = type(attribute, options.binaryAddresses());
      struct = struct.add(attribute.name(), type, false);
    }
    if (options.hour()) {
      if (!schema.has(Schema.TIME) || schema.has(ScenarioOptions.HOUR)) {
        throw new IllegalArgumentException(
            "option hour: the flows have no time, or a column of that name");
      }
      struct = struct.add(ScenarioOptions.HOUR, DataTypes.StringType, false);
    }
    return struct;
  }

  private static DataType type(Attribute attribute, boolean binaryAddresses) {
    return switch (attribute.kind()) {
      case START, END -> DataTypes.TimestampType;
      case DURATION, COUNT -> DataTypes.LongType;
      case CONTINUOUS -> DataTypes.DoubleType;
      case CATEGORICAL -> DataTypes.StringType;
      case ADDRESS -> binaryAddresses ? DataTypes.BinaryType : DataTypes.StringType;
      case PORT, FLAGS -> DataTypes.IntegerType;
    };
  }

  private static Value value(Schema schema, int attribute, boolean binaryAddresses) {
    return switch (schema.kind(attribute)) {
      case START, END, DURATION, COUNT -> flow -> flow.number(attribute);
      case CONTINUOUS -> flow -> flow.real(attribute);
      case CATEGORICAL -> words(attribute);
      case ADDRESS ->
          binaryAddresses
              ? flow -> bytes(flow.address(attribute))
              : flow -> UTF8String.fromString(flow.address(attribute).toString());
      case PORT, FLAGS -> flow -> (int) flow.number(attribute);
    };
  }

  private static Value words(int attribute) {
    Map<String, UTF8String> known = new HashMap<>();
    return flow -> {
      String word = flow.word(attribute);
      UTF8String text = known.get(word);
      if (text == null) {
        text = UTF8String.fromString(word);
        if (known.size() < MOST_WORDS) {
          known.put(word, text);
        }
      }
      return text;
    };
  }

  /** 4 bytes, or 16. */
  private static byte[] bytes(Address address) {
    return address.isIpv4()
        ? ByteBuffer.allocate(Integer.BYTES).putInt((int) address.low()).array()
        : ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(address.high())
            .putLong(address.low())
            .array();
  }

  /** The UTC hour, as text that can name a folder; flows come in the order of time. */
  private static Value hour(Schema schema) {
    int time = schema.index(Schema.TIME);
    return new Value() {
      private long last = Long.MIN_VALUE;
      private UTF8String text;

      @Override
      public Object of(Flow flow) {
        long hour = Math.floorDiv(flow.number(time), 3600 * SECOND);
        if (text == null || hour != last) {
          var start = LocalDateTime.ofEpochSecond(3600 * hour, 0, ZoneOffset.UTC);
          text = UTF8String.fromString(start.format(HOUR));
          last = hour;
        }
        return text;
      }
    };
  }

  /** A row of its own. */
  InternalRow row(Flow flow) {
    Object[] row = new Object[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[i].of(flow);
    }
    return new GenericInternalRow(row);
  }
}
