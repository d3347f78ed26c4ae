package io.stanflow.io.packet;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.format.Further;
import io.stanflow.io.format.Probe;
import io.stanflow.io.mapping.Layout;

/** A format whose files Java decodes to flow records, where SQL cannot read them by a layout. */
public interface DecodedFormat extends FlowFormat {
  /** Of all such formats. */
  Schema SCHEMA = Schema.netflow(Kind.START, Attribute.categorical(Further.TOS));

  /** For the files of one call. */
  Decoder decoder();

  /** Not for these formats. */
  @Override
  default Layout layout(Probe probe) {
    throw new UnsupportedOperationException(name() + " is decoded");
  }
}
