package io.stanflow.generate;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.HostSampler;
import io.stanflow.codec.TieOrder;
import io.stanflow.codec.spec.TieSpec;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.model.Model;
import io.stanflow.model.Network;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The flows of a scenario, or of some of its hosts, in the order of their record times, generated
 * while they are read, by threads that are a few windows of time ahead (see {@link Schedule}). So
 * memory grows with the hosts and those windows' flows, not with the scenario.
 */
public final class Generation implements Iterator<Flow>, AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();
  private final Schema schema;
  private final long flows;
  private final int hosts;
  private final List<PlannedEvent> events;
  private final WindowOrder order;

  /** What the hosts' clock is ahead of UTC, µs. */
  private final long zone;

  private final Schedule schedule;
  private final Cleaner.Cleanable closing;
  private Iterator<Flow> ready = Collections.emptyIterator();

  /**
   * @param plan the part that is generated
   */
  Generation(
      Model model,
      Network network,
      Scenario scenario,
      ScenarioPlan plan,
      HostSampler.KnownAddresses known) {
    this(
        model,
        network,
        scenario,
        streams(model, network, scenario, plan, known),
        new Extent(plan.count(), plan.flows(), plan.start(), plan.end(), plan.events().all()));
  }

  /**
   * What is planned.
   *
   * @param start first clock unit
   * @param end first clock unit after it
   * @param events that were asked for
   */
  record Extent(int hosts, long flows, long start, long end, List<PlannedEvent> events) {}

  /**
   * @param streams the busiest first
   */
  Generation(
      Model model, Network network, Scenario scenario, List<HostStream> streams, Extent extent) {
    schema = model.codec().schema();
    long clockUnit = model.codec().spec().clockUnit();
    boolean timed = clockUnit > 0;
    TieSpec ties = model.codec().spec().ties();
    order = new WindowOrder(timed, ties == null || ties.together(), scenario.seed());
    zone = timed ? 1_000_000L * scenario.zone().getTotalSeconds() : 0;
    flows = extent.flows();
    hosts = extent.hosts();
    events = extent.events();
    var ends = new WindowEnds(flows, extent.start(), extent.end(), Math.max(1, clockUnit));
    schedule = new Schedule(streams, ends, scenario.threads(), timed);
    ExecutorService threads = start(model.codec(), network, schedule, scenario.threads());
    closing = CLEANER.register(this, new Closing(schedule, threads));
  }

  /** Static, since threads that held this object would keep it from being cleaned. */
  private static ExecutorService start(
      FlowCodec codec, Network network, Schedule schedule, int number) {
    ExecutorService threads = Executors.newFixedThreadPool(number, Generation::thread);
    for (int t = 0; t < number; t++) {
      var lanes = new Lanes(codec, network);
      threads.execute(() -> lanes.run(schedule));
    }
    threads.shutdown(); // once they are done
    return threads;
  }

  /** Ends the threads; also where the flows are no longer read and nobody has closed them. */
  private record Closing(Schedule schedule, ExecutorService threads) implements Runnable {
    @Override
    public void run() {
      schedule.close();
      threads.shutdownNow();
    }
  }

  /** The hosts, the busiest first, so that none of those is left for a window's end. */
  private static List<HostStream> streams(
      Model model,
      Network network,
      Scenario scenario,
      ScenarioPlan plan,
      HostSampler.KnownAddresses known) {
    List<HostPlan> busiestFirst = new ArrayList<>(plan.hosts());
    busiestFirst.sort(Comparator.comparingDouble(host -> -host.flows()));
    List<HostStream> streams = new ArrayList<>();
    TieOrder ties = TieOrder.of(model.codec().spec());
    for (HostPlan host : busiestFirst) {
      EventVisits visits = plan.events().visits(host.number());
      if (host.flows() == 0 && visits == null) {
        continue;
      }
      ScenarioPlan.checkInterrupt();
      HostSampler.Place place = plan.place(host, model, visits);
      var sampler =
          new HostSampler(
              model.codec(),
              known,
              model.profiles().get(host.profile()),
              host.intensity(),
              place,
              null,
              HostPlan.random(scenario.seed(), host.number(), HostPlan.Purpose.FLOWS));
      Network.Memory memory = network.memory(host.profile());
      SeriesEnd end = plan.end(host, model.codec().spec().clockUnit());
      SplittableRandom chance =
          HostPlan.random(scenario.seed(), host.number(), HostPlan.Purpose.TIES);
      var own = new HostTies(ties, place.address(), chance);
      streams.add(new HostStream(host.number(), streams.size(), sampler, memory, end, own, visits));
    }
    return streams;
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "stanflow-generate");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Number of flows that are planned: as many as there will be where they were asked for by number,
   * else about as many.
   */
  public long flows() {
    return flows;
  }

  /** Number of internal hosts that flows are generated for. */
  public int hosts() {
    return hosts;
  }

  /** The scenario's events, worked out. */
  public List<PlannedEvent> events() {
    return events;
  }

  public Schema schema() {
    return schema;
  }

  /** Whether the next flow is at hand, so that asking for it does not wait. */
  public boolean ready() {
    return ready.hasNext() || schedule.ready();
  }

  @Override
  public boolean hasNext() {
    while (!ready.hasNext() && !schedule.done()) {
      ready = order.merge(nextWindow()).iterator();
    }
    return ready.hasNext();
  }

  private List<Schedule.Part> nextWindow() {
    try {
      return schedule.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while generating", e);
    }
  }

  @Override
  public Flow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return inUtc(ready.next());
  }

  private Flow inUtc(Flow flow) {
    if (zone == 0) {
      return flow;
    }
    int time = schema.index(Schema.TIME);
    return new Flow.Draft(flow).number(time, flow.number(time) - zone).flow();
  }

  /** Stops the threads; flows not yet read are lost. */
  @Override
  public void close() {
    closing.clean();
  }
}
