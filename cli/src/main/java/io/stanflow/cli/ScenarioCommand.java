package io.stanflow.cli;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.generate.HostKind;
import io.stanflow.generate.ProfileKinds;
import io.stanflow.generate.SweepKinds;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Drafts a scenario file of what a model offers. */
@Command(
    name = "scenario",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Drafts a scenario file for generate --scenario: all that can be said, commented.",
      "Kinds of hosts and words are those that the model has; docs/scenario.md describes the file."
    })
final class ScenarioCommand implements Callable<Integer> {
  private static final String DRAFT =
      """
      # Scenario for stanflow generate --scenario; docs/scenario.md has every key.
      start: 2026-01-05T08:00:00+01:00   # the offset is that of the hosts' day
      duration: 10h
      # flows: 50000                     # exactly so many; else as the hosts' volumes give
      # volume: 2                        # of all hosts, in that of their profiles
      # holidays: [2026-01-06]           # days that are like Sundays
      seed: 1
      """;

  /** Names of campaigns on a line. */
  private static final int CAMPAIGNS = 8;

  @Spec private CommandSpec spec;
  @Mixin private ModelArguments model;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to (default: standard output).")
  private String output;

  @Override
  public Integer call() throws IOException {
    Outputs.write(spec, output, draft(ModelFile.read(model.path())));
    return 0;
  }

  private static String draft(Model model) {
    var draft = new StringBuilder(DRAFT);
    CodecSpec codec = model.codec().spec();
    draft.append("# where:                           # shares of all flows\n");
    for (CodecSpec.NamedCategories named : codec.categories()) {
      if (codec.parting().contains(named.name())) {
        List<String> words = List.of(named.code().values());
        draft.append("#   %s: {%s: 20%%}%n".formatted(named.name(), words.get(words.size() - 1)));
        draft.append("#     words: %s%n".formatted(String.join(", ", words)));
      }
    }
    if (codec.protocols().length > 1) {
      draft.append("#   protocol: {%s: 30%%}%n".formatted(codec.protocols()[1]));
    }
    if (codec.localPort() != null) {
      draft.append("#   port: {443: 20%, tcp/22: 5%}\n");
    }
    if (codec.addresses() == null) {
      return draft.append("# the model has no addresses, and one series\n").toString();
    }
    draft.append("hosts:\n");
    List<HostKind> kinds = new ProfileKinds(model).groups();
    draft.append("  - name: servers\n    address: [10.0.0.10, 10.0.0.11]\n");
    draft.append("    like: %s%n".formatted(kinds.get(0).name()));
    draft.append("  - name: others                   # like any of the hosts of the model\n");
    draft.append("    count: 28\n    network: 10.0.1.0/24\n    # volume: 1.5\n");
    draft.append("    # client-of: servers\n    # hours: 08:00-18:00\n    # days: mon-fri\n");
    draft.append("# like: one of these, with their share of the training hosts\n");
    for (HostKind kind : kinds) {
      draft.append(
          String.format(Locale.ROOT, "#   %-20s %4.1f %%%n", kind.name(), 100 * kind.share()));
    }
    return draft.append(events(new SweepKinds(codec).counts(), kinds.get(0).name())).toString();
  }

  /**
   * What can happen.
   *
   * @param campaigns that the model has learned, with how many
   * @param kind of a host
   */
  private static String events(Map<String, Long> campaigns, String kind) {
    var draft = new StringBuilder("# events:\n");
    if (!campaigns.isEmpty()) {
      draft.append("#   - campaign: %s%n".formatted(campaigns.keySet().iterator().next()));
      draft.append("#     at: 11:30\n#     from: 198.51.100.7\n#     over: others\n");
      draft.append("#     hosts: 20\n#     lasts: 10m\n");
    }
    draft.append("#   - infected: others\n#     hosts: 2\n#     at: 14:00\n");
    draft.append("#     like: %s%n".formatted(kind));
    if (!campaigns.isEmpty()) {
      draft.append("# campaign: one of these, the most frequent first, or any\n#  ");
    }
    int column = 0;
    for (String name : campaigns.keySet()) {
      draft.append(column > 0 && column % CAMPAIGNS == 0 ? "\n#  " : "").append(' ').append(name);
      draft.append(++column < campaigns.size() ? "," : "\n");
    }
    return draft.toString();
  }
}
