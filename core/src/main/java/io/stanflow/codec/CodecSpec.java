package io.stanflow.codec;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Schema;
import java.util.List;

/**
 * All that a codec has learned from its training data, as plain data; kept in the model file.
 *
 * @param attributes the schema, in text
 * @param format name of the file format that the training flows came in
 * @param clockUnit µs per clock unit, the resolution of the record times; 0 without time
 * @param windowUnits clock units per window of the volume budget
 * @param spanSeconds first to last training flow
 * @param gap mixture of the gaps, clock units; null without time
 * @param addresses null without addresses
 * @param protocols keyword of each protocol class; one empty word where there is no protocol
 * @param localPort port code of the host's side (the source's without addresses); null without
 * @param peerPort port code of the other side; null without
 * @param categories flags and categorical attributes
 * @param quantities counts, durations and real numbers, in the order in which they are decided
 * @param features components of the profile vector
 */
public record CodecSpec(
    List<AttributeSpec> attributes,
    String format,
    long clockUnit,
    long windowUnits,
    double spanSeconds,
    MixtureSpec gap,
    AddressSpec addresses,
    String[] protocols,
    PortSpec localPort,
    PortSpec peerPort,
    List<NamedCategories> categories,
    List<QuantitySpec> quantities,
    ProfileFeatures features) {
  /**
   * One attribute of the schema, as the model file has it.
   *
   * @param kind its word for a {@link Kind}
   * @param edge which of the two kinds of a time it is; of others null
   */
  public record AttributeSpec(String name, String kind, Kind edge) {
    static AttributeSpec of(Attribute attribute) {
      Kind kind = attribute.kind();
      return new AttributeSpec(attribute.name(), word(kind), kind.isTime() ? kind : null);
    }

    Attribute attribute() {
      for (Kind each : Kind.values()) {
        if (word(each).equals(kind) && (edge == null ? !each.isTime() : each == edge)) {
          return new Attribute(name, each);
        }
      }
      throw new IllegalArgumentException("unknown kind of attribute: " + kind);
    }

    private static String word(Kind kind) {
      return switch (kind) {
        case START, END -> "Timestamp";
        case DURATION -> "Duration";
        case COUNT -> "Count";
        case CONTINUOUS -> "Continuous";
        case CATEGORICAL -> "Categorical";
        case ADDRESS -> "IpAddress";
        case PORT -> "Port";
        case FLAGS -> "Flags";
      };
    }
  }

  /** The code of the flags or categorical attribute of this name. */
  public record NamedCategories(String name, CategorySpec code) {}

  /** Index of the quantity that goes with another, as bytes go with packets; -1 for none. */
  int divided() {
    for (int i = 0; i < quantities.size(); i++) {
      if (quantities.get(i).divisor() >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Same codec with the profile features, which are fitted last. */
  CodecSpec withFeatures(ProfileFeatures fitted) {
    return new CodecSpec(
        attributes,
        format,
        clockUnit,
        windowUnits,
        spanSeconds,
        gap,
        addresses,
        protocols,
        localPort,
        peerPort,
        categories,
        quantities,
        fitted);
  }

  /** The schema's attributes as text. */
  static List<AttributeSpec> describe(Schema schema) {
    return schema.attributes().stream().map(AttributeSpec::of).toList();
  }

  /**
   * The schema of the flows that this codec reads and gives.
   *
   * @throws IllegalArgumentException if a kind is unknown
   */
  public Schema schema() {
    return new Schema(attributes.stream().map(AttributeSpec::attribute).toList());
  }
}
