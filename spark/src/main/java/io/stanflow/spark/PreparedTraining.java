package io.stanflow.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import com.google.gson.GsonBuilder;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.PreparedFlows;
import io.stanflow.flow.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.IntegralType;

/**
 * Makes of a table of flows, however large, the folder of some hosts' flows that {@code stanflow
 * train} learns the same model from as from all in one file.
 */
public final class PreparedTraining {
  private static final String FROM = "stanflow_from";
  private static final String TO = "stanflow_to";

  private PreparedTraining() {}

  /**
   * Chooses hosts and writes their flows; passes over the table twice. docs/spark.md says which
   * columns a table has.
   *
   * @return what the folder's {@link PreparedFlows#FILE} says
   * @throws IllegalArgumentException naming the option, column or value that is wrong
   * @throws UncheckedIOException if the folder's file system fails
   */
  public static PreparedFlows prepare(Dataset<Row> flows, PrepareOptions options) {
    Configuration hadoop = flows.sparkSession().sessionState().newHadoopConf();
    FlowTableColumns columns =
        FlowTableColumns.of(
            flows.schema(), options.columns(), options.order(), ParquetKinds.of(flows, hadoop));
    try {
      Path output = new Path(options.output());
      FileSystem files = output.getFileSystem(hadoop);
      if (files.exists(output)) {
        throw new IllegalArgumentException(output + ": is there already; name another output");
      }
      Dataset<Row> sided = withSides(flows, columns, options);
      try (var choice = new HostChoice(sided, options.minFlows(), options.mostHosts())) {
        PreparedFlows.Table table = choice.counts();
        if (table.chosenHosts() == 0) {
          throw new IllegalArgumentException(
              "no host of %s has %d or more flows; pass other internal blocks or a smaller minFlows"
                  .formatted(options.internal(), options.minFlows()));
        }
        write(choice.taken(sided), columns, output);
        return finish(flows, columns, options, table, files);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The attributes, their addresses in bytes, the internal sides, and a place. */
  private static Dataset<Row> withSides(
      Dataset<Row> flows, FlowTableColumns columns, PrepareOptions options) {
    List<Column> selected = new ArrayList<>();
    FlowTableColumns.Attribute source = columns.get(Schema.SOURCE_ADDRESS);
    FlowTableColumns.Attribute destination = columns.get(Schema.DESTINATION_ADDRESS);
    for (FlowTableColumns.Attribute attribute : columns.attributes()) {
      if (!attribute.isSide()) {
        selected.add(attribute.value().as(attribute.name()));
      }
    }
    selected.add(address(source).as(FROM));
    selected.add(address(destination).as(TO));
    selected.add(wrong(source, destination).as(HostChoice.WRONG));
    selected.add(place(flows, options).as(PreparedFlows.PLACE));
    Column from = col(FROM);
    Column to = col(TO);
    List<Cidr> internal = options.internal();
    Column other = Addresses.isIn(to, internal).and(to.notEqual(from));
    return flows
        .select(selected.toArray(Column[]::new))
        .withColumn(HostChoice.SOURCE, when(Addresses.isIn(from, internal), from))
        .withColumn(HostChoice.DESTINATION, when(other, to));
  }

  private static Column address(FlowTableColumns.Attribute attribute) {
    return Addresses.bytes(attribute.value(), attribute.column(), attribute.type());
  }

  private static Column wrong(
      FlowTableColumns.Attribute source, FlowTableColumns.Attribute destination) {
    return when(address(source).isNull(), shown(source))
        .when(address(destination).isNull(), shown(destination));
  }

  private static Column shown(FlowTableColumns.Attribute attribute) {
    return concat(
        lit(attribute.column() + " "), coalesce(attribute.value().cast("string"), lit("null")));
  }

  private static Column place(Dataset<Row> flows, PrepareOptions options) {
    if (options.order().isEmpty()) {
      return monotonically_increasing_id();
    }
    String name = options.order().get();
    if (!(FlowTableColumns.type(flows.schema(), name) instanceof IntegralType)) {
      throw new IllegalArgumentException("option order: " + name + " has no whole numbers");
    }
    Column value = flows.col("`" + name.replace("`", "``") + "`");
    Column none = raise_error(lit("a row has no " + name + ", which is its place"));
    return coalesce(value.cast("bigint"), none.cast("bigint"));
  }

  /** Each host's flows lie together and in the order of time, which makes files small. */
  private static void write(Dataset<Row> taken, FlowTableColumns columns, Path output) {
    Column host =
        when(col(PreparedFlows.OUTGOING), col(HostChoice.SOURCE))
            .otherwise(col(HostChoice.DESTINATION));
    String order = columns.has(Schema.TIME) ? Schema.TIME : PreparedFlows.PLACE;
    List<Column> written = new ArrayList<>();
    for (FlowTableColumns.Attribute attribute : columns.attributes()) {
      written.add(
          switch (attribute.name()) {
            case Schema.SOURCE_ADDRESS -> Addresses.text(col(FROM)).as(attribute.name());
            case Schema.DESTINATION_ADDRESS -> Addresses.text(col(TO)).as(attribute.name());
            default -> col("`" + attribute.name().replace("`", "``") + "`");
          });
    }
    written.add(col(PreparedFlows.OUTGOING));
    written.add(col(PreparedFlows.PLACE));
    taken
        .repartition(host)
        .sortWithinPartitions(host, col(order))
        .select(written.toArray(Column[]::new))
        .write()
        .option("compression", "zstd")
        .parquet(output.toString());
  }

  /** Checks what was written, and says what it is. */
  private static PreparedFlows finish(
      Dataset<Row> flows,
      FlowTableColumns columns,
      PrepareOptions options,
      PreparedFlows.Table table,
      FileSystem files)
      throws IOException {
    long written = flows.sparkSession().read().parquet(options.output()).count();
    if (written != table.chosenFlows()) {
      throw new IllegalArgumentException(
          "the table had %,d flows of the chosen hosts and then %,d; prepare one that stays as it is"
              .formatted(table.chosenFlows(), written));
    }
    var says =
        new PreparedFlows(
            PreparedFlows.VERSION,
            columns.attributes().stream().map(FlowTableColumns.Attribute::cell).toList(),
            options.internal().stream().map(Cidr::toString).toList(),
            options.minFlows(),
            options.mostHosts(),
            table,
            parts(files, new Path(options.output())));
    String text = new GsonBuilder().setPrettyPrinting().create().toJson(says);
    try (var out = files.create(new Path(options.output(), PreparedFlows.FILE), false)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return says;
  }

  private static List<PreparedFlows.Part> parts(FileSystem files, Path output) throws IOException {
    FileStatus[] all = files.listStatus(output, file -> file.getName().startsWith("part-"));
    return Arrays.stream(all)
        .map(file -> new PreparedFlows.Part(file.getPath().getName(), file.getLen()))
        .sorted(Comparator.comparing(PreparedFlows.Part::name))
        .toList();
  }
}
