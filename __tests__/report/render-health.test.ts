import { expect, test } from "@jest/globals";
import type { HealthCheck } from "../../src/domain/health.ts";
import { renderHealth, renderHealthJson, renderHealthMarkdown } from "../../src/report/render-health.ts";
import { expectGolden } from "./expect-golden.ts";

const checks: readonly HealthCheck[] = [
  { part: "config", state: "ok", seen: "a.yml is valid.", mend: "" },
  { part: "ledger", state: "warn", seen: "The config names no ledger.", mend: "Add `ledger:`." },
  {
    part: "flag",
    state: "bad",
    seen: "It reads \u001b[31mred\u001b[0m | @everyone <b>",
    mend: "Look at [it](http://x.example).",
  },
  { part: "token", state: "unknown", seen: "Not known from here.", mend: "Ask in a workflow." },
];

test("in a terminal, in a summary, for programs", () => {
  expectGolden("health.txt", renderHealth(checks, { columns: 60, colour: false, unicode: true }));
  expectGolden("health.md", renderHealthMarkdown(checks));
  expect(JSON.parse(renderHealthJson(checks))).toEqual({ schema: "rollout-gate/doctor/1", checks });
});
