import type { Finding } from "../domain/finding.ts";
import type { PolicyRecord } from "../domain/policy.ts";

/**
 * What is to be said of the policy itself. A change that brings its own policy, or asks for another one than it is judged by, is
 * at best let through with conditions: what it asks for will hold once it is merged, and a person should have seen that.
 *
 * @returns nothing when the change leaves the policy as it is
 */
export function judgePolicy(policy: PolicyRecord): readonly Finding[] {
  const commit = policy.commit.slice(0, 12);
  if (policy.source === "own") {
    return [
      condition(
        `the base commit ${commit} has no ${policy.file}, so the change is judged by the config that it brings itself`,
        "Review the config: nobody has agreed to it yet",
      ),
    ];
  }
  const { changes } = policy;
  if (changes.length === 0) return [];
  const loosened = changes.filter(({ effect }) => effect === "loosens").length;
  const tightened = changes.filter(({ effect }) => effect === "tightens").length;
  const counts =
    loosened > 0 ? `, and asks for less in ${loosened} of ${plural(changes.length)}` : `: ${plural(changes.length)}`;
  const reason = `the change brings another policy than the base commit ${commit}, by which it is judged${counts}`;
  return tightened === changes.length
    ? [{ ...condition(reason, ""), outcome: "pass", severity: "info" }]
    : [condition(reason, "Review what becomes of the policy: it is listed under Policy")];
}

function plural(count: number): string {
  return count === 1 ? "1 difference" : `${count} differences`;
}

function condition(reason: string, action: string): Finding {
  return {
    subject: "policy",
    kind: "policy",
    outcome: "warn",
    severity: "warning",
    reason,
    limit: "",
    action,
    unit: "",
    footnotes: [],
    places: [],
  };
}
