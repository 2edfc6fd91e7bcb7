import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { commitOf, gateEvent } from "../../__tests__/ledger/sample-events.ts";
import type { LedgerStore } from "../../src/domain/ledger.ts";
import { faultName, faults } from "./fault.ts";
import type { Hub } from "./hub.ts";
import { ledgerOn } from "./ledger-world.ts";
import { startHub } from "./start-hub.ts";

const branch = "rollout-gate";

const idsOf = async (store: LedgerStore): Promise<readonly string[]> => {
  const read = await store.read("shop");
  if (!read.ok) throw new Error(read.problem.reason);
  return read.value.map(({ id }) => id);
};

describe("the ledger on a hub", () => {
  let hub: Hub;
  beforeAll(async () => {
    hub = await startHub({
      repositories: [{ name: "octo-org/vault", private: true, roles: { octocat: "admin" } }],
    });
  });
  afterAll(() => hub.stop());

  test("begins a branch that shares nothing with the code, and appends with two calls", async () => {
    const { store, api } = ledgerOn(hub);
    expect(await store.read("shop")).toEqual({ ok: true, value: [] });
    expect(await store.append("shop", [gateEvent("g1")])).toMatchObject({ ok: true, value: { added: [{ id: "g1" }] } });
    const [first, ...others] = await hub.state.history(branch);
    expect(others).toEqual([]);
    expect(first?.parents).toEqual([]);
    expect(await hub.state.file("README.md", branch)).toContain("Ledger of Rollout Gate");
    expect(await hub.state.file("README.md", "main")).not.toContain("Ledger of Rollout Gate");
    const before = api.requests;
    await store.append("shop", [gateEvent("g2")]);
    expect(api.requests - before).toBe(2);
    expect(await idsOf(ledgerOn(hub).store)).toEqual(["g1", "g2"]);
    // Another rollout's first record: the branch is there, its file is made sure not to be.
    const beforeOther = api.requests;
    expect(await store.append("other", [gateEvent("o1", { rollout: "other" })])).toMatchObject({ ok: true });
    expect(api.requests - beforeOther).toBe(4);
    expect(hub.violations()).toEqual([]);
  });

  test("what a token may not see is a problem, never an empty ledger; what it may not write is told", async () => {
    const job = (permissions: Readonly<Record<string, "read" | "write">>) =>
      hub.issueToken({ kind: "job", repository: "octo-org/vault", permissions: { metadata: "read", ...permissions } });
    const [blind, revoked, seeing] = [job({ issues: "write" }), job({ contents: "write" }), job({ contents: "read" })];
    hub.revokeToken(revoked);
    for (const token of [blind, revoked]) {
      const read = await ledgerOn(hub, token, branch, "vault").store.read("shop");
      expect(read).toMatchObject({ ok: false, problem: { remedy: expect.stringMatching(/contents: read|valid/) } });
    }
    expect(await ledgerOn(hub, seeing, branch, "vault").store.read("shop")).toEqual({ ok: true, value: [] });
    const refused = await ledgerOn(hub, hub.tokens.reader).store.append("shop", [gateEvent("g9")]);
    expect(refused).toMatchObject({ ok: false, problem: { remedy: expect.stringMatching(/contents: write/) } });
    expect(await ledgerOn(hub, hub.tokens.reader, "elsewhere").store.read("shop")).toEqual({ ok: true, value: [] });
  });

  test("never writes to the default branch", async () => {
    const { store } = ledgerOn(hub, hub.tokens.writer, "main");
    expect(await store.append("shop", [gateEvent("g1")])).toMatchObject({
      ok: false,
      problem: { reason: expect.stringMatching(/default branch/) },
    });
  });
});

test("32 writers record 20 times each with a tenth of all answers lost", async () => {
  const hub = await startHub({ checkRequests: false });
  try {
    const chance = { probability: 0.1, random: Math.random };
    hub.arm({ fault: { kind: "reset", when: "after" }, times: Number.POSITIVE_INFINITY, chance });
    const begun = performance.now();
    let requests = 0;
    await Promise.all(
      Array.from({ length: 32 }, async (_, number) => {
        const { store, api } = ledgerOn(hub);
        for (let record = 0; record < 20; record++) {
          const id = `w${number}-${record}`;
          const appended = await store.append("shop", [gateEvent(id, { commit: commitOf(number) })]);
          expect(appended).toEqual({ ok: true, value: { added: [expect.objectContaining({ id })] } });
        }
        requests += api.requests;
      }),
    );
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    hub.disarmAll();
    const ids = await idsOf(ledgerOn(hub).store);
    expect(ids).toHaveLength(640);
    expect(new Set(ids).size).toBe(640);
    const history = await hub.state.history(branch);
    for (const [at, commit] of history.entries()) {
      expect(commit.parents).toEqual(at + 1 < history.length ? [history[at + 1]?.sha] : []);
    }
    const text = (
      await Promise.all(((await hub.state.files(branch)) ?? []).map((path) => hub.state.file(path, branch)))
    ).join("");
    expect(text.split('"id":"w').length - 1).toBe(640);
    process.stdout.write(`640 records by 32 writers: ${requests} requests, ${history.length} commits, ${seconds} s\n`);
  } finally {
    await hub.stop();
  }
});

