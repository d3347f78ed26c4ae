package io.stanflow.codec;

import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * Samples one host's series, field by field: the caller asks for the inputs, runs the network's
 * head and hands back a component. Walks the same steps over the same state as encoding.
 *
 * <pre>
 * sampler.begin(buffer);
 * for each field f: if (sampler.present(f)) { c = sampler.only(f), or else sampler.tilt(f, logits, …);
 *                                            sampler.possible(f, allowed) and a choice of c;
 *                                            sampler.draw(f, c, …); }
 *                   sampler.decided(f);
 * Flow flow = sampler.finish();
 * </pre>
 */
public final class HostSampler {
  private final FlowCodec codec;
  private final Place place;
  private final KnownAddresses known;
  private final RandomGenerator random;
  private final HostState host;
  private final PeerNaming naming;
  private final Feedback feedback; // null where the profile has no marginals

  /** Field of the words that flows with some peers have; -1 without any. */
  private final int wordField;

  private final HostSteering steering;

  /** What each field of the row counts as, -1 for nothing. */
  private final int[] counted;

  private final List<Step> steps;

  /** Where the flow is decided; the caller's. */
  private RowBuffer buffer;

  private Row row;

  /**
   * Where a host stands in its network.
   *
   * @param address null for a table without addresses
   * @param given flows that are not its own, in the order of their times
   * @param internal whom it can meet inside the network
   * @param made when flows of its own are made; time between does not pass for it
   * @param words of flows with some peers
   * @param shares of its flows that are given and in each cell of services, where shares of these
   *     are asked for; else empty
   */
  public record Place(
      Address address,
      GivenSource given,
      InternalPeers internal,
      ActiveTime made,
      PeerWords words,
      double[] shares) {
    /** Of a host by itself. */
    static Place alone(Address address) {
      return of(address, GivenSource.NONE, InternalPeers.ANYBODY);
    }

    /** Of a host that always has flows, of which nothing is asked. */
    public static Place of(Address address, GivenSource given, InternalPeers internal) {
      return new Place(address, given, internal, ActiveTime.ALWAYS, PeerWords.NONE, new double[0]);
    }
  }

  /**
   * @param known the known addresses in the scenario
   * @param heavyAddresses the address that stands for each heavy peer of the profile, or null; null
   *     for a host that has had no flow
   * @param random this host's own stream
   */
  public HostSampler(
      FlowCodec codec,
      KnownAddresses known,
      Profile profile,
      Intensity intensity,
      Place place,
      Address[] heavyAddresses,
      RandomGenerator random) {
    this.codec = codec;
    this.place = place;
    this.random = random;
    this.known = known;
    host = codec.state(profile, intensity, known.book, place.address(), heavyAddresses);
    host.beginBy(place.given().time());
    host.goOnIn(place.made());
    naming = new PeerNaming(place.internal(), known.external);
    steps = codec.steps();
    feedback = profile.owed() == null ? null : new Feedback(profile.owed(), codec.marginalBlocks());
    counted = new int[steps.size()];
    String word = place.words().attribute();
    wordField = word == null ? -1 : codec.layout().field(word);
    steering = new HostSteering(codec, profile.wanted(), place.shares());
  }

  /** The addresses of peers of a codec in a scenario's network; shared by all of its hosts. */
  public static final class KnownAddresses {
    private final AddressBook book; // null without addresses
    private final ExternalPeers external;

    /**
     * @param internal blocks of the scenario's hosts; at least one where there are addresses
     * @param seed whom hosts meet outside follows from it
     */
    public KnownAddresses(FlowCodec codec, List<Cidr> internal, long seed) {
      book = codec.book(internal);
      external = book == null ? null : new ExternalPeers(codec.spec().addresses(), book, seed);
    }

    /**
     * The host's address in a flow with this peer: its own, or where the peer is of the other
     * family and that has an internal block, the one that the host has there.
     */
    Address side(Address own, Address peer) {
      if (own == null || own.isIpv4() == peer.isIpv4()) {
        return own;
      }
      List<Cidr> blocks = Cidr.ofFamily(!peer.isIpv4(), book.internal());
      if (blocks.get(0).network().isIpv4() != peer.isIpv4()) {
        return own;
      }
      var hash = new SplittableRandom(31 * own.high() + own.low());
      return book.draw(blocks.get(hash.nextInt(blocks.size())), hash);
    }

    /** The popular peer of this index. */
    public Address popular(int index) {
      return book.popular(index);
    }

    /** Whether the model knows this address as a popular peer. */
    public boolean isPopular(Address address) {
      return book != null && book.popularIndex(address) >= 0;
    }
  }

  /**
   * Takes flows that the host has had, before the first one is drawn.
   *
   * @param given which of them are
   * @param buffer holds the inputs of each row when {@code listener} is told its index
   */
  public void remember(
      Series had, Map<Integer, Given> given, RowBuffer buffer, IntConsumer listener) {
    new PastFlows(codec, had, given).walk(host, buffer, listener);
  }

