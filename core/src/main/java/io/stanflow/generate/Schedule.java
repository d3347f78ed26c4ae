package io.stanflow.generate;

import io.stanflow.flow.Flow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Which host goes on where. Time is cut into windows, a few of which are open: threads bring the
 * hosts through them, each at its own pace, so that neither a lane nor a thread waits for the
 * slowest host of a window while there are later ones. A window is whole when every host has passed
 * its end; when it is taken, the next is opened. Thread-safe: a host belongs to one thread at a
 * time or to the schedule.
 */
final class Schedule {
  /** Windows open at a time. */
  private static final int OPEN = 3;

  private static final Comparator<HostStream> EARLIEST_THEN_BUSIEST =
      Comparator.<HostStream>comparingInt(host -> host.window).thenComparingInt(host -> host.rank);

  private final WindowEnds ends;
  private final boolean timed;

  /** The open windows, the earliest first; it has the number {@code taken}. */
  private final List<Window> open = new ArrayList<>();

  private int taken;

  /** Hosts that a thread may take. */
  private final PriorityQueue<HostStream> waiting = new PriorityQueue<>(EARLIEST_THEN_BUSIEST);

  /** Hosts that have passed the last open window. */
  private List<HostStream> ahead;

  /** Hosts whose flows are not all handed over. */
  private int hosts;

  private Throwable failure;

  /** Whether all is over; threads look at it in every step. */
  private volatile boolean closed;

  /** Whether a host waits; threads look at it in every step. */
  private volatile boolean anyWaiting;

  /** Threads without a host; likewise. */
  private volatile int idle;

  /** The flows of one host in one window, in order. */
  record Part(HostStream host, List<Flow> flows) {}

  private static final class Window {
    private final long end;
    private final List<Part> parts = new ArrayList<>();
    private int missing;

    Window(long end, int hosts) {
      this.end = end;
      missing = hosts;
    }
  }

  /**
   * @param threads that will {@linkplain #exchange exchange} hosts
   * @param timed whether flows have times; else all are of the first window
   */
  Schedule(List<HostStream> hosts, WindowEnds ends, int threads, boolean timed) {
    this.ends = ends;
    this.timed = timed;
    this.hosts = hosts.size();
    idle = threads;
    ahead = List.copyOf(hosts);
    openWindows();
  }

  private void openWindows() {
    while (open.size() < OPEN && ends.hasNext()) {
      open.add(new Window(ends.next(), hosts));
      List<HostStream> before = ahead;
      ahead = new ArrayList<>();
      before.forEach(this::place);
    }
    anyWaiting = !waiting.isEmpty();
  }

  /** Hands over the flows of all windows that a host has passed; it waits for its next step. */
  private void place(HostStream host) {
    for (int w = host.window - taken; w < open.size(); w++) {
      Window window = open.get(w);
      if (host.goesOnBefore(window.end)) {
        host.window = taken + w;
        host.until = window.end;
        waiting.add(host);
        return;
      }
      window.parts.add(new Part(host, host.take(window.end, timed)));
      window.missing--;
    }
    host.window = taken + open.size();
    if (host.exhausted()) {
      hosts--;
    } else {
      ahead.add(host);
    }
  }

  /**
   * Trades a thread's hosts for the next step: those that have passed their windows for others, and
   * half of them for nothing where another thread has none. Waits where there is none to be had.
   *
   * @param lanes the thread's hosts, the first {@code count}
   * @return how many they are then; 0 at the end
   */
  int exchange(HostStream[] lanes, int count) throws InterruptedException {
    return needed(lanes, count) ? trade(lanes, count) : count;
  }

  private boolean needed(HostStream[] lanes, int count) {
    if (closed || count == 0 || (anyWaiting ? count < lanes.length : idle > 0 && count > 1)) {
      return true;
    }
    for (int l = 0; l < count; l++) {
      if (!lanes[l].goesOn()) {
        return true;
      }
    }
    return false;
  }

  private synchronized int trade(HostStream[] lanes, int count) throws InterruptedException {
    if (count == 0) {
      idle--;
    }
    int every = waiting.isEmpty() ? 1 + idle : 1;
    int kept = 0;
    for (int l = 0; l < count; l++) {
      if (l % every == 0 && lanes[l].goesOn()) {
        lanes[kept++] = lanes[l];
      } else {
        place(lanes[l]);
      }
    }
    kept = fill(lanes, kept);
    notifyAll();
    while (kept == 0 && hosts > 0 && failure == null && !closed) {
      idle++;
      wait();
      idle--;
      kept = fill(lanes, 0);
    }
    return failure == null && !closed ? kept : 0;
  }

  /** Takes hosts that wait, but leaves idle threads as many, and as busy ones. */
  private int fill(HostStream[] lanes, int kept) {
    int share = (kept + waiting.size() + idle) / (1 + idle);
    int most = Math.min(lanes.length, share);
    List<HostStream> left = new ArrayList<>();
    int count = kept;
    while (count < most && !waiting.isEmpty()) {
      lanes[count++] = waiting.poll();
      for (int i = 0; i < idle && !waiting.isEmpty(); i++) {
        left.add(waiting.poll());
      }
    }
    waiting.addAll(left);
    anyWaiting = !waiting.isEmpty();
    return count;
  }

  /** Whether all windows are taken. */
  synchronized boolean done() {
    return open.isEmpty();
  }

  /** Whether the next window is whole, or never will be. */
  synchronized boolean ready() {
    return failure != null || (!open.isEmpty() && open.get(0).missing == 0);
  }

  /**
   * Waits for the next window.
   *
   * @throws RuntimeException that has ended a thread; an Error is the cause of one
   */
  synchronized List<Part> take() throws InterruptedException {
    while (!ready()) {
      wait();
    }
    if (failure != null) {
      throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }
    List<Part> parts = open.remove(0).parts;
    taken++;
    openWindows();
    notifyAll();
    return parts;
  }

  /** Ends all threads; {@link #take} tells why. */
  synchronized void fail(Throwable cause) {
    failure = failure == null ? cause : failure;
    notifyAll();
  }

  /** Ends all threads. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
