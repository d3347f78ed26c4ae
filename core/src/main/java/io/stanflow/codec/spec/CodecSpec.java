package io.stanflow.codec.spec;

import io.stanflow.flow.Attribute;
import io.stanflow.flow.Attribute.Kind;
import io.stanflow.flow.Range;
import io.stanflow.flow.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All that a codec has learned from its training data, as plain data; kept in the model file.
 *
 * @param attributes the schema, in text
 * @param format name of the file format that the training flows came in
 * @param clockUnit µs per clock unit, the resolution of the record times; 0 without time
 * @param windowUnits clock units in a window of an intensity, an hour; 1 without time
 * @param spanSeconds first to last training flow
 * @param gap mixture of the gaps, clock units; null without time
 * @param addresses null without addresses
 * @param protocols keyword of each protocol class; one empty word where there is no protocol
 * @param localPort port code of the host's side (the source's without addresses); null without
 * @param peerPort port code of the other side; null without
 * @param categories flags and categorical attributes
 * @param quantities counts, durations and real numbers, in the order in which they are decided
 * @param exclusions what does not occur together, the surest first; null in model files before
 * @param services what is known of those that many flows are of; null in model files before
 * @param sweeps over the network; null where the data have none
 * @param internal peers inside the network; null where the data have too few
 * @param ties order of the flows of one time in the file; null where it is not known
 * @param order of the steps that decide a flow, each after what it needs; null for the standard one
 * @param features components of the profile vector
 * @param shared how many hosts share each value; null in model files of before
 */
public record CodecSpec(
    List<AttributeSpec> attributes,
    String format,
    @Range(least = 0, most = 1_000_000) long clockUnit,
    @Range(least = 1, most = 3_600_000_000d) long windowUnits,
    @Range(least = 0, most = 1e11) double spanSeconds,
    MixtureSpec gap,
    AddressSpec addresses,
    String[] protocols,
    PortSpec localPort,
    PortSpec peerPort,
    List<NamedCategories> categories,
    List<QuantitySpec> quantities,
    List<Exclusion> exclusions,
    List<ServiceSpec> services,
    SweepSpec sweeps,
    InternalSpec internal,
    TieSpec ties,
    List<StepSpec> order,
    ProfileFeatures features,
    List<SharedValues> shared) {
  public CodecSpec {
    exclusions = exclusions == null ? List.of() : List.copyOf(exclusions);
    services = services == null ? List.of() : List.copyOf(services);
    shared = shared == null ? null : List.copyOf(shared);
  }

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

  /**
   * The order in which a flow is decided.
   *
   * @throws IllegalArgumentException if it lacks a step or has one before what it needs
   */
  @Override
  public List<StepSpec> order() {
    if (order == null) {
      return StepSpec.standard(this);
    }
    StepSpec.check(order, this);
    return order;
  }

  /** Names of the attributes that all else of a flow depends on, in the order of their steps. */
  public List<String> conditions() {
    List<StepSpec> steps = order();
    return steps.stream()
        .filter(step -> StepSpec.isCondition(step, steps))
        .map(StepSpec::attribute)
        .toList();
  }

  /**
   * Names of the attributes whose words part what hosts do, and whose shares can be asked for: the
   * conditions, or the label where there are none.
   */
  public List<String> parting() {
    List<String> first = conditions();
    return first.isEmpty()
        ? order().stream().map(StepSpec::attribute).filter(Schema.LABEL::equals).toList()
        : first;
  }

  /** Same codec with its steps in another order. */
  public CodecSpec withOrder(List<StepSpec> steps) {
    return with(addresses, services, sweeps, internal, ties, List.copyOf(steps), features, shared);
  }

  /** Clock units in a second; 1 without time. */
  public double unitsPerSecond() {
    return clockUnit == 0 ? 1 : 1e6 / clockUnit;
  }

  /** The quantity of this attribute. */
  QuantitySpec quantity(String attribute) {
    return quantities.stream().filter(q -> q.name().equals(attribute)).findFirst().orElseThrow();
  }

  /** Index of the quantity that goes with another, as bytes go with packets; -1 for none. */
  public int divided() {
    for (int i = 0; i < quantities.size(); i++) {
      if (quantities.get(i).divisor() >= 0) {
        return i;
      }
    }
    return -1;
  }

  /**
   * A quantity whose values a host's service repeats.
   *
   * @param quantity its index
   * @param divisor index of the quantity that its values go with, as bytes go with packets, or -1
   */
  public record Recurring(int quantity, int divisor) {}

  /** The quantities whose values recur: those that go with another, and durations. */
  public List<Recurring> recurring() {
    return IntStream.range(0, quantities.size())
        .filter(q -> quantities.get(q).recurs())
        .mapToObj(q -> new Recurring(q, quantities.get(q).divisor()))
        .toList();
  }

  /** Same codec with the profile features, which are fitted last. */
  public CodecSpec withFeatures(ProfileFeatures fitted) {
    return with(addresses, services, sweeps, internal, ties, order, fitted, shared);
  }

  /** Same codec with the sweeps, for which it must be known first; null where there are none. */
  public CodecSpec withSweeps(SweepSpec found) {
    return with(addresses, services, found, internal, ties, order, features, shared);
  }

  /** Same codec with the peers inside the network, null where there are too few. */
  public CodecSpec withInternal(InternalSpec found) {
    return with(addresses, services, sweeps, found, ties, order, features, shared);
  }

  /** Same codec with the order of flows of one time, null where it is not known. */
  public CodecSpec withTies(TieSpec found) {
    return with(addresses, services, sweeps, internal, found, order, features, shared);
  }

  /** Same codec with how many hosts share each value. */
  public CodecSpec withShared(List<SharedValues> counted) {
    return with(addresses, services, sweeps, internal, ties, order, features, counted);
  }

  /** Same codec with what is known of services. */
  public CodecSpec withServices(List<ServiceSpec> known) {
    return with(addresses, known, sweeps, internal, ties, order, features, shared);
  }

  /** Same codec with how hosts share external peers; null where that is not known. */
  public CodecSpec withConcentration(double[][] exponents) {
    AddressSpec known = addresses == null ? null : addresses.withConcentration(exponents);
    return with(known, services, sweeps, internal, ties, order, features, shared);
  }

  private CodecSpec with(
      AddressSpec addressed,
      List<ServiceSpec> known,
      SweepSpec swept,
      InternalSpec inside,
      TieSpec tied,
      List<StepSpec> steps,
      ProfileFeatures fitted,
      List<SharedValues> counted) {
    return new CodecSpec(
        attributes,
        format,
        clockUnit,
        windowUnits,
        spanSeconds,
        gap,
        addressed,
        protocols,
        localPort,
        peerPort,
        categories,
        quantities,
        exclusions,
        known,
        swept,
        inside,
        tied,
        steps,
        fitted,
        counted);
  }

  /** The schema's attributes as text. */
  public static List<AttributeSpec> describe(Schema schema) {
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
