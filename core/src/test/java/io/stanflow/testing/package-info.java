/**
 * Flows, tables and schemas that tests are made of; every module's tests have them by core's
 * test-jar. Nothing in here is published.
 */
package io.stanflow.testing;
