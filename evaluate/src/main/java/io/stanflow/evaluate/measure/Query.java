package io.stanflow.evaluate.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Aggregations over tables of an engine. What this package asks is SQL that DuckDB and Spark (in
 * ANSI mode, double quotes for names) take alike and answer alike. Beyond the standard's words both
 * have {@code x::TYPE}, GROUP BY ALL, SEMI JOIN, QUALIFY, {@code FILTER (WHERE ...)}, {@code
 * median} and {@code range}; {@code xxhash64} is some 64 bits of up to eight values, which tell
 * them apart. Literals of real numbers have an exponent, since others are decimals in Spark, and
 * what may be divided by 0 is divided by {@code nullif}.
 */
public abstract class Query {
  /** A row of a result; columns count from 0. */
  public interface Row {
    /** Number of columns. */
    int size();

    /** As text, or null. */
    String text(int column) throws IOException;

    /** Of a column of whole numbers, not null. */
    long number(int column) throws IOException;

    /** Of a column of any numbers; NaN for null. */
    double real(int column) throws IOException;
  }

  /** Takes the rows of a result one by one. */
  @FunctionalInterface
  public interface RowVisitor {
    /** Takes a row, which is good until it returns. */
    void visit(Row row) throws IOException;
  }

  /** Hands out the rows that {@code query} gives, in order. */
  public abstract void forEach(String query, RowVisitor visitor) throws IOException;

  /** Makes what {@code query} gives a table, in place of one of this name that was made before. */
  public abstract void table(String name, String query) throws IOException;

  /** Drops a table that {@link #table} made, if there is one. */
  public abstract void drop(String name) throws IOException;

  /** How often each word occurs in {@code from}. */
  final Counts counts(Word word, String from) throws IOException {
    return counts(word.query(from));
  }

  /** How much of a number goes with each word in {@code from}. */
  final Counts sums(Word word, String number, String from) throws IOException {
    return counts(word.sums(from, number));
  }

  private Counts counts(String words) throws IOException {
    var counts = new LinkedHashMap<String, Long>();
    forEach(words + " ORDER BY n DESC, word", row -> counts.put(row.text(0), row.number(1)));
    return new Counts(counts);
  }

  /** Distribution of the number {@code value} in {@code from}; null does not count. */
  final Values values(String value, String from) throws IOException {
    var values = DoubleStream.builder();
    var counts = LongStream.builder();
    forEach(
        "SELECT x, count(*) FROM (SELECT (%s)::DOUBLE AS x FROM %s) WHERE abs(x) < 'Infinity'::DOUBLE GROUP BY x ORDER BY x"
            .formatted(value, from),
        row -> {
          values.add(row.real(0));
          counts.add(row.number(1));
        });
    return new Values(values.build().toArray(), counts.build().toArray());
  }

  /** The one row that {@code query} gives; null becomes NaN. */
  public final double[] row(String query) throws IOException {
    var values = DoubleStream.builder();
    forEach(
        query,
        row -> {
          for (int i = 0; i < row.size(); i++) {
            values.add(row.real(i));
          }
        });
    return values.build().toArray();
  }

  /**
   * All rows that {@code query} gives, one after the other.
   *
   * @param query of columns that are BIGINT
   */
  public final long[] longs(String query) throws IOException {
    var values = LongStream.builder();
    forEach(
        query,
        row -> {
          for (int i = 0; i < row.size(); i++) {
            values.add(row.number(i));
          }
        });
    return values.build().toArray();
  }

  /** All rows that {@code query} gives, as text; null becomes "". */
  final List<List<String>> texts(String query) throws IOException {
    var all = new ArrayList<List<String>>();
    forEach(
        query,
        row -> {
          var texts = new ArrayList<String>();
          for (int i = 0; i < row.size(); i++) {
            texts.add(Objects.requireNonNullElse(row.text(i), ""));
          }
          all.add(texts);
        });
    return all;
  }
}
