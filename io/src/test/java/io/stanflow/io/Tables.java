package io.stanflow.io;

import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Schema;
import io.stanflow.flow.Series;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.load.ReadOptions;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Short ways to write and read files in tests. */
public final class Tables {
  public static final String UGR_HEADER = "te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label\n";

  private Tables() {}

  public static Path write(Path file, String format, Schema schema, List<Flow> flows)
      throws IOException {
    try (FlowWriter writer = FlowFiles.writer(file.toString(), format, schema)) {
      for (Flow flow : flows) {
        writer.write(flow);
      }
    }
    return file;
  }

  public static Path text(Path file, String text) throws IOException {
    return Files.writeString(file, text);
  }

  /** A small file of this project, made by hand, in {@code src/test/resources/samples}. */
  public static Path sample(String name) {
    return Path.of("src/test/resources/samples").resolve(name);
  }

  public static DuckTable read(Path file) throws IOException {
    return read(file, ReadOptions.DEFAULTS);
  }

  public static DuckTable read(Path file, ReadOptions options) throws IOException {
    return FlowFiles.read(List.of(file.toString()), options);
  }

  public static List<Flow> flows(FlowTable table) throws IOException {
    var flows = new ArrayList<Flow>();
    table.forEachSeries(series -> flows.addAll(series.flows()));
    return flows;
  }

  public static List<Series> series(FlowTable table) throws IOException {
    var all = new ArrayList<Series>();
    table.forEachSeries(all::add);
    return all;
  }

  /** A UGR'16 line of one packet at second {@code second} of 2016-04-11. */
  public static String ugr(int second, String source, String destination) {
    return "2016-04-11 00:00:%02d,0.000,%s,%s,1024,80,TCP,.A....,0,0,1,40,background%n"
        .formatted(second, source, destination);
  }
}
