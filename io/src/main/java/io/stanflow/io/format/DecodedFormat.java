package io.stanflow.io.format;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;

/** A format whose files Java decodes to flows, where SQL cannot read them by a mapping. */
public abstract non-sealed class DecodedFormat extends FlowFormat {
  /** Of all such formats. */
  public static final Schema SCHEMA =
      Schema.netflow(Kind.START, Attribute.categorical(AttributeNames.TOS));

  /**
   * A format of flows of {@link #SCHEMA}.
   *
   * @param what in a few words
   * @param unit µs that times and durations are multiples of
   */
  protected DecodedFormat(String name, String what, long unit) {
    super(name, new FormatNote(what, Kind.START, unit, unit, SCHEMA.attributes()));
  }

  /**
   * For the files of one call.
   *
   * @param scaleSampled whether packets and bytes are multiplied where the exporter sampled
   */
  public abstract Decoder decoder(boolean scaleSampled);
}
