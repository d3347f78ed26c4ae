package io.stanflow.cli;

import io.stanflow.flow.Cidr;
import io.stanflow.generate.ScenarioText;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.replay.Replay;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** What the user writes on the command line, as values. */
final class Arguments {
  private Arguments() {}

  /**
   * What {@code make} gives.
   *
   * @throws ParameterException with its message where it throws an IllegalArgumentException
   */
  static <T> T checked(CommandSpec spec, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** The value of a text, its refusal as a command line's. */
  private static <T> T converted(String text, Function<String, T> by) {
    try {
      return by.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** See {@link ScenarioText#span}. */
  static final class Span implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return converted(text, ScenarioText::span);
    }
  }

  /** See {@link ScenarioText#moment}. */
  static final class Moment implements ITypeConverter<OffsetDateTime> {
    @Override
    public OffsetDateTime convert(String text) {
      return converted(text, ScenarioText::moment);
    }
  }

  /** See {@link ScenarioText#hosts}. */
  static final class Hosts implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return converted(text, ScenarioText::hosts);
    }
  }

  /** How fast to replay: {@code 10x}, or {@code max}. */
  static final class Speed implements ITypeConverter<Double> {
    private static final Pattern FACTOR = Pattern.compile("(\\d{1,9}(\\.\\d{1,9})?)x");

    @Override
    public Double convert(String text) {
      Matcher factor = FACTOR.matcher(text);
      if (text.equals("max")) {
        return Replay.MAX_SPEED;
      } else if (factor.matches() && Double.parseDouble(factor.group(1)) > 0) {
        return Double.parseDouble(factor.group(1));
      }
      throw new TypeConversionException("'" + text + "' is no speed; write 1x, 10x or max");
    }
  }

  /** A version of NetFlow. */
  static final class Protocol implements ITypeConverter<NetflowVersion> {
    @Override
    public NetflowVersion convert(String text) {
      for (NetflowVersion version : NetflowVersion.values()) {
        if (version.title().equals(text)) {
          return version;
        }
      }
      throw new TypeConversionException("'" + text + "' is none of v5, v9, ipfix");
    }
  }

  /** An address block. */
  static final class Block implements ITypeConverter<Cidr> {
    @Override
    public Cidr convert(String text) {
      return converted(text, Cidr::parse);
    }
  }

  /** The name of a file format. */
  static class Format implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      List<String> names =
          FlowFiles.formats().stream().filter(this::suits).map(FlowFormat::name).toList();
      if (!names.contains(text)) {
        throw new TypeConversionException("'" + text + "' is none of " + String.join(", ", names));
      }
      return text;
    }

    boolean suits(FlowFormat format) {
      return true;
    }
  }

  /** The name of an encoding of text. */
  static final class Encoding implements ITypeConverter<Charset> {
    @Override
    public Charset convert(String text) {
      try {
        return Charset.forName(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "'" + text + "' is no encoding; write windows-1252, ISO-8859-1 or UTF-16LE");
      }
    }
  }

  /** The name of a file format that can be written. */
  static final class WritableFormat extends Format {
    @Override
    boolean suits(FlowFormat format) {
      return format.writes();
    }
  }
}
