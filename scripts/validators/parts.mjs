// Lists, imports and constructs the parts of Node modules, in the Node that they belong to.
//
// It is started with the request as `globalThis.rolloutGateRequest` and writes what it found into $EVIDENCE: parts.json, a checklist
// of the parts, and parts-figures.json, how long each took and how much memory it holds. Node 18 or later, no package. Whatever goes
// wrong in a part is a line about that part, never a failure of this script.
import { renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const request = globalThis.rolloutGateRequest;
const maxWords = 300;
const items = [];
const figures = new Map();
const leftOut = [];

/** `*` stands for any run of characters. */
function matches(patterns, ...names) {
  return patterns.some((pattern) => names.some((name) => matchesOne(pattern.split("*"), name)));
}

function matchesOne(parts, name) {
  if (parts.length === 1) return parts[0] === name;
  const [first = "", ...rest] = parts;
  const last = rest.pop() ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  const end = name.length - last.length;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

function oneLine(text) {
  const first =
    String(text)
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .find((line) => line !== "") ?? "";
  return first.length > maxWords ? `${first.slice(0, maxWords - 1)}…` : first;
}

/** Why something failed, in one line: the missing module, or the error and the line of the project where it arose. */
function causeOf(error) {
  try {
    if (!(error instanceof Error)) return `it threw ${oneLine(error)}`;
    const words = oneLine(error.message);
    const missing = /Cannot find (?:module|package) '([^']{1,200})'/.exec(words);
    if (missing !== null) return `the Node module ${missing[1]} was not found`;
    const frame = /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^\s()]{1,1000}):(\d{1,9}):\d{1,9}\)?$/m.exec(error.stack ?? "");
    const where = frame === null ? "" : ` (${frame[1].split(/[\\/]/).pop()}:${frame[2]})`;
    return `${error.name}${words === "" ? "" : `: ${words}`}${where}`;
  } catch {
    return "it threw something that cannot be shown";
  }
}

function write(name, content) {
  const path = join(process.env.EVIDENCE ?? "", name);
  // In one piece: a file that was begun must not be read as a whole one.
  writeFileSync(`${path}.part`, JSON.stringify(content));
  renameSync(`${path}.part`, path);
}

/** Writes both files and ends the process: timers and sockets that parts have opened must not keep it. */
function finish() {
  const benchmarks = [...figures].map(([name, [value, unit]]) => ({ name, unit, launches: [{ samples: [value] }] }));
  write("parts.json", { results: items, left_out: leftOut });
  write("parts-figures.json", { schema: "rollout-gate/benchmark/1", benchmarks });
  process.exit(0);
}

