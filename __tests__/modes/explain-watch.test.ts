import { expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";
import { watchLines } from "../../src/modes/explain-watch.ts";

function linesOf(verify: string): readonly string[] {
  const read = readConfig(`rollout: shop\nstages: { s: { run: x } }\n${verify}`, "gate.yml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return watchLines(read.config);
}

test("a config that watches nothing says nothing of it", () => {
  expect(linesOf("")).toEqual([]);
});

test("windows in the order of their times, with what they ask and what it costs", () => {
  const verify = `verify:
  windows:
    day-7: { after: 7 d, report: true, run: fetch logs, criteria: { memory: { pass: "< +100 MB", warn: "< +200 MB", severity: warning } } }
    first-hour: { after: 1 h, every: 15 min, over: 15 min, criteria: { memory: "< 2 GB" } }
  sources: { server: { process: { command: shop, metrics: { memory: { read: rss } } } } }
`;
  expect(linesOf(verify)).toEqual([
    "Watched by `rollout-gate verify` after it is on:",
    "  first-hour: 1 h after, again every 15 min, the last 15 min",
    "    memory < 2 GB: else roll back now",
    "  day-7: 7 d after, all the time since, with a report",
    "    first: $ fetch logs",
    "    memory < +100 MB, a warning up to < +200 MB: else investigate, or a scheduled rollback",
    "  from server (process)",
    "  compared with the 7 d before; looked into within 24 h, a rollback begun within 24 h",
  ]);
});
