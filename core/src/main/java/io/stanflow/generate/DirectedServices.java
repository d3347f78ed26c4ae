package io.stanflow.generate;

import io.stanflow.codec.Profile;
import io.stanflow.codec.ServiceCells;
import io.stanflow.codec.ServiceCells.Part;
import io.stanflow.codec.ServiceShift;
import io.stanflow.codec.spec.Timer;
import io.stanflow.flow.ServicePort;
import io.stanflow.generate.DirectedModel.Wish;
import io.stanflow.generate.ShareTargets.Asked;
import io.stanflow.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gives the hosts of profiles the shares of protocols and ports that are asked for, all at once:
 * flows with a port are of some protocols alone.
 */
final class DirectedServices {
  /** Flows a day of a cell that a host with it has at least. */
  private static final double HAS = 1;

  /** Share of what is asked for that may be given; where more is, it is left out. */
  private static final double MOST_GIVEN = 0.5;

  private final DirectedModel directed;
  private final Model model;
  private final AskedServices known;
  private final List<String> attributes;

  /**
   * @param directed which is changed
   * @param model as it was
   */
  DirectedServices(DirectedModel directed, Model model) {
    this.directed = directed;
    this.model = model;
    known = new AskedServices(model);
    attributes = known.attributes();
  }

  /** What shares can be asked of. */
  List<String> attributes() {
    return attributes;
  }

  /**
   * Changes the profiles.
   *
   * @throws IllegalArgumentException if the model does not know what is asked for, or it cannot be
   *     had together
   */
  void direct(List<Wish> wishes) {
    List<List<Part>> parts = attributes.stream().map(each -> parts(wishes, each)).toList();
    if (parts.stream().allMatch(List::isEmpty)) {
      return;
    }
    ServiceCells cells = model.codec().cells(parts);
    List<Asked> asked = new ArrayList<>();
    List<Share> shares = new ArrayList<>();
    for (Wish wish : wishes) {
      for (int i = 0; i < attributes.size(); i++) {
        List<Share> of = wish.of(attributes.get(i));
        if (!of.isEmpty()) {
          asked.add(asked(wish, of, parts.get(i), cells, i));
          shares.addAll(of);
        }
      }
    }
    var shift = new ServiceShift(model.codec(), cells);
    double[][] natural =
        directed.model().profiles().stream().map(shift::natural).toArray(double[][]::new);
    for (Asked each : asked) {
      leaveOut(each, cells, natural);
    }
    List<Profile> profiles = new ArrayList<>(directed.model().profiles());
    double[][] given = given(cells, natural);
    double[] own = own(given);
    double[][] wanted =
        ShareTargets.fit(having(natural, profiles), own, given, asked)
            .or(() -> ShareTargets.fit(natural, own, given, asked))
            .orElseThrow(() -> ShareTargets.impossible(shares));
    for (int p = 0; p < own.length; p++) {
      int at = p;
      if (asked.stream().anyMatch(each -> each.hosts()[at])) {
        profiles.set(p, shift.shifted(profiles.get(p), wanted[p]));
      }
    }
    directed.direct(profiles);
  }

  /** What is given to the hosts of each profile in each cell. */
  private double[][] given(ServiceCells cells, double[][] natural) {
    List<Profile> profiles = directed.model().profiles();
    double[][] given = new double[profiles.size()][cells.count()];
    for (HostPlan host : directed.plan().hosts()) {
      if (host.flows() > 0) {
        double visited = profiles.get(host.profile()).spec().visited();
        double[] shares = directed.plan().given(host, visited, cells, natural[host.profile()]);
        for (int c = 0; c < shares.length; c++) {
          given[host.profile()][c] += shares[c] * host.flows();
        }
      }
    }
    return given;
  }

  /** Flows of the hosts of each profile that are their own. */
  private double[] own(double[][] given) {
    double[] own = new double[given.length];
    directed.plan().hosts().forEach(host -> own[host.profile()] += host.flows());
    Arrays.setAll(own, p -> Math.max(0, own[p] - Arrays.stream(given[p]).sum()));
    return own;
  }

