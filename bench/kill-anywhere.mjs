// Whether turning a flag on and off survives being killed at any moment. Runs the built program, on Linux:
//   node bench/kill-anywhere.mjs [KILLS] [SEED] [PROGRAM] [--no-disk]
// It is killed (SIGKILL) so many times, 1,000 unless told otherwise: once at every step of its journal, then at random moments. After each kill
// every settings file is the old one or the new one, whole; every backup is whole; none is lost; the next run ends in a verified
// state. As root the same is done on a full disk, but for --no-disk. Anything else ends with 1.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  watch,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const words = process.argv.slice(2).filter((word) => word !== "--no-disk");
const withDisk = words.length === process.argv.length - 2;
const kills = Number(words[0] ?? 1000);
const seed = Number(words[1] ?? 1);
const program = resolve(words[2] ?? fileURLToPath(new URL("../dist/cli/index.js", import.meta.url)));
if (process.platform !== "linux") {
  console.log("not run: this kills by signals and mounts a disk as Linux does");
  process.exit(0);
}

/** Mulberry32: small, and the same on every machine. */
function randomOf(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = randomOf(seed);

const config = `
rollout: shop
flag:
  read: [sh, read.sh]
  set:
    - script: { on: [sh, toggle.sh, "true"], off: [sh, toggle.sh, "false"] }
    - file: { path: ~/.shop/settings.yaml, key: use_new }
backup: [~/.shop/settings.yaml, ~/.shop/data.bin, { path: notes.md, optional: true }]
state: { keep: 1000 }
ledger: { folder: ledger }
stages:
  smoke: { run: [sh, read.sh] }
enable: { smoke: [smoke] }
rollback: { verify: [smoke], restart: [sh, restart.sh] }
`;
const off = "# mine\nuse_new: false # careful\nother: 1\n";
const on = off.replace("false", "true");

function makeWorld(root) {
  const home = join(root, "home");
  const repo = join(root, "repo");
  mkdirSync(join(home, ".shop"), { recursive: true });
  mkdirSync(join(repo, ".github"), { recursive: true });
  writeFileSync(join(repo, ".github/rollout-gate.yml"), config);
  // The script takes its time, so that it is met half-way, and replaces the file in one step, as it should.
  writeFileSync(
    join(repo, "toggle.sh"),
    'sleep 0.02\nt=$(sed "s/use_new: [a-z]*/use_new: $1/" "$HOME/.shop/settings.yaml") || exit 1\nsleep 0.02\nprintf "%s\\n" "$t" > "$HOME/.shop/settings.new" && mv "$HOME/.shop/settings.new" "$HOME/.shop/settings.yaml"\nsleep 0.02\n',
  );
  writeFileSync(join(repo, "read.sh"), 'grep -q "use_new: true" "$HOME/.shop/settings.yaml" && echo on || echo off\n');
  writeFileSync(join(repo, "restart.sh"), "sleep 0.01\n");
  writeFileSync(join(home, ".shop/settings.yaml"), off);
  writeFileSync(join(home, ".shop/data.bin"), Buffer.alloc(300_000, 7));
  const git = (...args) =>
    execFileSync("git", ["-C", repo, "-c", "user.name=x", "-c", "user.email=x@example.invalid", ...args]);
  git("init", "-q");
  writeFileSync(join(repo, ".gitignore"), "ledger/\n");
  git("add", "-A");
  git("commit", "-qm", "one");
  const world = { root, home, repo, seen: new Set() };
  const gate = run(world, ["gate", "--quiet", "--json"]);
  if (gate.status !== 0) throw new Error(`the gate said no:\n${gate.stdout}${gate.stderr}`);
  return world;
}

const environment = ({ home }) => ({ PATH: process.env.PATH, HOME: home, CI: "1" });

function run(world, args) {
  return spawnSync(process.execPath, [program, ...args], {
    cwd: world.repo,
    env: environment(world),
    encoding: "utf8",
  });
}

const settingsOf = (world) => readFileSync(join(world.home, ".shop/settings.yaml"), "utf8");
const stateOf = (world, ...names) => join(world.repo, ".rollout-gate/rollout", ...names);
const list = (folder) => (existsSync(folder) ? readdirSync(folder).sort() : []);
const digest = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** Everything that must hold at every moment. */
function check(world) {
  const wrong = [];
  if (![on, off].includes(settingsOf(world))) wrong.push(`settings.yaml is torn: ${JSON.stringify(settingsOf(world))}`);
  if (
    digest(join(world.home, ".shop/data.bin")) !== createHash("sha256").update(Buffer.alloc(300_000, 7)).digest("hex")
  ) {
    wrong.push("data.bin is torn");
  }
  const backups = list(stateOf(world, "backups")).filter((name) => !name.endsWith(".part"));
  for (const name of world.seen) if (!backups.includes(name)) wrong.push(`the backup ${name} is lost`);
  for (const name of backups) {
    world.seen.add(name);
    const sums = existsSync(stateOf(world, "backups", name, "SHA256SUMS"))
      ? readFileSync(stateOf(world, "backups", name, "SHA256SUMS"), "utf8")
          .trim()
          .split("\n")
      : [];
    if (sums.length !== 3) wrong.push(`the backup ${name} is not whole`);
    for (const line of sums) {
      const [sum, file] = line.split("  ");
      if (digest(stateOf(world, "backups", name, file)) !== sum) wrong.push(`${name}/${file} is torn`);
    }
  }
  for (const name of list(stateOf(world, "journal"))) {
    if (!/^\d{4}\.json$/.test(name)) continue;
    try {
      JSON.parse(readFileSync(stateOf(world, "journal", name), "utf8"));
    } catch {
      wrong.push(`journal/${name} is torn`);
    }
  }
  return wrong;
}

/** Starts the program and kills it: when its journal has an entry, or after a while. */
function runAndKill(world, args, moment) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: world.repo,
      env: environment(world),
      stdio: "ignore",
    });
    let killed = false;
    const kill = () => {
      killed = true;
      child.kill("SIGKILL");
    };
    let watcher = null;
    let timer = null;
    if (moment.entry !== undefined) {
      mkdirSync(stateOf(world, "journal"), { recursive: true });
      watcher = watch(stateOf(world), { recursive: true }, (_event, name) => {
        if (String(name).endsWith(`journal/${String(moment.entry).padStart(4, "0")}.json`)) kill();
      });
      // Node's watcher looks into new folders, and one that is gone by then is an error of its own: the run is killed at that moment.
      watcher.on("error", kill);
    } else timer = setTimeout(kill, moment.afterMs);
    child.on("exit", (status) => {
      watcher?.close();
      clearTimeout(timer);
      resolve({ killed: killed && status === null });
    });
  });
}

