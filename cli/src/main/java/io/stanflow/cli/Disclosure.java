package io.stanflow.cli;

import io.stanflow.codec.spec.SharedValues;
import io.stanflow.io.file.InputException;
import io.stanflow.model.Model;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Every value that a model holds with the training hosts that share it, as {@code inspect
 * --disclosure} prints it; the names are those of its JSON.
 *
 * @param file its name, without folders
 * @param sharers who shares values: hosts, or parts of a table without addresses
 * @param hosts of the fewest that a profile stands for
 * @param fewest hosts that share a value, those of kept columns aside; 0 without values
 * @param keep columns whose words are held, whoever has them
 * @param values in the order of the attributes
 */
record Disclosure(
    String file,
    String sharers,
    int hosts,
    int fewest,
    List<String> keep,
    List<SharedValues> values) {
  /**
   * @throws InputException if the model does not say
   */
  static Disclosure of(Path file, Model model) throws InputException {
    List<SharedValues> values = model.codec().spec().shared();
    if (values == null) {
      throw new InputException(
          file.toString(),
          "does not say how many hosts share its values, since an earlier version trained it",
          "train the model anew");
    }
    String keep = model.provenance().training().get("keep");
    List<String> kept = keep == null ? List.of() : List.of(keep.split(","));
    int fewest =
        values.stream()
            .filter(each -> !kept.contains(each.attribute()))
            .flatMapToInt(each -> Arrays.stream(each.hosts()))
            .min()
            .orElse(0);
    int hosts = Integer.parseInt(model.provenance().training().getOrDefault("profileK", "1"));
    String sharers = model.codec().spec().addresses() == null ? "parts of the table" : "hosts";
    return new Disclosure(file.getFileName().toString(), sharers, hosts, fewest, kept, values);
  }

  void print(PrintWriter out) {
    List<String> facts = new ArrayList<>();
    facts.add("each value is shared by at least " + fewest + " " + sharers);
    if (sharers.equals("hosts")) {
      facts.add("each profile tells what at least " + hosts + " do");
    }
    if (!keep.isEmpty()) {
      facts.add("but the words of " + String.join(", ", keep) + " are held, whoever has them");
    }
    out.printf("%s: %s%n", file, String.join("; ", facts));
    for (SharedValues each : values) {
      out.printf(Locale.ROOT, "%n%s, %s (%,d)%n", each.attribute(), each.what(), count(each));
      for (int i = 0; i < each.values().length; i++) {
        out.printf(Locale.ROOT, "  %-60s %s%n", each.values()[i], hosts(each.hosts()[i]));
      }
    }
  }

  private static int count(SharedValues each) {
    return each.values().length;
  }

  private static String hosts(int shared) {
    return shared == SharedValues.MOST ? shared + " or more" : Integer.toString(shared);
  }
}
