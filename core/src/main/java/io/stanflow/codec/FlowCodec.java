package io.stanflow.codec;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Codes flows as fields and back: the chain of steps that a {@link CodecSpec} states, and what
 * hosts remember between their flows. Encoding ({@link SeriesEncoder}) and sampling ({@link
 * HostSampler}) walk this one chain over this one memory. Immutable; what moves is in {@link Row}
 * and {@link HostState}.
 */
public final class FlowCodec {
  /** Index in {@link Row#ranges} of those of the gap. */
  static final int GAP_RANGES = 0;

  private final CodecSpec spec;
  private final StepChain chain;
  private final Layout layout;
  private final MarginalBlocks marginalBlocks;
  private final FlowView view;
  private final List<CodecSpec.Recurring> recurring;

  /** A codec for generation, from what a model file holds. */
  public FlowCodec(CodecSpec spec) {
    this(
        spec,
        address -> {
          throw new IllegalStateException("a codec for generation encodes no new peer");
        });
  }

  /**
   * A codec that also encodes.
   *
   * @param sharedOctets how many leading octets of an IPv4 address enough training hosts share for
   *     the model to know them, 0 to 3
   * @throws IllegalArgumentException if the spec's steps have an order that cannot be coded
   */
  public FlowCodec(CodecSpec spec, ToIntFunction<Address> sharedOctets) {
    this.spec = spec;
    chain = new StepChain(spec, sharedOctets);
    layout = chain.layout();
    marginalBlocks = new MarginalBlocks(layout, chain.outcomes());
    view = new FlowView(spec, chain.protocols(), chain.categories());
    recurring = spec.recurring();
  }

  /** What was fitted. */
  public CodecSpec spec() {
    return spec;
  }

  /** The fields in order, and the network's inputs. */
  public Layout layout() {
    return layout;
  }

  /** The schema of the flows that are coded. */
  public Schema schema() {
    return view.schema();
  }

  /** A profile of this codec; shapes as {@link Profile} states them. */
  public Profile profile(Profile.Spec profile, float[] vector, float[] priors, float[] marginals) {
    return profile(profile, vector, priors, marginals, Wanted.NOTHING);
  }

  /** Likewise, of hosts whose flows are to have some shares. */
  public Profile profile(
      Profile.Spec profile, float[] vector, float[] priors, float[] marginals, Wanted wanted) {
    return new Profile(profile, vector, priors, marginals, wanted, marginalBlocks, chain.sketch());
  }

  /** A profile of which only the spec is known. */
  public Profile profile(Profile.Spec profile) {
    return profile(profile, new float[0], new float[0], new float[0]);
  }

  /** The classes that finished flows are counted in. */
  public OutcomeClasses outcomes() {
    return chain.outcomes();
  }

  /** Cells of flows, as {@link ServiceCells} tells them. */
  public ServiceCells cells(List<List<ServiceCells.Part>> asked) {
    return new ServiceCells(outcomes().services(), asked);
  }

  /** How the marginals of profiles are laid out. */
  public MarginalBlocks marginalBlocks() {
    return marginalBlocks;
  }

  /** Numbers in {@link Profile#priors}. */
  public int priors() {
    return marginalBlocks.priors();
  }

  /** Numbers in the table that {@link Profile} takes as marginals. */
  public int marginals() {
    return DayParts.COUNT * marginalBlocks.size();
  }

  /** The known addresses, placed in this internal network; null without addresses. */
  public AddressBook book(List<Cidr> internal) {
    return spec.addresses() == null ? null : new AddressBook(spec.addresses(), internal);
  }

  /**
   * A flow as {@code host} sees it, in the codec's units.
   *
   * @param host null for a table without addresses
   */
  public Observation observe(Flow flow, Address host) {
    Observation seen = observation();
    view.observe(flow, host, seen);
    return seen;
  }

  /** What a timer that makes this flow is for. */
  public Tick.Service service(Observation seen) {
    return chain.protocols().service(seen);
  }

  Observation observation() {
    return new Observation(spec.categories().size(), spec.quantities().size());
  }

  FlowView view() {
    return view;
  }

  /** One for each field of the layout, in its order. */
  List<Step> steps() {
    return chain.steps();
  }

  HostState state(
      Profile profile,
      Intensity intensity,
      AddressBook book,
      Address own,
      Address[] heavyAddresses) {
    long perSecond = Math.max(1, Math.round(spec.unitsPerSecond()));
    return new HostState(
        profile,
        intensity,
        book,
        own,
        heavyAddresses,
        new RecentRates(perSecond),
        new HostServices(recurring));
  }

  Row row() {
    return new Row(observation(), chain.ranges());
  }

  /**
   * Starts a row of {@code host}: forgets the last one and writes the inputs of stage 0.
   *
   * @param next when the next given flow comes, clock units; {@link Row#NEVER} without one
   */
  void begin(Row row, HostState host, long next, Inputs inputs) {
    row.begin(host, next);
    row.flow.time = row.host.time;
    chain.writeConstants(row.flow);
    chain.writeFirst(row, inputs);
  }

  /** Makes a row that has just begun a given one. */
  void give(Row row, Given given) {
    if (given instanceof Visit visit) {
      row.template = chain.templates().reference(visit.template());
    } else {
      row.tick = chain.protocols().fitting((Tick) given);
    }
    row.flow.outgoing = row.tick != null && row.tick.outgoing();
  }

  /**
   * The template of a sweep.
   *
   * @param visits one of each host
   * @param k hosts that must share a value before it is known
   */
  public SweepSpec.Template template(List<Observation> visits, int k) {
    return chain.templates().of(visits, k);
  }

  /** Ends field {@code f}, decided or absent: writes the inputs that are known from then on. */
  void decided(int f, Row row, Inputs inputs) {
    chain.steps().get(f).write(row, inputs);
    chain.writeRemembered(f + 1, row, inputs);
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
            chain.referencedTokens(inputs),
            flow.quantities.clone(),
            outcomes().services().of(flow.protocol, flow.localPort, flow.peerPort),
            row.tick != null,
            uses);
    boolean ephemeral = spec.localPort() != null && !spec.localPort().knows(flow.localPort);
    row.host.commit(row, reference, ephemeral);
  }
}
