import type { Config } from "../domain/config.ts";
import type { PolicyRecord } from "../domain/policy.ts";
import type { RunContext } from "../domain/run-context.ts";
import { type LoadedConfig, readConfigText } from "./load-config.ts";
import { GateBroke, type ModePorts } from "./mode-ports.ts";

/** The config by which evidence is judged, and under which it may have been taken. */
export interface ChosenPolicy {
  readonly config: Config;
  /** SHA-256 of the texts of configs that evidence may have been taken under. */
  readonly digests: readonly string[];
  /** Null where the workspace's own config judges. */
  readonly record: PolicyRecord | null;
}

type PolicyPorts = Pick<ModePorts, "context" | "policy" | "host">;

/** The commit whose config judges a change that is not merged yet; null where the workspace's own does. */
export function policyCommit(context: RunContext): string | null {
  return context.pullRequest?.baseCommit ?? context.mergeBase ?? null;
}

/**
 * Chooses the config that judges. A change that is not merged yet does not judge itself: the config at its base commit does. Only
 * where the base has none is it the change's own.
 *
 * @param file the config's path, as it was given
 * @param own the change's own config, where the workspace holds it; null: the workspace holds something else, so it is looked up
 *   at the commit that is judged, as data
 * @param taken digests of the configs that the evidence says it was taken under, where there is evidence already
 * @throws GateBroke when the base's config is there and cannot be had or understood: nothing else may take its place
 */
export async function choosePolicy(
  file: string,
  own: LoadedConfig | null,
  taken: readonly string[],
  ports: PolicyPorts,
): Promise<ChosenPolicy> {
  const commit = policyCommit(ports.context);
  if (commit === null) {
    if (ports.context.event === "merge_group") {
      throw new GateBroke(
        "The event of this merge group does not say which commit it is built on, so its policy is not known.",
      );
    }
    if (own === null) throw new GateBroke(`There is no config to judge by: ${file} was not read.`);
    return { config: own.config, digests: [own.digest], record: null };
  }
  const path = repositoryPath(file, ports.host.workspace);
  // Where the workspace does not hold the change's own config, it is looked at as well when it is another one.
  const next = own === null && ports.context.commit !== null ? [ports.context.commit] : [];
  const base = await textAt(commit, path, ports, next);
  if (base === null) {
    const chosen = own ?? (await ownConfig(path, ports));
    if (chosen === null || "problem" in chosen) {
      const why = chosen === null ? `the change has no ${path} either` : chosen.problem;
      throw new GateBroke(`The base commit ${commit.slice(0, 12)} has no ${path} to judge by, and ${why}`);
    }
    return {
      config: chosen.config,
      digests: [chosen.digest],
      record: { source: "own", commit, file: path, changes: [] },
    };
  }
  const judging = await readConfigText(base, `${path} at ${commit.slice(0, 12)}`);
  if ("problem" in judging) {
    throw new GateBroke(
      `The change is judged by the config at its base commit, and that is not valid. Mend it there first; this says nothing about the change.\n${judging.problem}`,
    );
  }
  const isSame = own === null ? taken.every((digest) => digest === judging.digest) : own.digest === judging.digest;
  const changed = isSame ? null : (own ?? (await ownConfig(path, ports)));
  const digests = [judging.digest];
  let changes: PolicyRecord["changes"] = [];
  if (changed === null && !isSame) {
    changes = [{ key: path, before: "there", after: null, effect: "loosens" }];
  } else if (changed !== null && "problem" in changed) {
    // Nothing can have been collected under it, so its evidence is refused with the rest.
    changes = [{ key: path, before: "valid", after: "not valid", effect: "changes" }];
  } else if (changed !== null) {
    digests.push(changed.digest);
    // Most changes leave the policy as it is, and do not wait for this.
    const { comparePolicies } = await import("../judge/compare-policies.ts");
    changes = comparePolicies(judging.config, changed.config);
  }
  return { config: judging.config, digests, record: { source: "base", commit, file: path, changes } };
}

/** The config at the commit that is judged; null when that commit has none. */
async function ownConfig(
  path: string,
  ports: PolicyPorts,
): Promise<LoadedConfig | { readonly problem: string } | null> {
  const { commit } = ports.context;
  if (commit === null)
    throw new GateBroke("It is not known which commit is judged, so its config cannot be looked up.");
  const text = await textAt(commit, path, ports);
  return text === null ? null : readConfigText(text, `${path} at ${commit.slice(0, 12)}`);
}

async function textAt(
  commit: string,
  path: string,
  { policy }: PolicyPorts,
  next: readonly string[] = [],
): Promise<string | null> {
  if (policy === null) {
    throw new GateBroke(
      `A change that is not merged yet is judged by the config at its base commit ${commit.slice(0, 12)}, and without a token that cannot be read. Give the step \`token: \${{ github.token }}\` (its default) in a job with \`permissions: contents: read\`.`,
    );
  }
  const text = await policy.read(commit, path, next);
  if (text.ok) return text.value;
  throw new GateBroke(
    `The config ${path} could not be read at commit ${commit.slice(0, 12)}: ${text.problem.reason} ${text.problem.remedy ?? ""}`.trim(),
  );
}

/** A path that means the same at any commit. */
function repositoryPath(file: string, workspace: string): string {
  const slashes = (path: string) => path.replaceAll("\\", "/").replace(/\/+$/, "");
  const root = `${slashes(workspace)}/`;
  const given = slashes(file);
  const inside = given.startsWith(root) ? given.slice(root.length) : given;
  const parts = inside.split("/").filter((part) => part !== "" && part !== ".");
  const isOutside = /^(?:\/|[A-Za-z]:)/.test(inside) || parts.includes("..");
  if (isOutside || parts.length === 0) {
    throw new GateBroke(
      `The config ${file} lies outside of the repository, so there is none at the base commit to judge this change by. Name a file of the repository.`,
    );
  }
  return parts.join("/");
}
