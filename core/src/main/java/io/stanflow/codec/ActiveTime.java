package io.stanflow.codec;

import java.util.ArrayList;
import java.util.List;

/** Spans of time in which a host has flows, in clock units; it has none outside of them. */
public final class ActiveTime {
  /** Without an end. */
  public static final ActiveTime ALWAYS = new ActiveTime(List.of(Span.ALL));

  private final List<Span> spans;

  /**
   * One span.
   *
   * @param from first clock unit
   * @param to first one after it
   */
  public record Span(long from, long to) {
    private static final Span ALL = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

    private Span begun(long earlier) {
      return new Span(Math.max(from, Long.MIN_VALUE + earlier) - earlier, to);
    }

    private Span and(Span other) {
      return new Span(Math.max(from, other.from), Math.min(to, other.to));
    }
  }

  private ActiveTime(List<Span> spans) {
    this.spans = List.copyOf(spans);
  }

  /** Time of these spans, which are ascending by their begins; those that meet are one. */
  public static ActiveTime of(List<Span> spans) {
    List<Span> merged = new ArrayList<>();
    for (Span span : spans) {
      int last = merged.size() - 1;
      if (span.from >= span.to) {
        continue; // empty
      }
      if (last >= 0 && merged.get(last).to >= span.from) {
        Span before = merged.get(last);
        merged.set(last, new Span(before.from, Math.max(before.to, span.to)));
      } else {
        merged.add(span);
      }
    }
    return new ActiveTime(merged);
  }

  /** The spans, ascending, with time between them. */
  public List<Span> spans() {
    return spans;
  }

  /** Whether it has no end and no pause. */
  public boolean isAlways() {
    return spans.equals(ALWAYS.spans);
  }

  /** The part of it in a span. */
  public ActiveTime within(long from, long to) {
    var all = new Span(from, to);
    return of(spans.stream().map(all::and).toList());
  }

  /** The same with each span begun earlier. */
  public ActiveTime begun(long earlier) {
    return of(spans.stream().map(span -> span.begun(earlier)).toList());
  }

  /** The same without an end of its last span. */
  public ActiveTime endless() {
    List<Span> open = new ArrayList<>(spans);
    if (!open.isEmpty()) {
      Span last = open.remove(open.size() - 1);
      open.add(new Span(last.from, Long.MAX_VALUE));
    }
    return new ActiveTime(open);
  }

  /** Whether a time is in it. */
  public boolean has(long time) {
    return next(time) == time;
  }

  /** The first time in it from one on; the largest number if there is none. */
  public long next(long time) {
    int next = endingAfter(time);
    return next == spans.size() ? Long.MAX_VALUE : Math.max(time, spans.get(next).from);
  }

  /** Index of the first span that ends after a time. */
  private int endingAfter(long time) {
    int low = 0;
    int high = spans.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans.get(middle).to <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Clock units of it in a span. */
  public double length(long from, long to) {
    double length = 0;
    for (int i = endingAfter(from); i < spans.size() && spans.get(i).from < to; i++) {
      length += (double) (Math.min(to, spans.get(i).to) - Math.max(from, spans.get(i).from));
    }
    return length;
  }
}