  /**
   * Leaves timers out that tick for something that hardly anything is asked of, where nothing is
   * also those that nobody knows the service of, and sweeps where that is not enough.
   */
  private void leaveOut(Asked asked, ServiceCells cells, double[][] natural) {
    for (boolean sweeps : new boolean[] {false, true}) {
      double[][] given = given(cells, natural);
      double[] own = own(given);
      double all = 0;
      double[] sums = new double[asked.shares().length];
      for (int p = 0; p < own.length; p++) {
        for (int c = 0; asked.hosts()[p] && c < cells.count(); c++) {
          sums[asked.classes()[c]] += given[p][c];
          all += given[p][c];
        }
        all += asked.hosts()[p] ? own[p] : 0;
      }
      boolean[] out = new boolean[sums.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = sums[i] > MOST_GIVEN * asked.shares()[i] * all;
      }
      if (IntStream.range(0, out.length).anyMatch(i -> out[i])) {
        directed.direct(without(asked, cells, out, sweeps));
      }
    }
  }

  private List<Profile> without(Asked asked, ServiceCells cells, boolean[] out, boolean sweeps) {
    List<Profile> profiles = new ArrayList<>(directed.model().profiles());
    boolean nothing =
        IntStream.range(0, out.length).anyMatch(i -> out[i] && asked.shares()[i] == 0);
    for (int p = 0; p < profiles.size(); p++) {
      if (asked.hosts()[p]) {
        Profile of = profiles.get(p);
        List<Timer> timers =
            of.spec().timers().stream()
                .filter(t -> t.protocol() < 0 ? !nothing : !out[asked.classes()[cells.of(t)]])
                .toList();
        Profile.Spec spec = of.spec().withGiven(sweeps ? 0 : of.spec().visited(), timers);
        profiles.set(
            p,
            model.codec().profile(spec, of.vector(), of.priors(), of.logMarginals(), of.wanted()));
      }
    }
    return profiles;
  }

  /** All that some share of an attribute is asked of. */
  private List<Part> parts(List<Wish> wishes, String attribute) {
    List<Part> parts = new ArrayList<>();
    for (Wish wish : wishes) {
      List<Share> shares = wish.of(attribute);
      List<Part> own = new ArrayList<>();
      for (Share share : shares) {
        Part part = known.part(share);
        if (own.stream().anyMatch(part::overlaps)) {
          throw ShareTargets.twice(share);
        }
        own.add(part);
        if (!parts.contains(part)) {
          if (parts.stream().anyMatch(part::overlaps)) {
            throw ShareTargets.twice(share);
          }
          parts.add(part);
        }
      }
      boolean protocols = !attribute.equals(ServicePort.NAME);
      int all = model.codec().spec().protocols().length;
      ShareTargets.checkSum(shares, protocols && shares.size() == all);
    }
    return parts;
  }

  /** What is not asked for is together what is left. */
  private Asked asked(Wish wish, List<Share> shares, List<Part> parts, ServiceCells cells, int i) {
    double[] wanted = new double[shares.size() + 1];
    List<Part> own = shares.stream().map(known::part).toList();
    double left = 1;
    for (int c = 0; c < shares.size(); c++) {
      wanted[c] = shares.get(c).share();
      left -= wanted[c];
    }
    wanted[shares.size()] = Math.max(0, left);
    int[] classes = new int[cells.count()];
    for (int cell = 0; cell < classes.length; cell++) {
      int part = cells.part(i, cell);
      int at = part < parts.size() ? own.indexOf(parts.get(part)) : -1;
      classes[cell] = at < 0 ? shares.size() : at;
    }
    return new Asked(wish.of(), classes, wanted);
  }

  /** The same without what hosts hardly ever do. */
  private static double[][] having(double[][] natural, List<Profile> profiles) {
    double[][] having = new double[natural.length][];
    for (int p = 0; p < having.length; p++) {
      double least = HAS / profiles.get(p).flowsPerDay();
      double[] shares = natural[p].clone();
      double sum = 0;
      for (int c = 0; c < shares.length; c++) {
        shares[c] = shares[c] < least ? 0 : shares[c];
        sum += shares[c];
      }
      for (int c = 0; c < shares.length; c++) {
        shares[c] /= sum;
      }
      having[p] = sum > 0 ? shares : natural[p];
    }
    return having;
  }
}
