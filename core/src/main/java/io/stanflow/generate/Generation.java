package io.stanflow.generate;

import io.stanflow.codec.HostSampler;
import io.stanflow.flow.Flow;
import io.stanflow.flow.Schema;
import io.stanflow.model.Model;
import io.stanflow.model.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The flows of a scenario, in the order of their record times, generated while they are read. Time
 * is cut into windows; all hosts are brought to a window's end, in parallel, before its flows are
 * handed out, and while they are, to the end of the next. So memory grows with the hosts and two
 * windows' flows, not with the scenario.
 */
public final class Generation implements Iterator<Flow>, AutoCloseable {
  /** About as many flows as the first window holds, so that the first flows are there soon. */
  private static final long FIRST_WINDOW_FLOWS = 50;

  /** Each window holds twice as many as the one before, up to this. */
  private static final long MOST_WINDOW_FLOWS = 100_000;

  private final List<HostStream> hosts = new ArrayList<>();
  private final List<Lanes> lanes = new ArrayList<>();
  private final ExecutorService threads;
  private final boolean timed;
  private final long flows;
  private final int hostCount;
  private final long unit;
  private final long start;
  private final long end;
  private final ExecutorService windows;
  private long windowFlows = FIRST_WINDOW_FLOWS;
  private long planned;
  private boolean last;
  private Future<List<Numbered>> coming; // null after the last window
  private Iterator<Flow> ready = Collections.emptyIterator();
  private final Schema schema;

  /** A flow with its place among those of the same time. */
  private record Numbered(Flow flow, int host) {}

  Generation(Model model, Network network, Scenario scenario) {
    schema = model.codec().schema();
    var places = new HostSampler.Places(model.codec(), scenario.internal());
    ScenarioPlan plan = ScenarioPlan.of(model, scenario, places);
    timed = model.codec().spec().clockUnit() > 0;
    unit = Math.max(1, model.codec().spec().clockUnit());
    flows = plan.flows();
    start = plan.start();
    end = plan.end();
    for (HostPlan host : plan.hosts()) {
      var sampler =
          new HostSampler(
              model.codec(),
              places,
              model.profiles().get(host.profile()),
              host.budget(),
              plan.addresses().get(host.number()),
              HostPlan.random(scenario.seed(), host.number(), HostPlan.Purpose.FLOWS));
      hosts.add(new HostStream(host.number(), sampler, network.memory(host.profile())));
    }
    hostCount = hosts.size();
    // the busiest first, so that none is left for a window's end
    hosts.sort(Comparator.comparingLong(h -> -plan.hosts().get(h.number()).budget().total()));
    for (int t = 0; t < scenario.threads(); t++) {
      lanes.add(new Lanes(network, timed));
    }
    threads = Executors.newFixedThreadPool(scenario.threads(), Generation::thread);
    windows = Executors.newSingleThreadExecutor(Generation::thread);
    coming = windows.submit(this::nextWindow);
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "stanflow-generate");
    thread.setDaemon(true);
    return thread;
  }

  /** Number of flows that the scenario will have had at its end. */
  public long flows() {
    return flows;
  }

  public int hosts() {
    return hostCount;
  }

  public Schema schema() {
    return schema;
  }

  /** Whether the next flow is at hand, so that asking for it does not wait. */
  public boolean ready() {
    return ready.hasNext() || (coming != null && coming.isDone());
  }

  @Override
  public boolean hasNext() {
    while (!ready.hasNext() && coming != null) {
      List<Numbered> window = await(coming);
      coming = last ? null : windows.submit(this::nextWindow); // goes on while this one is sorted
      ready = inOrder(window).iterator();
    }
    return ready.hasNext();
  }

  private List<Numbered> nextWindow() {
    planned += windowFlows;
    windowFlows = Math.min(2 * windowFlows, MOST_WINDOW_FLOWS);
    last = planned >= flows;
    return runWindow(last ? Long.MAX_VALUE : windowEnd());
  }

  /** When about the planned flows have been recorded, µs. */
  private long windowEnd() {
    return (start + Math.round((end - start) * ((double) planned / flows))) * unit;
  }

  private List<Numbered> runWindow(long windowEnd) {
    List<Queue<HostStream>> queues = deal();
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < lanes.size(); t++) {
      Lanes worker = lanes.get(t);
      List<Queue<HostStream>> ownFirst = new ArrayList<>(queues.subList(t, queues.size()));
      ownFirst.addAll(queues.subList(0, t));
      running.add(threads.submit(() -> worker.run(ownFirst, windowEnd)));
    }
    for (Future<?> future : running) {
      await(future);
    }
    List<Numbered> all = new ArrayList<>();
    for (HostStream host : hosts) {
      host.take(windowEnd, timed).forEach(flow -> all.add(new Numbered(flow, host.number())));
    }
    hosts.removeIf(HostStream::exhausted);
    return all;
  }

  private List<Flow> inOrder(List<Numbered> window) {
    if (timed) { // stable: flows of one host and time keep their order
      window.sort(
          Comparator.comparingLong((Numbered n) -> n.flow().timeMicros())
              .thenComparingInt(Numbered::host));
    }
    return window.stream().map(Numbered::flow).toList();
  }

  /** A queue for each thread; each has as many of the busiest hosts as the others. */
  private List<Queue<HostStream>> deal() {
    List<Queue<HostStream>> queues = new ArrayList<>();
    lanes.forEach(worker -> queues.add(new ConcurrentLinkedQueue<>()));
    for (int h = 0; h < hosts.size(); h++) {
      queues.get(h % queues.size()).add(hosts.get(h));
    }
    return queues;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while generating", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IllegalStateException known
          ? known // by the thread of windows, which has it from another
          : new IllegalStateException(e.getCause());
    }
  }

  @Override
  public Flow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.next();
  }

  /** Stops the threads; flows not yet read are lost. */
  @Override
  public void close() {
    windows.shutdownNow();
    threads.shutdownNow();
  }
}
