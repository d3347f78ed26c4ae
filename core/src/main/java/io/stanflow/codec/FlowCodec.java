package io.stanflow.codec;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * The chain of steps that codes a flow, put together from a {@link CodecSpec}. Order: gap, peer
 * (popular, prefix, octets), connection, direction, protocol, local port, peer port, flags and
 * categories, numbers (packets, bytes, further ones, duration). Steps whose attribute the schema
 * lacks are left out, so any combination of attributes has a codec.
 */
public final class FlowCodec {
  private final CodecSpec spec;
  private final Layout layout;
  private final List<Step> steps = new ArrayList<>();
  private final List<Support> supportSizes = new ArrayList<>();
  private final List<StageInputs> remembered = new ArrayList<>();
  private final Protocols protocols;
  private final OutcomeClasses outcomes;
  private final Accounts accounts;
  private final FlowView view;
  private final Age age;
  private GapStep gap;
  private OctetStep lastOctet;
  private PortStep localPort;
  private SlotInputs slots;
  private Sketch sketch;
  private int[] referenced;

  /** A codec for generation, from what a model file holds. */
  public FlowCodec(CodecSpec spec) {
    this(spec, null);
  }

  /**
   * @param shared the training data's prefixes, needed to encode new peers; null when only sampling
   */
  FlowCodec(CodecSpec spec, SharedPrefixes shared) {
    this.spec = spec;
    protocols = new Protocols(spec);
    outcomes = new OutcomeClasses(spec, protocols);
    view = new FlowView(spec, protocols);
    age = new Age(unitsPerSecond());
    var builder = new Layout.Builder();
    addTimeAndPeer(shared, builder);
    addFlowSteps(builder);
    layout = finish(builder);
    accounts = new Accounts(layout, outcomes);
  }

  private double unitsPerSecond() {
    return spec.clockUnit() == 0 ? 1 : 1e6 / spec.clockUnit();
  }

  private void addTimeAndPeer(SharedPrefixes shared, Layout.Builder layout) {
    supportSizes.add(new Support(0)); // the gap's
    if (spec.gap() != null) {
      var clock = new ClockFeatures(1_000_000 / spec.clockUnit(), spec.spanSeconds());
      gap = new GapStep(spec.gap(), clock, unitsPerSecond(), layout);
      steps.add(gap);
    }
    if (spec.addresses() == null) {
      return;
    }
    int popular = spec.addresses().popular().length;
    sketch = new Sketch(spec);
    steps.add(new PeerStep(popular > 0, sketch, outcomes.services(), layout));
    if (popular > 0) {
      steps.add(new PopularStep(popular, layout));
    }
    steps.add(new PrefixStep(spec.addresses(), shared, layout));
    for (int octet = 0; octet < OctetStep.CODED; octet++) {
      lastOctet = new OctetStep(octet, spec.addresses().firstOctets(), layout);
      steps.add(lastOctet);
    }
    slots = new SlotInputs(age, outcomes.services().size());
  }

  private void addFlowSteps(Layout.Builder layout) {
    boolean ports = spec.localPort() != null;
    if (ports) {
      steps.add(new ConnectionStep(protocols, outcomes.services(), layout));
    }
    if (spec.addresses() != null) {
      steps.add(new DirectionStep(protocols, layout));
    }
    if (protocols.size() > 1) {
      steps.add(new ProtocolStep(protocols, outcomes.services(), layout));
    }
    if (ports) {
      localPort = portStep(true, spec.localPort(), layout);
      steps.add(localPort);
      steps.add(portStep(false, spec.peerPort(), layout));
    }
    for (int i = 0; i < spec.categories().size(); i++) {
      var named = spec.categories().get(i);
      var categories = new Categories(named.code());
      steps.add(
          categories.size() > 1
              ? new CategoryStep(named.name(), categories, i, layout)
              : new ConstantStep(named.code().values()[0], i));
    }
    for (int i = 0; i < spec.quantities().size(); i++) {
      QuantitySpec quantity = spec.quantities().get(i);
      steps.add(
          new QuantityStep(
              quantity,
              outcomes.code(i),
              i,
              support(quantity.mixture()),
              outcomes.quantity(i),
              layout));
    }
  }

  private PortStep portStep(boolean local, PortSpec port, Layout.Builder layout) {
    return new PortStep(
        local, port, support(port.mixture()), protocols, outcomes.services(), layout);
  }

  private int support(MixtureSpec mixture) {
    supportSizes.add(new Support(mixture.relatives()));
    return supportSizes.size() - 1;
  }

