package io.stanflow.io;

import io.stanflow.flow.Attribute.Categorical;
import io.stanflow.flow.Attribute.Timestamp.Edge;
import io.stanflow.flow.Schema;

/** A format whose files Java decodes to flow records, where SQL cannot read them by a layout. */
interface DecodedFormat extends FlowFormat {
  /** Of all such formats. */
  Schema SCHEMA = Schema.netflow(Edge.START, new Categorical(Ugr16Format.TOS));

  /** For the files of one call. */
  Decoder decoder();

  /** Not for these formats. */
  @Override
  default Layout layout(Probe probe) {
    throw new UnsupportedOperationException(name() + " is decoded");
  }
}
