/**
 * YAML that people write, composed into nodes that know their lines, never into objects: {@link
 * io.stanflow.io.yaml.YamlFile} reads it, {@link io.stanflow.io.yaml.YamlMapping} says what is
 * wrong with it.
 */
package io.stanflow.io.yaml;