/** Waits for the work. When it takes too long the part is named as the one, and what was found so far is written. */
async function limited(name, work) {
  const timer = setTimeout(() => {
    const error = `it took more than ${request.limitMs / 1000} s; no part after it was tried`;
    items.push({ name, passed: false, error });
    finish();
  }, request.limitMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

/** A path from the stage's folder, or a package that is installed there. */
async function load(name) {
  if (/^(?:\.{1,2}[\\/]|[\\/]|[A-Za-z]:[\\/])/.test(name)) return import(pathToFileURL(resolve(name)).href);
  const found = createRequire(join(process.cwd(), "rollout-gate.js")).resolve(name);
  return import(found.startsWith("node:") || !/[\\/]/.test(found) ? found : pathToFileURL(found).href);
}

/** What `module#name.of.something` means. */
async function lookUp(reference) {
  const at = reference.lastIndexOf("#");
  let found = await load(at < 0 ? reference : reference.slice(0, at));
  const path = at < 0 ? "default" : reference.slice(at + 1);
  for (const step of path.split(".")) {
    if (found?.[step] === undefined) throw new Error(`${reference} has no ${step}`);
    found = found[step];
  }
  return found;
}

function isClass(value) {
  return typeof value === "function" && /^class[\s{]/.test(Function.prototype.toString.call(value));
}

/** Name → class, of what the modules export. Two of one name bear their modules. */
async function partsOf(modules) {
  const base = request.base === null ? null : await lookUp(request.base);
  const found = [];
  for (const [module, exported] of modules) {
    for (const [exportedAs, value] of Object.entries(exported)) {
      const name =
        exportedAs === "default" && typeof value === "function" && value.name !== "" ? value.name : exportedAs;
      const wanted = request.match.length === 0 ? isClass(value) : matches(request.match, name);
      if (!wanted || typeof value !== "function" || matches(request.except, name)) continue;
      if (base !== null && !(value.prototype instanceof base)) continue;
      if (value.prototype instanceof Error) leftOut.push({ name, why: "an error" });
      else if (!found.some(([, , known]) => known === value)) found.push([module, name, value]);
    }
  }
  const twice = new Set(found.map(([, name]) => name).filter((name, at, all) => all.indexOf(name) !== at));
  return new Map(found.map(([module, name, value]) => [twice.has(name) ? `${module}#${name}` : name, value]));
}

/** Name → class, factory or object, of what stands in the registry. */
async function registered() {
  let found = await lookUp(request.registry);
  if (typeof found === "function") found = await found();
  const isList = Array.isArray(found) || found instanceof Set;
  const named = isList
    ? [...found].map((part) => [part?.name ?? typeof part, part])
    : found instanceof Map
      ? [...found]
      : Object.entries(found);
  return new Map(named.map(([name, part]) => [String(name), part]).filter(([name]) => !matches(request.except, name)));
}

/** Answers to everything: for an argument that a part only keeps. */
function standIn() {
  return new Proxy(() => undefined, {
    get: (_, key) => {
      if (key === Symbol.toPrimitive) return () => "";
      return typeof key === "symbol" || key === "then" ? undefined : standIn();
    },
    apply: standIn,
    construct: standIn,
  });
}

/** An argument as the config gives it: a plain value, `{$from: module#name}`, or `{$stand-in: true}`. */
async function argumentOf(given) {
  if (typeof given !== "object" || given === null || Array.isArray(given) || Object.keys(given).length !== 1)
    return given;
  if ("$from" in given) {
    const found = await lookUp(given.$from);
    return isClass(found) ? new found() : typeof found === "function" ? found() : found;
  }
  return "$stand-in" in given ? standIn() : given;
}

/** A list is given as the arguments, a map as one object of options. */
async function argumentsOf(name, part) {
  const { arguments: all } = request;
  const pattern = Object.keys(all).find((one) => matches([one], name));
  const given = all[name] ?? (pattern === undefined ? undefined : all[pattern]);
  if (Array.isArray(given)) return Promise.all(given.map(argumentOf));
  if (given !== undefined) {
    const entries = Object.entries(given).map(async ([key, value]) => [key, await argumentOf(value)]);
    return [Object.fromEntries(await Promise.all(entries))];
  }
  if (part.length === 0) return [];
  const count = part.length === 1 ? "1 argument" : `${part.length} arguments`;
  throw new Needed(`it needs ${count}: give them under arguments`);
}

class Needed extends Error {}

function collect() {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

/** Bytes that are held by one more object than before; the one before is kept until then, so that only the new one counts. */
async function memoryOf(make, made) {
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = [made, await make()];
  collect();
  const held = process.memoryUsage().heapUsed - before;
  return kept.length === 2 ? Math.max(0, held) : 0;
}

/** Makes one part and adds its item and figures. With `memory` it is made again, for what one more of it holds. */
async function construct(name, part) {
  if (typeof part !== "function") {
    items.push({ name, passed: true, details: "made when its module was imported" });
    return;
  }
  try {
    const given = await argumentsOf(name, part);
    const make = async () => (isClass(part) || request.registry === null ? new part(...given) : part(...given));
    const started = process.hrtime.bigint();
    const made = await make();
    const took = Number(process.hrtime.bigint() - started);
    if (made === undefined || made === null) throw new Needed("its factory gave nothing");
    if (request.memory) figures.set(`memory/${name}`, [await memoryOf(make, made), "B"]);
    figures.set(`init/${name}`, [took, "ns"]);
    items.push({ name, passed: true, duration_ms: took / 1e6 });
  } catch (error) {
    items.push({ name, passed: false, error: error instanceof Needed ? error.message : causeOf(error) });
  }
}

function nothing(modules) {
  const there = [...new Set(modules.flatMap(([, exported]) => Object.keys(exported)))];
  return `no part is in it; exported are: ${there.slice(0, 12).join(", ") || "nothing"}`;
}

const started = process.hrtime.bigint();
const modules = [];
for (const name of request.modules) {
  try {
    modules.push([name, await limited(`import ${name}`, () => load(name))]);
  } catch (error) {
    items.push({ name: `import ${name}`, passed: false, error: causeOf(error) });
  }
}
figures.set("import", [Number(process.hrtime.bigint() - started), "ns"]);
let parts = new Map();
try {
  parts = request.registry === null ? await partsOf(modules) : await registered();
  if (parts.size === 0 && items.length === 0)
    items.push({ name: `parts of ${request.modules.join(", ")}`, passed: false, error: nothing(modules) });
} catch (error) {
  const what = request.registry === null ? `base ${request.base}` : `registry ${request.registry}`;
  items.push({ name: what, passed: false, error: causeOf(error) });
}
for (const pattern of Object.keys(request.arguments)) {
  if (![...parts.keys()].some((name) => matches([pattern], name)))
    items.push({ name: `arguments of ${pattern}`, passed: false, error: "no part has this name" });
}
for (const [name, part] of parts) {
  process.stderr.write(`part: ${name}\n`);
  await limited(name, () => construct(name, part));
}
const total = [...figures].reduce((sum, [name, [value]]) => (name.startsWith("init/") ? sum + value : sum), 0);
figures.set("init-total", [total, "ns"]);
finish();
