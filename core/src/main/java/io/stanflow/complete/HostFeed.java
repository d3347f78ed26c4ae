package io.stanflow.complete;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Hands hosts from the thread that reads them to those that complete them; few wait. */
final class HostFeed {
  private static final int MOST = 32;

  private final Deque<Supplier<HostLane>> waiting = new ArrayDeque<>();
  private boolean ended;

  /** Waits while there are many; drops the host where the feed has ended. */
  synchronized void put(Supplier<HostLane> host) throws InterruptedIOException {
    try {
      while (waiting.size() >= MOST && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException("completion was interrupted");
    }
    if (!ended) {
      waiting.add(host);
      notifyAll();
    }
  }

  /** No more hosts come. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /**
   * The next host, made ready by the caller's thread; null if there is none.
   *
   * @param patient whether to wait for one
   */
  HostLane take(boolean patient) throws InterruptedException {
    Supplier<HostLane> next;
    synchronized (this) {
      while (patient && waiting.isEmpty() && !ended) {
        wait();
      }
      next = waiting.poll();
      notifyAll();
    }
    return next == null ? null : next.get();
  }
}
