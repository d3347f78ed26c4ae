package io.stanflow.io.parquet;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Flow;
import io.stanflow.io.mapping.FlowColumns;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBWritableVector;

/** Rows on their way to a Parquet file, column by column: as many as one of DuckDB's chunks has. */
final class ParquetBatch {
  /** Rows of a full batch. */
  static final int ROWS = 2048;

  private static final int MOST_WORDS = 10_000;
  private final List<Attribute> attributes;
  private final Map<String, byte[]> words;
  private final long[][] numbers;
  private final double[][] reals;
  private final byte[][][] texts;
  private int rows;

  /**
   * @param attributes a column each
   * @param words seen before in UTF-8, shared by the batches of a file
   */
  ParquetBatch(List<Attribute> attributes, Map<String, byte[]> words) {
    this.attributes = attributes;
    this.words = words;
    numbers = new long[attributes.size()][];
    reals = new double[attributes.size()][];
    texts = new byte[attributes.size()][][];
    for (int i = 0; i < attributes.size(); i++) {
      switch (attributes.get(i).held()) {
        case NUMBER -> numbers[i] = new long[ROWS];
        case REAL -> reals[i] = new double[ROWS];
        case WORD, ADDRESS -> texts[i] = new byte[ROWS][];
      }
    }
  }

  /** Type in which DuckDB takes an attribute: that of its column, of an address text. */
  static DuckDBColumnType type(Attribute attribute) {
    return attribute.kind() == Kind.ADDRESS
        ? DuckDBColumnType.VARCHAR
        : DuckDBColumnType.valueOf(FlowColumns.type(attribute));
  }

  int rows() {
    return rows;
  }

  void add(Flow flow) {
    for (int i = 0; i < attributes.size(); i++) {
      switch (attributes.get(i).held()) {
        case NUMBER -> numbers[i][rows] = flow.number(i);
        case REAL -> reals[i][rows] = flow.real(i);
        case WORD -> texts[i][rows] = utf8(flow.word(i));
        case ADDRESS ->
            texts[i][rows] = flow.address(i).toString().getBytes(StandardCharsets.US_ASCII);
      }
    }
    rows++;
  }

  private byte[] utf8(String word) {
    byte[] known = words.get(word);
    if (known == null) {
      known = word.getBytes(StandardCharsets.UTF_8);
      if (words.size() < MOST_WORDS) {
        words.put(word, known);
      }
    }
    return known;
  }

  /** Copies all rows into a chunk. */
  void copyTo(DuckDBDataChunkWriter chunk) {
    for (int i = 0; i < attributes.size(); i++) {
      DuckDBWritableVector column = chunk.vector(i);
      DuckDBColumnType type = type(attributes.get(i));
      if (texts[i] != null) {
        column.setStringUtf8Batch(0, rows == ROWS ? texts[i] : Arrays.copyOf(texts[i], rows));
        continue;
      }
      for (int r = 0; r < rows; r++) {
        switch (type) {
          case DOUBLE -> column.setDouble(r, reals[i][r]);
          case USMALLINT -> column.setUint16(r, (int) numbers[i][r]);
          case UTINYINT -> column.setUint8(r, (int) numbers[i][r]);
          default -> column.setLong(r, numbers[i][r]);
        }
      }
    }
  }
}
