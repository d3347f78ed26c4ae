package io.stanflow.generate;

import io.stanflow.codec.ActiveTime;
import io.stanflow.codec.Given;
import io.stanflow.codec.GivenSource;
import io.stanflow.codec.HostSampler;
import io.stanflow.codec.Inputs;
import io.stanflow.codec.Intensity;
import io.stanflow.codec.InternalPeers;
import io.stanflow.codec.RowBuffer;
import io.stanflow.codec.RunningTimer;
import io.stanflow.codec.TieOrder;
import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Series;
import io.stanflow.model.Model;
import io.stanflow.model.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Hosts that have had flows, as they go on: they remember those, and their timers tick on. Who they
 * are and how much they are to do is the caller's to say.
 */
public final class Continuation {
  private final Model model;
  private final Network network;
  private final Network.Pass pass;
  private final RowBuffer buffer;
  private final HostSampler.KnownAddresses known;
  private final Scenario scenario;
  private final HourGrid hours;
  private final Sweeps sweeps;
  private final InternalPeers inside;
  private final TieOrder ties;
  private final List<Ready> ready = new ArrayList<>();

  /**
   * A host as it stands.
   *
   * @param series its flows, the last of which is before the scenario
   * @param given which of them are
   * @param profile index among the model's
   * @param heavyAddresses the address that stands for each heavy peer of the profile, or null
   * @param intensity flows of its own that it has had and is to have
   * @param timers that tick on
   * @param visited visits that it has from sweeps, in those of the mean host
   * @param flows that it is to have in the scenario, ticks and visits with them
   * @param counted whether exactly so many
   */
  public record Host(
      Series series,
      Map<Integer, Given> given,
      int profile,
      Address[] heavyAddresses,
      Intensity intensity,
      List<RunningTimer> timers,
      double visited,
      double flows,
      boolean counted) {}

  private record Ready(
      Address address, HostSampler sampler, Network.Memory memory, double flows, long most) {}

  /**
   * @param model with the hosts' profiles, and a codec that encodes
   * @param scenario from when, for how long, in which network, by which chance; no more is asked
   * @param sweeps over the network, null for none
   * @param inside whom hosts can meet inside the network
   */
  public Continuation(
      Model model, Network network, Scenario scenario, SweepSpec sweeps, InternalPeers inside) {
    this.model = model;
    this.network = network;
    this.scenario = scenario;
    this.inside = inside;
    long start = ScenarioHours.local(scenario.start(), scenario);
    long end = start + scenario.duration().toNanos() / 1000;
    hours = new HourGrid(start, end, model.codec().spec().clockUnit(), Calendar.PLAIN, 0);
    known = new HostSampler.KnownAddresses(model.codec(), scenario.internal(), scenario.seed());
    this.sweeps = new Sweeps(sweeps, known, hours, scenario, 1);
    ties = TieOrder.of(model.codec().spec());
    pass = network.new Pass(1);
    buffer = new RowBuffer(model.codec());
  }

  /** Takes the next host. */
  public void add(Host host) {
    ScenarioPlan.checkInterrupt();
    int number = ready.size();
    Address address = host.series().host();
    GivenSource visits = sweeps.visits(number, address, host.visited());
    var place =
        HostSampler.Place.of(
            address, HostArrivals.of(visits, ticks(number, host.timers())), inside);
    var sampler =
        new HostSampler(
            model.codec(),
            known,
            model.profiles().get(host.profile()),
            host.intensity(),
            place,
            host.heavyAddresses(),
            random(number, HostPlan.Purpose.FLOWS));
    Network.Memory memory = network.memory(host.profile());
    remember(host, sampler, memory);
    long most = host.counted() ? Math.round(host.flows()) : -1;
    ready.add(new Ready(address, sampler, memory, host.flows(), most));
  }

  /** The chance by which a host's {@linkplain Host#intensity plan} is drawn. */
  public SplittableRandom planning(int number) {
    return random(number, HostPlan.Purpose.PLAN);
  }

  private SplittableRandom random(int number, HostPlan.Purpose purpose) {
    return HostPlan.random(scenario.seed(), number, purpose);
  }

  private GivenSource ticks(int number, List<RunningTimer> timers) {
    SplittableRandom random = random(number, HostPlan.Purpose.TIMERS);
    List<HostTicks.Clock> clocks =
        timers.stream().map(each -> HostTicks.Clock.resumed(each, hours, random.split())).toList();
    return clocks.isEmpty()
        ? GivenSource.NONE
        : new HostTicks(hours, clocks, known::popular, model.codec()::service);
  }

  /** The sampler takes all flows; of the network's memory no more than it reads is written. */
  private void remember(Host host, HostSampler sampler, Network.Memory memory) {
    int first = host.series().flows().size() - model.architecture().encoder().receptiveField();
    Network.Memory[] memories = {memory};
    Inputs[] inputs = {buffer.inputs()};
    sampler.remember(
        host.series(),
        host.given(),
        buffer,
        row -> {
          if (row >= first) {
            pass.finish(memories, inputs, 1);
          }
        });
  }

  /** The flows of all hosts; none may be added any more. */
  public Generation start() {
    List<Integer> busiestFirst = new ArrayList<>();
    double flows = 0;
    for (int number = 0; number < ready.size(); number++) {
      flows += ready.get(number).flows;
      if (ready.get(number).most != 0) {
        busiestFirst.add(number);
      }
    }
    ScenarioPlan.checkVolume(Math.round(flows));
    busiestFirst.sort(Comparator.comparingDouble(number -> -ready.get(number).flows));
    long unit = model.codec().spec().clockUnit();
    List<HostStream> streams = new ArrayList<>();
    for (int number : busiestFirst) {
      Ready host = ready.get(number);
      SeriesEnd end = SeriesEnd.of(hours, ActiveTime.ALWAYS, unit, host.most);
      var own = new HostTies(ties, host.address, random(number, HostPlan.Purpose.TIES));
      streams.add(
          new HostStream(number, streams.size(), host.sampler, host.memory, end, own, null));
    }
    var extent =
        new Generation.Extent(
            ready.size(), Math.round(flows), hours.start(), hours.end(), List.of());
    return new Generation(model, network, scenario, streams, extent);
  }
}
