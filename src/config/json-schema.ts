import { checkPattern } from "./output-pattern.ts";
import { configSchema } from "./schema/config-schema.ts";

/**
 * The config's JSON Schema (draft 7, the one that editors' YAML plug-ins know best), made from the very schema that checks
 * it. It is looser in one way: what names refer to, and most of what texts mean, only `readConfig` can tell.
 */
export function configJsonSchema(): Record<string, unknown> {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "urn:rollout-gate:schema:config:1",
    title: "Rollout Gate config",
    description: "What a rollout is, what proves it, and what happens when it goes wrong: .github/rollout-gate.yml",
    ...configSchema(checkPattern).jsonSchema(),
  };
}
