package io.stanflow.cli;

import io.stanflow.flow.Cidr;
import io.stanflow.io.FlowFiles;
import io.stanflow.io.format.FlowFormat;
import io.stanflow.io.netflow.NetflowVersion;
import io.stanflow.io.replay.Replay;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
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

  /** A span such as {@code 90s}, {@code 1h30m}, {@code 2d} or ISO 8601's {@code PT16H}. */
  static final class Span implements ITypeConverter<Duration> {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Pattern WHOLE = Pattern.compile("(" + PART.pattern() + ")+");

    @Override
    public Duration convert(String text) {
      Duration span = Duration.ZERO;
      if (WHOLE.matcher(text).matches()) {
        Matcher part = PART.matcher(text);
        while (part.find()) {
          long count = Long.parseLong(part.group(1));
          span = span.plus(unit(part.group(2)).multipliedBy(count));
        }
      } else {
        span = parse(text);
      }
      if (span.isNegative() || span.isZero()) {
        throw new TypeConversionException("'" + text + "' is not above 0");
      }
      return span;
    }

    private static Duration unit(String letter) {
      return switch (letter) {
        case "s" -> Duration.ofSeconds(1);
        case "m" -> Duration.ofMinutes(1);
        case "h" -> Duration.ofHours(1);
        default -> Duration.ofDays(1);
      };
    }

    private static Duration parse(String text) {
      try {
        return Duration.parse(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException("'" + text + "' is no span; write 90s, 15m, 16h or 2d");
      }
    }
  }

  /**
   * An instant such as {@code 2016-04-11}, {@code 2016-04-11T08:00:00Z} or {@code …+02:00}; UTC
   * where no offset is given.
   */
  static final class Moment implements ITypeConverter<OffsetDateTime> {
    @Override
    public OffsetDateTime convert(String text) {
      try {
        if (text.indexOf('T') < 0) {
          return LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
        }
        boolean offset = text.endsWith("Z") || text.matches(".*T.*[+-].*");
        return offset
            ? OffsetDateTime.parse(text)
            : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'" + text + "' is no instant; write 2016-04-11 or 2016-04-11T08:00:00Z");
      }
    }
  }

  /** A number of hosts, or {@code all}, which is 0. */
  static final class Hosts implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (text.equals("all")) {
        return 0;
      }
      try {
        int hosts = Integer.parseInt(text);
        if (hosts >= 1) {
          return hosts;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new TypeConversionException("'" + text + "' is neither a number >= 1 nor 'all'");
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
      try {
        return Cidr.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
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
