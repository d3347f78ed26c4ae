package io.stanflow.model;

import static io.stanflow.model.Requirement.isIndex;
import static io.stanflow.model.Requirement.require;

import io.stanflow.codec.OutcomeClasses;
import io.stanflow.codec.spec.CodecSpec;
import io.stanflow.codec.spec.Exclusion;
import io.stanflow.codec.spec.MixtureSpec;
import io.stanflow.codec.spec.ServiceSpec;
import io.stanflow.codec.spec.SweepSpec;
import io.stanflow.codec.spec.TieSpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Holds the parts of a codec that are about several attributes, or about flows of several hosts,
 * against those that they are about; see {@link PartsCheck}.
 */
final class JointPartsCheck {
  private final CodecSpec codec;

  JointPartsCheck(CodecSpec codec) {
    this.codec = codec;
  }

  /**
   * Checks them all.
   *
   * @throws IllegalArgumentException naming the part that does not fit
   */
  void check() {
    codec.exclusions().forEach(this::exclusion);
    services();
    if (codec.sweeps() != null) {
      sweeps(codec.sweeps());
    }
    if (codec.internal() != null) {
      require(codec.addresses() != null, "codec.internal", "goes with addresses");
    }
    if (codec.ties() != null) {
      ties();
    }
  }

  private void exclusion(Exclusion exclusion) {
    String place = "codec.exclusions";
    boolean fit = exclusion.given().fits(codec) && exclusion.of().fits(codec);
    require(fit && exclusion.of().isSimple(), place, "have a facet that is not there");
    boolean[][] excluded = exclusion.excluded();
    require(excluded.length == exclusion.given().classes(codec), place, "are not of each class");
    int classes = exclusion.of().classes(codec);
    boolean each = Arrays.stream(excluded).allMatch(row -> row.length == classes);
    require(each, place, "are not of each pair of classes");
  }

  private void services() {
    String place = "codec.services";
    int classes = codec.services().isEmpty() ? 0 : OutcomeClasses.services(codec);
    Set<Integer> known = new HashSet<>();
    for (ServiceSpec service : codec.services()) {
      boolean one = isIndex(service.service(), classes) && known.add(service.service());
      require(one, place, "have one that is not there, or one twice");
      int quantities = codec.quantities().size();
      require(service.quantities().size() == quantities, place, "are not of each quantity");
      for (int q = 0; q < quantities; q++) {
        int[] ends = service.quantities().get(q).ends();
        int tokens = Math.max(1, tokens(codec.quantities().get(q).mixture()));
        boolean all = ends.length > 0 && ends[ends.length - 1] == tokens;
        for (int i = 1; i < ends.length; i++) {
          all &= ends[i - 1] < ends[i];
        }
        require(all, place, "have groups that are not of all tokens");
      }
    }
  }

  private void ties() {
    require(codec.clockUnit() > 0, "codec.ties", "go with time");
    for (TieSpec.Key key : codec.ties().keys()) {
      require(codec.schema().has(key.attribute()), "codec.ties", "have a key that is not there");
    }
  }

  private void sweeps(SweepSpec sweeps) {
    String place = "codec.sweeps";
    require(codec.addresses() != null && codec.gap() != null, place, "go with addresses and time");
    int popular = codec.addresses().popular().length;
    for (SweepSpec.Kind kind : sweeps.kinds()) {
      boolean named = Arrays.stream(kind.peers()).allMatch(p -> isIndex(p, popular));
      require(named && kind.peers().length > 0, place, "have a peer that is not there");
      SweepSpec.Template template = kind.template();
      require(
          template.protocol() < codec.protocols().length,
          place,
          "have a protocol that is not there");
      int words = codec.categories().size();
      boolean each = template.words().length == words;
      each &= template.quantities().length == codec.quantities().size();
      require(each, place, "have no word and no number of each attribute");
      for (int w = 0; w < words; w++) {
        int classes = codec.categories().get(w).code().classes();
        require(template.words()[w] < classes, place, "have a word that is not there");
      }
    }
  }

  /** Components whose range is the same in all rows. */
  static int tokens(MixtureSpec mixture) {
    int blocks = Math.max(0, mixture.edges().length - 1);
    return mixture.ratioAtoms().length + mixture.atoms().length + blocks;
  }
}
