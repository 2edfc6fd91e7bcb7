import { describe, expect, test } from "@jest/globals";
import type { Evidence } from "../../src/domain/evidence.ts";
import { checkEvidenceSet } from "../../src/judge/check-evidence-set.ts";
import type { EvidenceTerms } from "../../src/judge/evidence-terms.ts";
import { config, measurement, record, evidence as sample } from "./samples.ts";

const shop = config({ rollout: "shop" });
const digest = "d".repeat(64);
const terms: EvidenceTerms = { digests: [digest], commit: null, repository: null };

function evidence(changes: Partial<Evidence> = {}, stages: readonly string[] = []): Evidence {
  return sample({
    rollout: "shop",
    configDigest: digest,
    origin: { repository: "octo-org/shop", commit: "a".repeat(40), ref: "refs/heads/main", dirty: false },
    stages: stages.map((stage) => record(stage)),
    ...changes,
  });
}

const shard = (index: number, total: number, ...stages: string[]) =>
  evidence({ shard: { index, total, stages } }, stages);
const told = (parts: readonly Evidence[]) =>
  checkEvidenceSet(shop, terms, parts).map(({ subject, outcome, severity }) => `${outcome} ${severity}: ${subject}`);

describe("checkEvidenceSet", () => {
  test.each<[string, readonly Evidence[], readonly string[]]>([
    ["one whole run", [evidence({}, ["a", "b"])], []],
    ["all parts", [shard(2, 2, "b"), shard(1, 2, "a")], []],
    ["a missing part", [shard(1, 3, "a"), shard(3, 3, "c")], ["missing critical: evidence part 2/3"]],
    ["a part twice", [shard(1, 2, "a"), shard(2, 2, "b"), shard(2, 2, "c")], ["invalid critical: evidence part 2/2"]],
    [
      "a place beyond the last",
      [shard(1, 1, "a"), shard(3, 1, "b")],
      ["invalid critical: evidence part that cannot be"],
    ],
    [
      "a place before the first",
      [shard(1, 1, "a"), shard(0, 1, "b")],
      ["invalid critical: evidence part that cannot be"],
    ],
    [
      "a whole run beside parts",
      [shard(1, 1, "a"), evidence({}, ["b"])],
      ["invalid critical: evidence of a whole run"],
    ],
    ["so many parts missing that they are told together", [shard(1, 200, "a")], ["missing critical: evidence parts"]],
    ["more parts than can be", [shard(1, 2 ** 52, "a")], ["invalid critical: evidence part that cannot be"]],
    [
      "a part that did not run what it was given",
      [evidence({ shard: { index: 1, total: 1, stages: ["a", "b"] } }, ["a"])],
      ["invalid critical: stages of evidence part 1/1"],
    ],
    [
      "a part that ran what it was not given",
      [evidence({ shard: { index: 1, total: 2, stages: ["a"] } }, ["a", "c"]), shard(2, 2, "b")],
      ["invalid critical: stages of evidence part 1/2"],
    ],
    [
      "results of a stage that another part ran",
      [{ ...shard(1, 2, "a"), measurements: [measurement([], { stage: "b" })] }, shard(2, 2, "b")],
      ["invalid critical: results of stage b"],
    ],
    ["parts of two plans", [shard(1, 2, "a"), shard(2, 3, "b")], ["invalid critical: evidence parts"]],
    ["another rollout", [evidence({ rollout: "other" })], ["invalid critical: evidence of another rollout"]],
    [
      "another config",
      [evidence({ configDigest: "e".repeat(64) })],
      ["invalid critical: evidence under another config"],
    ],
    [
      "two commits",
      [evidence(), evidence({ origin: { repository: null, commit: "b".repeat(40), ref: null, dirty: null } })],
      ["invalid critical: evidence of several commits"],
    ],
    ["a stage in two files", [evidence({}, ["a"]), evidence({}, ["a"])], ["invalid critical: evidence of stage a"]],
    ["no commit known", [evidence({ origin: { repository: null, commit: null, ref: null, dirty: null } })], []],
  ])("%s", (_name, parts, expected) => {
    expect(told(parts)).toEqual(expected);
  });

  test.each<[string, Partial<EvidenceTerms>, Partial<Evidence>, readonly string[]]>([
    ["the change's own config", { digests: ["b".repeat(64), digest] }, {}, []],
    ["neither config", { digests: ["b".repeat(64)] }, {}, ["invalid critical: evidence under another config"]],
    ["no config at all", { digests: [] }, { configDigest: "" }, ["invalid critical: evidence under another config"]],
    ["the commit that is judged", { commit: "a".repeat(40) }, {}, []],
    ["another commit", { commit: "b".repeat(40) }, {}, ["invalid critical: evidence of another commit"]],
    [
      "a commit cut short",
      { commit: "a".repeat(40) },
      { origin: { repository: "octo-org/shop", commit: "a".repeat(12), ref: null, dirty: null } },
      ["invalid critical: evidence of another commit"],
    ],
    [
      "no commit where one is known",
      { commit: "a".repeat(40) },
      { origin: { repository: "octo-org/shop", commit: null, ref: null, dirty: null } },
      ["invalid critical: evidence of another commit"],
    ],
    ["this repository, by any case", { repository: "Octo-Org/Shop" }, {}, []],
    ["another repository", { repository: "evil/shop" }, {}, ["invalid critical: evidence of another repository"]],
    [
      "no repository where one is known",
      { repository: "octo-org/shop" },
      { origin: { repository: null, commit: null, ref: null, dirty: null } },
      ["invalid critical: evidence of another repository"],
    ],
  ])("evidence of %s", (_name, more, part, expected) => {
    const found = checkEvidenceSet(shop, { ...terms, ...more }, [evidence(part)]);
    expect(found.map(({ subject, outcome, severity }) => `${outcome} ${severity}: ${subject}`)).toEqual(expected);
  });

  test("every finding says what is wrong and what to do", () => {
    for (const finding of checkEvidenceSet(shop, terms, [shard(1, 2, "a"), evidence({ rollout: "x" }, ["a"])])) {
      expect(finding.reason).toMatch(/\.$/);
      expect(finding.action).not.toBe("");
    }
  });
});
