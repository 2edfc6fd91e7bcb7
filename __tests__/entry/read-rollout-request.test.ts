import { expect, test } from "@jest/globals";
import { parseCliArguments } from "../../src/entry/cli-arguments.ts";
import { type RolloutTexts, readRolloutRequest } from "../../src/entry/read-rollout-request.ts";
import { rolloutStatus } from "../../src/entry/run-rollout.ts";

const nothing: RolloutTexts = { override: null, reason: null, way: null, metric: null, backup: null, dryRun: false };
const read = (more: Partial<RolloutTexts>) => readRolloutRequest({ ...nothing, ...more }, (name) => `--${name}`);

test("nothing given is nothing asked", () => {
  expect(read({})).toEqual({
    override: null,
    reason: "No reason was given.",
    way: null,
    metric: null,
    backup: null,
    dryRun: false,
  });
});

test("texts become one harmless line of some length", () => {
  const request = read({ reason: `too\nslow\u001b[2J${"x".repeat(1000)}`, metric: " bench/speed " });
  if (typeof request === "string") throw new Error(request);
  expect(request.reason).toMatch(/^too slow/);
  expect(request.reason).not.toMatch(/\p{Cc}/u);
  expect(request.reason.length).toBeLessThanOrEqual(500);
  expect(request.metric).toBe("bench/speed");
});

test.each([
  [{ way: "--force" }, "--way is flag, version or backup, not --force."],
  [{ way: "flags" }, "--way is flag, version or backup, not flags."],
  [{ override: "  " }, "--override needs a reason, which is recorded."],
])("%j is wrong", (more, sentence) => {
  expect(read(more)).toBe(sentence);
});

test.each<[readonly string[], object]>([
  [
    ["rollback", "--reason", "slow", "--way", "flag", "-n"],
    { kind: "run", mode: "rollback", options: { rollout: { reason: "slow", way: "flag", dryRun: true } } },
  ],
  [["enable", "--override", "now"], { kind: "run", mode: "enable", options: { rollout: { override: "now" } } }],
  [["enable", "--reason", "x"], { kind: "wrong", message: "enable takes no --reason." }],
  [["gate", "--dry-run"], { kind: "wrong", message: "gate takes no --dry-run." }],
  [["rollback", "--way", "x"], { kind: "wrong", message: "--way is flag, version or backup, not x." }],
])("%j", (argv, request) => {
  expect(parseCliArguments(argv)).toMatchObject(request);
});

test("0 is as asked for, 1 is to be looked at, 2 is for a person to do", () => {
  const statuses = Object.fromEntries(
    (
      [
        "enabled",
        "rolled back",
        "planned",
        "refused",
        "turned back",
        "rolled back with findings",
        "turning back failed",
        "failed",
      ] as const
    ).map((ending) => [ending, rolloutStatus(ending)]),
  );
  expect(statuses).toEqual({
    enabled: 0,
    "rolled back": 0,
    planned: 0,
    refused: 1,
    "turned back": 1,
    "rolled back with findings": 1,
    "turning back failed": 2,
    failed: 2,
  });
});
