package io.stanflow.spark;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.udf;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Addresses as columns of 16 bytes, IPv4 in its mapped form, which Spark orders as {@link Address}
 * does.
 */
final class Addresses {
  private static final int MAPPED_PREFIX = 12;
  private static final UDF1<String, byte[]> PARSE = Addresses::parsed;
  private static final UDF1<byte[], byte[]> WIDEN = Addresses::widened;
  private static final UDF1<byte[], String> TEXT = bytes -> address(bytes).toString();

  private Addresses() {}

  /**
   * The bytes of addresses that are text, or 4 or 16 bytes; null where they are no addresses.
   *
   * @throws IllegalArgumentException if the column is of another type
   */
  static Column bytes(Column column, String name, DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return function(PARSE, DataTypes.BinaryType).apply(column);
    }
    if (type.equals(DataTypes.BinaryType)) {
      return function(WIDEN, DataTypes.BinaryType).apply(column);
    }
    throw new IllegalArgumentException(
        "column %s is of type %s; addresses are text, or 4 or 16 bytes"
            .formatted(name, type.simpleString()));
  }

  /** Their text again. */
  static Column text(Column bytes) {
    return function(TEXT, DataTypes.StringType).apply(bytes);
  }

  private static UserDefinedFunction function(UDF1<?, ?> java, DataType type) {
    return udf(java, type);
  }

  /** Whether they lie in one of some blocks, of their own family. */
  static Column isIn(Column bytes, List<Cidr> blocks) {
    Column mapped = substring(bytes, 1, MAPPED_PREFIX).equalTo(lit(prefix(Address.ofIpv4(0))));
    Column any = lit(false);
    for (Cidr block : blocks) {
      Column between =
          bytes.between(lit(bytes(block.network())), lit(bytes(block.withHost(-1, -1))));
      any = any.or(block.network().isIpv4() ? between : between.and(not(mapped)));
    }
    return any;
  }

  private static byte[] prefix(Address address) {
    return Arrays.copyOf(bytes(address), MAPPED_PREFIX);
  }

  private static byte[] parsed(String text) {
    try {
      return text == null ? null : bytes(Address.parse(text.strip()));
    } catch (IllegalArgumentException e) {
      return null; // who asked counts these
    }
  }

  private static byte[] widened(byte[] bytes) {
    if (bytes == null || bytes.length == 2 * Long.BYTES) {
      return bytes;
    }
    return bytes.length == Integer.BYTES
        ? bytes(Address.ofIpv4(ByteBuffer.wrap(bytes).getInt()))
        : null;
  }

  private static byte[] bytes(Address address) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(address.high())
        .putLong(address.low())
        .array();
  }

  private static Address address(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Address(buffer.getLong(), buffer.getLong());
  }
}
