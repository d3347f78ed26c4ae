package io.stanflow.io.file;

import java.io.IOException;

/** A process that holds two scratch directories, and prints them, until its input ends. */
final class HeldScratch {
  private HeldScratch() {}

  public static void main(String[] args) throws IOException {
    try (var one = new Scratch();
        var two = new Scratch()) {
      System.out.println(one.path("").toAbsolutePath());
      System.out.println(two.path("").toAbsolutePath());
      System.in.read();
    }
  }
}
