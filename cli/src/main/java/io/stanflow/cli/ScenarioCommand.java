package io.stanflow.cli;

import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.generate.HostKind;
import io.stanflow.generate.ProfileKinds;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
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
      seed: 1
      """;

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
    if (!codec.parting().isEmpty()) {
      draft.append("# where:                           # shares of all flows\n");
    }
    for (CodecSpec.NamedCategories named : codec.categories()) {
      if (codec.parting().contains(named.name())) {
        List<String> words = List.of(named.code().values());
        draft.append("#   %s: {%s: 20%%}%n".formatted(named.name(), words.get(words.size() - 1)));
        draft.append("#     words: %s%n".formatted(String.join(", ", words)));
      }
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
    draft.append("# like: one of these, with their share of the training hosts\n");
    for (HostKind kind : kinds) {
      draft.append(
          String.format(Locale.ROOT, "#   %-20s %4.1f %%%n", kind.name(), 100 * kind.share()));
    }
    return draft.toString();
  }
}
