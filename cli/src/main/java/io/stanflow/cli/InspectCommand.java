package io.stanflow.cli;

import com.google.gson.GsonBuilder;
import io.stanflow.model.Model;
import io.stanflow.model.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a model file holds. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Prints what a model file holds: schema, codes, sizes, origin, bits per flow.")
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A model file.")
  private Path file;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--disclosure",
      description = "Print every value that the model holds, and how many hosts share it.")
  private boolean disclosure;

  @Override
  public Integer call() throws IOException {
    Model model = ModelFile.read(file);
    PrintWriter out = spec.commandLine().getOut();
    if (disclosure) {
      Disclosure held = Disclosure.of(file, model);
      if (json) {
        out.println(toJson(held));
      } else {
        held.print(out);
      }
      out.flush();
      return 0;
    }
    ModelSummary summary = ModelSummary.of(file, Files.size(file), model);
    if (json) {
      out.println(toJson(summary));
    } else {
      print(summary, out);
    }
    out.flush();
    return 0;
  }

  private static String toJson(Object held) {
    return new GsonBuilder().setPrettyPrinting().create().toJson(held);
  }

  private static void print(ModelSummary model, PrintWriter out) {
    out.printf(
        Locale.ROOT, "%s: %,d bytes, version %d%n", model.file(), model.bytes(), model.version());
    out.printf("%nattributes (training flows were %s)%n", model.format());
    for (AttributeCode attribute : model.attributes()) {
      out.printf("  %-20s %s%n", attribute.name(), attribute.kind());
      if (!attribute.code().isEmpty()) {
        out.printf("  %20s %s%n", "", pairs(attribute.code()));
      }
    }
    out.printf(
        Locale.ROOT,
        "%nnetwork: %,d parameters; %s%n",
        model.parameters(),
        pairs(model.networkSizes()));
    for (ModelSummary.Head head : model.fields()) {
      String free = head.free() == 0 ? "" : ", " + head.free() + " of them free";
      out.printf("  %-20s %d components%s%n", head.name(), head.components(), free);
    }
    ModelSummary.Profiles profiles = model.profiles();
    out.printf(
        Locale.ROOT,
        "%nprofiles: %,d, for %,d hosts; %,.0f to %,.0f flows a day; %,d heavy peers (%,d of"
            + " them by name), %,d usual sizes; %.1f timers a host%n",
        profiles.count(),
        profiles.hosts(),
        profiles.leastFlowsPerDay(),
        profiles.mostFlowsPerDay(),
        profiles.heavyPeers(),
        profiles.namedPeers(),
        profiles.usualSizes(),
        profiles.timers());
    out.printf(
        Locale.ROOT,
        "addresses known: %,d, each shared by at least %d hosts%n",
        model.popularAddresses(),
        profiles.addressK());
    if (!model.kinds().isEmpty()) {
      print(new KindsTable(model.kinds()), out);
    }
    if (model.services() > 0) {
      out.printf(Locale.ROOT, "services with sizes of their own: %,d%n", model.services());
    }
    if (model.sweepKinds() > 0) {
      out.printf(
          Locale.ROOT,
          "sweeps over the network: %,.0f a day, of %,d kinds%n",
          model.sweepsPerDay(),
          model.sweepKinds());
    }
    if (model.internalRoles() > 0) {
      out.printf(Locale.ROOT, "peers inside the network: %,d roles%n", model.internalRoles());
    }
    if (!model.tieOrder().isEmpty()) {
      out.printf("flows of one host and time: by %s%n", String.join(", ", model.tieOrder()));
    }
    out.printf("%ntraining%n");
    model.training().forEach((key, value) -> out.printf("  %-20s %s%n", key, value));
    List<String> fields = model.fields().stream().map(ModelSummary.Head::name).toList();
    out.println();
    BitsTable.lines(model.metrics(), fields).forEach(out::println);
  }

  private static void print(KindsTable kinds, PrintWriter out) {
    out.println();
    kinds.lines().forEach(out::println);
    out.println();
    if (Terminal.shows()) {
      kinds.hours().forEach(out::println);
      out.println();
      kinds.services(Terminal.columns()).forEach(out::println);
      out.println();
    }
  }

  private static String pairs(Map<String, Object> values) {
    return values.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
