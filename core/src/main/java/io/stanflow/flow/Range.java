package io.stanflow.flow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values that a number of a model file may have, both ends included; of an array, each of its
 * numbers. Reading a model file checks it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  /** Smallest whole number of 64 bits. */
  double LEAST_LONG = -0x1p63;

  /** Largest whole number of 64 bits, rounded. */
  double MOST_LONG = 0x1p63;

  /** Smallest value. */
  double least();

  /** Largest value. */
  double most();
}
