package io.stanflow.generate;

import io.stanflow.codec.Visit;
import io.stanflow.codec.spec.CategorySpec;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.CodecSpec.NamedCategories;
import io.stanflow.codec.spec.SweepSpec.Kind;
import io.stanflow.codec.spec.SweepSpec.Template;
import io.stanflow.flow.Address;
import io.stanflow.flow.Schema;
import io.stanflow.generate.Sweeps.Sweep;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Works out campaigns: by whom, of what form, which host when. */
final class CampaignPlanner {
  private final CodecSpec codec;
  private final Sweeps sweeps;

  /** Index of the label among the categories; -1 without one. */
  private final int label;

  CampaignPlanner(CodecSpec codec, Sweeps sweeps) {
    this.codec = codec;
    this.sweeps = sweeps;
    label = codec.categories().stream().map(NamedCategories::name).toList().indexOf(Schema.LABEL);
  }

  /**
   * A campaign worked out.
   *
   * @param word class of its label, -1 for any
   * @param visits by the number of the host
   */
  record Planned(Address by, int word, Map<Integer, Visit> visits) {}

  /**
   * Plans a campaign.
   *
   * @throws IllegalArgumentException if the model has learned none like it, or too few hosts can
   *     have it
   */
  Planned plan(Campaign campaign, EventTargets targets, SplittableRandom random) {
    long start = targets.time(campaign);
    int word = campaign.label() == null ? -1 : word(campaign);
    List<Kind> kinds = new SweepKinds(codec).of(campaign.like());
    List<Kind> fitting = kinds.stream().filter(k -> word < 0 || fits(k.template(), word)).toList();
    if (fitting.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: the model knows no %s with the label %s"
              .formatted(campaign.name(), campaign.like(), campaign.label()));
    }
    Kind kind = Sweeps.draw(fitting, random);
    Address by = campaign.from() == null ? sweeps.unseen(kind, random) : campaign.from();
    double spread = sweeps.spread(kind, random);
    spread = campaign.lasts() == null ? spread : units(campaign.lasts(), targets.unit());
    var sweep = new Sweep(start, spread, by, kind, random.nextLong());
    Template template = word < 0 ? kind.template() : kind.template().with(label, word);
    Map<Integer, Visit> visits = new HashMap<>();
    for (int host : hosts(campaign, kind, by, targets, random)) {
      long time = sweeps.instant(sweep, host, sweeps.place(targets.addresses().get(host)));
      if (time < targets.hours().end()) {
        visits.put(host, new Visit(time, by, template));
      }
    }
    return new Planned(by, word, visits);
  }

  private static double units(Duration span, long unit) {
    return span.toNanos() / 1e3 / unit;
  }

  /** Hosts that it comes to: those of its family, where there are any. */
  private static List<Integer> hosts(
      Campaign campaign, Kind kind, Address by, EventTargets targets, SplittableRandom random) {
    List<Address> addresses = targets.addresses();
    List<Integer> all =
        targets.active(campaign).stream().filter(host -> !by.equals(addresses.get(host))).toList();
    List<Integer> alike =
        all.stream().filter(host -> addresses.get(host).isIpv4() == by.isIpv4()).toList();
    List<Integer> some = alike.isEmpty() ? all : alike;
    int usual = (int) Math.max(1, Math.round(kind.share() * some.size()));
    int number = campaign.hosts() > 0 ? campaign.hosts() : usual;
    return EventTargets.draw(campaign, some, number, random);
  }

  private int word(Campaign campaign) {
    CategorySpec code = label < 0 ? null : codec.categories().get(label).code();
    List<String> known = code == null ? List.of() : List.of(code.values());
    int word = known.indexOf(campaign.label());
    if (word < 0) {
      throw new IllegalArgumentException(
          "%s: the model knows no label '%s'; %s"
              .formatted(
                  campaign.name(),
                  campaign.label(),
                  known.isEmpty()
                      ? "its flows have none"
                      : "it knows " + String.join(", ", known)));
    }
    return code.classes() == 1 ? -1 : word;
  }

  /** Whether the visits of a sweep can have a label. */
  private boolean fits(Template template, int word) {
    CategorySpec code = codec.categories().get(label).code();
    return template.protocol() < 0 || code.allowed()[template.protocol()][word];
  }
}
