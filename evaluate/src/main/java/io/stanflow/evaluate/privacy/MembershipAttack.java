package io.stanflow.evaluate.privacy;

import io.stanflow.evaluate.learn.Auc;
import io.stanflow.fit.HeldOutHosts;
import io.stanflow.fit.TrainingData;
import io.stanflow.generate.StanflowModel;
import io.stanflow.io.series.DuckTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A membership inference attack (Shokri et al., IEEE S&amp;P 2017) on a model's likelihood: who has
 * the model file and some flows of a host asks whether the model was trained on them, and answers
 * yes if they cost few bits (the loss threshold of Yeom et al., IEEE CSF 2018). A host's score is
 * −bits per flow of its first flows under the profile of the model that is nearest to them. Hosts
 * differ far more in difficulty than membership changes, so some attacks compare a host with itself
 * in a later period (Watson et al., ICLR 2022, calibrate so by a second model):
 *
 * <ul>
 *   <li>{@code hosts}: hosts in training against hosts left out.
 *   <li>{@code hostsCalibrated}: the same by how much more the host's later flows cost, so that a
 *       host's difficulty and what all hosts change over time cancel. The one to watch.
 *   <li>{@code time}: hosts in training, their training period against their later one.
 *   <li>{@code timeWithinHost}: the same, each host compared with itself alone.
 *   <li>{@code timeWithinHostLeftOut}: the same of hosts left out, a control. Traffic drifts, and
 *       codec and profiles have seen the training period of all hosts; only what {@code
 *       timeWithinHost} has above this can be memory of the weights.
 * </ul>
 *
 * <p>An AUC near ½ shows that this attack fails, not that the model keeps its data private. Attacks
 * with shadow models or a likelihood ratio for each record are stronger and find the few records
 * that are at risk where a mean over hosts finds none (Carlini et al., IEEE S&amp;P 2022); an
 * attacker may want an attribute of a host, not its membership. Hosts left out have shaped the
 * codec's vocabularies and the profiles all the same, and the best epoch was chosen on them: only
 * the network's weights have not learned from them, and only what those remember is measured. The
 * interval is a bootstrap over hosts; with few hosts on one side it is too narrow, and for an AUC
 * of exactly 0 or 1 it is a point.
 *
 * @param attack one of the above
 * @param auc probability that a member scores above a non-member; ½ = no leak
 * @param low lower end of its 95 % interval
 * @param high upper end
 * @param members number of hosts in training; for the attacks on time, of hosts in the earlier
 *     period
 * @param nonMembers number of hosts left out; for the attacks on time, of the same hosts later
 * @param memberBits mean over the members of the bits per flow; for {@code hostsCalibrated} of what
 *     later flows cost more
 * @param nonMemberBits likewise of the non-members
 */
