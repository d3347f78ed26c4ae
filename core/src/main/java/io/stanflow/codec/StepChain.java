package io.stanflow.codec;

import io.stanflow.codec.mixture.MixtureCode;
import io.stanflow.codec.mixture.RowRanges;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.CodecSpec.NamedCategories;
import io.stanflow.codec.spec.PortSpec;
import io.stanflow.codec.spec.QuantitySpec;
import io.stanflow.codec.spec.StepSpec;
import io.stanflow.codec.spec.StepSpec.Kind;
import io.stanflow.flow.Address;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The steps of a codec in the order of its spec, with the inputs that each gives the network, and
 * the inputs that are remembered of earlier rows. Attributes whose value is always the same have no
 * step.
 */
final class StepChain {
  private final CodecSpec spec;
  private final ToIntFunction<Address> sharedOctets;
  private final Layout.Builder builder = new Layout.Builder();
  private final List<Step> steps = new ArrayList<>();
  private final List<StageInputs> remembered = new ArrayList<>();
  private final Map<Kind, Integer> stages = new EnumMap<>(Kind.class);
  private final Protocols protocols;
  private final OutcomeClasses outcomes;
  private final Buckets age;

  /** Relative components of the mixtures that have ranges in each row; the gap's first. */
  private final List<Integer> relatives = new ArrayList<>(List.of(0));

  /** Words of the categories that have one value in the data, null for the others. */
  private final String[] constants;

  private final int[] referenced;
  private final List<Categories> categories;
  private final Conditions conditions;
  private final Templates templates;
  private final Layout layout;
  private TurnStep turn;
  private GapStep gap;
  private SlotInputs slots;
  private Sketch sketch;

