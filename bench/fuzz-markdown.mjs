// Hostile names and messages in every Markdown that this program makes, read by a renderer of GitHub's Markdown:
//   node bench/fuzz-markdown.mjs [COUNT]     COUNT names and as many messages, 100,000 unless told
// No link, image, HTML, mention or reference may come from data. The texts come from a seed that is printed:
// `SEED=… node bench/fuzz-markdown.mjs`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transformSync } from "@swc/core";
import { emitSources } from "./decisions/emit-sources.mjs";
import { createRandom } from "./fuzz/damage.mjs";
import { markdownPieces } from "./fuzz/markdown-pieces.mjs";

const wanted = Number(process.argv[2] ?? 100_000);
const seed = Number(process.env.SEED ?? 20_260_101);
const perReport = 100;

const load = emitSources();
const { renderMarkdown } = await load("report/render-markdown.ts");
const { renderComment, renderBroken } = await load("report/render-comment.ts");
const readAsGithub = await loadReader();

/** The tests' own reader of what GitHub would show. */
async function loadReader() {
  const source = fileURLToPath(new URL("../__tests__/report/read-as-github.ts", import.meta.url));
  const folder = fileURLToPath(new URL("../build/bench/tests/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const { code } = transformSync(readFileSync(source, "utf8"), {
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
  });
  writeFileSync(`${folder}read-as-github.js`, code);
  return (await import(pathToFileURL(`${folder}read-as-github.js`).href)).readAsGithub;
}

const random = createRandom(seed);
let names = 0;
let messages = 0;

function text() {
  const parts = Array.from({ length: 1 + random.below(8) }, () => random.pick(markdownPieces));
  // Now and then a character from anywhere, so that no list limits what is tried.
  if (random.below(4) === 0)
    parts.splice(random.below(parts.length + 1), 0, String.fromCodePoint(1 + random.below(0xd7ff)));
  return parts.join("");
}

function name() {
  names++;
  return text();
}

function message() {
  messages++;
  return text();
}

const outcomes = ["pass", "warn", "fail", "inconclusive", "missing", "invalid"];
const severities = ["critical", "warning", "info"];
const kinds = ["criterion", "stage", "tests", "requirement", "flag", "evidence", "manual", "waiver", "policy"];

function finding() {
  return {
    subject: name(),
    kind: random.pick(kinds),
    outcome: random.pick(outcomes),
    severity: random.pick(severities),
    reason: message(),
    limit: name(),
    action: message(),
    unit: "",
    footnotes: [message()],
    places: [],
    ...(random.below(5) === 0 ? { waived: { owner: name(), reason: message(), until: name() } } : {}),
  };
}

function evidence() {
  const list = (one) => Array.from({ length: 5 }, one);
  const stage = name();
  const cases = list(() => ({
    name: name(),
    suite: name(),
    status: "failed",
    durationMs: 1,
    file: name(),
    message: message(),
    detail: message(),
  }));
  return {
    schema: "rollout-gate/evidence/1",
    rollout: name(),
    tool: name(),
    configDigest: name(),
    startedAt: name(),
    finishedAt: name(),
    origin: { repository: name(), commit: name(), ref: name(), dirty: true },
    machine: { os: name(), architecture: name(), cpuModel: name(), cores: 2, memoryBytes: 1, runtime: name() },
    cancelled: false,
    stages: list(() => ({
      stage: name(),
      status: "failed",
      reason: message(),
      startedAt: null,
      durationMs: 1,
      launches: [],
      tail: [message(), message()],
      outputBytes: 1,
      strays: 1,
    })),
    measurements: [],
    tests: [
      {
        stage,
        arm: "candidate",
        format: name(),
        total: 5,
        passed: 0,
        failed: 5,
        errors: 0,
        skipped: 0,
        flaky: 0,
        durationMs: 1,
        cases,
        omitted: 0,
      },
    ],
    coverage: [
      {
        stage,
        format: name(),
        of: [name()],
        linesCovered: 1,
        linesTotal: 2,
        files: [{ path: name(), linesCovered: 1, linesTotal: 2 }],
        fileCount: 1,
      },
    ],
    checklists: [{ stage, items: list(() => ({ name: name(), status: "failed", message: message() })) }],
    facts: list(() => ({ name: name(), value: message(), source: name() })),
    requirements: list(() => ({ name: name(), wanted: name(), found: message(), met: false })),
    flag: [{ arm: "baseline", value: "off", said: message(), way: name() }],
    gaps: list(() => ({
      stage: name(),
      subject: name(),
      problem: { kind: "invalid", reason: message(), remedy: message() },
    })),
  };
}

function report() {
  const findings = Array.from({ length: perReport }, finding);
  return {
    schema: "rollout-gate/report/1",
    rollout: name(),
    verdict: {
      decision: "NO-GO",
      because: message(),
      conditions: [message(), message()],
      met: 0,
      judged: 1,
      risk: "high",
    },
    findings,
    evidence: [evidence()],
    policy: {
      source: random.pick(["base", "own"]),
      commit: "0".repeat(40),
      file: name(),
      changes: Array.from({ length: 5 }, () => ({
        key: name(),
        before: message(),
        after: message(),
        effect: "changes",
      })),
    },
    concludedAt: name(),
    tool: name(),
  };
}

const ourElements = new Set(
  "h2 p strong ol ul li table thead tbody tr th td br code pre details summary span a".split(" "),
);
const run = "https://github.com/octo-org/shop/actions/runs/1";
const ourAttributes = new Set(["align=left", "align=right", "class=language-text", `href=${run}`]);
const place = { commit: "1".repeat(40), url: run };

/** What a reader would meet that is not ours; empty when all is well. */
function foreignIn(markdown) {
  const { elements, attributes, triggers } = readAsGithub(markdown);
  return [
    ...[...elements].filter((one) => !ourElements.has(one)).map((one) => `<${one}>`),
    ...[...attributes].filter((one) => !ourAttributes.has(one)),
    // What is ours is a link, and a link is no text that GitHub looks at again.
    ...triggers,
  ];
}

console.log(`seed ${seed}`);
let reports = 0;
let bytes = 0;
let failed = false;
while (!failed && (names < wanted || messages < wanted)) {
  const one = report();
  reports++;
  const rendered = {
    summary: renderMarkdown(one, { maxBytes: 1_000_000 }),
    comment: renderComment(one, place).text,
    broken: renderBroken(one.rollout, one.verdict.because, place).text,
  };
  for (const [sink, markdown] of Object.entries(rendered)) {
    bytes += Buffer.byteLength(markdown);
    let foreign;
    try {
      foreign = foreignIn(markdown);
    } catch (error) {
      foreign = [`it cannot be read: ${error.message}`];
    }
    if (foreign.length === 0) continue;
    failed = true;
    console.log(`FAIL report ${reports}, ${sink}: ${JSON.stringify(foreign.slice(0, 5))}`);
  }
}
console.log(
  `${names} names and ${messages} messages in ${reports} reports, ${(bytes / 1e6).toFixed(1)} MB of Markdown: ${failed ? "something got through" : "no link, image, HTML or mention from data"}`,
);
process.exitCode = failed ? 1 : 0;
