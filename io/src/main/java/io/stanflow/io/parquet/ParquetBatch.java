package io.stanflow.io.parquet;

import io.stanflow.flow.Flow;
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
  private final List<String> kinds;
  private final Map<String, byte[]> words;
  private final long[][] numbers;
  private final double[][] reals;
  private final byte[][][] texts;
  private int rows;

  /**
   * @param kinds of the columns, see {@link io.stanflow.io.format.Kinds}
   * @param words seen before in UTF-8, shared by the batches of a file
   */
  ParquetBatch(List<String> kinds, Map<String, byte[]> words) {
    this.kinds = kinds;
    this.words = words;
    numbers = new long[kinds.size()][];
    reals = new double[kinds.size()][];
    texts = new byte[kinds.size()][][];
    for (int i = 0; i < kinds.size(); i++) {
      switch (kinds.get(i)) {
        case "real" -> reals[i] = new double[ROWS];
        case "word", "address" -> texts[i] = new byte[ROWS][];
        default -> numbers[i] = new long[ROWS];
      }
    }
  }

  /** Type in which DuckDB takes a kind; times come as whole µs. */
  static DuckDBColumnType type(String kind) {
    return switch (kind) {
      case "real" -> DuckDBColumnType.DOUBLE;
      case "word", "address" -> DuckDBColumnType.VARCHAR;
      case "port" -> DuckDBColumnType.USMALLINT;
      case "flags" -> DuckDBColumnType.UTINYINT;
      default -> DuckDBColumnType.BIGINT;
    };
  }

  int rows() {
    return rows;
  }

  void add(Flow flow) {
    for (int i = 0; i < kinds.size(); i++) {
      if (numbers[i] != null) {
        numbers[i][rows] = flow.number(i);
      } else if (reals[i] != null) {
        reals[i][rows] = flow.real(i);
      } else if (kinds.get(i).equals("word")) {
        texts[i][rows] = utf8(flow.word(i));
      } else {
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
    for (int i = 0; i < kinds.size(); i++) {
      DuckDBWritableVector column = chunk.vector(i);
      if (texts[i] != null) {
        column.setStringUtf8Batch(0, rows == ROWS ? texts[i] : Arrays.copyOf(texts[i], rows));
        continue;
      }
      for (int r = 0; r < rows; r++) {
        switch (kinds.get(i)) {
          case "real" -> column.setDouble(r, reals[i][r]);
          case "port" -> column.setUint16(r, (int) numbers[i][r]);
          case "flags" -> column.setUint8(r, (int) numbers[i][r]);
          default -> column.setLong(r, numbers[i][r]);
        }
      }
    }
  }
}
