package io.stanflow.io;

import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.FlowLoader;
import io.stanflow.io.load.Formats;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.schema.TableFormat;
import io.stanflow.io.series.DuckTable;
import io.stanflow.io.series.FlowRows;
import io.stanflow.io.series.SeriesSort;
import java.io.IOException;
import java.util.List;

/** Reading and writing flow files of all formats. */
public final class FlowFiles {
  private FlowFiles() {}

  /** Every format, by the names that {@link ReadOptions#withFormat} and {@link #writer} take. */
  public static List<FlowFormat> formats() {
    return Formats.all();
  }

  /** The format of this name if it can be written, else {@code csv}, which holds any flows. */
  public static String writable(String name) {
    return Formats.writable(name);
  }

  /**
   * Reads files of one format, plain, {@code .gz} or {@code .zst}, into one table.
   *
   * @param names paths; {@code -} is standard input
   * @return the table, to be closed: it holds files in the temporary directory
   * @throws io.stanflow.io.file.MalformedInputException at the first line that is wrong, unless
   *     those are skipped
   * @throws io.stanflow.io.file.InputException if a file cannot be used
   */
  public static DuckTable read(List<String> names, ReadOptions options) throws IOException {
    return load(names, options, staged -> SeriesSort.sort(staged, options));
  }

  /**
   * Reads files of one format, as {@link #read} does, to take their flows in the order of their
   * ends. Hosts do not matter.
   */
  public static FlowRows inTime(List<String> names, ReadOptions options) throws IOException {
    return load(names, options, FlowRows::inTime);
  }

  /**
   * Reads files as {@link #read} does, but leaves the flows in their order and asks for no internal
   * hosts.
   */
  public static FlowRows rows(List<String> names, ReadOptions options) throws IOException {
    return load(names, options, FlowRows::asTheyCome);
  }

  private static <T> T load(List<String> names, ReadOptions options, FlowLoader.Finish<T> finish)
      throws IOException {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no file to read");
    }
    return FlowLoader.load(names, options, finish);
  }

  /**
   * Opens a file for writing. A name that ends in {@code .gz} or {@code .zst} is compressed.
   *
   * @param name a path, or {@code -} for standard output
   * @param format one of {@link #formats} by name
   * @param schema of the flows to come; it may be another format's
   */
  public static FlowWriter writer(String name, String format, Schema schema) throws IOException {
    FlowFormat target = Formats.named(format, name);
    PendingFile file = PendingFile.open(name);
    try {
      return target.writer(file, schema);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens a file for a table of the user's own.
   *
   * @param schema of the flows to come
   * @param layout one column for each of its attributes
   */
  public static FlowWriter writer(String name, Schema schema, TableLayout layout)
      throws IOException {
    PendingFile file = PendingFile.open(name);
    try {
      return TableFormat.writer(file, schema, layout);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }
}