  /** Whether the series has reached its end: the last flow may be beyond it. */
  public boolean finished() {
    return host.finished();
  }

  /**
   * Starts the next flow.
   *
   * @param buffer where it is decided, until it is finished
   */
  public void begin(RowBuffer buffer) {
    this.buffer = buffer;
    row = buffer.row;
    Arrays.fill(counted, -1);
    steering.begin();
    codec.begin(row, host, place.given().time(), buffer.inputs);
    if (feedback != null) {
      feedback.at(DayParts.of(codec.spec().clockUnit() * host.time));
    }
  }

  /** Whether field {@code f} is to be drawn in this row. */
  public boolean present(int f) {
    Step step = steps.get(f);
    return step.present(row) && !step.given(row);
  }

  /**
   * The component of field {@code f} to draw without asking the network, where no other may be or
   * all give the same value; -1 elsewhere.
   */
  public int only(int f) {
    int word = f == wordField ? word() : -1;
    return word >= 0 ? word : steps.get(f).only(row);
  }

  /** The class of the word that a row has for its peer's sake; -1 for any. */
  private int word() {
    return place.words().of(row.own() ? row.flow.peer : buffer.given.peer);
  }

  /** Sets which components of field {@code f} may be drawn: 1, the others 0. */
  public void possible(int f, float[] allowed) {
    steps.get(f).possible(row, allowed);
  }

  /**
   * Keeps the host to its profile: moves the logits of field {@code f} towards what it owes.
   *
   * @param logits of all components, from {@code from}
   */
  public void tilt(int f, float[] logits, int from) {
    Step step = steps.get(f);
    steering.tilt(f, step, row, logits, from);
    if (feedback == null || steering.decides(f)) {
      return;
    }
    if (row.own()) {
      step.tilt(row, feedback, f, logits, from);
    } else if (row.tick != null) {
      step.tiltTick(row, feedback, logits, from);
    }
  }

  /** Takes a component; centre and width are those of a free one. */
  public void draw(int f, int component, double centre, double width) {
    Step step = steps.get(f);
    step.draw(row, component, centre, width, random);
    if (feedback != null && row.own()) {
      counted[f] = step.counted(row, component);
    }
    steering.drawn(f, component, row);
  }

  /**
   * Whether the row, once all of its fields are decided, is to be drawn again instead of finished:
   * the next one begins as if it had not been.
   */
  public boolean isRejected() {
    return steering.isRejecting();
  }

  /** Ends field {@code f}, drawn or absent, and writes the inputs known from then on. */
  public void decided(int f) {
    if (row.turned && row.own()) {
      take(place.given().take());
    }
    Step step = steps.get(f);
    if (step.given(row)) {
      step.accept(row, buffer.given);
    }
    step.complete(row, random);
    codec.decided(f, row, buffer.inputs);
    if (f == steps.size() - 1) {
      steering.decided(row);
    }
  }

  private void take(Given next) {
    codec.give(row, next);
    Observation given = buffer.given;
    given.time = next.time();
    given.peer = next instanceof Visit visit ? visit.peer() : row.tick.peer();
    given.outgoing = row.tick != null && row.tick.outgoing();
  }

  /** Ends the row: the host remembers it. */
  public Flow finish() {
    naming.name(row, codec.outcomes().of(row.flow, 0), random);
    int word = wordField < 0 ? -1 : word();
    if (word >= 0) { // of a flow of its own, a condition was drawn before the peer
      steps.get(wordField).draw(row, word, 0, 1, random);
    }
    Flow flow = codec.view().flow(row.flow, known.side(place.address(), row.flow.peer));
    steering.finish();
    if (feedback != null && row.own()) {
      for (int f = 0; f < counted.length; f++) {
        feedback.drawn(f, counted[f]);
      }
      note(codec.outcomes());
    }
    if (feedback != null && (row.own() || row.tick != null)) {
      noteService(codec.outcomes());
    }
    if (!row.own()) {
      place.given().made(row.flow);
    }
    codec.commit(row, buffer.inputs);
    host.goOnIn(place.made());
    return flow;
  }

  private void note(OutcomeClasses outcomes) {
    for (int block = 0; block < outcomes.blocks(); block++) {
      feedback.had(block, outcomes.of(row.flow, block));
    }
  }

  private void noteService(OutcomeClasses outcomes) {
    int block = outcomes.blockOf(outcomes.of(row.flow, 0));
    for (int q = 0; block >= 0 && q < row.flow.quantities.length; q++) {
      feedback.had(block + q, outcomes.classes(block + q)[outcomes.token(row.flow, q)]);
    }
  }

  /** A uniform number in [0, 1) of this host's stream. */
  public double uniform() {
    return random.nextDouble();
  }
}
