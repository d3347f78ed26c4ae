package io.stanflow.fit;

import io.stanflow.codec.FlowCodec;
import io.stanflow.codec.Observation;
import io.stanflow.codec.Visit;
import io.stanflow.codec.Visits;
import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.flow.Address;
import io.stanflow.flow.Cidr;
import io.stanflow.flow.Flow;
import io.stanflow.flow.FlowTable;
import io.stanflow.flow.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the sweeps over a network: peers from outside that begin something with at least ten hosts,
 * and at least k, no two of them more than five minutes apart and all within two hours. Half of the
 * hosts or more must not have begun it themselves. A peer that goes on for longer is always there,
 * and a part of each host's own flows.
 */
final class SweepFinder {
  private final FlowTable table;
  private final FlowCodec codec;
  private final SharedPrefixes shared;
  private final int k;
  private final int least;
  private final long pause;
  private final long longest;
  private final Map<Address, List<Contact>> contacts = new TreeMap<>();

  /** Flows of each host. */
  private final Map<Address, Integer> flows = new HashMap<>();

  /**
   * A peer and a host that have something to do with each other after a pause.
   *
   * @param visit the first flow that comes to the host; null where the host has begun it, or where
   *     it goes on for hours
   * @param row of that flow in the host's series
   */
  private record Contact(Address host, long time, Observation visit, int row) {}

  /**
   * One sweep.
   *
   * @param visits times by host
   */
  record Sweep(Address peer, SweepSpec.Template template, Map<Address, Long> visits) {}

  /** What is found: the sweeps, and the flows that are their visits. */
  record Found(List<Sweep> sweeps, Visits visits) {}

  private SweepFinder(FlowTable table, FlowCodec codec, SharedPrefixes shared, int k) {
    this.table = table;
    this.codec = codec;
    this.shared = shared;
    this.k = k;
    least = Math.max(k, SweepSpec.HOSTS);
    pause = Math.round(SweepSpec.PAUSE * codec.spec().unitsPerSecond());
    longest = Math.round(SweepSpec.MOST_SPREAD * codec.spec().unitsPerSecond());
  }

  /**
   * Reads the table once; not at all where its flows have no times or no addresses.
   *
   * @param codec of the table, which needs to know no sweeps
   * @param shared of the table
   * @param k hosts that must share a value before the model may know it
   */
  static Found find(FlowTable table, FlowCodec codec, SharedPrefixes shared, int k)
      throws IOException {
    if (codec.spec().addresses() == null || codec.spec().clockUnit() == 0) {
      return new Found(List.of(), Visits.NONE);
    }
    var finder = new SweepFinder(table, codec, shared, k);
    if (table.hosts() >= finder.least) {
      table.forEachSeries(finder::add);
    }
    List<Sweep> sweeps = new ArrayList<>();
    Map<Address, Map<Integer, Visit>> visits = new HashMap<>();
    finder.contacts.forEach((peer, met) -> finder.addSweeps(peer, met, sweeps, visits));
    visits.forEach(finder::keepOne);
    return new Found(sweeps, new Visits(visits));
  }

  /** The visits of another table; none if the codec knows no sweeps. Reads it twice. */
  static Visits visits(FlowTable table, FlowCodec codec, int k) throws IOException {
    return codec.spec().sweeps() == null
        ? Visits.NONE
        : find(table, codec, SharedPrefixes.of(table, k), k).visits();
  }

  /** A host that has visits alone keeps one of them as its own flow, or it would be none. */
  private void keepOne(Address host, Map<Integer, Visit> visits) {
    if (visits.size() == flows.get(host)) {
      visits.remove(0);
    }
  }

  private boolean isCandidate(Address peer) {
    return shared.hosts(peer) >= least
        && table.internal().stream().noneMatch((Cidr block) -> block.contains(peer));
  }

  /** What goes on between a host and a peer. */
  private static final class Talk {
    private final long began;
    private final List<Observation> first = new ArrayList<>(); // the flows of its first instant
    private int row = -1;
    private long last;

    Talk(long time) {
      began = time;
    }

    void add(Observation seen, int row) {
      last = seen.time;
      if (seen.time == began) {
        this.row = this.row < 0 && !seen.outgoing ? row : this.row;
        first.add(seen);
      }
    }

    /** Null where the host has begun it, or where it goes on for hours. */
    private Observation visit(long longest) {
      if (last - began > longest) {
        return null;
      }
      Observation in = first.stream().filter(seen -> !seen.outgoing).findFirst().orElse(null);
      boolean out = first.stream().anyMatch(seen -> seen.outgoing);
      return in == null || (out && !isService(in)) ? null : in;
    }

    Contact contact(Address host, long longest) {
      return new Contact(host, began, visit(longest), row);
    }
  }

  /** Of two sides that begin in one instant it is the peer, if the host's port is the smaller. */
  private static boolean isService(Observation in) {
    return in.localPort > 0 && (in.peerPort == 0 || in.localPort < in.peerPort);
  }

  private void add(Series series) {
    flows.put(series.host(), series.flows().size());
    Map<Address, Talk> talks = new LinkedHashMap<>();
    Map<Address, Boolean> candidates = new HashMap<>();
    for (int row = 0; row < series.flows().size(); row++) {
      Flow flow = series.flows().get(row);
      Address from = flow.sourceAddress();
      Address peer = from.equals(series.host()) ? flow.destinationAddress() : from;
      if (candidates.computeIfAbsent(peer, this::isCandidate)) {
        Observation seen = codec.observe(flow, series.host());
        Talk talk = talks.get(peer);
        if (talk == null || seen.time - talk.last > pause) {
          end(talk, peer, series.host());
          talk = new Talk(seen.time);
          talks.put(peer, talk);
        }
        talk.add(seen, row);
      }
    }
    talks.forEach((peer, talk) -> end(talk, peer, series.host()));
  }

  private void end(Talk talk, Address peer, Address host) {
    if (talk != null) {
      contacts.computeIfAbsent(peer, x -> new ArrayList<>()).add(talk.contact(host, longest));
    }
  }

  private void addSweeps(
      Address peer,
      List<Contact> met,
      List<Sweep> sweeps,
      Map<Address, Map<Integer, Visit>> visits) {
    met.sort(Comparator.comparingLong(Contact::time).thenComparing(Contact::host));
    int from = 0;
    for (int i = 1; i <= met.size(); i++) {
      if (i == met.size() || met.get(i).time() - met.get(i - 1).time() > pause) {
        addSweep(peer, met.subList(from, i), sweeps, visits);
        from = i;
      }
    }
  }

  private void addSweep(
      Address peer,
      List<Contact> met,
      List<Sweep> sweeps,
      Map<Address, Map<Integer, Visit>> visits) {
    Map<Address, Contact> first = new LinkedHashMap<>();
    met.forEach(contact -> first.putIfAbsent(contact.host(), contact));
    List<Contact> visited = first.values().stream().filter(c -> c.visit() != null).toList();
    long spread = met.get(met.size() - 1).time() - met.get(0).time();
    if (visited.size() < least || 2 * visited.size() < first.size() || spread > longest) {
      return;
    }
    var template = codec.template(visited.stream().map(Contact::visit).toList(), k);
    Map<Address, Long> times = new LinkedHashMap<>();
    for (Contact contact : visited) {
      times.put(contact.host(), contact.time());
      visits
          .computeIfAbsent(contact.host(), x -> new HashMap<>())
          .put(contact.row(), new Visit(contact.time(), peer, template));
    }
    sweeps.add(new Sweep(peer, template, times));
  }
}
