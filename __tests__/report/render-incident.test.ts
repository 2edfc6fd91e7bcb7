import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Incident } from "../../src/domain/incident.ts";
import { incidentTitle, renderIncidentQuestions, renderIncidentRecord } from "../../src/report/render-incident.ts";
import { expectGolden } from "./expect-golden.ts";
import { hostileText } from "./hostile-text.ts";
import { readAsGithub } from "./read-as-github.ts";

const incident: Incident = {
  id: "rollback-1",
  rollout: "new-pricing",
  severity: "critical",
  status: "failed",
  reason: "checkout/latency is 3 times what it was",
  startedAt: "2026-01-02T03:04:05.678Z",
  endedAt: "2026-01-02T03:05:00.000Z",
  issues: ["checkout/latency: 812 ms, limit < 300 ms"],
  timeline: [
    { at: "2026-01-02T03:04:05.678Z", what: "turn the flag off by file settings.yaml", outcome: "begun" },
    { at: "2026-01-02T03:04:06.000Z", what: "turn the flag off by file settings.yaml", outcome: "done" },
    { at: "2026-01-02T03:04:09.000Z", what: "read the flag back: still on", outcome: "failed" },
  ],
  byHand: ["export SHOP_PRICING=false", "systemctl restart shop"],
  owner: { role: "tech-lead", handle: "octocat" },
  postMortemDue: "2026-01-03T03:04:05.678Z",
  links: [{ text: "the run", url: "https://github.com/octo-org/shop/actions/runs/7" }],
};

describe("renderIncidentRecord", () => {
  test("a failed rollback, with the questions below it", () => {
    expectGolden("incident.md", `${renderIncidentRecord(incident, 60_000)}\n${renderIncidentQuestions(incident)}`);
  });

  test("nothing from the data becomes a link, a mention or markup; the owner and our own address do", () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (reason, what, issue) => {
        const shown = readAsGithub(
          renderIncidentRecord(
            {
              ...incident,
              rollout: "shop",
              reason,
              issues: [issue],
              byHand: [what],
              timeline: [{ at: incident.startedAt, what, outcome: "done" }],
              owner: { role: "lead", handle: null },
            },
            60_000,
          ),
        );
        expect(shown.triggers).toEqual([]);
        const links = [...shown.attributes].filter((one) => /^(?:href|src)=/.test(one));
        expect(links).toEqual(["href=https://github.com/octo-org/shop/actions/runs/7"]);
      }),
    );
  });

  test("a long timeline is cut in its middle and stays within the bytes", () => {
    const timeline = Array.from({ length: 2000 }, (_, at) => ({
      at: incident.startedAt,
      what: `step ${at} ${"x".repeat(40)}`,
      outcome: "done" as const,
    }));
    for (const maxBytes of [4000, 20_000, 60_000]) {
      const text = renderIncidentRecord({ ...incident, timeline }, maxBytes);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
      expect(text).toMatch(/step 0 [\s\S]*steps left out[\s\S]*step 1999 /);
    }
  });
});

test("a title is one line of plain text that GitHub takes", () => {
  expect(incidentTitle(incident)).toBe("Rollback of new-pricing: checkout/latency is 3 times what it was");
  expect(incidentTitle({ rollout: "a", reason: " " })).toBe("Rollback of a");
  const long = incidentTitle({ rollout: "a".repeat(100), reason: `\n${"é".repeat(500)}` });
  expect(long.length).toBeLessThanOrEqual(256);
  expect(long).not.toContain("\n");
});
