import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { declared } from "./faults/declared.ts";
import { operationName } from "./faults/operation-name.ts";
import type { Scene } from "./faults/scene.ts";
import { scenes } from "./faults/scenes.ts";
import { ask } from "./github/ask.ts";
import { type Fault, faultName, faults } from "./github/fault.ts";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";
import { clientOf, faultLimits } from "./publishing.ts";

beforeAll(async () => {
  // GitHub's schema is read when it is first asked for, which takes longer than any answer.
  const warm = await startHub();
  await ask(warm.graphqlUrl, "POST", warm.tokens.reader, { query: "query { viewer { login } }" }, {}, 60_000);
  await warm.stop();
});

interface Stage {
  readonly hub: Hub;
  readonly prepared: unknown;
}

async function stageOf(scene: Scene): Promise<Stage> {
  const hub = await startHub();
  return { hub, prepared: await scene.prepare?.(hub) };
}

async function play(scene: Scene, { hub, prepared }: Stage, at: string | null, fault: Fault | null) {
  await scene.again?.(hub, prepared);
  hub.calls.clear();
  if (scene.without === "GraphQL") {
    const gone = { kind: "not-found", when: "before" } as const;
    hub.arm({ fault: gone, at: "POST /graphql", times: Number.POSITIVE_INFINITY });
  }
  const armed = fault === null ? null : hub.arm({ fault, at: (target) => operationName(target) === at });
  const outcome = await scene.play(hub, clientOf(hub, hub.tokens.writer, faultLimits.requestMs), prepared);
  const calls = [...new Set(hub.calls.all.map(operationName))];
  const struck = armed?.struck ?? 1;
  hub.disarmAll();
  expect(hub.elsewhere.filter(({ authorization }) => authorization !== null)).toEqual([]);
  return { outcome, calls, struck, world: await scene.world(hub, prepared) };
}

/** Calls of a scene without a fault that are held here. */
function heldOf(scene: Scene, calls: readonly string[]): readonly string[] {
  return calls.filter(
    (call) => scene.only?.includes(call) ?? !(scene.without === "GraphQL" && call.startsWith("GraphQL")),
  );
}

/** Plays that may run side by side, as each has a hub of its own. */
const atOnce = 6;

describe("every call and every fault", () => {
  test.each(scenes.map((scene) => [scene.name, scene] as const))("%s", async (name, scene) => {
    const first = await stageOf(scene);
    const clean = await play(scene, first, null, null);
    // A second time, as a run that is started again: nothing is made twice.
    const twice = await play(scene, first, null, null);
    expect(first.hub.violations()).toEqual([]);
    await first.hub.stop();
    const rows = declared[name] ?? {};
    expect(Object.keys(rows).sort()).toEqual([...heldOf(scene, clean.calls)].sort());

    const differences: unknown[] = [];
    const check = async (call: string, fault: Fault, shared: Stage | null) => {
      const stage = shared ?? (await stageOf(scene));
      try {
        const { when: _, ...row } = rows[call]?.find(({ when }) => when(fault)) ?? { when: null };
        const expected = {
          outcome: "outcome" in row ? row.outcome : clean.outcome,
          world: { ...clean.world, ...("world" in row ? row.world : {}) },
          struck: 1,
        };
        const { outcome, world, struck } = await play(scene, stage, call, fault);
        const came = { outcome, world, struck };
        if (JSON.stringify(came) !== JSON.stringify(expected))
          differences.push({ call, fault: faultName(fault), came, expected });
        if (shared !== null || scene.isNewEachTime || call.startsWith("G")) return;
        // What was written may be in doubt: the next run mends it, and makes nothing a second time.
        const next = await play(scene, stage, null, null);
        if (JSON.stringify(next.world) !== JSON.stringify(twice.world))
          differences.push({ call, fault: faultName(fault), next: next.world, expected: twice.world });
      } finally {
        if (shared === null) await stage.hub.stop();
      }
    };
    for (const call of heldOf(scene, clean.calls)) {
      if (scene.again === undefined) {
        for (let start = 0; start < faults.length; start += atOnce)
          await Promise.all(faults.slice(start, start + atOnce).map((fault) => check(call, fault, null)));
        continue;
      }
      const shared = await stageOf(scene);
      try {
        for (const fault of faults) await check(call, fault, shared);
      } finally {
        await shared.hub.stop();
      }
    }
    expect(differences).toEqual([]);
  });
});

/** Calls whose faults are held elsewhere. */
const elsewhere: Readonly<Record<string, string>> = {
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": "publishing-faults.test.ts",
  "POST /repos/{owner}/{repo}/check-runs": "publishing-faults.test.ts",
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": "publishing-faults.test.ts",
  "PUT /repos/{owner}/{repo}/contents/{path}": "github/ledger.test.ts",
  "POST /repos/{owner}/{repo}/git/refs": "github/ledger.test.ts",
  "PATCH /repos/{owner}/{repo}/git/refs/{ref}": "github/ledger.test.ts",
  "POST /repos/{owner}/{repo}/git/trees": "github/ledger.test.ts",
  "POST /repos/{owner}/{repo}/git/commits": "github/ledger.test.ts",
};

/** Files that send queries, and how those are called here. */
const queries: Readonly<Record<string, readonly string[]>> = {
  "entry/look-ahead.ts": ["GraphQL viewer pull.first checks ledger ticks"],
  "github/api/ask-together.ts": [],
  "github/files-at-commits.ts": ["GraphQL repository.at"],
  "github/issues/concern-issue.ts": ["GraphQL repository.issue"],
  "github/issues/find-own-issues.ts": ["GraphQL repository.labelled repository.recent", "GraphQL nodes"],
  "github/ledger/read-folder.ts": ["GraphQL viewer pull.first checks ledger ticks"],
  "github/people/read-revisions.ts": ["GraphQL nodes"],
  "github/people/standings-together.ts": ["GraphQL person"],
  "github/people/tick-texts.ts": ["GraphQL viewer ticks", "GraphQL comments"],
  "github/publish/publish-verdict.ts": ["GraphQL viewer checks"],
  "github/publish/survey-pull-request.ts": ["GraphQL b", "GraphQL pull.head checks"],
};

describe("no call is left out", () => {
  const root = new URL("../src/", import.meta.url);
  const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(new URL(path, root), "utf8") }));
  const held = new Set(Object.values(declared).flatMap((rows) => Object.keys(rows)));

  test("of those by REST", () => {
    const routes = sources.flatMap(({ text }) => text.match(/(?<=")(?:GET|POST|PUT|PATCH|DELETE) \/[^"]*(?=")/g) ?? []);
    expect(routes.length).toBeGreaterThan(20);
    expect([...new Set(routes)].filter((route) => !held.has(route) && elsewhere[route] === undefined)).toEqual([]);
    for (const [route, suite] of Object.entries(elsewhere)) {
      expect(readFileSync(new URL(suite, import.meta.url), "utf8")).toContain(route);
    }
  });

  test("of those by GraphQL", () => {
    const files = sources.filter(({ text }) => /\.query\(|askTogether\(/.test(text)).map(({ path }) => path);
    expect(files.sort()).toEqual(Object.keys(queries).sort());
    expect([...new Set(Object.values(queries).flat())].filter((query) => !held.has(query))).toEqual([]);
  });
});
