"use strict";exports.id=5306,exports.ids=[5306,4830],exports.modules={9331:((e,t,n)=>{n.d(t,{M:()=>preflight});var r=n(770);let a=new Set(". : [ alias bg cd command declare dirs echo eval exec exit export false fg getopts hash jobs kill let local popd printf pushd pwd read readonly return set shift shopt source test times trap true type ulimit umask unalias unset wait".split(" ")),i=/^(?:python[\d.]*|node|bash|sh|ruby|perl|deno|bun)$/,s=/^(?:-[vqsxl]+|--(?:verbose|quiet|exitfirst|lf|ff|sw|cov|strict-markers|no-header|no-summary))$/;function namedProgram(e){return a.has(e.program)?null:e.program}function namedPaths(e){let t=baseName(e.program);if(/^(?:pytest|py\.test)$/.test(t))return pytestPaths(e.args);if(!i.test(t))return[];let[n,r,...a]=e.args;return void 0===n?[]:/^python/.test(t)&&"-m"===n?"pytest"===r?pytestPaths(a):[]:n.startsWith("-")?[]:[n]}function pytestPaths(e){return e.flatMap((t,n)=>{let r=e[n-1],a=r?.startsWith("-")===!0&&!r.includes("=")&&!s.test(r),i=t.includes("/")||t.endsWith(".py")||t.includes("::");return t.startsWith("-")||a||!i?[]:[t.split("::")[0]??t]})}function baseName(e){return e.slice(Math.max(e.lastIndexOf("/"),e.lastIndexOf("\\"))+1).replace(/\.exe$/i,"")}var o=n(5903);async function preflight(e,t){return(await Promise.all(e.map(e=>missingOf(e,t)))).flat()}async function missingOf(e,t){let n=(0,o.Q)(e,t),piece=(t,n)=>({stage:e.name,kind:t,name:n});if(await t.files.kind(n)!=="folder")return e.needs.length>0?[]:[piece("folder",e.directory??n)];let a={...t.childEnv,...e.env},i=(0,r.B)(e.run),s=[];for(let r of unique(i.flatMap(e=>namedProgram(e)??[])))/[\\/]/.test(r)&&await builtLater(e,n,r,t)||await t.processes.find(r,a,n)!==null||s.push(piece("program",r));for(let r of unique([...i.flatMap(namedPaths),...e.requires]))!await thereIs(r,n,a,e.requires.includes(r),t)&&(await builtLater(e,n,r,t)||s.push(piece("path",r)));return s}async function thereIs(e,t,n,r,a){return await a.files.kind(resolve(t,e))!=="nothing"||r&&!/[\\/]/.test(e)&&await a.processes.find(e,n,t)!==null}async function builtLater(e,t,n,r){if(0===e.needs.length)return!1;let a=resolve(t,n).replace(/[\\/][^\\/]*[\\/]?$/,"");return await r.files.kind(a)==="nothing"}function resolve(e,t){return/^(?:[\\/]|[A-Za-z]:[\\/])/.test(t)?t:`${e}/${t}`}function unique(e){return[...new Set(e)]}}),2415:((e,t,n)=>{async function runCommand(e,t){let n={...t.childEnv,...e.env},r=await t.processes.resolve(e.command,n,e.directory);if(!r.ok)return{outcome:notStarted(r.problem.reason),stdout:"",stderr:""};let a={stdout:createSink(),stderr:createSink()};return{outcome:await t.processes.run({argv:r.value.argv,directory:e.directory,env:n,input:null,timeoutMs:e.timeoutMs,signal:e.signal,onOutput:(e,t)=>a[t].write(e)}),stdout:a.stdout.text(),stderr:a.stderr.text()}}function notStarted(e){return{exit:{code:null,signal:null},durationMs:0,timedOut:!1,cancelled:!1,peakRssBytes:null,strays:0,startError:{code:"ENOENT",message:e}}}function createSink(){let e=[],t=0x2000000;return{write(n){if(t<=0)return;let r=n.slice(0,t);t-=r.byteLength,e.push(r)},text(){let t=new TextDecoder;return e.map(e=>t.decode(e,{stream:!0})).join("")+t.decode()}}}n.d(t,{D:()=>notStarted,d:()=>runCommand})}),5903:((e,t,n)=>{function createOutputTail(e,t=2e3){let n=[],r=new Uint8Array(t),a=0,i=!1,s=0,o=new TextDecoder,current=()=>o.decode(r.subarray(0,a)).replace(/\r$/,"")+(i?"\u2026":""),endLine=()=>{n.push(current()),n.length>e&&n.shift(),a=0,i=!1};return{write(o){s+=o.byteLength;let l=skipTo(o,e);for(l>0&&(n.length=0,a=0,i=!1);l<o.length;){let e=o.indexOf(10,l),n=-1===e?o.length:e,s=Math.min(n-l,t-a);r.set(o.subarray(l,l+s),a),a+=s,s<n-l&&(i=!0),-1!==e&&endLine(),l=n+1}},lines:()=>a>0?[...n,current()].slice(-e):[...n],get bytes(){return s}}}function skipTo(e,t){let n=e.length;for(let r=0;r<=t;r++)if(0===n||-1===(n=e.lastIndexOf(10,n-1)))return 0;return n+1}n.d(t,{j:()=>runLaunch,Q:()=>stageDirectory});let r=`"""Lists, imports and constructs the parts of Python modules, in the Python that they belong to.

It is started with the request, a dict, as the global \`request\`, and writes what it found into $EVIDENCE: parts.json, a checklist of
the parts, and parts-figures.json, how long each took and how much memory it holds. Python 3.8 or later and its standard library;
nothing of the project is changed. Whatever goes wrong in a part is a line about that part, never a failure of this script.
"""
import collections.abc
import fnmatch
import gc
import importlib
import inspect
import json
import os
import pathlib
import pkgutil
import sys
import threading
import time
import traceback
import tracemalloc
import typing

MAX_WORDS = 300
items, figures, left_out = [], {}, []
done = threading.Lock()


def one_line(text, limit=MAX_WORDS):
    """The first line that says something, cut short."""
    lines = [line.strip() for line in str(text).splitlines() if line.strip()]
    first = lines[0] if lines else ""
    return first if len(first) <= limit else first[: limit - 1] + "\u{2026}"


def cause_of(error, own):
    """Why something failed, in one line: the missing module, or the error and the line of the project where it arose."""
    try:
        words = one_line(error)
    except BaseException:  # its own __str__ fails
        words = ""
    if isinstance(error, ModuleNotFoundError) and error.name:
        top = error.name.split(".")[0]
        return f"there is no module {error.name}" if top == own else f"the Python module {error.name} is not installed"
    if isinstance(error, ImportError) and error.name:
        return f"it could not be imported: {words}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith("<rollout-gate")]
    where = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{': ' + words if words else ''}{where}"


def finish():
    """Writes both files and ends the process: threads that parts have started must not keep it."""
    folder = os.environ.get("EVIDENCE", "")
    benchmarks = [
        {"name": name, "unit": unit, "launches": [{"samples": [value]}]} for name, (value, unit) in figures.items()
    ]
    write(os.path.join(folder, "parts.json"), {"results": items, "left_out": left_out})
    write(os.path.join(folder, "parts-figures.json"), {"schema": "rollout-gate/benchmark/1", "benchmarks": benchmarks})
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass
    os._exit(0)


def write(path, content):
    """In one piece: a file that was begun must not be read as a whole one."""
    with open(path + ".part", "w", encoding="utf-8", errors="replace") as file:
        json.dump(content, file)
    os.replace(path + ".part", path)


def limited(name, work):
    """Does the work. When it takes too long the part is named as the one, and what was found so far is written."""

    def give_up():
        with done:
            seconds = request["limitMs"] / 1000
            items.append({"name": name, "passed": False, "error": f"it took more than {seconds:g} s; no part after it was tried"})
            finish()

    timer = threading.Timer(request["limitMs"] / 1000, give_up)
    timer.daemon = True
    timer.start()
    try:
        return work()
    finally:
        timer.cancel()
        done.acquire()
        done.release()


def tell(words):
    print(words, file=sys.stderr, flush=True)


def import_module(name):
    """The module, or None with an item that says why not."""
    own = name.split(".")[0]
    try:
        return limited(f"import {name}", lambda: importlib.import_module(name))
    except BaseException as error:
        items.append({"name": f"import {name}", "passed": False, "error": cause_of(error, own)})
        return None


def modules_of(name):
    """The module and, where it is a package, everything below it that is not left out."""
    module = import_module(name)
    if module is None:
        return []
    found = [module]
    if request["submodules"]:
        for info in sorted(pkgutil.iter_modules(getattr(module, "__path__", [])), key=lambda one: one.name):
            full = f"{name}.{info.name}"
            if info.name != "__main__" and not is_left_out(full):
                found += modules_of(full)
    return found


def resolve(reference):
    """What \`module:name.of.something\` means."""
    module, _, path = reference.partition(":")
    found = importlib.import_module(module)
    for step in filter(None, path.split(".")):
        found = getattr(found, step)
    return found


def matches(patterns, *names):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns for name in names)


def is_left_out(*names):
    return matches(request["except"], *names)


def no_part(cls):
    """Why a class is none that is constructed; empty for one that is."""
    if inspect.isabstract(cls):
        return "abstract: " + ", ".join(sorted(cls.__abstractmethods__)[:4]) + " is not implemented"
    if getattr(cls, "_is_protocol", False):
        return "a protocol"
    if issubclass(cls, BaseException):
        return "an exception"
    if "enum" in sys.modules and issubclass(cls, sys.modules["enum"].Enum):
        return "an enumeration"
    return "a typed dictionary" if hasattr(cls, "__total__") and issubclass(cls, dict) else ""


def parts_of(modules):
    """Name \u{2192} class, of classes that the modules define themselves. Two of one name bear their modules."""
    base = resolve(request["base"]) if request["base"] else None
    classes, names = {}, collections.Counter()
    for module in modules:
        for name, cls in list(vars(module).items()):
            full = f"{module.__name__}.{name}"
            wanted = matches(request["match"], name, full) if request["match"] else not name.startswith("_")
            is_own = inspect.isclass(cls) and cls.__module__ == module.__name__ and cls.__qualname__ == name
            if not wanted or not is_own or is_left_out(name, full):
                continue
            if base is not None and (cls is base or not issubclass(cls, base)):
                continue
            why = no_part(cls)
            if why:
                left_out.append({"name": full, "why": why})
                tell(f"left out: {full} ({why})")
            else:
                classes[full] = cls
                names[name] += 1
    return {(full if names[cls.__name__] > 1 else cls.__name__): cls for full, cls in classes.items()}


def registered():
    """Name \u{2192} class, factory or object, of what stands in the registry."""
    found = resolve(request["registry"])
    if callable(found) and not isinstance(found, (collections.abc.Mapping, collections.abc.Iterable)):
        found = found()
    if isinstance(found, collections.abc.Mapping):
        return {str(name): part for name, part in found.items() if not is_left_out(str(name))}
    named = [(getattr(part, "__name__", type(part).__name__), part) for part in found]
    return {name: part for name, part in named if not is_left_out(name)}


missing = object()


class Needed(Exception):
    """A part needs something that nobody gave."""


def value_of(given):
    """An argument as the config gives it: a plain value, \`{$from: module:name}\`, or \`{$stand-in: true}\`."""
    if isinstance(given, dict) and len(given) == 1:
        if "$from" in given:
            found = resolve(given["$from"])
            return found() if callable(found) else found
        if "$stand-in" in given:
            from unittest.mock import MagicMock

            return MagicMock()
    return given


def guess(annotation, own, depth):
    """A harmless value of an annotated type, or \`missing\`: nothing, empty, zero, or an object of the project's own."""
    origin = typing.get_origin(annotation) or annotation
    options = typing.get_args(annotation)
    if type(None) in options:
        return None
    if origin in (str, int, float, bool, bytes, list, dict, set, tuple, frozenset):
        return origin()
    if inspect.isclass(origin) and issubclass(origin, pathlib.PurePath):
        return pathlib.Path(".")
    abstract = {collections.abc.Mapping: {}, collections.abc.Sequence: (), collections.abc.Iterable: ()}
    if origin in abstract:
        return abstract[origin]
    if inspect.isclass(origin) and origin.__module__.split(".")[0] == own and depth < 2 and not no_part(origin):
        try:
            positional, named, _ = arguments_of(origin, {}, own, depth + 1)
            return origin(*positional, **named)
        except BaseException:
            return missing
    return missing


def arguments_of(part, given, own, depth=0):
    """Positional and named arguments, and what was made up. Raises Needed when some are still wanted."""
    if isinstance(given, list):
        return [value_of(one) for one in given], {}, []
    try:
        parameters = inspect.signature(part).parameters
    except (TypeError, ValueError):
        return [], {name: value_of(one) for name, one in given.items()}, []
    try:
        hints = typing.get_type_hints(part.__init__ if inspect.isclass(part) else part)
    except BaseException:
        hints = {}
    positional, named, guessed, needed = [], {}, [], []
    for name, parameter in parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if name in given:
            value = value_of(given[name])
        elif parameter.default is not parameter.empty:
            continue
        else:
            annotation = hints.get(name, parameter.annotation)
            value = guess(annotation, own, depth)
            if value is missing:
                kind = getattr(annotation, "__name__", "") if annotation is not parameter.empty else ""
                needed.append(f"{name} ({kind})" if kind else name)
                continue
            guessed.append(name)
        if parameter.kind is parameter.POSITIONAL_ONLY:
            positional.append(value)
        else:
            named[name] = value
    if needed:
        raise Needed(f"it needs {', '.join(needed)}: give them under arguments")
    takes_all = any(one.kind is one.VAR_KEYWORD for one in parameters.values())
    named.update({name: value_of(one) for name, one in given.items() if takes_all and name not in parameters})
    return positional, named, guessed


def given_for(name):
    """What the config gives a part: by its name, over what it gives to all by a pattern."""
    exact = request["arguments"].get(name)
    if isinstance(exact, list):
        return exact
    merged = {}
    for pattern, values in request["arguments"].items():
        if "*" in pattern and isinstance(values, dict) and fnmatch.fnmatchcase(name, pattern):
            merged.update(values)
    return {**merged, **(exact or {})}


def construct(name, part, own):
    """Makes one part and adds its item and figures. With \`memory\` it is made again, for what one more of it holds."""
    if not callable(part):
        items.append({"name": name, "passed": True, "details": "made when its module was imported"})
        return
    try:
        positional, named, guessed = arguments_of(part, given_for(name), own)
        started = time.perf_counter_ns()
        made = part(*positional, **named)
        took = time.perf_counter_ns() - started
        if inspect.iscoroutine(made):
            made.close()
            raise Needed("its factory is asynchronous, and nothing waits for it here")
        if made is None:
            raise Needed("its factory gave nothing")
        if request["memory"]:
            figures[f"memory/{name}"] = (memory_of(lambda: part(*positional, **named)), "B")
    except Needed as error:
        items.append({"name": name, "passed": False, "error": str(error)})
    except BaseException as error:
        items.append({"name": name, "passed": False, "error": cause_of(error, own)})
    else:
        figures[f"init/{name}"] = (took, "ns")
        details = {"details": "made up for it: " + ", ".join(guessed)} if guessed else {}
        items.append({"name": name, "passed": True, "duration_ms": took / 1e6, **details})


def memory_of(make):
    """Bytes that are held by one more object than before."""
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        made = make()  # kept until it is weighed
        gc.collect()
        held = tracemalloc.get_traced_memory()[0] - before
        del made
        return max(0, held)
    finally:
        tracemalloc.stop()


def main():
    started = time.perf_counter_ns()
    modules = [module for name in request["modules"] for module in modules_of(name)]
    figures["import"] = (time.perf_counter_ns() - started, "ns")
    own = request["modules"][0].split(".")[0]
    parts = {}
    try:
        parts = registered() if request["registry"] else parts_of(modules)
    except BaseException as error:
        what = "registry" if request["registry"] else "base"
        items.append({"name": f"{what} {request[what]}", "passed": False, "error": cause_of(error, own)})
    else:
        if not parts and all(item["passed"] for item in items):
            items.append({"name": "parts of " + ", ".join(request["modules"]), "passed": False, "error": nothing(modules)})
    for pattern in request["arguments"]:
        if not any(fnmatch.fnmatchcase(name, pattern) for name in parts):
            items.append({"name": f"arguments of {pattern}", "passed": False, "error": "no part has this name"})
    for name, part in parts.items():
        tell(f"part: {name}")
        limited(name, lambda name=name, part=part: construct(name, part, own))
    figures["init-total"] = (sum(value for name, (value, _) in figures.items() if name.startswith("init/")), "ns")
    with done:
        finish()


def nothing(modules):
    there = sorted({name for module in modules for name, cls in vars(module).items() if inspect.isclass(cls)})
    return "no part is in it; classes there: " + (", ".join(there[:12]) or "none")


main()
`,a=`// Lists, imports and constructs the parts of Node modules, in the Node that they belong to.
//
// It is started with the request as \`globalThis.rolloutGateRequest\` and writes what it found into $EVIDENCE: parts.json, a checklist
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

/** \`*\` stands for any run of characters. */
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
      .split(/[\\r\\n]+/)
      .map((line) => line.trim())
      .find((line) => line !== "") ?? "";
  return first.length > maxWords ? \`$\{first.slice(0, maxWords - 1)}\u{2026}\` : first;
}

/** Why something failed, in one line: the missing module, or the error and the line of the project where it arose. */
function causeOf(error) {
  try {
    if (!(error instanceof Error)) return \`it threw $\{oneLine(error)}\`;
    const words = oneLine(error.message);
    const missing = /Cannot find (?:module|package) '([^']{1,200})'/.exec(words);
    if (missing !== null) return \`the Node module $\{missing[1]} was not found\`;
    const frame = /\\(?((?:file:\\/\\/|\\/|[A-Za-z]:\\\\)[^\\s()]{1,1000}):(\\d{1,9}):\\d{1,9}\\)?$/m.exec(error.stack ?? "");
    const where = frame === null ? "" : \` ($\{frame[1].split(/[\\\\/]/).pop()}:$\{frame[2]})\`;
    return \`$\{error.name}$\{words === "" ? "" : \`: $\{words}\`}$\{where}\`;
  } catch {
    return "it threw something that cannot be shown";
  }
}

function write(name, content) {
  const path = join(process.env.EVIDENCE ?? "", name);
  // In one piece: a file that was begun must not be read as a whole one.
  writeFileSync(\`$\{path}.part\`, JSON.stringify(content));
  renameSync(\`$\{path}.part\`, path);
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
    const error = \`it took more than $\{request.limitMs / 1000} s; no part after it was tried\`;
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
  if (/^(?:\\.{1,2}[\\\\/]|[\\\\/]|[A-Za-z]:[\\\\/])/.test(name)) return import(pathToFileURL(resolve(name)).href);
  const found = createRequire(join(process.cwd(), "rollout-gate.js")).resolve(name);
  return import(found.startsWith("node:") || !/[\\\\/]/.test(found) ? found : pathToFileURL(found).href);
}

/** What \`module#name.of.something\` means. */
async function lookUp(reference) {
  const at = reference.lastIndexOf("#");
  let found = await load(at < 0 ? reference : reference.slice(0, at));
  const path = at < 0 ? "default" : reference.slice(at + 1);
  for (const step of path.split(".")) {
    if (found?.[step] === undefined) throw new Error(\`$\{reference} has no $\{step}\`);
    found = found[step];
  }
  return found;
}

function isClass(value) {
  return typeof value === "function" && /^class[\\s{]/.test(Function.prototype.toString.call(value));
}

/** Name \u{2192} class, of what the modules export. Two of one name bear their modules. */
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
  return new Map(found.map(([module, name, value]) => [twice.has(name) ? \`$\{module}#$\{name}\` : name, value]));
}

/** Name \u{2192} class, factory or object, of what stands in the registry. */
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

/** An argument as the config gives it: a plain value, \`{$from: module#name}\`, or \`{$stand-in: true}\`. */
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
  const count = part.length === 1 ? "1 argument" : \`$\{part.length} arguments\`;
  throw new Needed(\`it needs $\{count}: give them under arguments\`);
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

/** Makes one part and adds its item and figures. With \`memory\` it is made again, for what one more of it holds. */
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
    if (request.memory) figures.set(\`memory/$\{name}\`, [await memoryOf(make, made), "B"]);
    figures.set(\`init/$\{name}\`, [took, "ns"]);
    items.push({ name, passed: true, duration_ms: took / 1e6 });
  } catch (error) {
    items.push({ name, passed: false, error: error instanceof Needed ? error.message : causeOf(error) });
  }
}

function nothing(modules) {
  const there = [...new Set(modules.flatMap(([, exported]) => Object.keys(exported)))];
  return \`no part is in it; exported are: $\{there.slice(0, 12).join(", ") || "nothing"}\`;
}

const started = process.hrtime.bigint();
const modules = [];
for (const name of request.modules) {
  try {
    modules.push([name, await limited(\`import $\{name}\`, () => load(name))]);
  } catch (error) {
    items.push({ name: \`import $\{name}\`, passed: false, error: causeOf(error) });
  }
}
figures.set("import", [Number(process.hrtime.bigint() - started), "ns"]);
let parts = new Map();
try {
  parts = request.registry === null ? await partsOf(modules) : await registered();
  if (parts.size === 0 && items.length === 0)
    items.push({ name: \`parts of $\{request.modules.join(", ")}\`, passed: false, error: nothing(modules) });
} catch (error) {
  const what = request.registry === null ? \`base $\{request.base}\` : \`registry $\{request.registry}\`;
  items.push({ name: what, passed: false, error: causeOf(error) });
}
for (const pattern of Object.keys(request.arguments)) {
  if (![...parts.keys()].some((name) => matches([pattern], name)))
    items.push({ name: \`arguments of $\{pattern}\`, passed: false, error: "no part has this name" });
}
for (const [name, part] of parts) {
  process.stderr.write(\`part: $\{name}\\n\`);
  await limited(name, () => construct(name, part));
}
const total = [...figures].reduce((sum, [name, [value]]) => (name.startsWith("init/") ? sum + value : sum), 0);
figures.set("init-total", [total, "ns"]);
finish();
`;function validatorInput(e){let{language:t,...n}=e;return JSON.stringify({...n,script:"python"===t?r:a})}var i=n(2932),s=n(5563),o=n(773),l=n(945),u=n(8593),f=n(1265);let d=class LineReader{#e;#t=[];#n=0;#r=!1;#a=!1;#i=0;#s=0;constructor(e){this.#e=e}get lines(){return this.#i}get cutLines(){return this.#s}write(e){let t=0;this.#a&&e.startsWith(`
`)&&(t=1),""!==e&&(this.#a=!1);let n=e.indexOf(`
`,t),r=e.indexOf(`\r`,t);for(;-1!==n||-1!==r;){let a=-1===n||-1!==r&&r<n,i=a?r:n;this.#o(e.slice(t,i)),this.#l(),t=i+1,a&&`
`===e.charAt(t)&&t++,a&&i===e.length-1&&(this.#a=!0),-1!==n&&n<t&&(n=e.indexOf(`
`,t)),-1!==r&&r<t&&(r=e.indexOf(`\r`,t))}this.#o(e.slice(t))}end(){(this.#n>0||this.#r)&&this.#l()}#o(e){if(""===e)return;let t=65536-this.#n;if(e.length>t&&(this.#r=!0),t<=0)return;let n=e.length>t?e.slice(0,t):e;this.#t.push(n),this.#n+=n.length}#l(){let e=(0,f.S)(1===this.#t.length?this.#t[0]??"":this.#t.join(""),!1),t=this.#r;this.#t=[],this.#n=0,this.#r=!1,this.#i++,t&&this.#s++,this.#e(e,this.#i,t)}};var c=n(4980);function createPatternMeter(e){let t=(0,u.E)(e.pattern);return t.ok?(0,l.LF)(new h(t.value,e)):t}let h=class Meter{#u;#f;#d;#c=[];#i=new d((e,t)=>this.#h(e,t));#m=null;constructor(e,t){this.#u=e,this.#f=t,this.#d="value"in e.namedGroups()?"value":Math.min(1,e.groupCount())}write(e){this.#i.write(e)}end(){if(this.#i.end(),null!==this.#m)return this.#m;let{stream:e}=this.#f,{lines:t,cutLines:n}=this.#i,r=0===n?[]:[`Of ${n} ${1===n?"line":"lines"} of ${e} only the first 65536 characters were looked at.`];return 0===this.#c.length?0===t?(0,l.LO)(`nothing was printed to ${e}`,"Look whether the program prints it elsewhere."):(0,l.LO)(`the pattern matched nothing in ${t} ${1===t?"line":"lines"} of ${e}${r.length>0?" (long lines were cut)":""}`,"Compare the pattern with what the program prints; it may print to the other stream."):(0,l.LF)({samples:this.#c,notes:r})}#h(e,t){if(null!==this.#m||!this.#u.test(e))return;let n=this.#u.matcher(e);for(let e=0;n.find();e++){if(e>=1e3||this.#c.length>=1e5){this.#m=(0,l.Gq)(`the pattern matched too often, in line ${t} of ${this.#f.stream}`,"Make it more exact.");return}let r=n.group(this.#d),a=null===r?null:this.#p(r);if("number"==typeof a)this.#c.push(a);else{this.#m=a??(0,l.Gq)(`the pattern matched without capturing a number, in line ${t} of ${this.#f.stream}`,"Put the group around the number.");return}}}#p(e){let{scale:t,unit:n,stream:r}=this.#f,a=e.trim(),i=(0,c.$)(a);if(null!==i)return finite(i*t,a,r);let u=/^([^A-Za-z\xb5\u03bc%]*[0-9.])\s*([A-Za-z\xb5\u03bc%/]{1,8})$/.exec(a.slice(0,80)),f=null===u?null:(0,c.$)(u[1]??""),d=null===u?null:(0,s.E)(u[2]??"");return null===f||null===d?(0,l.Gq)(`the pattern captured ${(0,o.M)(a,24)||"nothing"}, which is no number, from ${r}`,"Put the group around the number alone; a value that is not a number says that nothing was measured."):d.unit!==n?(0,l.Gq)(`the pattern captured a value in ${u?.[2]??""}, but the metric is counted in ${""===n?"plain numbers":n}`,"Correct the metric's unit."):finite(f*d.scale,a,r)}};function finite(e,t,n){return Number.isFinite(e)?e:(0,l.Gq)(`the pattern captured ${(0,o.M)(t,24)} from ${n}, which is too large (${(0,i.ZV)(e)})`,"Look what the program computed it from.")}function createTextExpectation(e){let t=[];for(let n of[!1,!0])for(let r of n?e.never:e.output){let e="pattern"===r.kind?(0,u.E)(r.pattern):(0,l.LF)(null);if(!e.ok)return e;t.push({match:r,never:n,pattern:e.value,found:!1})}return(0,l.LF)(new m(t))}let m=class Expectation{#g;#y;#w="";#t="";#v=!1;#a=!1;#k=0;constructor(e){this.#g=e,this.#y=Math.max(0,...e.map(({match:e})=>"text"===e.kind?e.text.length:0))}write(e){if(this.#g.every(e=>e.found))return;let t=e;this.#a&&t.startsWith(`
`)&&(t=t.slice(1)),""!==e&&(this.#a=e.endsWith(`\r`));let n=t.split(/\r\n|\n|\r/);for(let[e,t]of n.entries())this.#b(t),e<n.length-1&&this.#_(`
`)}end(){""!==this.#t&&this.#_("");let{absent:e,forbidden:t}={absent:this.#g.filter(({never:e,found:t})=>!e&&!t),forbidden:this.#g.filter(({never:e,found:t})=>e&&t)},n=this.#k>0&&this.#g.some(({pattern:e})=>null!==e)?[`${this.#k} very long ${1===this.#k?"line was":"lines were"} searched in pieces of 65536 characters.`]:[];return{absent:e.map(({match:e})=>e),forbidden:t.map(({match:e})=>e),notes:n}}#b(e){for(let t=0;t<e.length;){let n=65536-this.#t.length,r=e.slice(t,t+n);if(this.#t+=r,t+=r.length,this.#t.length>=65536){let e=(0,f.S)(this.#t,!1);!this.#v&&this.#k++,this.#$(e);let t=this.#v?(0,f.S)(this.#t.slice(4096),!1):e;this.#x(t),this.#t=this.#t.slice(-4096),this.#v=!0}}}#_(e){this.#$((0,f.S)(this.#t,!1));let t=this.#v?this.#t.slice(4096):this.#t;this.#x((0,f.S)(t,!1)+e),this.#t="",this.#v=!1}#$(e){for(let t of this.#g)t.found||null===t.pattern||this.#v&&!t.never||(t.found=t.pattern.test(e))}#x(e){if(0===this.#y)return;let t=this.#w+e;for(let e of this.#g)e.found||"text"!==e.match.kind||(e.found=t.includes(e.match.text));this.#w=t.slice(Math.max(0,t.length-this.#y+1))}};function describeMatch(e){return"text"===e.kind?`"${(0,o.M)(e.text,80)}"`:`/${(0,o.M)(e.pattern,80)}/`}function createOutputReader(e){let t=e.measure.filter(e=>"output"===e.kind).map(e=>({measure:e,meter:meterOf(e)})),n=createTextExpectation(e.expect),r={stdout:new TextDecoder,stderr:new TextDecoder},a=t.length>0||e.expect.output.length+e.expect.never.length>0,give=(e,r)=>{if(""!==e)for(let{measure:a,meter:i}of(n.ok&&n.value.write(e),t))i.ok&&("both"===a.stream||a.stream===r)&&i.value.write(e)};return{write(e,t){a&&give(r[t].decode(e,{stream:!0}),t)},end(){for(let e of["stdout","stderr"])give(r[e].decode(),e);let e=new Map(t.map(({measure:e,meter:t})=>[e.name,endMeter(t)]));if(!n.ok)return{samples:e,unmetExpectations:[n.problem.reason]};let{absent:a,forbidden:i}=n.value.end();return{samples:e,unmetExpectations:[...a.map(e=>`it did not print ${describeMatch(e)}`),...i.map(e=>`it printed ${describeMatch(e)}, which it must not`)]}}}}function meterOf(e){let{pattern:t,scale:n,unit:r}=e;return createPatternMeter({pattern:t,scale:n,unit:r,stream:"both"===e.stream?"the output":e.stream})}function endMeter(e){let t=e.ok?e.value.end():e;return t.ok?{ok:!0,value:t.value.samples}:t}var p=n(2415);async function runLaunch(e,t){let{stage:n,folder:r}=e;await t.files.remove(r),await t.files.makeFolder(r);let a=createOutputTail(60),i=createOutputReader(n),s=t.clock.now().toISOString(),o=stageDirectory(n,t),l={...t.childEnv,...n.env,...e.env,EVIDENCE:r,ROLLOUT_GATE_STAGE:n.name,ROLLOUT_GATE_ARM:e.arm},u=await t.processes.resolve(n.run,l,o),f=u.ok?await t.processes.run({argv:u.value.argv,directory:o,env:l,input:null===n.validation?n.input:validatorInput(n.validation),timeoutMs:n.timeoutMs,signal:e.signal,onOutput:(e,r)=>(a.write(e),i.write(e,r),t.progress.output(n.name,e,r))}):(0,p.D)(u.problem.reason);return{request:e,outcome:f,record:{arm:e.arm,index:e.index,warmUp:e.warmUp,exit:f.exit,startedAt:s,durationMs:f.durationMs,peakRssBytes:f.peakRssBytes},output:i.end(),tail:a.lines(),outputBytes:a.bytes}}function stageDirectory(e,t){return null===e.directory?t.host.workspace:`${t.host.workspace}/${e.directory}`}}),4830:((e,t,n)=>{n.d(t,{expandPath:()=>expandPath});var r=n(7136);let a=/\$(?:\{([^}]{0,100})(\}?)|([A-Za-z_][A-Za-z0-9_]*))/g,i=/^[A-Za-z_][A-Za-z0-9_]*$/;function expandPath(e,t,n){let s=+!!e.startsWith("~"),o="";if(1===s){let t=e.charAt(1);if(""!==t&&"/"!==t&&"\\"!==t){let t=e.slice(0,60).split(/[/\\]/,1)[0]??"";return refuse(`${(0,r.ol)(t)} is not understood: "~" is your own home folder only.`,'Write "~/\u2026" or the whole path.')}if(""===n)return refuse('There is no home folder that "~" could mean.',"Write the whole path.");o=""===t?n:n.replace(/[/\\]$/,"")}let l=s;for(let n of e.matchAll(a)){let a=n[1]??n[3]??"";if(""===n[2]||!i.test(a))return refuse(`${(0,r.ol)(n[0])} in the path ${(0,r.ol)(e)} is not a variable.`,"Write $NAME or ${NAME}.");let s=Object.hasOwn(t,a)?t[a]:void 0;if(void 0===s||""===s)return refuse(`The variable ${a} in the path ${(0,r.ol)(e)} is ${""===s?"empty":"not set"}.`,`Set ${a}, or write the path without it.`);o+=e.slice(l,n.index)+s,l=n.index+n[0].length}return(o+=e.slice(l)).split(/[/\\]/).includes("..")?refuse(`The path ${(0,r.ol)(e)} goes up by "..", to ${(0,r.ol)(o)}.`,'Write where it is: a whole path, or one that begins with "~".'):{ok:!0,value:o}}function refuse(e,t){return{ok:!1,problem:{kind:"invalid",reason:e,remedy:t}}}}),4617:((e,t,n)=>{n.d(t,{K:()=>readFlagValue});var r=n(5942),a=n(773);let i=new Set(["on","true","1","yes","enabled"]),s=new Set(["off","false","0","no","disabled"]),o=new Set(["disabled","disable","off","not","no","without","inactive","skip"]),l=new Set(["error","errors","warning","warnings","code","exit","failed","failures","count"]);function readFlagValue(e){let t=lastLine(e);if(""===t)return unknown("","The command printed nothing.");let n=(0,a.M)(t,200),r=switchWord(t);if(null!==r)return{value:r,said:n,why:""};let i=Math.max(t.lastIndexOf(":"),t.lastIndexOf("=")),s=(-1===i?t:t.slice(i+1)).trim();if(null!==/^(['"`])(.*)\1$/s.exec(s))return unknown(n,`The setting holds the text ${(0,a.M)(s,40)}, not a boolean; a text that is not empty usually counts as true.`);let u=-1===i?null:switchWord(s);if(null===u)return unknown(n,/^(?:none|null|nil|undefined|unset)?$/i.test(s)?"The setting has no value there.":"Its last line is not on or off, true or false, 1 or 0, yes or no, enabled or disabled.");let f=t.slice(0,i).toLowerCase().split(/[^a-z]+/);return f.some(e=>o.has(e))?unknown(n,"Its name reverses what the value means; print the value alone."):f.some(e=>l.has(e))?unknown(n,"Its last line tells of something else than the flag; print the value alone."):{value:u,said:n,why:""}}function switchWord(e){let t=e.trim().toLowerCase();return i.has(t)?"on":s.has(t)?"off":null}function unknown(e,t){return{value:"unknown",said:e,why:t}}function lastLine(e){let t=e.length;for(;t>0;){let n=Math.max(e.lastIndexOf(`
`,t-1),e.lastIndexOf(`\r`,t-1))+1,a=(0,r.T)(e.slice(Math.max(n,t-4e3),t)).trim();if(""!==a)return a;t=n-1}return""}}),8593:((e,t,n)=>{n.d(t,{E:()=>compilePattern});var r=n(2856),a=n(773),i=n(945);function compilePattern(e){if(""===e)return(0,i.Gq)("the pattern is empty","Write what to look for.");if(e.length>2e3)return(0,i.Gq)("the pattern is longer than 2000 characters","Write a shorter one.");try{return(0,i.LF)(r.L3.compile(e))}catch(t){let e=t instanceof Error?(0,a.M)(t.message,160):"";return(0,i.Gq)(`the pattern is not one of RE2's: ${e}`,"Look-around and back-references cannot be used; see RE2's syntax.")}}}),4980:((e,t,n)=>{n.d(t,{$:()=>parseNumber});function parseNumber(e){let t=e.trim().replace(/^\u2212/,"-");if(0===t.length||t.length>60)return null;let n=t;if(/^[+-]?\d{1,3}(?:([,_' \u00a0\u2009\u202f])\d{3})(?:\1\d{3})*(?:\.\d+)?$/.test(t)&&(n=t.replace(/[,_' \u00a0\u2009\u202f]/g,"")),!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$/.test(n))return null;let r=Number(n);return Number.isFinite(r)?r:null}}),1411:((e,t,n)=>{n.d(t,{$g:()=>atShare,IH:()=>canShare,U$:()=>r});let r="ROLLOUT_PERCENT",a=`$${r}`;function atShare(e,t){return"script"===e.kind||e.on!==a?e:"file"===e.kind?{...e,on:t}:{...e,on:String(t)}}function canShare(e){return"script"===e.kind||e.on===a}}),5671:((e,t,n)=>{n.d(t,{Ci:()=>whyUnreliable,T4:()=>chooseWay});var r=n(1411),a=n(3408);let i={env:0,file:1,script:2};function orderWays(e,t){return"as-configured"===t?e:[...e].sort((e,t)=>i[e.kind]-i[t.kind])}async function chooseWay(e,t,n,r,a){let i=[],s=[];for(let o of orderWays(e.set,r)){let r;if(isCancelled(a))break;try{r=await tryWay(t,o,n,null!==e.read,a)}finally{s.push(...await t.restore())}if(i.push(r),isCancelled(a))break;if(null===r.failure)return{way:o,readings:r.readings,attempts:i,problems:s}}return{way:null,readings:i.flatMap(e=>e.readings),attempts:i,problems:s}}async function tryWay(e,t,n,r,i){let s=[],o=(0,a.h)(t);for(let r of n){let n=await e.setArm(t,r,i);if(!n.ok){let{reason:e,file:t}=n.problem;return s.push({arm:r,way:o,value:"unknown",said:e}),{way:o,readings:s,failure:void 0===t?e:`${t}: ${e}`}}s.push(await e.readArm(n.value,i))}return{way:o,readings:s,failure:r?whyUnreliable(t,s):null}}function whyUnreliable(e,t){let n=t.find(e=>"unknown"===e.value);if(void 0!==n)return`The flag could not be read after ${setWords(e,n.arm)}: ${n.said}.`;let r=t.filter(e=>e.value!==wanted(e.arm)),[a]=r;return void 0===a?null:t.length>1&&1===new Set(t.map(e=>e.value)).size?`The flag reads ${a.value} (${a.said}) in both arms, so ${setWords(e,a.arm)} has no effect: ${cause(e)}.`:t.length>1&&r.length===t.length?`The flag reads the wrong way round: ${t.map(t=>`${t.value} after ${setWords(e,t.arm)}`).join(", ")}. Swap the values for on and off.`:`The flag reads ${a.value} (${a.said}) after ${setWords(e,a.arm)}: ${cause(e)}.`}function isCancelled(e){return e?.aborted===!0}function wanted(e){return"candidate"===e?"on":"off"}function setWords(e,t){let n=(0,r.$g)(e,100),a="candidate"===t;switch(n.kind){case"env":return`setting ${n.name}=${a?n.on:n.off}`;case"file":return`setting \`${n.key}\` to ${JSON.stringify(a?n.on:n.off)} in ${n.path}`;case"script":return`the script that turns it ${wanted(t)}`}}function cause(e){switch(e.kind){case"env":return"the target may expect another name or prefix, or take any text for true";case"file":return"the target may read another file or key, or take any text for true";case"script":return"the script reported success and did not do its work, or the target reads the flag elsewhere"}}}),3408:((e,t,n)=>{n.d(t,{b:()=>createFlagSwitch,h:()=>nameWay});var r=n(1411),a=n(3850),i=n(5754),s=n(903);function createFlagSwitch(e,t,n){let o=(0,a.w)(t),l=new Map,u=Promise.resolve(),f=null,runScript=async(e,a,i)=>{let o={[r.U$]:a?"100":"0"},l=await t.runCommand(a?e.on:e.off,o,n,i),u=(0,s._)(l,n);return null===u?null:{kind:"invalid",reason:`The script that turns the flag ${a?"on":"off"} failed: ${u}.`,remedy:"Run it by hand in the workspace to see what it says."}},undoScript=async(n,r)=>{let a=await runScript(n,"on"===r);if(null!==a)return[a];if("unknown"===r)return[{kind:"invalid",reason:"The flag could not be read before its script ran, so the script was run for off.",remedy:"Check that off is what it was."}];let i=await (0,s.f)(e,t,"on"===r?"candidate":"baseline",nameWay(n),{});return i.value===r?[]:[{kind:"invalid",reason:`The flag was ${r} before, its script was run for ${r} again, and it now reads ${i.value} (${i.said}).`,remedy:`Turn the flag ${r} by hand.`}]};return{async setArm(n,a,d){if(null!==f&&await f,d?.aborted===!0)return(0,i.g)("invalid","The flag was not set: the run was cancelled.","Run it again.");let c=(async(n,a,i)=>{let u="candidate"===a,f=nameWay(n),d=(0,r.$g)(n,100);switch(d.kind){case"env":return{ok:!0,value:{arm:a,way:f,env:{[d.name]:u?d.on:d.off},notes:[]}};case"file":{let e=await o.set(d,u);return e.ok?{ok:!0,value:{arm:a,way:f,env:{},notes:e.value}}:e}case"script":{l.has(d)||l.set(d,(await (0,s.f)(e,t,a,f,{},i)).value);let n=await runScript(d,u,i);return null===n?{ok:!0,value:{arm:a,way:f,env:{},notes:[]}}:{ok:!1,problem:n}}}})(n,a,d);return u=c,c},readArm:(n,r)=>(0,s.f)(e,t,n.arm,n.way,n.env,r),restore:()=>f??=(async()=>{await u.catch(()=>void 0);let e=[];for(let[t,n]of[...l].reverse())e.push(...await undoScript(t,n)),l.delete(t);return e.push(...await o.restore()),e})().finally(()=>{f=null})}}function nameWay(e){switch(e.kind){case"env":return`env ${e.name}`;case"file":return`file ${e.path}`;case"script":return"script"}}}),3850:((e,t,n)=>{n.d(t,{w:()=>createFlagFileEditor});var r=n(5754);function toMaps(e){return Array.isArray(e)?e.map(toMaps):e instanceof Map?new Map([...e].map(([e,t])=>[e,toMaps(t)])):isPlainObject(e)?new Map(Object.entries(e).map(([e,t])=>[e,toMaps(t)])):e}function sameData(e,t){if(e instanceof Map&&t instanceof Map){if(e.size!==t.size)return!1;for(let[n,r]of e)if(!t.has(n)||!sameData(r,t.get(n)))return!1;return!0}return Array.isArray(e)&&Array.isArray(t)?e.length===t.length&&e.every((e,n)=>sameData(e,t[n])):e instanceof Date&&t instanceof Date?String(e)===String(t):Object.is(e,t)}function withValue(e,t,n){let[r,...a]=t;if(void 0===r)return{data:n};if(null!=e&&!(e instanceof Map))return null;let i=new Map(e??[]),s=i.has(r)?r:[...i.keys()].find(e=>String(e)===r)??r,o=withValue(i.get(s),a,n);return null===o?null:(i.set(s,o.data),{data:i})}function isPlainObject(e){if("object"!=typeof e||null===e)return!1;let t=Object.getPrototypeOf(e);return null===t||t===Object.prototype}function checkedEdit(e,t,n,a){let i=a(e);if(!i.ok)return i;let s=e.slice(0,t.start)+t.insert+e.slice(t.end),o=withValue(i.value,n.path,n.value),l=a(s);return null!==o&&l.ok&&sameData(l.value,o.data)?{ok:!0,value:{text:s,notes:n.notes??[]}}:(0,r.g)("invalid",`The value of ${(0,r.P)(n.path)} cannot be changed without changing something else in the file too.`,"Write the key on a line of its own with a plain value, or set the flag by a script or a variable.")}function lineEndOf(e){return`\r`===e[e.indexOf(`
`)-1]?`\r
`:`
`}function endOfLine(e,t){let n=e.indexOf(`
`,t);return -1===n?e.length:n>t&&`\r`===e[n-1]?n-1:n}let a=/^[A-Za-z_][A-Za-z0-9_.-]*$/,i=/^([ \t]*(?:export[ \t]+)?)([A-Za-z_][A-Za-z0-9_.-]*)([ \t]*=[ \t]*)/;function nameOf(e){let t=e.join(".");return a.test(t)?{ok:!0,value:t}:(0,r.g)("invalid",`${(0,r.P)(e)} is no name for a variable.`,"Use letters, digits and underscores.")}function parse(e){let t=[],n=0,a=1;for(;n<e.length;){let s=lineEnd(e,n),o=i.exec(e.slice(n,s)),l=s;if(null!==o){let i=readValue(e,n+o[0].length,s);if(null===i)return(0,r.g)("invalid",`On line ${a} a quote is not closed.`,"Close the quote, or remove it.",{line:a});t.push({name:o[2]??"",line:a,...i}),l=lineEnd(e,i.end)}a+=e.slice(n,l).split(`
`).length-1,n=l+(`\r`===e[l]?2:1),a++}return{ok:!0,value:t}}function readValue(e,t,n){let r=e[t];if('"'===r||"'"===r){let n=t+1;for(;n<e.length&&e[n]!==r;)n+='"'===r&&"\\"===e[n]?2:1;return n>=e.length?null:{value:e.slice(t+1,n),quote:r,start:t,end:n+1}}let a=e.slice(t,n),i=/(?:^|[ \t])#/.exec(a),s=(null===i?a:a.slice(0,i.index)).trimEnd();if(""!==s)return{value:s,quote:"",start:t,end:t+s.length};let o=e.lastIndexOf("=",t)+1;return{value:s,quote:"",start:o,end:o}}function writeValue(e,t){return/[\p{Cc}\u2028\u2029]/u.test(e)?null:""===t&&/^[\p{L}\p{N}_.,:/@%+=-]*$/u.test(e)?e:"'"===t||/["\\$`]/.test(e)?e.includes("'")?null:`'${e}'`:`"${e}"`}function add(e,t,n){let r=lineEndOf(e),a=""===e||e.endsWith(`
`)?"":r;return{start:e.length,end:e.length,insert:`${a}${t}=${n}${r}`}}function data(e){let t=parse(e);if(!t.ok)return t;let n=new Map;for(let{name:e,value:r}of t.value){let t=n.get(e)??new Map;t.set(String(t.size),r),n.set(e,t)}return{ok:!0,value:n}}function lineEnd(e,t){let n=e.indexOf(`
`,t);return -1===n?e.length:n>t&&`\r`===e[n-1]?n-1:n}var s=n(9547);function edit_json_parse(e){if(isTooDeep(e))return(0,r.g)("invalid","The JSON file is nested more than 64 levels deep.","Keep the flag in a file of its own.");let t=[],n=(0,s.parseTree)(e,t,{allowTrailingComma:!0}),[a]=t;if(void 0!==a||void 0===n){let t=a?.offset??e.length,n=e.slice(0,t),i=void 0===a?"it is empty":(0,s.printParseErrorCode)(a.error);return(0,r.g)("invalid",`The file is no valid JSON: ${i}.`,"Correct the file.",{line:n.split(`
`).length,column:t-n.lastIndexOf(`
`)})}return{ok:!0,value:n}}function find(e,t){let n=edit_json_parse(e);if(!n.ok)return n;let a=n.value;for(let[e,n]of t.entries()){if("object"!==a.type){let n=0===e?"The JSON file":`In the JSON file, ${(0,r.P)(t.slice(0,e))}`;return(0,r.g)("invalid",`${n} holds no object, so ${(0,r.P)(t)} cannot be in it.`,"Correct the flag's `key`, or the file.")}let i=(a.children??[]).filter(e=>e.children?.[0]?.value===n);if(i.length>1)return(0,r.g)("invalid",`${(0,r.P)(t.slice(0,e+1))} is written ${i.length} times in the JSON file.`,"Remove all but one of them: programs differ in which they believe.");let o=(0,s.findNodeAtLocation)(a,[n]);if(void 0===o)return{ok:!0,value:{node:null,table:a,rest:t.slice(e)}};if(e===t.length-1)return{ok:!0,value:{node:o,table:a,rest:[]}};a=o}return notSingle(t)}function edit_json_add(e,t,n,r){let a=t.children??[],i=a.at(-1),s=lineEndOf(e),o=/^[ \t]+(?=")/m.exec(e)?.[0]??"  ",l=void 0===i?": ":colonOf(e,i),u=n.map((e,t)=>`${t>0?"{":""}${JSON.stringify(e)}${l}`).join("")+JSON.stringify(r)+"}".repeat(n.length-1);if(void 0===i){let n=t.offset+1,r=t.offset+t.length-1,a=e.slice(n,r),i=indentOf(e,t.offset);if(!a.includes(`
`))return{start:r,end:r,insert:u};let l=n+a.trimEnd().length;return{start:l,end:l,insert:`${s}${i}${o}${u}`}}let f=i.offset+i.length,d=a.at(-2),c=void 0===d?t.offset+1:d.offset+d.length,h=e.slice(c,i.offset).includes(`
`)?s+indentOf(e,i.offset):/[ \t]/.test(e.slice(c,i.offset))||a.length<2?" ":"";return{start:f,end:f,insert:`,${h}${u}`}}function colonOf(e,t){let[n,r]=t.children??[];if(void 0===n||void 0===r)return": ";let a=e.slice(n.offset+n.length,r.offset);return/^[ \t]*:[ \t]*$/.test(a)?a:": "}function indentOf(e,t){let n=e.lastIndexOf(`
`,t-1)+1;return/^[ \t]*/.exec(e.slice(n,t))?.[0]??""}function edit_json_data(e){let t=edit_json_parse(e);return t.ok?{ok:!0,value:toData(t.value)}:t}function toData(e){if("array"===e.type)return(e.children??[]).map(toData);if("object"!==e.type)return e.value;let t=new Map;for(let n of e.children??[]){let[e,r]=n.children??[];if(void 0===e||void 0===r)continue;let a=String(e.value);for(;t.has(a);)a+="\0";t.set(a,toData(r))}return t}function isTooDeep(e){let t=0,n=!1;for(let r=0;r<e.length;r++){let a=e[r];if(n?"\\"===a?r++:('"'===a||`
`===a)&&(n=!1):'"'===a?n=!0:"["===a||"{"===a?t++:("]"===a||"}"===a)&&t--,t>64)return!0}return!1}function notSingle(e){return(0,r.g)("invalid",`${(0,r.P)(e)} is an object or a list in the JSON file, not a single value.`,"Point the flag's `key` at a plain value such as `true`.")}var o=n(3292);function scanToml(e){let t=[],n=[],r=null,a=[],i=null,s=0;for(;s<e.length&&!((s=skipBlank(e,s))>=e.length);){if("["===e[s]){let t="["===e[s+1],i=readKey(e,s+(t?2:1)),o=e.indexOf("]",i.end);if(-1===o)break;t&&a.push(i.path),r={path:a.some(e=>isPrefix(e,i.path))?null:i.path,contentEnd:o+(t?2:1)},n.push(r),s=r.contentEnd;continue}let o=s;if(s=readEntry(e,s,null===r?[]:r.path,t),null===r?i=s:r.contentEnd=s,s<=o)break}return{entries:t,tables:n,rootEnd:i}}function isPrefix(e,t){return e.every((e,n)=>e===t[n])}function readEntry(e,t,n,r){let a=readKey(e,t),i=null===n?null:[...n,...a.path],s=skipSpaces(e,e.indexOf("=",a.end)+1),{end:o,kind:l}=scan_toml_readValue(e,s,i,r);return null!==i&&r.push({path:i,start:s,end:o,kind:l}),o}function readKey(e,t){let n=[],r=t;for(;;){r=skipSpaces(e,r);let t=e[r];if('"'===t||"'"===t){let t=endOfString(e,r);n.push(unquote(e.slice(r,t))),r=t}else{let t=/[A-Za-z0-9_-]*/y;t.lastIndex=r;let a=t.exec(e)?.[0]??"";n.push(a),r+=a.length}let a=skipSpaces(e,r);if("."!==e[a])return{path:n,end:a};r=a+1}}function unquote(e){if(e.startsWith("'"))return e.slice(1,-1);try{return String(JSON.parse(e))}catch{return e}}function scan_toml_readValue(e,t,n,r){let a=e[t];if('"'===a||"'"===a)return{end:endOfString(e,t),kind:"'"===a?"literal-text":"text"};if("["===a){let n=skipBlank(e,t+1);for(;n<e.length&&"]"!==e[n];){let t=n;if(n=skipBlank(e,scan_toml_readValue(e,n,null,r).end),","===e[n]&&(n=skipBlank(e,n+1)),n<=t)break}return{end:n+1,kind:"list"}}if("{"===a){let a=skipBlank(e,t+1);for(;a<e.length&&"}"!==e[a];){let t=a;if(a=skipBlank(e,readEntry(e,a,n,r)),","===e[a]&&(a=skipBlank(e,a+1)),a<=t)break}return{end:a+1,kind:"table"}}let i=t;for(;i<e.length&&!`,#]}\r
`.includes(e[i]??`
`);)i++;for(;i>t&&" 	".includes(e[i-1]??"");)i--;return{end:i,kind:"bare"}}function endOfString(e,t){let n=e[t]??'"';if(!e.startsWith(n.repeat(3),t)){let r=t+1;for(;r<e.length&&e[r]!==n;)r+='"'===n&&"\\"===e[r]?2:1;return r+1}let r=t+3;for(;r<e.length&&!e.startsWith(n.repeat(3),r);)r+='"'===n&&"\\"===e[r]?2:1;r+=3;for(let t=0;t<2&&e[r]===n;t++)r++;return r}function skipSpaces(e,t){let n=t;for(;" "===e[n]||"	"===e[n];)n++;return n}function skipBlank(e,t){let n=t;for(;;){for(;n<e.length&&` 	\r
`.includes(e[n]??"");)n++;if("#"!==e[n])return n;let t=e.indexOf(`
`,n);n=-1===t?e.length:t+1}}let l={read(e,t){let n=edit_toml_data(e);if(!n.ok)return n;let a=n.value;for(let e of t){if(!(a instanceof Map))return notTable(t);if(void 0===(a=a.get(e)))return(0,r.g)("missing",`${(0,r.P)(t)} is not in the TOML file.`,"Correct the flag's `key`, or add it to the file.")}return isSingle(a)?{ok:!0,value:a}:edit_toml_notSingle(t)},set(e,t,n){let r=l.read(e,t);if(!r.ok&&"invalid"===r.problem.kind)return r;let a=scanToml(e),i=a.entries.find(e=>samePath(e.path,t)),s=void 0===i?edit_toml_add(e,a,t,n):{start:i.start,end:i.end,insert:edit_toml_writeValue(n,"literal-text"===i.kind)};return checkedEdit(e,s,{path:t,value:n},edit_toml_data)}};function edit_toml_data(e){try{return{ok:!0,value:toMaps((0,o.qg)(e,{integersAsBigInt:"asNeeded",maxDepth:64}))}}catch(n){let e=n instanceof o.zx?{line:n.line,column:n.column}:{},t=n instanceof Error?(n.message.split(`
`)[0]??"").slice(0,200):"unknown";return(0,r.g)("invalid",`The file is no valid TOML: ${t.replace(/^Invalid TOML document: /,"")}.`,"Correct the file.",e)}}function edit_toml_add(e,t,n,r){let a=lineEndOf(e),i=edit_toml_writeValue(r,!1);for(let r=n.length-1;r>=1;r--){let s=t.tables.find(e=>null!==e.path&&samePath(e.path,n.slice(0,r)));if(void 0!==s)return lineAfter(e,s.contentEnd,`${writeKey(n.slice(r))} = ${i}`,a)}let s=t.entries.some(e=>e.path[0]===n[0]);if(n.length>1&&t.tables.length>0&&!s){let t=e.endsWith(`
`)?a:a+a,r=`[${writeKey(n.slice(0,-1))}]${a}${writeKey(n.slice(-1))} = ${i}${a}`;return{start:e.length,end:e.length,insert:t+r}}let o=`${writeKey(n)} = ${i}`;if(null!==t.rootEnd)return lineAfter(e,t.rootEnd,o,a);if(t.tables.length>0)return{start:0,end:0,insert:`${o}${a}${a}`};let l=""===e||e.endsWith(`
`)?"":a;return{start:e.length,end:e.length,insert:`${l}${o}${a}`}}function lineAfter(e,t,n,r){let a=endOfLine(e,t),i=e.lastIndexOf(`
`,t-1)+1;return{start:a,end:a,insert:r+(/^[ \t]*/.exec(e.slice(i,t))?.[0]??"")+n}}function writeKey(e){return e.map(e=>/^[A-Za-z0-9_-]+$/.test(e)?e:JSON.stringify(e)).join(".")}function edit_toml_writeValue(e,t){return"string"!=typeof e?String(e):t&&!/['\p{Cc}]/u.test(e)?`'${e}'`:JSON.stringify(e).replaceAll("","\\u007f")}function samePath(e,t){return e.length===t.length&&e.every((e,n)=>e===t[n])}function isSingle(e){return"string"==typeof e||"number"==typeof e||"boolean"==typeof e}function notTable(e){return(0,r.g)("invalid",`A part of ${(0,r.P)(e)} is not a table in the TOML file, so the rest cannot be in it.`,"Correct the flag's `key`, or the file.")}function edit_toml_notSingle(e){return(0,r.g)("invalid",`${(0,r.P)(e)} is a table, a list or a date in the TOML file, not a single value.`,"Point the flag's `key` at a plain value such as `true`.")}var u=n(8815);function edit_yaml_parse(e){if(edit_yaml_isTooDeep(e))return(0,r.g)("invalid","The YAML file is nested more than 64 levels deep.","Keep the flag in a file of its own.");let t=(0,u.Tp)(e,{keepSourceTokens:!0,prettyErrors:!1,logLevel:"error"}),[n]=t.errors;if(void 0===n)return{ok:!0,value:t};if("MULTIPLE_DOCS"===n.code)return(0,r.g)("invalid","The YAML file holds several documents, so it is not clear which one the flag is in.","Keep the flag in a file with one document.");let a=e.slice(0,n.pos[0]),i={line:a.split(`
`).length,column:n.pos[0]-a.lastIndexOf(`
`)},s=n.message.replace(/\s+/g," ").slice(0,200);return(0,r.g)("invalid",`The file is no valid YAML: ${s}`,"Correct the file.",i)}function edit_yaml_data(e){let t=edit_yaml_parse(e);if(!t.ok)return t;try{return{ok:!0,value:t.value.toJS({mapAsMap:!0})}}catch{return(0,r.g)("invalid","The YAML file refers to itself too often to be read.","Write the aliases out.")}}function edit_yaml_find(e,t){let n=e.contents,a=null;for(let[e,i]of t.entries())if((0,u.jh)(n)){let r=n.items.find(e=>(0,u.jn)(e.key)&&String(e.key.value)===i);if(void 0===r)return{ok:!0,value:{kind:"absent",map:n,owner:a,rest:t.slice(e)}};a=r,n=r.value}else{if(isEmpty(n))return{ok:!0,value:{kind:"absent",map:null,owner:a,rest:t.slice(e)}};let i=0===e?"The YAML file":`In the YAML file, ${(0,r.P)(t.slice(0,e))}`;return(0,r.g)("invalid",`${i} holds no map, so ${(0,r.P)(t)} cannot be in it.`,"Correct the flag's `key`, or the file.")}return null===a?edit_yaml_notSingle(t):{ok:!0,value:{kind:"pair",pair:a}}}function replace(e,t,n){let r=e.value;if(!(0,u.jn)(r)&&!(0,u.Vj)(r))return edit_yaml_notSingle(t);let a=r.range;if(!a||(0,u.jn)(r)&&("BLOCK_LITERAL"===r.type||"BLOCK_FOLDED"===r.type))return edit_yaml_notSingle(t);let i=writeScalar(n,(0,u.jn)(r)?r.type:void 0);if((0,u.jn)(r)&&isEmpty(r)){let n=endOfColon(e);return null===n?edit_yaml_notSingle(t):{ok:!0,value:{start:n,end:n,insert:` ${i}`}}}return{ok:!0,value:{start:a[0],end:a[1],insert:i}}}function edit_yaml_add(e,t,n){let{map:r,owner:a,rest:i}=t;if(r?.flow===!0)return{ok:!0,value:addToFlow(e,r,i,n)};let s=lineEndOf(e);if(r?.range){let t=startOf(r.items[0])??r.range[0],a=t-(e.lastIndexOf(`
`,t-1)+1);return{ok:!0,value:newLines(e,endOfContent(r)??r.range[1],block(i,n,a,s),s)}}let o=null===a?null:endOfColon(a);if(null!==a&&null!==o){let t=startOf(a)??0,r=t-(e.lastIndexOf(`
`,t-1)+1);return{ok:!0,value:newLines(e,o,block(i,n,r+2,s),s)}}return{ok:!0,value:newLines(e,e.length,block(i,n,0,s),s)}}function newLines(e,t,n,r){if(0===t||`
`===e[t-1])return{start:t,end:t,insert:n+r};let a=endOfLine(e,t);return{start:a,end:a,insert:r+n}}function block(e,t,n,r){return e.map((r,a)=>{let i=`${" ".repeat(n+2*a)}${writeScalar(r)}:`;return a===e.length-1?`${i} ${writeScalar(t)}`:i}).join(r)}function addToFlow(e,t,n,r){let a=t.items.some(e=>(0,u.jn)(e.key)&&"QUOTE_DOUBLE"===e.key.type),i=n.map((e,t)=>`${t>0?"{":""}${a?JSON.stringify(e):writeScalar(e)}: `).join("")+writeScalar(r)+"}".repeat(n.length-1),s=endOfContent(t.items.at(-1)?.value??t.items.at(-1)?.key);if(null!==s)return{start:s,end:s,insert:`, ${i}`};let o=(t.range?.[1]??e.length)-1;return{start:o,end:o,insert:i}}function writeScalar(e,t){return"string"!=typeof e?String(e):"QUOTE_SINGLE"!==t||/[\p{Cc}\u2028\u2029\ufeff]/u.test(e)?"QUOTE_DOUBLE"!==t&&"QUOTE_SINGLE"!==t&&isPlain(e)?e:JSON.stringify(e).replaceAll("","\\x7f"):`'${e.replaceAll("'","''")}'`}function isPlain(e){return!!/^[\p{L}\p{N}_./][\p{L}\p{N}_./@+-]*(?: [\p{L}\p{N}_./@+-]+)*$/u.test(e)&&!(e.length>200)&&(0,u.Tp)(`[${e}]`).toJS()[0]===e}function endOfColon(e){let t=e.srcToken?.sep?.find(e=>"map-value-ind"===e.type);return void 0===t?null:t.offset+t.source.length}function startOf(e){let t=e?.srcToken?.start.find(e=>"explicit-key-ind"===e.type||"anchor"===e.type);return t?.offset??((0,u.jn)(e?.key)?e.key.range?.[0]??null:null)}function endOfContent(e){if((0,u.jn)(e)||(0,u.Vj)(e))return e.range?.[1]??null;if(!(0,u.P3)(e))return null;if(!0===e.flow)return e.range?.[1]??null;let t=e.items.at(-1);return(0,u.tO)(t)?endOfContent(t.value)??endOfColon(t)??endOfContent(t.key):endOfContent(t)}function plainValue(e){return null==e?null:(0,u.jn)(e)?e.value:e}function edit_yaml_isSingle(e){return null===e||"string"==typeof e||"number"==typeof e||"boolean"==typeof e}function isEmpty(e){return null==e||(0,u.jn)(e)&&null===e.value&&(""===e.source||void 0===e.source)}function edit_yaml_isTooDeep(e){let t=0,n=[];for(let r of e.split(`
`)){let e=/^[ ]*(?:[-?:] +)*/.exec(r)?.[0]??"";if(e.replaceAll(" ","").length>64||e.length<r.trimEnd().length&&(n=[...n.filter(t=>t<e.length),e.length]).length>64)return!0;for(let e of r)if(("["===e||"{"===e)&&t++,("]"===e||"}"===e)&&t>0&&t--,t>64)return!0}return!1}function absent(e){return(0,r.g)("missing",`${(0,r.P)(e)} is not in the YAML file.`,"Correct the flag's `key`, or add it to the file.")}function edit_yaml_notSingle(e){return(0,r.g)("invalid",`${(0,r.P)(e)} is not a single value on its line in the YAML file.`,"Point the flag's `key` at a plain value such as `true`.")}function parseKeyPath(e){let t=[],n=0;for(;;){let r='"'===e[n],a=r?e.indexOf('"',n+1):nextDot(e,n);if(-1===a)return unreadable(e,"a double quote is not closed");let i=e.slice(r?n+1:n,a).trim();if(""===i)return unreadable(e,"a part of it is empty");if(t.push(i),t.length>32)return unreadable(e,"it has more than 32 parts");if((n=r?a+1:a)>=e.length)return{ok:!0,value:t};if("."!==e[n])return unreadable(e,"after a closing double quote there must be a dot or the end");n++}}function nextDot(e,t){let n=e.indexOf(".",t);return -1===n?e.length:n}function unreadable(e,t){let n=e.length>80?`${e.slice(0,79)}\u{2026}`:e;return(0,r.g)("invalid",`The flag's key \`${n}\` cannot be read: ${t}.`,'Write the key as a dotted path such as `features.checkout`, with double quotes around a part that holds a dot: `"my.app".checkout`.')}let f={yaml:{read(e,t){let n=edit_yaml_parse(e);if(!n.ok)return n;let r=edit_yaml_find(n.value,t);if(!r.ok)return r;if("absent"===r.value.kind)return absent(t);let a=r.value.pair.value,i=(0,u.Vj)(a)?a.resolve(n.value)?.toJS(n.value):plainValue(a);return edit_yaml_isSingle(i)?{ok:!0,value:i}:edit_yaml_notSingle(t)},set(e,t,n){let r=edit_yaml_parse(e);if(!r.ok)return r;let a=edit_yaml_find(r.value,t);if(!a.ok)return a;let i="pair"===a.value.kind?replace(a.value.pair,t,n):edit_yaml_add(e,a.value,n);return i.ok?checkedEdit(e,i.value,{path:t,value:n},edit_yaml_data):i}},json:{read(e,t){let n=find(e,t);if(!n.ok)return n;let{node:a}=n.value;if(null===a)return(0,r.g)("missing",`${(0,r.P)(t)} is not in the JSON file.`,"Correct the flag's `key`, or add it to the file.");let i=a.value;return"object"===a.type||"array"===a.type?notSingle(t):{ok:!0,value:i}},set(e,t,n){let r=find(e,t);if(!r.ok)return r;let{node:a,table:i,rest:s}=r.value;if(null!==a&&("object"===a.type||"array"===a.type))return notSingle(t);let o=null===a?edit_json_add(e,i,s,n):{start:a.offset,end:a.offset+a.length,insert:JSON.stringify(n)};return checkedEdit(e,o,{path:t,value:n},edit_json_data)}},toml:l,env:{read(e,t){let n=nameOf(t);if(!n.ok)return n;let a=parse(e);if(!a.ok)return a;let i=a.value.filter(e=>e.name===n.value).at(-1);return void 0===i?(0,r.g)("missing",`${(0,r.P)(t)} is not in the file.`,"Correct the flag's `key`, or add it to the file."):{ok:!0,value:i.value}},set(e,t,n){let a=nameOf(t);if(!a.ok)return a;let i=parse(e);if(!i.ok)return i;let s=i.value.filter(e=>e.name===a.value),o=s.at(-1),l=writeValue(String(n),o?.quote??"");if(null===l)return(0,r.g)("invalid",`The value for ${(0,r.P)(t)} holds quotes or line ends that \`.env\` loaders read in different ways.`,"Use a plain value such as `true`.");let u=void 0===o?add(e,a.value,l):{start:o.start,end:o.end,insert:l},f=s.length>1?[`${(0,r.P)(t)} is set ${s.length} times in the file, on lines ${s.map(e=>e.line).join(", ")}; the last one counts and was changed.`]:[];return checkedEdit(e,u,{path:[a.value,String(Math.max(0,s.length-1))],value:String(n),notes:f},data)}}};function flagFileFormat(e){let t=e.slice(Math.max(e.lastIndexOf("/"),e.lastIndexOf("\\"))+1).toLowerCase();return/\.ya?ml$/.test(t)?"yaml":/\.(?:json|jsonc|json5)$/.test(t)?t.endsWith("5")?null:"json":t.endsWith(".toml")?"toml":/^\.env\.|\.env$/.test(t)?"env":null}function setFlagInText(e,t,n,a){return"number"!=typeof a||Number.isFinite(a)?withPath(e,n,n=>f[t].set(e,n,a)):(0,r.g)("invalid","The flag's value is not a finite number.","Use a plain value such as `true`.")}function withPath(e,t,n){if(e.length>1048576)return(0,r.g)("invalid","The settings file is larger than 1 MiB.","Keep the flag in a file of its own.");let a=parseKeyPath(t);if(!a.ok)return a;try{return n(a.value)}catch(t){let e=t instanceof Error?t.message.slice(0,120):"unknown";return(0,r.g)("invalid",`The settings file cannot be read: ${e}`,"Correct the file.")}}let d=[239,187,191];function createFlagFileEditor(e){let t=new Map;return{async set(n,a){let i=e.expandPath(n.path);if(!i.ok)return i;let s=flagFileFormat(i.value);if(null===s)return(0,r.g)("invalid",`The name of \`${n.path}\` does not tell its format.`,"Use a .yaml, .json, .toml or .env file, or set the flag by a script.");let o=await e.files.readBytes(i.value,1048576);if(!o.ok)return at(o.problem,n.path);let l=decode(o.value);if(null===l)return at(c,n.path);let u=setFlagInText(l,s,n.key,a?n.on:n.off);if(!u.ok)return at(u.problem,n.path);let f=encode(u.value.text,hasByteOrderMark(o.value)),d=t.get(i.value)??{bytes:o.value,written:f};if(d.written=f,t.set(i.value,d),!sameBytes(f,o.value)){let t=await write(e.files,i.value,f);if(null!==t)return at(t,n.path)}return{ok:!0,value:u.value.notes}},async restore(){let n=[];for(let[r,a]of t){let i=await e.files.readBytes(r,1048576);if(i.ok&&sameBytes(i.value,a.bytes)){t.delete(r);continue}let s=await write(e.files,r,a.bytes);if(null!==s){n.push({...s,file:r,remedy:"Put the flag's old value back by hand."});continue}t.delete(r),i.ok&&sameBytes(i.value,a.written)||n.push({kind:"invalid",reason:"The file was changed by something else while the flag was set in it; it was put back as it was before.",remedy:"Check that nothing else writes to it while the stages run.",file:r})}return n}}}let c={kind:"invalid",reason:"The settings file is not UTF-8 text.",remedy:"Save it as UTF-8, or set the flag by a script."};async function write(e,t,n){try{return await e.writeBytesAtomically(t,n),null}catch(t){let e=t instanceof Error?t.message:String(t);return{kind:"invalid",reason:`The file could not be written: ${e.slice(0,200)}`,remedy:"Check its permissions and the free disk."}}}function at(e,t){return{ok:!1,problem:{...e,file:t}}}function hasByteOrderMark(e){return d.every((t,n)=>e[n]===t)}function decode(e){try{return new TextDecoder("utf-8",{fatal:!0}).decode(e)}catch{return null}}function encode(e,t){let n=new TextEncoder().encode(e);return t?Uint8Array.from([...d,...n]):n}function sameBytes(e,t){return e.length===t.length&&e.every((e,n)=>e===t[n])}}),5754:((e,t,n)=>{function failed(e,t,n,r={}){return{ok:!1,problem:{kind:e,reason:t,remedy:n,...r}}}function showPath(e){let t=e.join(".");return`\`${t.length>80?`${t.slice(0,79)}\u{2026}`:t}\``}n.d(t,{P:()=>showPath,g:()=>failed})}),903:((e,t,n)=>{n.d(t,{_:()=>commandFailure,f:()=>readFlag});var r=n(5942);async function readFlag(e,t,n,r,a,i){if(null===e.read)return{arm:n,way:r,value:"unknown",said:"the config does not say how to read the flag (`flag.read`)"};let s=await t.runCommand(e.read,a,e.readTimeoutMs,i),o=commandFailure(s,e.readTimeoutMs);if(null!==o)return{arm:n,way:r,value:"unknown",said:shorten(o)};let l=s.stdout.trim();return""===l?{arm:n,way:r,value:"unknown",said:"it printed nothing"}:{arm:n,way:r,value:t.parseValue(s.stdout),said:shorten(l)}}function commandFailure(e,t){let{outcome:n}=e;if(null!==n.startError)return`it could not be started: ${(0,r.T)(n.startError.message)}`;if(n.cancelled)return"it was cancelled";if(n.timedOut)return`it did not end within ${t/1e3} s`;if(0===n.exit.code)return null;let a=null===n.exit.signal?`exit ${n.exit.code}`:`ended by ${n.exit.signal}`,i=lastLine(e.stderr)||lastLine(e.stdout);return""===i?a:`${a}: ${i}`}function lastLine(e){return shorten(e.trimEnd().split(/[\r\n]/).at(-1)?.trim()??"")}function shorten(e){let t=(0,r.T)(e);return t.length>200?`${t.slice(0,199)}\u{2026}`:t}}),770:((e,t,n)=>{n.d(t,{B:()=>commandWords});var r=n(6591);let a=new Set([..."if then else elif fi for while until do done case esac select function { } ( ) (( )) [[ ]] ! time coproc".split(" ")]);function commandWords(e){if("program"===e.kind){let[t,...n]=e.argv;return[{program:t,args:n}]}if("pwsh"===e.shell||"cmd"===e.shell)return[];let t=[];for(let n of e.script.replaceAll(`\\
`," ").split(`
`))if(/<<|`|\$\(/.test(n)||oddQuotes(n)||"stop"===readLine(n,t))break;return t}function readLine(e,t){let n=[],r=!1,end=()=>{let e=n.findIndex(e=>!/^[A-Za-z_]\w*=/.test(e)),[r,...i]=-1===e?[]:n.slice(e);return(n=[],void 0===r)?"go on":a.has(r)||"cd"===r||"pushd"===r?"stop":(r.includes("\0")||t.push({program:r,args:i.filter(e=>!e.includes("\0"))}),"go on")};for(let t of tokens(e))if("string"==typeof t)r||n.push(t),r=!1;else if("comment"in t)break;else if("glob"===t.op)n.push("\0");else if(/^(?:>|>>|<|>&|<&|&>)$/.test(t.op))r=!0;else if("&&"!==t.op&&";"!==t.op&&"|"!==t.op)return end(),"stop";else if("stop"===end())return"stop";return end()}function tokens(e){try{return(0,r.parse)(e,()=>"\0")}catch{return[{op:"||"}]}}function oddQuotes(e){let t="";for(let n=0;n<e.length;n++){let r=e[n]??"";if("\\"===r&&"'"!==t)n++;else{if(""===t&&"#"===r&&(0===n||/\s/.test(e[n-1]??"")))return!1;""===t&&("'"===r||'"'===r)?t=r:r===t&&(t="")}}return""!==t}})};