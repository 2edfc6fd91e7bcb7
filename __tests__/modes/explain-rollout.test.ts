import { expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";
import { enableLines, rollbackLines } from "../../src/modes/explain-rollout.ts";

function config(text: string) {
  const result = readConfig(`rollout: a\nstages: { unit: { run: x }, smoke: { run: y } }\n${text}`, "gate.yml");
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result.config;
}

test("tells the steps of turning on and off, in order", () => {
  const full = config(`
flag: { read: r, set: [{ script: { on: a, off: b } }] }
backup: [~/a.yaml]
enable: { validate: [unit], smoke: [smoke], canary: { steps: [5 %, 100 %], stages: [smoke], wait: 10 min }, known-issues: [Slow] }
rollback: { to: 1.4.2, install: pip install "a==$VERSION", running: a --version, restart: r, verify: [smoke], log: /var/log/a.log }
`);
  expect(enableLines(full)).toEqual([
    "Turned on by `rollout-gate enable`, and turned back when anything fails:",
    "  1. back up ~/a.yaml",
    "  2. set the flag for 5 %, then 100 %, and read it back each time",
    "  3. after each share: wait 10 min, then smoke",
    "  4. validate: unit",
    "  5. smoke tests: smoke",
    "  6. record it; it must be decided within 24 h whether it stays on",
    "  known: Slow",
  ]);
  expect(rollbackLines(full)).toEqual([
    "Turned off by `rollout-gate rollback`, within 5 min:",
    "  1. set the flag off, and read it back",
    '  2. if that fails, go back to 1.4.2: $ pip install "a==$VERSION"',
    "  3. if that fails, put the files back",
    "  4. after each: $ r",
    "  5. verify: smoke",
    "  6. look for errors in /var/log/a.log",
  ]);
});

test("tells the window before the steps", () => {
  const flag = "flag: { read: r, set: [{ env: A }] }";
  const window = "window: { open: { days: mon..fri, hours: 09:00..16:00 }, zone: UTC }";
  expect(enableLines(config(`${flag}\nenable: { ${window} }`))[1]).toBe(
    "  only Mon to Fri 09:00–16:00 (UTC); outside of it: refuse",
  );
});

test("says nothing of a flag that is not there, or that nothing turns on", () => {
  expect([enableLines(config("")), rollbackLines(config(""))]).toEqual([[], []]);
  expect(enableLines(config("flag: { read: r }"))).toEqual([]);
});
