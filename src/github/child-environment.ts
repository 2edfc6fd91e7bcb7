import { isSecretName } from "../text/secret-values.ts";

/**
 * What no child of ours gets from the job's environment. A stage runs code that may be hostile, and each of these is a
 * way to speak for the job: to its later steps, to GitHub, or to a cloud that trusts it.
 */
export const withheldVariables: readonly {
  /** In capitals; `*` at the end stands for anything. */
  readonly name: string;
  readonly why: string;
}[] = [
  { name: "GITHUB_ENV", why: "sets variables for the job's later steps" },
  { name: "GITHUB_PATH", why: "changes which programs the later steps run" },
  { name: "GITHUB_OUTPUT", why: "sets this step's outputs, the verdict among them" },
  { name: "GITHUB_STATE", why: "sets what this action's last step reads" },
  { name: "GITHUB_STEP_SUMMARY", why: "writes into the report that people read" },
  { name: "GITHUB_TOKEN", why: "acts on GitHub as the job" },
  { name: "GH_TOKEN", why: "the same, for GitHub's command line" },
  { name: "GITHUB_ENTERPRISE_TOKEN", why: "the same, for GitHub Enterprise" },
  { name: "GH_ENTERPRISE_TOKEN", why: "the same, for GitHub Enterprise" },
  { name: "ACTIONS_RUNTIME_*", why: "writes the job's caches and artifacts" },
  { name: "ACTIONS_RESULTS_URL", why: "where the runtime token is good" },
  { name: "ACTIONS_CACHE_URL", why: "where the runtime token is good" },
  { name: "ACTIONS_ID_TOKEN_REQUEST_*", why: "gets an OpenID token, by which clouds know the job" },
  { name: "INPUT_*", why: "this action's own inputs, which may hold a token" },
  { name: "STATE_*", why: "this action's own state" },
];

/**
 * The environment for a stage: that of the job without {@link withheldVariables}. What a config sets under a stage's `env:`
 * is added afterwards by whoever starts it, so a config can hand a token to a stage knowingly.
 *
 * @param env names are compared without regard to case, as Windows does
 */
export function childEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: [string, string][] = [];
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !isWithheld(name.toUpperCase())) kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}

/** Whether a variable holds a secret that this step has for itself, such as its token: stages must not find it anywhere. */
export function isHeldSecret(name: string): boolean {
  return isWithheld(name.toUpperCase()) && isSecretName(name);
}

function isWithheld(name: string): boolean {
  return withheldVariables.some((withheld) =>
    withheld.name.endsWith("*") ? name.startsWith(withheld.name.slice(0, -1)) : name === withheld.name,
  );
}
