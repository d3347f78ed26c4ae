package io.stanflow.io.load;

import io.stanflow.io.file.InputException;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.Probe;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.packet.NetflowFormat;
import io.stanflow.io.packet.NfcapdFormat;
import io.stanflow.io.packet.NfdumpJsonFormat;
import io.stanflow.io.packet.TrafficFormat;
import io.stanflow.io.parquet.ParquetFormat;
import io.stanflow.io.text.ArgusFormat;
import io.stanflow.io.text.CiddsFormat;
import io.stanflow.io.text.CsvFormat;
import io.stanflow.io.text.NetShareFormat;
import io.stanflow.io.text.NetflowCsvFormat;
import io.stanflow.io.text.Nfdump48Format;
import io.stanflow.io.text.NfdumpFastFormat;
import io.stanflow.io.text.NfdumpFormat;
import io.stanflow.io.text.NfdumpPipeFormat;
import io.stanflow.io.text.NfdumpTextFormat;
import io.stanflow.io.text.SuricataFormat;
import io.stanflow.io.text.Ugr16Format;
import io.stanflow.io.text.UnswNb15Format;
import io.stanflow.io.text.ZeekFormat;
import io.stanflow.io.text.ZeekJsonFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every format that we know, by name and by the look of a file. */
public final class Formats {
  /** In the order of detection: {@code csv} takes any header, so it comes last. */
  private static final List<FlowFormat> ALL =
      List.of(
          new Ugr16Format(),
          new NfdumpFormat(),
          new NfdumpFastFormat(),
          NfdumpTextFormat.line(),
          NfdumpTextFormat.longer(),
          NfdumpTextFormat.extended(),
          NfdumpTextFormat.biline(),
          NfdumpTextFormat.bilong(),
          new NfdumpJsonFormat(),
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

  private Formats() {}

  /** In the order of detection. */
  public static List<FlowFormat> all() {
    return ALL;
  }

  /** The format of this name if it can be written, else {@code csv}, which holds any flows. */
  public static String writable(String name) {
    boolean writes = ALL.stream().anyMatch(f -> f.name().equals(name) && f.writes());
    return writes ? name : "csv";
  }

  /**
   * The format of this name.
   *
   * @param file that is to be read or written, for the message
   * @throws InputException if there is none
   */
  public static FlowFormat named(String format, String file) throws InputException {
    for (FlowFormat candidate : ALL) {
      if (candidate.name().equals(format)) {
        return candidate;
      }
    }
    throw new InputException(file, "no format is named '" + format + "'", "choose " + choices());
  }

  /** The format of the file where it says what the columns are; csv and Parquet may hold any. */
  public static Optional<FlowFormat> ofItsOwn(Probe probe) throws InputException {
    for (FlowFormat candidate : ALL) {
      if (!candidate.note().attributes().isEmpty() && candidate.recognizes(probe)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  static FlowFormat detect(Probe probe) throws InputException {
    for (FlowFormat candidate : ALL) {
      if (candidate.recognizes(probe)) {
        return candidate;
      }
    }
    throw new InputException(
        probe.name(),
        "is in no format we know",
        "draft a schema: stanflow schema "
            + probe.name()
            + ", or name it with --format (stanflow formats lists them)");
  }

  private static String choices() {
    return ALL.stream().map(FlowFormat::name).collect(Collectors.joining(", "));
  }
}
