import { describe, expect, test } from "@jest/globals";
import { readInputs } from "../../src/entry/read-inputs.ts";

const given = (inputs: Readonly<Record<string, string>>) => readInputs((name) => inputs[name] ?? "");

describe("readInputs", () => {
  test("has a default for everything", () => {
    expect(given({})).toEqual({
      ok: true,
      value: {
        mode: "gate",
        config: ".github/rollout-gate.yml",
        stages: [],
        evidence: ".rollout-gate/evidence",
        report: ".rollout-gate/report",
        failOn: "inconclusive",
        summary: true,
        annotations: true,
        shard: null,
        jobs: 4,
        token: "",
        comment: "always",
        check: true,
        rollout: {
          override: null,
          reason: "No reason was given.",
          way: null,
          metric: null,
          backup: null,
          dryRun: false,
        },
        watch: { window: null, recordBefore: false, dryRun: false },
      },
    });
  });

  test("a token is one word, and its default is the runner's to fill in", () => {
    expect(given({ token: " abc " })).toMatchObject({ value: { token: "abc" } });
    const wrong = given({ token: "abc def" });
    expect(wrong).toEqual({ ok: false, wrong: ["The input `token` is one word; it holds white space."] });
  });

  test("reads what is given, white space and capitals aside", () => {
    const reading = given({
      mode: " Collect ",
      stages: "unit, smoke\nbench unit",
      shard: "2/3",
      summary: "FALSE",
      "fail-on": "never",
      jobs: "256",
      evidence: "out/my evidence",
    });
    expect(reading).toMatchObject({
      ok: true,
      value: {
        mode: "collect",
        stages: ["unit", "smoke", "bench"],
        shard: { index: 2, total: 3 },
        summary: false,
        failOn: "never",
        jobs: 256,
        evidence: "out/my evidence",
      },
    });
  });

  test("tells all that is wrong at once, with the words that are right", () => {
    expect(
      given({
        mode: "run`x",
        "fail-on": "always",
        summary: "yes",
        jobs: "0",
        report: "a\nb",
        comment: "often",
        check: "1",
      }),
    ).toEqual({
      ok: false,
      wrong: [
        "The input `mode` is `gate`, `collect`, `conclude`, `enable`, `rollback`, `verify`, `status`, `doctor`, `plan` or `explain`, not `run x`.",
        "The input `report` is one path on one line, not `a b`.",
        "The input `fail-on` is `no-go`, `inconclusive` or `never`, not `always`.",
        "The input `summary` is `true` or `false`, not `yes`.",
        "The input `comment` is `always`, `on-change`, `on-problem` or `never`, not `often`.",
        "The input `check` is `true` or `false`, not `1`.",
        "The input `jobs` is a whole number from 1 to 256, not `0`.",
      ],
    });
  });

  test.each(["0/3", "4/3", "1", "a/b", "1/0", "1/3/5"])("the shard %s is refused", (shard) => {
    expect(given({ mode: "collect", shard })).toMatchObject({
      ok: false,
      wrong: [expect.stringContaining("such as `2/3`")],
    });
  });

  test("a shard is for collect alone, so that no part is taken for the whole", () => {
    expect(given({ shard: "1/2" })).toMatchObject({
      ok: false,
      wrong: [expect.stringContaining("`gate` does not take it")],
    });
  });
});
