package io.stanflow.spark;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The kinds that Parquet files of stanflow's own say of their columns, which Spark does not read.
 */
final class ParquetKinds {
  /** Of the file's metadata; the value is a header line of {@code NAME:KIND}. */
  private static final String KEY = "stanflow.columns";

  private ParquetKinds() {}

  /** Words of the kinds by columns' names, of the table's first file; none of other tables. */
  static Map<String, String> of(Dataset<Row> flows, Configuration hadoop) {
    Optional<String> file =
        Arrays.stream(flows.inputFiles()).filter(name -> name.endsWith(".parquet")).findFirst();
    return file.map(name -> of(name, hadoop)).orElse(Map.of());
  }

  private static Map<String, String> of(String file, Configuration hadoop) {
    Map<String, String> kinds = new HashMap<>();
    try (var reader = ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file), hadoop))) {
      String header = reader.getFileMetaData().getKeyValueMetaData().getOrDefault(KEY, "");
      for (String cell : header.replace("\"", "").split(",", -1)) {
        int colon = cell.lastIndexOf(':');
        if (colon > 0) {
          kinds.put(cell.substring(0, colon), cell.substring(colon + 1));
        }
      }
    } catch (IOException e) {
      return Map.of(); // Spark will say so, or reads what we do not
    }
    return kinds;
  }
}
