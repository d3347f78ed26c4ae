package io.stanflow.flow;

import java.util.List;

/**
 * What is said of a folder of prepared flows in its file {@value #FILE}: those of chosen hosts out
 * of a table that one machine need not hold, in Parquet, a column for each attribute and the
 * columns {@value #OUTGOING} and {@value #PLACE}. docs/formats.md describes it.
 *
 * @param version {@link #VERSION}
 * @param columns of the parts that are attributes, each {@code NAME} or {@code NAME:KIND}
 * @param internal blocks that hold the internal hosts, at least one
 * @param minFlows hosts with fewer flows were left out
 * @param mostHosts of more hosts so many were taken
 * @param table what was chosen from
 * @param parts the Parquet files
 */
public record PreparedFlows(
    int version,
    List<String> columns,
    List<String> internal,
    int minFlows,
    int mostHosts,
    Table table,
    List<Part> parts) {
  public static final String FILE = "stanflow-prepared.json";
  public static final int VERSION = 1;

  /** Whether the flow's source is its host. */
  public static final String OUTGOING = "outgoing";

  /** A number that grows along the table. */
  public static final String PLACE = "place_";

  /**
   * Counts of the whole table; those left out are told apart, the others are in the parts.
   *
   * @param flows all
   * @param outside flows without an internal side
   * @param hosts all
   * @param quiet hosts with too few flows
   * @param quietFlows theirs
   * @param beyond hosts that are more than are wanted
   * @param beyondFlows theirs
   */
  public record Table(
      long flows,
      long outside,
      long hosts,
      long quiet,
      long quietFlows,
      long beyond,
      long beyondFlows) {
    /** Flows in the parts. */
    public long chosenFlows() {
      return flows - outside - quietFlows - beyondFlows;
    }

    /** Hosts in the parts. */
    public long chosenHosts() {
      return hosts - quiet - beyond;
    }
  }

  /**
   * A file in the folder.
   *
   * @param bytes its length
   */
  public record Part(String name, long bytes) {
    public Part {
      if (name == null || name.contains("/") || name.contains("\\")) {
        throw new IllegalArgumentException("a part is a file in the folder");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if something is missing or out of range
   */
  public PreparedFlows {
    if (version != VERSION) {
      throw new IllegalArgumentException("version " + version + " is not " + VERSION);
    }
    if (columns == null || internal == null || table == null || parts == null) {
      throw new IllegalArgumentException("columns, internal, table or parts are missing");
    }
    columns = List.copyOf(columns);
    internal = List.copyOf(internal);
    parts = List.copyOf(parts);
    internal.forEach(Cidr::parse);
    if (internal.isEmpty() || minFlows < 1 || mostHosts < 1) {
      throw new IllegalArgumentException("internal, minFlows or mostHosts is out of range");
    }
  }

  /** {@link #internal} as blocks. */
  public List<Cidr> blocks() {
    return internal.stream().map(Cidr::parse).toList();
  }
}