  StepChain(CodecSpec spec, ToIntFunction<Address> sharedOctets) {
    this.spec = spec;
    this.sharedOctets = sharedOctets;
    protocols = new Protocols(spec);
    outcomes = new OutcomeClasses(spec, protocols);
    age = new Buckets(spec.unitsPerSecond());
    constants =
        spec.categories().stream()
            .map(named -> named.code().classes() == 1 ? named.code().values()[0] : null)
            .toArray(String[]::new);
    categories = spec.categories().stream().map(each -> new Categories(each.code())).toList();
    conditions = new Conditions(protocols);
    List<StepSpec> order = spec.order();
    for (StepSpec step : order) {
      add(step, order);
      stages.put(step.kind(), steps.size());
    }
    referenced = builder.referenced();
    conditions.end(referenced);
    Set<Integer> shown =
        IntStream.of(referenced)
            .mapToObj(group -> builder.groups.get(group).stage())
            .collect(Collectors.toSet());
    templates =
        new Templates(
            steps.stream().filter(step -> shown.contains(step.known())).toList(), categories);
    addRemembered();
    int peer = stages.containsKey(Kind.PEER) ? builder.index("peer") : -1;
    layout =
        new Layout(
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

  private void add(StepSpec step, List<StepSpec> order) {
    ServiceClasses services = outcomes.services();
    switch (step.kind()) {
      case GAP -> addGap();
      case PEER -> addPeer();
      case CONNECTION -> steps.add(new ConnectionStep(protocols, services, conditions, builder));
      case DIRECTION ->
          steps.add(new DirectionStep(protocols, conditions, exclusions(step, order), builder));
      case PROTOCOL -> steps.add(new ProtocolStep(protocols, services, conditions, builder));
      case LOCAL_PORT -> addPort(true, spec.localPort());
      case PEER_PORT -> addPort(false, spec.peerPort());
      case CATEGORY -> addCategory(step, order);
      case QUANTITY -> addQuantity(step.attribute(), exclusions(step, order));
    }
  }

  private void addGap() {
    var clock = new ClockFeatures(1_000_000 / spec.clockUnit(), spec.spanSeconds());
    var code = new MixtureCode(spec.gap());
    if (spec.addresses() != null) {
      turn = new TurnStep(code, spec.windowUnits(), builder);
      steps.add(turn);
    }
    gap = new GapStep(code, clock, spec.windowUnits(), builder);
    steps.add(gap);
  }

  private void addPeer() {
    int popular = spec.addresses().popular().length;
    sketch = new Sketch(spec);
    steps.add(new PeerStep(popular > 0, sketch, outcomes, conditions, builder));
    if (popular > 0) {
      steps.add(new PopularStep(popular, outcomes, builder));
    }
    steps.add(new PrefixStep(spec.addresses(), sharedOctets, outcomes, builder));
    for (int octet = 0; octet < OctetStep.CODED; octet++) {
      steps.add(new OctetStep(octet, spec.addresses().firstOctets(), builder));
    }
    slots = new SlotInputs(age, outcomes.services().size());
  }

  private void addPort(boolean local, PortSpec port) {
    int ranges = ranges(port.mixture().relatives());
    steps.add(new PortStep(local, port, ranges, protocols, outcomes.services(), builder));
  }

  private Exclusions exclusions(StepSpec step, List<StepSpec> order) {
    return new Exclusions(spec, order, order.indexOf(step));
  }

  private void addCategory(StepSpec step, List<StepSpec> order) {
    String name = step.attribute();
    int index = spec.categories().stream().map(NamedCategories::name).toList().indexOf(name);
    Categories code = categories.get(index);
    Exclusions exclusions = exclusions(step, order);
    steps.add(
        StepSpec.isCondition(step, order)
            ? new ConditionStep(name, code, exclusions, conditions, index, builder)
            : new CategoryStep(name, code, exclusions, index, builder));
  }

  private void addQuantity(String attribute, Exclusions exclusions) {
    int index = spec.quantities().stream().map(QuantitySpec::name).toList().indexOf(attribute);
    QuantitySpec quantity = spec.quantities().get(index);
    int ranges = ranges(quantity.mixture().relatives());
    List<Kind> service = List.of(Kind.PROTOCOL, Kind.LOCAL_PORT, Kind.PEER_PORT);
    boolean served = service.stream().allMatch(each -> stages.containsKey(each) || !has(each));
    steps.add(new QuantityStep(quantity, exclusions, outcomes, index, ranges, served, builder));
  }

  /** Whether some step decides this. */
  private boolean has(Kind kind) {
    return spec.order().stream().anyMatch(step -> step.kind() == kind);
  }

  private int ranges(int relatives) {
    this.relatives.add(relatives);
    return this.relatives.size() - 1;
  }

  private void addRemembered() {
    int addressed = stages.getOrDefault(Kind.PEER, stages.getOrDefault(Kind.GAP, 0));
    addReference(ReferenceInputs.Kind.LAST_WITH_PEER, addressed);
    if (slots != null) {
      remembered.add(new PeerServicesInput(addressed, builder));
    }
    if (stages.containsKey(Kind.CONNECTION)) {
      addReference(ReferenceInputs.Kind.LAST_OF_CONNECTION, stages.get(Kind.CONNECTION));
    }
    int served =
        IntStream.of(
                stages.getOrDefault(Kind.DIRECTION, 0),
                stages.getOrDefault(Kind.PROTOCOL, 0),
                stages.getOrDefault(Kind.PEER_PORT, 0))
            .max()
            .getAsInt();
    addReference(ReferenceInputs.Kind.LAST_OF_SERVICE, served);
    addReference(ReferenceInputs.Kind.LAST_OF_HOST_SERVICE, served);
    List<CodecSpec.Recurring> recurring = spec.recurring();
    for (int i = 0; i < recurring.size(); i++) {
      int q = recurring.get(i).quantity();
      QuantitySpec quantity = spec.quantities().get(q);
      int stage = builder.index(quantity.name());
      remembered.add(new RecentInputs(quantity, i, outcomes.code(q), stage, builder));
    }
  }

  private void addReference(ReferenceInputs.Kind kind, int stage) {
    remembered.add(new ReferenceInputs(kind, stage, age, referenced, builder));
  }

  Layout layout() {
    return layout;
  }

  List<Step> steps() {
    return steps;
  }

  Protocols protocols() {
    return protocols;
  }

  /** Of the codec's categories, in its order. */
  List<Categories> categories() {
    return categories;
  }

  OutcomeClasses outcomes() {
    return outcomes;
  }

  Templates templates() {
    return templates;
  }

  /** Tokens of heavy peers; null without addresses. */
  Sketch sketch() {
    return sketch;
  }

  /** Scratch for the ranges of one row. */
  RowRanges[] ranges() {
    return relatives.stream().map(RowRanges::new).toArray(RowRanges[]::new);
  }

  /** Sets the words of attributes that have one value in the data. */
  void writeConstants(Observation flow) {
    for (int i = 0; i < constants.length; i++) {
      if (constants[i] != null) {
        flow.words[i] = constants[i];
      }
    }
  }

  /** Writes the inputs that are known before the row has any field. */
  void writeFirst(Row row, Inputs inputs) {
    if (turn != null) {
      turn.start(row, inputs);
    }
    if (gap != null) {
      gap.start(row, inputs);
    }
    if (slots != null) {
      slots.write(row.host, inputs);
    }
    writeRemembered(0, row, inputs);
  }

  /** Writes what is remembered of earlier rows and visible once so many fields are decided. */
  void writeRemembered(int decided, Row row, Inputs inputs) {
    for (StageInputs each : remembered) {
      if (each.stage() == decided) {
        each.write(row, inputs);
      }
    }
  }

  /** The tokens of a finished row that later ones may be shown. */
  short[] referencedTokens(Inputs inputs) {
    short[] tokens = new short[referenced.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = (short) inputs.tokens[referenced[i]];
    }
    return tokens;
  }
}
