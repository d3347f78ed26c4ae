package io.stanflow.io;

import io.stanflow.flow.Schema;
import io.stanflow.flow.TableLayout;
import io.stanflow.io.netflow.NetflowVersion;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Reading and writing flow files of all formats. */
public final class FlowFiles {
  /** In the order of detection: {@code csv} takes any header, so it comes last. */
  private static final List<FlowFormat> FORMATS =
      List.of(
          new Ugr16Format(),
          new NfdumpFormat(),
          new NfdumpFastFormat(),
          new NfdumpLongFormat(),
          new NfdumpPipeFormat(),
          new Nfdump48Format(),
          ZeekFormat.plain(),
          ZeekFormat.iot23(),
          new ZeekJsonFormat(),
          ArgusFormat.commas(),
          ArgusFormat.tabs(),
          new CiddsFormat(),
          new NetShareFormat(),
          new UnswNb15Format(),
          NetflowCsvFormat.v2(),
          NetflowCsvFormat.v3(),
          new SuricataFormat(),
          new ParquetFormat(),
          new NetflowFormat(NetflowVersion.V5),
          new NetflowFormat(NetflowVersion.V9),
          new NetflowFormat(NetflowVersion.IPFIX),
          new TrafficFormat(),
          new NfcapdFormat(),
          new CsvFormat());

  private FlowFiles() {}

  /** Every format, by the names that {@link ReadOptions#format} and {@link #writer} take. */
  public static List<FlowFormat> formats() {
    return FORMATS;
  }

  /** The format of this name if it can be written, else {@code csv}, which holds any flows. */
  public static String writable(String name) {
    boolean writes = FORMATS.stream().anyMatch(f -> f.name().equals(name) && f.writes());
    return writes ? name : "csv";
  }

  /**
   * Reads files of one format, plain, {@code .gz} or {@code .zst}, into one table.
   *
   * @param names paths; {@code -} is standard input
   * @return the table, to be closed: it holds files in the temporary directory
   * @throws MalformedInputException at the first line that is wrong, unless those are skipped
   * @throws InputException if a file cannot be used
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
    FlowFormat its = named(format, name);
    PendingFile file = PendingFile.open(name);
    try {
      return its.writer(file, schema);
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

  static FlowFormat named(String format, String file) throws InputException {
    for (FlowFormat candidate : FORMATS) {
      if (candidate.name().equals(format)) {
        return candidate;
      }
    }
    throw new InputException(file, "no format is named '" + format + "'", "choose " + choices());
  }

  static FlowFormat detect(Probe probe) throws InputException {
    for (FlowFormat candidate : FORMATS) {
      if (candidate.recognizes(probe)) {
        return candidate;
      }
    }
    throw new InputException(
        probe.name(), "is in no format we know", "name it with --format: " + choices());
  }

  private static String choices() {
    return FORMATS.stream().map(FlowFormat::name).collect(Collectors.joining(", "));
  }
}
