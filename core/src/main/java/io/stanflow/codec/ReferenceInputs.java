package io.stanflow.codec;

/** Shows the network an earlier row: its outcome tokens, its age, how often it was repeated. */
final class ReferenceInputs implements StageInputs {
  /** Which earlier row. */
  enum Kind {
    LAST_WITH_PEER,
    LAST_OF_CONNECTION,
    LAST_OF_SERVICE,
    LAST_OF_HOST_SERVICE
  }

  private static final int USES = 4;
  private final Kind kind;
  private final int stage;
  private final Buckets age;
  private final int[] referenced;
  private final int[] sizes;
  private final int firstToken;

  /**
   * @param referenced the groups that a reference row shows again
   */
  ReferenceInputs(Kind kind, int stage, Buckets age, int[] referenced, Layout.Builder layout) {
    this.kind = kind;
    this.stage = stage;
    this.age = age;
    this.referenced = referenced;
    firstToken = layout.groups.size();
    sizes = new int[referenced.length + 3];
    String prefix = kind.name().toLowerCase(java.util.Locale.ROOT) + ".";
    for (int i = 0; i < referenced.length; i++) {
      Layout.TokenGroup group = layout.groups.get(referenced[i]);
      add(i, prefix + group.name(), group.size(), layout);
    }
    add(referenced.length, prefix + "age", Buckets.BUCKETS, layout);
    add(referenced.length + 1, prefix + "uses", USES, layout);
    add(referenced.length + 2, prefix + "flows", Buckets.COUNTS, layout);
  }

  private void add(int i, String name, int size, Layout.Builder layout) {
    sizes[i] = size;
    layout.token(name, size + 1, stage, false, false);
  }

  @Override
  public int stage() {
    return stage;
  }

  @Override
  public void write(Row row, Inputs inputs) {
    Reference reference = find(row);
    int at = firstToken;
    for (int i = 0; i < referenced.length; i++) {
      int token = reference == null ? Templates.UNKNOWN : reference.tokens()[i];
      inputs.tokens[at++] = token == Templates.UNKNOWN ? sizes[i] : token;
    }
    boolean none = reference == null || reference.uses() == 0; // or a template
    long now = row.flow.time;
    int n = referenced.length;
    inputs.tokens[at++] = none ? sizes[n] : age.bucket(now - reference.time());
    inputs.tokens[at++] = none ? sizes[n + 1] : Math.min(reference.uses(), USES) - 1;
    boolean counted = row.peer != null && row.peer.flows > 0;
    inputs.tokens[at] = counted ? Buckets.countBucket(row.peer.flows) : sizes[n + 2];
  }

  private Reference find(Row row) {
    return switch (kind) {
      case LAST_WITH_PEER -> row.last;
      case LAST_OF_CONNECTION -> row.lastOfConnection;
      case LAST_OF_SERVICE -> {
        Observation flow = row.flow;
        int service = Math.min(flow.localPort, flow.peerPort);
        row.lastOfService = row.peer.service(flow.outgoing, flow.protocol, service);
        yield row.lastOfService;
      }
      case LAST_OF_HOST_SERVICE -> {
        row.lastOfHostService = row.host.services().last(row.flow);
        yield row.lastOfHostService;
      }
    };
  }
}
