/**
 * Fills what flows lack from a model, given everything that is there: STAN's information
 * completion. {@link io.stanflow.complete.Completion} is the door.
 */
package io.stanflow.complete;
