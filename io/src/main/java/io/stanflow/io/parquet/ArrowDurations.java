package io.stanflow.io.parquet;

import io.stanflow.flow.TableLayout.Unit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The units of columns that are durations to Apache Arrow (pandas' {@code timedelta}), for which
 * Parquet has no type: they lie as whole numbers, and only Arrow's own schema, in the metadata
 * {@code ARROW:schema}, says of what. It is a FlatBuffers table after two 32-bit words.
 */
final class ArrowDurations {
  /** The key in the file's metadata. */
  static final String KEY = "ARROW:schema";

  /** {@code Type.Duration} of Arrow's Schema.fbs. */
  private static final int DURATION = 18;

  /** {@code TimeUnit}, in the order of Schema.fbs. */
  private static final List<Unit> UNITS = List.of(Unit.S, Unit.MS, Unit.US, Unit.NS);

  private final ByteBuffer buffer;

  private ArrowDurations(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * The units by column.
   *
   * @param text the metadata's value, in Base64
   * @return none where it is no such schema
   */
  static Map<String, Unit> units(String text) {
    try {
      var buffer = ByteBuffer.wrap(Base64.getDecoder().decode(text));
      return new ArrowDurations(buffer.order(ByteOrder.LITTLE_ENDIAN)).units();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Map.of(); // a schema of no use to us
    }
  }

  private Map<String, Unit> units() {
    var units = new HashMap<String, Unit>();
    int start = buffer.getInt(0) == -1 ? 8 : 4;
    int message = start + buffer.getInt(start);
    int schema = table(message, 2);
    int fields = table(schema, 1);
    for (int i = 0; i < buffer.getInt(fields); i++) {
      int at = fields + 4 + 4 * i;
      int field = at + buffer.getInt(at);
      int type = slot(field, 2);
      if (type != 0 && buffer.get(type) == DURATION) {
        int unit = slot(table(field, 3), 0);
        units.put(string(table(field, 0)), UNITS.get(unit == 0 ? 1 : buffer.getShort(unit)));
      }
    }
    return units;
  }

  /** Where a table's field lies, or 0 if it has its default. */
  private int slot(int table, int field) {
    int offsets = table - buffer.getInt(table);
    int entry = 4 + 2 * field;
    int offset = entry < buffer.getShort(offsets) ? buffer.getShort(offsets + entry) : 0;
    return offset == 0 ? 0 : table + offset;
  }

  /** What a field refers to. */
  private int table(int table, int field) {
    int slot = slot(table, field);
    if (slot == 0) {
      throw new IndexOutOfBoundsException("a part of the schema is missing");
    }
    return slot + buffer.getInt(slot);
  }

  private String string(int at) {
    var bytes = new byte[Math.max(0, Math.min(buffer.getInt(at), buffer.capacity()))];
    buffer.get(at + 4, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