  private Layout finish(Layout.Builder builder) {
    referenced = builder.referenced();
    int peer = fieldIndex(builder, "peer");
    int connection = fieldIndex(builder, "connection");
    int service = Math.max(fieldIndex(builder, "peerPort"), fieldIndex(builder, "protocol"));
    service = Math.max(service, fieldIndex(builder, "direction"));
    addReference(
        ReferenceInputs.Kind.LAST_WITH_PEER, Math.max(0, lastAddressField(builder) + 1), builder);
    if (connection >= 0) {
      addReference(ReferenceInputs.Kind.LAST_OF_CONNECTION, connection + 1, builder);
    }
    addReference(ReferenceInputs.Kind.LAST_OF_SERVICE, Math.max(0, service + 1), builder);
    addReference(ReferenceInputs.Kind.LAST_OF_HOST_SERVICE, Math.max(0, service + 1), builder);
    for (int q = 0; q < spec.quantities().size(); q++) {
      QuantitySpec quantity = spec.quantities().get(q);
      if (quantity.divisor() >= 0) {
        int field = fieldIndex(builder, quantity.name());
        remembered.add(new RecentSizeInputs(quantity, outcomes.code(q), field, builder));
      }
    }
    return new Layout(
        List.copyOf(builder.fields),
        List.copyOf(builder.groups),
        List.copyOf(builder.numerics),
        peer,
        peer < 0 ? 0 : SlotInputs.SLOTS,
        peer < 0 ? 0 : Recency.MOST,
        SlotInputs.TOKENS,
        slots == null ? 1 : slots.serviceTokens(),
        sketch == null ? new int[0] : sketch.sizes());
  }

  private static int lastAddressField(Layout.Builder builder) {
    int octet = fieldIndex(builder, "octet" + OctetStep.CODED);
    return octet >= 0 ? octet : fieldIndex(builder, "gap");
  }

  private static int fieldIndex(Layout.Builder builder, String name) {
    for (int f = 0; f < builder.fields.size(); f++) {
      if (builder.fields.get(f).name().equals(name)) {
        return f;
      }
    }
    return -1;
  }

  private void addReference(ReferenceInputs.Kind kind, int stage, Layout.Builder builder) {
    remembered.add(new ReferenceInputs(kind, stage, age, referenced, builder));
  }

  public CodecSpec spec() {
    return spec;
  }

  public Layout layout() {
    return layout;
  }

  public Schema schema() {
    return view.schema();
  }

  /** A profile of this codec; shapes as {@link Profile} states them. */
  public Profile profile(Profile.Spec profile, float[] vector, float[] priors, float[] marginals) {
    return new Profile(profile, vector, priors, marginals, sketch);
  }

  OutcomeClasses outcomes() {
    return outcomes;
  }

  Accounts accounts() {
    return accounts;
  }

  /** Numbers in {@link Profile#priors}. */
  public int priors() {
    return accounts.priors();
  }

  /** Numbers in the table that {@link Profile} takes as marginals. */
  public int marginals() {
    return DayParts.COUNT * accounts.size();
  }

  /** The known addresses, placed in this internal network; null without addresses. */
  AddressBook book(List<Cidr> internal) {
    return spec.addresses() == null ? null : new AddressBook(spec.addresses(), internal);
  }

  FlowView view() {
    return view;
  }

  List<Step> steps() {
    return steps;
  }

  HostState state(
      Profile profile,
      VolumeBudget budget,
      AddressBook book,
      Address own,
      Address[] heavyAddresses) {
    long perSecond = Math.max(1, Math.round(unitsPerSecond()));
    return new HostState(
        profile, budget, book, own, heavyAddresses, new RecentRates(perSecond), services());
  }

  private HostServices services() {
    int value = spec.divided();
    int divisor = value < 0 ? -1 : spec.quantities().get(value).divisor();
    return new HostServices(value, divisor);
  }

  Row row(HostState host) {
    Support[] supports =
        supportSizes.stream().map(s -> new Support(s.relativeLow.length)).toArray(Support[]::new);
    return new Row(host, spec.categories().size(), spec.quantities().size(), supports);
  }

  /** Starts a row: forgets the last one and writes the inputs of stage 0. */
  void begin(Row row, Inputs inputs) {
    row.clear();
    row.flow.time = row.host.time;
    if (gap != null) {
      gap.start(row, inputs);
    }
    if (slots != null) {
      slots.write(row.host, inputs);
    }
    writeRemembered(row, 0, inputs);
  }

  /**
   * Writes the inputs that are known once a step is done.
   *
   * @param decided number of fields decided so far
   */
  void after(Step step, int decided, Row row, Inputs inputs) {
    step.write(row, inputs);
    writeRemembered(row, decided, inputs);
  }

  private void writeRemembered(Row row, int decided, Inputs inputs) {
    for (StageInputs each : remembered) {
      if (each.stage() == decided) {
        each.write(row, inputs);
      }
    }
  }

  /** Completes what a sampled step leaves to chance: the uniform part of a new address. */
  void complete(Step step, Row row, java.util.random.RandomGenerator random) {
    if (step == lastOctet) {
      lastOctet.complete(row, random);
    }
  }

  /** Takes a finished row into the host's memory. */
  void commit(Row row, Inputs inputs) {
    Observation flow = row.flow;
    int old = row.peer.findConnection(flow.localPort, flow.peerPort, flow.protocol);
    int uses = old < 0 ? 1 : row.peer.connection(old).uses() + 1;
    var reference =
        new Reference(
            flow.time,
            flow.outgoing,
            flow.protocol,
            flow.localPort,
            flow.peerPort,
            ReferenceInputs.tokens(referenced, inputs),
            flow.quantities.clone(),
            outcomes.services().of(flow.protocol, flow.localPort, flow.peerPort),
            uses);
    row.host.commit(row, reference, localPort != null && !localPort.known(flow.localPort));
  }
}