/** The next run must end verified: off, with nothing half done. */
function recover(world) {
  const next = run(world, ["rollback", "--quiet", "--json"]);
  const wrong = check(world);
  let report = null;
  try {
    report = JSON.parse(next.stdout);
  } catch {
    wrong.push(`the next run said nothing: exit ${next.status} ${next.stderr}`);
  }
  if (report !== null && report.ending !== "rolled back")
    wrong.push(`the next run ended as ${report.ending}: ${next.stdout}`);
  if (settingsOf(world) !== off) wrong.push("the next run left the flag on, or the file changed");
  if (list(stateOf(world, "journal")).length > 0) wrong.push("the next run left a journal");
  return wrong;
}

const failures = [];
const fail = (what, wrong) => failures.push(...wrong.map((one) => `${what}: ${one}`));
const counts = { killed: 0, finished: 0 };

async function oneKill(world, action, moment, what) {
  if (action === "rollback" && settingsOf(world) === off) {
    const started = run(world, ["enable", "--quiet", "--json"]);
    if (started.status !== 0) return fail(what, [`it could not be turned on: ${started.stdout}${started.stderr}`]);
    fail(what, check(world));
  }
  const { killed } = await runAndKill(world, [action, "--quiet", "--json"], moment);
  counts[killed ? "killed" : "finished"] += 1;
  fail(`${what}, right after`, check(world));
  fail(`${what}, next run`, recover(world));
}

const root = realpathSync(mkdtempSync(join(tmpdir(), "kill-anywhere-")));
try {
  const world = makeWorld(root);
  let steps = 0;
  for (const action of ["enable", "rollback"]) {
    for (let entry = 0; entry < 14; entry++) {
      const before = counts.killed;
      await oneKill(world, action, { entry }, `${action} at entry ${entry}`);
      if (counts.killed === before) break;
      steps += 1;
    }
  }
  const time = (args) => {
    const began = performance.now();
    run(world, args);
    return performance.now() - began;
  };
  const longest = { enable: time(["enable", "-q"]), rollback: time(["rollback", "-q"]) };
  for (let index = 0; counts.killed < kills && failures.length === 0; index++) {
    const action = random() < 0.5 ? "enable" : "rollback";
    const afterMs = random() * longest[action];
    await oneKill(world, action, { afterMs }, `${action} after ${afterMs.toFixed(0)} ms (run ${index})`);
    if (index % 50 === 0) rmSync(stateOf(world, "journals"), { recursive: true, force: true });
  }
  console.log(
    `${counts.killed} kills, ${steps} of them at each step of a journal; ${counts.finished} runs were over before. Seed ${seed}.`,
  );
  console.log(`${world.seen.size} backups were made, and each is whole.`);
  if (withDisk) await fullDisk(root);
} finally {
  rmSync(root, { recursive: true, force: true });
}
for (const one of failures.slice(0, 20)) console.log(`FAIL ${one}`);
if (failures.length > 0) process.exit(1);
console.log("Every file was the old one or the new one, whole; every next run ended verified; no backup was lost.");

/** The same on a disk without room: settings and state on a small disk of their own, filled to different degrees. */
async function fullDisk(where) {
  const disk = join(where, "disk");
  mkdirSync(disk);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", disk]);
  if (mounted.status !== 0) return console.log("A full disk was not tried: this user cannot mount one.");
  let tried = 0;
  try {
    const world = makeWorld(disk);
    for (let free = 0; free <= 800_000; free += free < 60_000 ? 4096 : 40_000) {
      const { bavail, bsize } = statfsSync(disk);
      const fillBytes = bavail * bsize - free;
      if (fillBytes > 0) writeFileSync(join(disk, "filling"), Buffer.alloc(fillBytes));
      const full = run(world, ["enable", "--quiet", "--json"]);
      fail(`full disk, ${free} bytes free`, check(world));
      if (settingsOf(world) === on && full.status !== 0 && full.status !== 2)
        fail(`${free} free`, [`on, and exit ${full.status}`]);
      const back = run(world, ["rollback", "--quiet", "--json"]);
      fail(`full disk, ${free} bytes free, rolled back`, check(world));
      if (settingsOf(world) === on && back.status !== 2) fail(`${free} free`, [`still on, and exit ${back.status}`]);
      rmSync(join(disk, "filling"), { force: true });
      fail(`full disk, ${free} bytes free, with room again`, recover(world));
      for (const name of ["journals", "backups"]) rmSync(stateOf(world, name), { recursive: true, force: true });
      world.seen.clear();
      rmSync(join(world.repo, ".rollout-gate/evidence"), { recursive: true, force: true });
      tried += 1;
    }
    console.log(`${tried} times on a disk with 0 to 800 KB left.`);
  } finally {
    spawnSync("umount", [disk]);
  }
}
