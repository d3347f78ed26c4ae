/**
 * What fitting has learned of a table, as plain records that the model file holds as they are:
 * {@link io.stanflow.codec.spec.CodecSpec} and its parts. They know nothing of how flows are coded.
 */
package io.stanflow.codec.spec;
