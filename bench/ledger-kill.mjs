// Processes that write one ledger in a folder and are killed at any moment: whatever was told as recorded must be there, once, and the
// ledger must be readable. `node bench/ledger-kill.mjs 200` kills so many.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [folder, name] = process.argv.slice(2);
const built = new URL("../build/bench/", import.meta.url);

async function openLedger(path) {
  const { createFolderLedger } = await import(new URL("ledger/folder-ledger.js", built));
  const { createLedgerFiles } = await import(new URL("system/create-ledger-files.js", built));
  const { createClock } = await import(new URL("system/create-clock.js", built));
  return createFolderLedger(path, { files: createLedgerFiles(), clock: createClock(), random: Math.random });
}

function event(id) {
  return {
    schema: "rollout-gate/event/1",
    id,
    rollout: "shop",
    at: new Date().toISOString(),
    tool: "bench",
    run: null,
    commit: "a".repeat(40),
    kind: "gate-concluded",
    configDigest: "d",
    decision: "GO",
    because: "x".repeat(2000),
    stageDurationsMs: {},
    findings: [],
  };
}

/** Appends and compacts until it is killed; says what is recorded once it is. */
async function write() {
  const ledger = await openLedger(folder);
  for (let number = 0; ; number++) {
    const id = `${name}-${number}`;
    const added = await ledger.append("shop", [event(id)]);
    if (!added.ok) throw new Error(added.problem.reason);
    process.stdout.write(`${id}\n`);
    const kept = await ledger.compact("shop", { now: new Date(), keepMs: 86_400_000, baselines: 1, anchors: [] });
    if (!kept.ok) throw new Error(kept.problem.reason);
  }
}

/** Kills one writer some time after its first record. What it had told by then. */
function killOne(path, number) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), path, `w${number}`]);
    let told = "";
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    child.stdout.setEncoding("utf8").on("data", (text) => {
      if (told === "") setTimeout(() => child.kill("SIGKILL"), Math.random() * 60);
      told += text;
    });
    child.on("close", (_code, signal) => {
      if (signal !== "SIGKILL") console.log(`a writer ended by itself: ${said}`);
      resolve({ ids: told.split("\n").filter((id) => id !== ""), killed: signal === "SIGKILL" });
    });
  });
}

async function main(kills) {
  const { emitSources } = await import("./decisions/emit-sources.mjs");
  emitSources();
  const path = mkdtempSync(join(tmpdir(), "ledger-kill-"));
  const told = [];
  let killed = 0;
  try {
    for (let number = 0; number < kills; number += 4) {
      const ended = await Promise.all([0, 1, 2, 3].map((step) => killOne(path, number + step)));
      told.push(...ended.flatMap(({ ids }) => ids));
      killed += ended.filter((one) => one.killed).length;
    }
    const read = await (await openLedger(path)).read("shop");
    if (!read.ok) throw new Error(read.problem.reason);
    const ids = read.value.map(({ id }) => id);
    const there = new Set(ids);
    const lost = told.filter((id) => !there.has(id)).length;
    const names = readdirSync(join(path, "rollouts/shop"));
    const left = names.filter((file) => file.endsWith(".tmp")).length;
    console.log(
      `${killed} writers killed, ${told.length} records told, ${ids.length} there, ${lost} lost, ${ids.length - there.size} twice`,
    );
    console.log(`${names.length} files, ${left} of them half-written and passed over`);
    process.exit(lost === 0 && there.size === ids.length && killed >= kills ? 0 : 1);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

if (name === undefined) await main(Number(folder ?? 100));
else await write();
