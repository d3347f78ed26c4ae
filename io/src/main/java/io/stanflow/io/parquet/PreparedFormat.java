package io.stanflow.io.parquet;

import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.file.InputException;
import io.stanflow.io.file.PendingFile;
import io.stanflow.io.format.AttributeNames;
import io.stanflow.io.format.FlowWriter;
import io.stanflow.io.format.FormatNote;
import io.stanflow.io.format.Kinds;
import io.stanflow.io.format.MappedFormat;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.FileMapping;
import io.stanflow.io.mapping.FlowColumns;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** The parts of a {@link PreparedFolder}: Parquet, and what is chosen of it. Never detected. */
public final class PreparedFormat extends MappedFormat {
  private final PreparedFolder folder;

  /** Of the parts of this folder. */
  public PreparedFormat(PreparedFolder folder) {
    super("parquet", FormatNote.ofAnything("flows of chosen hosts"));
    this.folder = folder;
  }

  @Override
  public boolean recognizes(Probe probe) {
    return false;
  }

  @Override
  public FileMapping mapping(Probe probe) throws IOException, SQLException {
    ParquetColumns file = ParquetColumns.of(probe);
    var names = new ArrayList<String>();
    Map<String, Kind> kinds = new HashMap<>();
    for (String column : folder.says().columns()) {
      int colon = column.lastIndexOf(':');
      names.add(colon < 0 ? column : column.substring(0, colon));
      if (colon >= 0) {
        kinds.put(names.get(names.size() - 1), Kinds.ofWord(probe, column.substring(colon + 1)));
      }
    }
    ParquetColumns attributes = file.without(FlowColumns.CHOSEN);
    if (!attributes.names().equals(names)
        || file.names().size() != names.size() + FlowColumns.CHOSEN.size()) {
      throw new InputException(
          probe.name(), "has other columns than its folder says", "copy the whole folder again");
    }
    AttributeNames.check(probe, names);
    Schema schema = ParquetFormat.schema(probe, attributes, kinds);
    if (!FlowColumns.hasSides(schema)) {
      throw new InputException(probe.name(), "has no addresses of two sides", "prepare it again");
    }
    return ParquetFormat.mapping(probe, schema, attributes).with(FlowColumns.CHOSEN);
  }

  @Override
  public FlowWriter writer(PendingFile file, Schema schema) throws IOException {
    return new ParquetFormat().writer(file, schema);
  }
}
