package io.stanflow.cli;

import io.stanflow.io.file.FileFailure;
import io.stanflow.io.file.InputException;
import io.stanflow.model.ModelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into one line on standard error and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  static final int DONE = 0;
  static final int FAILURE = 1;
  static final int USAGE = 2;
  static final int BAD_INPUT = 3;
  static final int BEYOND_LIMITS = 4;
  static final String OUT_OF_MEMORY =
      "out of memory; give Java more with STANFLOW_JAVA_OPTS=-Xmx8g, or generate fewer hosts, or"
          + " train on or evaluate fewer flows, or train with a smaller --batch-rows";

  private final BooleanSupplier debug;

  /**
   * @param debug whether to print stack traces too
   */
  Failures(BooleanSupplier debug) {
    this.debug = debug;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println("stanflow: " + usage(e) + "; see " + name + " --help");
    trace(e, err);
    return USAGE;
  }

  /** Picocli's message in our words, with what may have been meant. */
  private static String usage(ParameterException e) {
    String message =
        firstLine(e.getMessage())
            .replaceAll("is not an? (int|long)\\b", "is no whole number; write 1000000, say")
            .replaceAll("is not a double\\b", "is no number; write 0.5, say");
    List<String> meant =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    return meant.isEmpty() ? message : message + "; did you mean " + meant.get(0) + "?";
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof ParameterException usage) {
      return handleParseException(usage, new String[0]);
    }
    Throwable cause = e;
    while (cause instanceof UncheckedIOException) {
      cause = cause.getCause();
    }
    if (isBrokenPipe(cause)) {
      trace(e, command.getErr());
      return DONE;
    }
    command.getErr().println("stanflow: " + firstLine(message(cause)));
    trace(e, command.getErr());
    boolean input = cause instanceof InputException || cause instanceof ModelException;
    return input ? BAD_INPUT : FAILURE;
  }

  private void trace(Exception e, PrintWriter err) {
    if (debug.getAsBoolean()) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  private static String message(Throwable e) {
    if (isOutOfMemory(e)) {
      return OUT_OF_MEMORY;
    } else if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file or directory; check the path";
    } else if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied; have it changed, or name another file";
    } else if (e instanceof FileSystemException system && system.getReason() != null) {
      return FileFailure.message(system.getFile(), system.getReason());
    } else if (e.getMessage() != null
        && (e instanceof IOException || e instanceof IllegalArgumentException)) {
      return e.getMessage();
    }
    return "unexpected "
        + e.toString().replaceAll("\\R.*", "")
        + "; this is a bug: run again with --debug and report what it prints as an issue";
  }

  private static boolean isOutOfMemory(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /** Whether the reader of standard output has gone, as with {@code | head}: no news to anyone. */
  private static boolean isBrokenPipe(Throwable e) {
    return e instanceof IOException && "Broken pipe".equals(e.getMessage());
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").strip();
  }
}
