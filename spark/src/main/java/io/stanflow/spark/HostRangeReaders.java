package io.stanflow.spark;

import io.stanflow.flow.Schema;
import io.stanflow.generate.Generation;
import io.stanflow.generate.PlannedScenario;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * Generates partitions, on executors. A partition that is read again has the same rows.
 *
 * @param columns that are wanted, by name
 * @param limit most rows of a partition
 */
record HostRangeReaders(ModelPath model, ScenarioOptions options, List<String> columns, int limit)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    var range = (HostRange) partition;
    PlannedScenario scenario = Plans.scenario(model, options);
    Schema schema = scenario.schema();
    var rows = new FlowColumns(schema, columns, options.binaryAddresses());
    return new Reader(scenario.start(range.from(), range.to()), rows, limit);
  }

  private static final class Reader implements PartitionReader<InternalRow> {
    private final Generation flows;
    private final FlowColumns columns;
    private int left;
    private InternalRow row;

    Reader(Generation flows, FlowColumns columns, int limit) {
      this.flows = flows;
      this.columns = columns;
      left = limit;
    }

    @Override
    public boolean next() {
      if (left == 0 || !flows.hasNext()) {
        return false;
      }
      left -= left == Integer.MAX_VALUE ? 0 : 1;
      row = columns.row(flows.next());
      return true;
    }

    @Override
    public InternalRow get() {
      return row;
    }

    @Override
    public void close() {
      flows.close();
    }
  }
}
