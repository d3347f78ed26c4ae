package io.stanflow.evaluate.report;

import io.stanflow.evaluate.report.Column.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Answers a report's questions for each synthetic file, by {@link #RULE}. */
final class Verdicts {
  /** For the reader of a report. */
  static final String RULE =
      "A file is judged by how far its figure is from the ideal (distance 0, every rule kept, ratio"
          + " 1, AUC 1/2, copies 0, closest 50 %). Not further than the same hosts later: \"as … as"
          + " the same hosts later\". Else, not as far as one half of the real hosts is from the"
          + " other: \"… than other hosts\", in the good sense. Else, further. A ratio of 1 or more"
          + " is \"as useful as real flows\"; a closest-record share is too high only where its"
          + " whole 95 % interval is above 50 %. Of several figures the worst decides; those not"
          + " measured do not count. Where no other real flows were measured there is no yardstick,"
          + " and no verdict. Figures are compared as they are: a small difference may be chance.";

  /** AUC on single flows from which on two halves of a network have nothing in common. */
  private static final double WHOLLY_APART = 0.95;

  private final Report report;
  private final Double apart; // of the halves, null if they are alike or were not measured

  Verdicts(Report report) {
    this.report = report;
    apart =
        report.columns(Role.OTHER_HOSTS).stream()
            .map(Figure.SINGLE_FLOW::of)
            .filter(auc -> auc != null && Math.max(auc, 1 - auc) >= WHOLLY_APART)
            .findFirst()
            .orElse(null);
  }

  /** Why other hosts are no yardstick, for the reader; empty where they are one. */
  String note() {
    return apart == null
        ? ""
        : String.format(
            Locale.ROOT,
            "A classifier tells single flows of one half of the real hosts from the other half's"
                + " with an AUC of %.3f: they do different things altogether, and any file would be"
                + " closer. So other hosts are no yardstick here, only the same hosts later.",
            apart);
  }

  /** What a reader asks. The phrases go with what a file is compared with. */
  enum Question {
    LOOK("Does it look the same?", "as close as", "closer than", "further than"),
    TIME("Does it hang together in time?", "as close as", "closer than", "further than"),
    RULES(
        "Does it obey the rules?",
        "keeps the rules as well as",
        "keeps the rules better than",
        "breaks the rules more than"),
    USE("Can it replace real data in ML?", "as useful as", "more useful than", "less useful than"),
    APART(
        "Can it be told apart?",
        "as hard to tell apart as",
        "harder to tell apart than",
        "easier to tell apart than"),
    SAFE(
        "Is it safe to share?",
        "gives away no more than",
        "gives away less than",
        "gives away more than");

    private final String text;
    private final String like;
    private final String within;
    private final String beyond;

    Question(String text, String like, String within, String beyond) {
      this.text = text;
      this.like = like;
      this.within = within;
      this.beyond = beyond;
    }

    String text() {
      return text;
    }

    List<Figure> figures() {
      return switch (this) {
        case LOOK -> List.of(Figure.MEAN_DISTANCE);
        case TIME -> List.of(Figure.STRUCTURE);
        case RULES -> List.of(Figure.RULES);
        case USE -> List.of(Figure.WORST_RATIO);
        case APART -> List.of(Figure.SINGLE_FLOW, Figure.RUN_OF_THREE);
        case SAFE -> List.of(Figure.COPIES, Figure.CLOSEST, Figure.RARE);
      };
    }
  }

  /** Where a file stands, from best to worst. */
  enum Standing {
    NOT_MEASURED,
    LIKE_REAL,
    LIKE_SAME_HOSTS_LATER,
    WITHIN_OTHER_HOSTS,
    LIKE_OTHER_HOSTS,
    NO_YARDSTICK,
    BEYOND_REAL,
    BEYOND_SAME_HOSTS_LATER,
    BEYOND_OTHER_HOSTS;

    /** Whether other real flows are no better. */
    boolean isLikeReal() {
      return this == LIKE_REAL || this == LIKE_SAME_HOSTS_LATER;
    }

    /** Whether one half of the real hosts stands further from the other. */
    boolean isWithinHosts() {
      return this == WITHIN_OTHER_HOSTS || this == LIKE_OTHER_HOSTS;
    }

    String words(Question question) {
      return switch (this) {
        case NOT_MEASURED -> "not measured";
        case NO_YARDSTICK -> "no yardstick";
        case LIKE_REAL -> question.like + " real flows";
        case LIKE_SAME_HOSTS_LATER -> question.like + " the same hosts later";
        case WITHIN_OTHER_HOSTS -> question.within + " other hosts";
        case LIKE_OTHER_HOSTS -> question.like + " other hosts";
        case BEYOND_REAL -> question.beyond + " real flows";
        case BEYOND_SAME_HOSTS_LATER -> question.beyond + " the same hosts later";
        case BEYOND_OTHER_HOSTS -> question.beyond + " other hosts";
      };
    }
  }

  /** The answer to a question for one file. */
  record Answer(Question question, Column file, Standing standing) {
    String words() {
      return standing.words(question);
    }
  }

  /** An answer per question and synthetic file, in this order. */
  List<Answer> answers() {
    var answers = new ArrayList<Answer>();
    for (Question question : Question.values()) {
      for (Column file : report.columns(Role.SYNTHETIC)) {
        answers.add(answer(question, file));
      }
    }
    return answers;
  }

  /** How many of the questions that have an answer a file answers how well, in a sentence. */
  String overall(Column file) {
    var answers = new ArrayList<Standing>();
    for (Question question : Question.values()) {
      answers.add(answer(question, file).standing());
    }
    answers.removeIf(a -> a == Standing.NOT_MEASURED || a == Standing.NO_YARDSTICK);
    long real = answers.stream().filter(Standing::isLikeReal).count();
    long within = answers.stream().filter(Standing::isWithinHosts).count();
    return answers.isEmpty()
        ? "no verdict"
        : "%d of %d answers as good as real flows, %d as good as other hosts, %d further away"
            .formatted(real, answers.size(), within, answers.size() - real - within);
  }

  Answer answer(Question question, Column file) {
    Standing worst = Standing.NOT_MEASURED;
    for (Figure figure : question.figures()) {
      Standing standing = standing(figure, file);
      worst = standing.compareTo(worst) > 0 ? standing : worst;
    }
    return new Answer(question, file, worst);
  }

  private Standing standing(Figure figure, Column file) {
    Double excess = figure.excess(file);
    Double later = yardstick(figure, Role.SAME_HOSTS_LATER);
    Double other = apart == null ? yardstick(figure, Role.OTHER_HOSTS) : null;
    if (excess == null) {
      return Standing.NOT_MEASURED;
    } else if (figure.realIsIdeal() && excess == 0) {
      return Standing.LIKE_REAL;
    } else if (later != null && excess <= later) {
      return Standing.LIKE_SAME_HOSTS_LATER;
    } else if (other != null && excess <= other) {
      return excess < other ? Standing.WITHIN_OTHER_HOSTS : Standing.LIKE_OTHER_HOSTS;
    } else if (other != null) {
      return Standing.BEYOND_OTHER_HOSTS;
    } else if (later != null) {
      return Standing.BEYOND_SAME_HOSTS_LATER;
    }
    return figure.realIsIdeal() ? Standing.BEYOND_REAL : Standing.NO_YARDSTICK;
  }

  /** How far other real flows are from the ideal, or null. */
  private Double yardstick(Figure figure, Role role) {
    for (Column column : report.columns(role)) {
      Double excess = figure.excess(column);
      if (excess != null) {
        return excess;
      }
    }
    return null;
  }
}
