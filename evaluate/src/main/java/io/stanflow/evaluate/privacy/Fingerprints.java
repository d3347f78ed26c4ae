package io.stanflow.evaluate.privacy;

import io.stanflow.evaluate.measure.FlowSql;
import io.stanflow.flow.Attribute;
import io.stanflow.flow.Schema;
import io.stanflow.io.mapping.FlowColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** SQL of 63-bit hashes of flows and addresses: the same in every file. */
final class Fingerprints {
  static final String HOST = of(FlowSql.HOST);
  static final String PEER = of(FlowSql.PEER);
  private static final Set<String> NOT_COPIED =
      Set.of(Schema.TIME, Schema.SOURCE_ADDRESS, Schema.DESTINATION_ADDRESS);

  private Fingerprints() {}

  private static String of(String columns) {
    return "(hash(" + columns + ") >> 1)::BIGINT";
  }

  /**
   * Of a flow's attributes but the time.
   *
   * @param sides whether those of the host's and the peer's address are among them
   */
  static String flow(Schema schema, boolean sides) {
    var columns = new ArrayList<String>();
    boolean seen = FlowColumns.hasSides(schema);
    if (seen) {
      columns.add("outgoing");
    }
    if (seen && sides) {
      columns.addAll(List.of(FlowSql.HOST, FlowSql.PEER));
    }
    for (Attribute attribute : schema.attributes()) {
      if (!NOT_COPIED.contains(attribute.name())) {
        columns.add(column(attribute));
      }
    }
    return of(String.join(", ", columns));
  }

  private static String column(Attribute attribute) {
    String columns = String.join(", ", FlowColumns.of(attribute));
    return switch (attribute.held()) {
      case WORD -> columns + "::VARCHAR"; // codes of words differ from file to file
      case NUMBER, REAL, ADDRESS -> columns;
    };
  }
}
