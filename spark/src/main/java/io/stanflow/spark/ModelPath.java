package io.stanflow.spark;

import io.stanflow.generate.StanflowModel;
import io.stanflow.model.Model;
import io.stanflow.model.ModelException;
import io.stanflow.model.ModelFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A model file on a file system of Hadoop's, as the driver found it.
 *
 * @param path its address
 * @param length bytes
 * @param modified when it was changed last, ms since the epoch
 * @param hadoop how to reach it
 */
record ModelPath(String path, long length, long modified, SerializableConfiguration hadoop)
    implements Serializable {
  /**
   * Finds a model file.
   *
   * @throws UncheckedIOException if there is none that can be read
   */
  static ModelPath of(String path, Configuration hadoop) {
    try {
      Path file = new Path(path);
      FileStatus status = file.getFileSystem(hadoop).getFileStatus(file);
      if (status.isDirectory()) {
        throw missing(path, "a folder, not a file");
      }
      return new ModelPath(
          status.getPath().toString(),
          status.getLen(),
          status.getModificationTime(),
          new SerializableConfiguration(hadoop));
    } catch (FileNotFoundException e) {
      throw missing(path, "there is no such file");
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static UncheckedIOException missing(String path, String fact) {
    return unreadable(
        new ModelException(
            ModelException.Kind.MISSING,
            path,
            fact,
            "name a model that all executors can reach with the option model"));
  }

  private static UncheckedIOException unreadable(IOException cause) {
    return new UncheckedIOException(cause.getMessage(), cause);
  }

  /**
   * Reads the model.
   *
   * @throws UncheckedIOException if it cannot be read, is no whole model, or was changed since
   */
  StanflowModel read() {
    try {
      Path file = new Path(path);
      FileSystem files = file.getFileSystem(hadoop.value());
      FileStatus now = files.getFileStatus(file);
      if (now.getLen() != length || now.getModificationTime() != modified) {
        throw new ModelException(
            ModelException.Kind.CORRUPT, path, "it was changed since the read began", "read again");
      }
      try (FSDataInputStream in = files.open(file)) {
        Model model = ModelFile.read(in, path);
        return new StanflowModel(model);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Whether it is the same file in the same state. */
  boolean isSame(ModelPath other) {
    return path.equals(other.path) && length == other.length && modified == other.modified;
  }
}
