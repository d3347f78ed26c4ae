package io.stanflow.testing;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;

/** The schemas that more than one test has flows of. */
public final class Schemas {
  /** The columns of UGR'16 files: NetFlow by the end of flows, and three words. */
  public static final Schema UGR16 =
      Schema.netflow(
          Kind.END,
          Attribute.categorical("forwardingStatus"),
          Attribute.categorical("tos"),
          Attribute.categorical("label"));

  private Schemas() {}
}