describe("every call of an append × every fault", () => {
  const routes = {
    "first record of a repository": [
      "GET /repos/{owner}/{repo}/contents/{path}",
      "GET /repos/{owner}/{repo}/git/ref/{ref}",
      "GET /repos/{owner}/{repo}",
      "POST /repos/{owner}/{repo}/git/trees",
      "POST /repos/{owner}/{repo}/git/commits",
      "POST /repos/{owner}/{repo}/git/refs",
    ],
    "a later record": ["GET /repos/{owner}/{repo}/contents/{path}", "PUT /repos/{owner}/{repo}/contents/{path}"],
  };
  test.each(Object.entries(routes))("%s", async (which, calls) => {
    const isFirst = which.startsWith("first");
    const outcomes = new Map<string, number>();
    const count = (name: string) => outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
    for (const route of calls) {
      for (const fault of faults) {
        const hub = await startHub({ checkRequests: false });
        try {
          const { store } = ledgerOn(hub);
          if (!isFirst) await store.append("shop", [gateEvent("before")]);
          hub.arm({ fault, at: route, times: 1, retryAfterSeconds: 0 });
          const appended = await store.append("shop", [gateEvent("ours")]);
          hub.disarmAll();
          const ids = await idsOf(ledgerOn(hub).store);
          const told = { route, fault: faultName(fault), appended, ids };
          const times = ids.filter((id) => id === "ours").length;
          // Told as added: it is there. Told as failed: it says why; and it is never there twice.
          if (appended.ok) expect(told).toMatchObject({ appended: { value: { added: [{ id: "ours" }] } } });
          if (appended.ok) expect({ ...told, times }).toMatchObject({ times: 1 });
          else expect(appended.problem.reason).toMatch(/\w.*\.$/);
          expect(times).toBeLessThanOrEqual(1);
          expect(ids.includes("before")).toBe(!isFirst);
          const again = await store.append("shop", [gateEvent("ours")]);
          expect({ ...told, again }).toMatchObject({ again: { ok: true } });
          expect((await idsOf(ledgerOn(hub).store)).filter((id) => id === "ours")).toHaveLength(1);
          count(appended.ok ? "recorded in the end" : times === 1 ? "told as failed, recorded" : "told as failed");
        } finally {
          await hub.stop();
        }
      }
    }
    process.stdout.write(`${which}: ${JSON.stringify(Object.fromEntries(outcomes))}\n`);
  });
});

test("a ledger that grows and is compacted while others append loses nothing", async () => {
  const hub = await startHub();
  try {
    const sizes: number[] = [];
    const { store, api } = ledgerOn(hub);
    const old = { at: "2025-01-01T00:00:00.000Z" };
    for (let number = 0; number < 1800; number += 60) {
      const before = api.requests;
      const events = Array.from({ length: 60 }, (_, at) => gateEvent(`old${number + at}`, old));
      await store.append("shop", events);
      sizes.push(api.requests - before);
    }
    expect(Math.max(...sizes.slice(1))).toBe(3);
    const retention = { now: new Date("2026-01-06T00:00:00Z"), keepMs: 90 * 86_400_000, baselines: 3, anchors: [] };
    const young = Array.from({ length: 10 }, async (_, number) => {
      await ledgerOn(hub).store.append("shop", [gateEvent(`young${number}`)]);
    });
    const [compacted] = await Promise.all([ledgerOn(hub).store.compact("shop", retention), ...young]);
    expect(compacted).toEqual({ ok: true, value: { removed: expect.any(Number) } });
    await ledgerOn(hub).store.compact("shop", retention);
    const ids = await idsOf(ledgerOn(hub).store);
    expect(ids.filter((id) => id.startsWith("young")).sort()).toEqual(
      Array.from({ length: 10 }, (_, number) => `young${number}`),
    );
    expect(ids.length).toBeLessThan(30);
    const paths = (await hub.state.files(branch)) ?? [];
    expect(paths.filter((path) => path.startsWith("rollouts/shop/")).length).toBeLessThanOrEqual(3);
    expect(await hub.state.file("README.md", branch)).toContain("Ledger");
    expect(hub.violations()).toEqual([]);
  } finally {
    await hub.stop();
  }
});

test("every call of a compaction × every fault: what is young is there, once, whatever is told", async () => {
  const finding = { subject: "s".repeat(190), outcome: "warn", severity: "info" } as const;
  const findings = Array.from({ length: 170 }, () => finding);
  const ids = Array.from({ length: 8 }, (_, number) => `young${number}`);
  const outcomes = { compacted: 0, "told as failed": 0 };
  for (const route of [
    "GET /repos/{owner}/{repo}/git/ref/{ref}",
    "GET /repos/{owner}/{repo}/git/commits/{commit_sha}",
    "GET /repos/{owner}/{repo}/contents/{path}",
    "POST /repos/{owner}/{repo}/git/trees",
    "POST /repos/{owner}/{repo}/git/commits",
    "PATCH /repos/{owner}/{repo}/git/refs/{ref}",
  ]) {
    for (const fault of faults) {
      const hub = await startHub({ checkRequests: false });
      try {
        const { store } = ledgerOn(hub);
        // Each fills a part by itself.
        for (const id of ids) await store.append("shop", [gateEvent(id, { findings })]);
        hub.arm({ fault, at: route, times: 1, retryAfterSeconds: 0 });
        const fresh = ledgerOn(hub).store;
        const now = new Date("2026-01-06T00:00:00Z");
        const compacted = await fresh.compact("shop", { now, keepMs: 90 * 86_400_000, baselines: 3, anchors: [] });
        hub.disarmAll();
        outcomes[compacted.ok ? "compacted" : "told as failed"] += 1;
        expect({ route, fault: faultName(fault), ids: await idsOf(ledgerOn(hub).store) }).toMatchObject({ ids });
      } finally {
        await hub.stop();
      }
    }
  }
  process.stdout.write(`compaction: ${JSON.stringify(outcomes)}\n`);
});