public record MembershipAttack(
    String attack,
    double auc,
    double low,
    double high,
    int members,
    int nonMembers,
    double memberBits,
    double nonMemberBits) {

  /**
   * Attacks a model. Takes at most 300 hosts and the first 500 flows of each.
   *
   * @param real what the model was trained on, read as it was for training
   * @param later flows of the same hosts in a later period, with the same attributes, if there are
   *     any
   * @param seed of the bootstrap, and of the hosts where there are too many
   * @return one entry for each attack that the data allow: none if there is an {@link #obstacle},
   *     and none on {@code hosts} if training left none out
   * @throws IOException if a table cannot be read
   */
  public static List<MembershipAttack> on(
      StanflowModel model, DuckTable real, Optional<DuckTable> later, long seed)
      throws IOException {
    if (obstacle(model, real).isPresent()) {
      return List.of();
    }
    int k = options(model).orElseThrow().k();
    Set<Integer> heldOut =
        HeldOutHosts.recorded(model.model().provenance().training()).orElseThrow();
    return of(HostBits.measure(model, k, heldOut, real, later, seed), seed);
  }

  /** Why nothing can be attacked, with a remedy; empty if nothing stands in the way. */
  public static Optional<String> obstacle(StanflowModel model, DuckTable real) {
    Map<String, String> training = model.model().provenance().training();
    Optional<TrainingData.Options> options = options(model);
    String flows = training.get("flows");
    String hosts = training.get("hosts");
    Optional<Set<Integer>> heldOut = HeldOutHosts.recorded(training);
    if (options.isEmpty() || heldOut.isEmpty() || flows == null || hosts == null) {
      return Optional.of(
          "the model file does not say which hosts training left out; train again to attack it");
    }
    if (real.internal().isEmpty()) {
      return Optional.of("flows without addresses have no hosts to tell apart");
    }
    boolean same =
        flows.equals(Long.toString(real.size()))
            && hosts.equals(Integer.toString(real.hosts()))
            && real.schema().equals(model.model().codec().schema());
    if (!same) {
      return Optional.of(
          ("the model was trained on %s flows of %s hosts, these are %d flows of %d;"
                  + " give the training file with the same --internal")
              .formatted(flows, hosts, real.size(), real.hosts()));
    }
    if (options.get().heldOut() > 0 && heldOut.get().isEmpty()) {
      return Optional.of("of so few hosts training left none out; use more hosts");
    }
    return Optional.empty();
  }

  private static Optional<TrainingData.Options> options(StanflowModel model) {
    return TrainingData.Options.recorded(model.model().provenance().training());
  }

  /** The attacks that these hosts allow. */
  static List<MembershipAttack> of(List<HostBits> hosts, long seed) {
    Predicate<HostBits> member = HostBits::member;
    List<HostBits> in = select(hosts, member);
    List<HostBits> out = select(hosts, member.negate());
    List<HostBits> inLater = select(in, HostBits::hasLater);
    List<HostBits> outLater = select(out, HostBits::hasLater);
    List<MembershipAttack> attacks = new ArrayList<>();
    if (!in.isEmpty() && !out.isEmpty()) {
      double[] left = each(in, HostBits::training);
      double[] right = each(out, HostBits::training);
      attacks.add(
          of("hosts", left, right, BootstrapAuc.ofGroups(negative(left), negative(right), seed)));
    }
    if (!inLater.isEmpty() && !outLater.isEmpty()) {
      double[] left = each(inLater, h -> h.later() - h.training());
      double[] right = each(outLater, h -> h.later() - h.training());
      attacks.add(of("hostsCalibrated", left, right, BootstrapAuc.ofGroups(left, right, seed)));
    }
    addTime("time", inLater, BootstrapAuc::ofPairs, seed, attacks);
    addTime("timeWithinHost", inLater, BootstrapAuc::withinPairs, seed, attacks);
    addTime("timeWithinHostLeftOut", outLater, BootstrapAuc::withinPairs, seed, attacks);
    return attacks;
  }

  private interface Comparison {
    Auc of(double[] before, double[] after, long seed);
  }

  /** Holds hosts' training period against their later one. */
  private static void addTime(
      String attack,
      List<HostBits> hosts,
      Comparison comparison,
      long seed,
      List<MembershipAttack> to) {
    if (!hosts.isEmpty()) {
      double[] before = each(hosts, HostBits::training);
      double[] after = each(hosts, HostBits::later);
      to.add(of(attack, before, after, comparison.of(negative(before), negative(after), seed)));
    }
  }

  private static MembershipAttack of(String attack, double[] in, double[] out, Auc auc) {
    return new MembershipAttack(
        attack,
        auc.value(),
        auc.low(),
        auc.high(),
        in.length,
        out.length,
        Arrays.stream(in).average().orElseThrow(),
        Arrays.stream(out).average().orElseThrow());
  }

  private static List<HostBits> select(List<HostBits> hosts, Predicate<HostBits> wanted) {
    return hosts.stream().filter(wanted).toList();
  }

  private static double[] each(List<HostBits> hosts, ToDoubleFunction<HostBits> what) {
    return hosts.stream().mapToDouble(what).toArray();
  }

  private static double[] negative(double[] bits) {
    return Arrays.stream(bits).map(b -> -b).toArray();
  }
}
