import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";
import { root } from "./run-program.ts";
import { endedEvent, forkEvent, removeSteps, runStep, type StepResult } from "./runner-step.ts";

const path = ".github/rollout-gate.yml";
const policy = `rollout: shop
stages:
  unit:
    run: cp unit.xml $EVIDENCE/unit.xml && touch ran.txt
    tests: unit.xml
  size:
    run: echo 'size 90 KB'
    measure: { total: { stdout: 'size ([0-9.]+) KB', unit: KB } }
criteria:
  total: "< 100 KB"
`;
const junit = '<testsuite name="s" tests="1"><testcase name="a" classname="c"/></testsuite>';

let hub: Hub;
let pull: { readonly number: number; readonly headSha: string; readonly baseSha: string };
let node24 = "";

beforeAll(async () => {
  const run = spawnSync(process.execPath, [join(root, "scripts/node24.mjs")], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`Node 24 could not be had:\n${run.stderr}`);
  node24 = run.stdout.trim();
  hub = await startHub();
  await hub.state.commit("main", path, policy);
  const opened = await hub.state.openForkPullRequest("feature");
  // The change brings the policy as it is.
  pull = { ...opened, headSha: await hub.state.pushToFork("feature", path, policy) };
}, 300_000);

afterAll(async () => {
  removeSteps();
  await hub.stop();
});

const collect = (own: string, more: { env?: Record<string, string>; event?: string; payload?: unknown } = {}) =>
  runStep({
    files: { [path]: own, "unit.xml": junit },
    event: more.event ?? "pull_request",
    payload: more.payload ?? forkEvent(pull),
    env: {
      INPUT_MODE: "collect",
      INPUT_TOKEN: hub.tokens.reader,
      GITHUB_API_URL: hub.url,
      GITHUB_GRAPHQL_URL: hub.graphqlUrl,
      GITHUB_SHA: "c".repeat(40),
      ...more.env,
    },
  });

async function conclude(
  evidence: Readonly<Record<string, string>>,
  of = pull,
  prepare: (workspace: string) => void = () => {},
): Promise<StepResult> {
  hub.calls.clear();
  return runStep({
    files: evidence,
    prepare,
    event: "workflow_run",
    payload: endedEvent(of),
    env: {
      INPUT_MODE: "conclude",
      INPUT_EVIDENCE: "evidence",
      INPUT_TOKEN: hub.tokens.writer,
      GITHUB_API_URL: hub.url,
      GITHUB_GRAPHQL_URL: hub.graphqlUrl,
      GITHUB_SHA: pull.baseSha,
    },
  });
}

async function evidenceUnder(own: string): Promise<string> {
  const step = await collect(own);
  const text = step.read(".rollout-gate/evidence/evidence.json");
  if (text === null) throw new Error(`no evidence:\n${step.stdout}`);
  return text;
}

/** What the door says when it broke. */
const told = ({ status, stdout, report }: StepResult) => ({
  status,
  stdout,
  verdict: report?.verdict.decision ?? null,
});

describe("a pull request from a fork, in two jobs", () => {
  test("is judged by the base's policy, in few calls", async () => {
    const step = await conclude({ "evidence/evidence.json": await evidenceUnder(policy) });
    expect(told(step)).toMatchObject({ status: 0, verdict: "GO" });
    expect(step.report?.policy).toMatchObject({ source: "base", commit: pull.baseSha, file: path, changes: [] });
    // Both policies come in one question of GraphQL.
    expect(hub.calls.count("GET /repos/{owner}/{repo}/contents/{path}")).toBe(0);
    expect(hub.calls.total).toBeLessThanOrEqual(8);
    expect(hub.violations()).toEqual([]);
  });

  test("cannot lower a limit for itself: it is shown what it would change", async () => {
    const own = policy.replace("< 100 KB", "< 900 KB").replace("size 90 KB", "size 500 KB");
    const headSha = await hub.state.pushToFork("feature", path, own);
    const looser = { ...pull, headSha };
    const evidence = (await evidenceUnder(own)).replaceAll(pull.headSha, headSha);
    const step = await conclude({ "evidence/evidence.json": evidence }, looser);
    expect(told(step)).toMatchObject({ status: 1, verdict: "NO-GO" });
    expect(step.report?.policy?.changes).toContainEqual({
      key: "criteria.total.pass",
      before: "< 100 KB",
      after: "< 900 KB",
      effect: "loosens",
    });
    expect(step.summary).toContain("asks for less");
    pull = looser;
  });

  test("cannot drop tests for itself: what the base asks for is missing", async () => {
    const own = policy.replace("    tests: unit.xml\n", "");
    const headSha = await hub.state.pushToFork("feature", path, own);
    const evidence = (await evidenceUnder(own)).replaceAll(pull.headSha, headSha);
    pull = { ...pull, headSha };
    const step = await conclude({ "evidence/evidence.json": evidence });
    expect(told(step)).toMatchObject({ status: 1, verdict: "INCONCLUSIVE" });
    expect(step.report?.findings.map(({ subject }) => subject)).toContain("unit tests");
  });
});

describe("evidence that lies or attacks is a finding, never a GO and never a crash", () => {
  const huge = `"${"x".repeat(100_000_000)}"`;
  const lies: readonly (readonly [string, (good: string) => string])[] = [
    ["another commit", (good) => good.replaceAll(pull.headSha, "d".repeat(40))],
    ["no commit", (good) => good.replace(/"commit":"[0-9a-f]{40}"/, '"commit":null')],
    ["another repository", (good) => good.replace('"repository":"octo-org/shop"', '"repository":"evil/shop"')],
    ["another config", (good) => good.replace(/"configDigest":"[0-9a-f]{64}"/, `"configDigest":"${"e".repeat(64)}"`)],
    ["another rollout", (good) => good.replace('"rollout":"shop"', '"rollout":"other"')],
    ["a stage that is left out", (good) => good.replace(/\{"stage":"unit","status".*\n/, "")],
    ["a number that is none", (good) => good.replace(/"samples":\[[^\]]*\]/, '"samples":[1e999]')],
    ["a text for a number", (good) => good.replace(/"samples":\[[^\]]*\]/, '"samples":["NaN"]')],
    ["a key twice", (good) => good.replace('"rollout":"shop"', '"rollout":"other","rollout":"shop"')],
    ["a prototype", (good) => good.replace("{", '{"__proto__":{"cancelled":false},"constructor":{},')],
    ["depth", () => `${"[".repeat(200_000)}${"]".repeat(200_000)}`],
    ["a text of 100 MB", (good) => good.replace('"tool":', `"tool":${huge},"tool":`)],
    [
      "thousands of gaps",
      (good) => {
        const gap =
          '{"stage":"unit","subject":"@octocat <img src=x>","problem":{"kind":"invalid","reason":"[x](http://a)"}}';
        return good.replace('"gaps":[]', `"gaps":[${Array(5000).fill(gap).join(",")}]`);
      },
    ],
    ["nothing", () => ""],
    ["half of it", (good) => good.slice(0, good.length / 2)],
  ];

  let good = "";
  beforeAll(async () => {
    pull = { ...pull, headSha: await hub.state.pushToFork("feature", path, policy) };
    good = await evidenceUnder(policy);
  });

  test.each(lies)("%s", async (_name, lie) => {
    const evidence = lie(good);
    expect(evidence).not.toBe(good);
    const step = await conclude({ "evidence/evidence.json": evidence });
    expect({ status: step.status, verdict: step.report?.verdict.decision }).toEqual({
      status: 1,
      verdict: "INCONCLUSIVE",
    });
    expect(step.stderr).toBe("");
  });

  test("the same evidence twice", async () => {
    const step = await conclude({ "evidence/a/evidence.json": good, "evidence/b/evidence.json": good });
    expect(told(step)).toMatchObject({ status: 1, verdict: "INCONCLUSIVE" });
  });

  test("a thousand files beside it break the gate, whatever they are", async () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`evidence/${at}.txt`, ""]));
    const step = await conclude({ "evidence/evidence.json": good, ...many });
    expect(told(step)).toMatchObject({ status: 2, verdict: null });
    expect(step.stdout).toContain("more than 1000 files");
  });

  test("no evidence breaks the gate", async () => {
    expect(told(await conclude({ "evidence/readme.txt": "" }))).toMatchObject({ status: 2, verdict: null });
    expect(told(await conclude({ "elsewhere/evidence.json": good }))).toMatchObject({ status: 2, verdict: null });
  });

  test.each([
    ["a link to a file elsewhere", (folder: string) => symlinkSync("/etc/passwd", join(folder, "evidence.json"))],
    [
      "a link to a secret of the system",
      (folder: string) => symlinkSync("/proc/self/environ", join(folder, "evidence.json")),
    ],
    ["a FIFO", (folder: string) => spawnSync("mkfifo", [join(folder, "evidence.json")])],
  ])("%s in its place is not read, nor waited for", async (_name, place) => {
    const step = await conclude({ "evidence/.keep": "" }, pull, (workspace) => void place(join(workspace, "evidence")));
    expect(step.status).not.toBe(0);
    expect(step.report?.verdict.decision ?? "none").not.toMatch(/^GO/);
    expect(step.stdout + step.summary).not.toMatch(/root:|RUNNER_TEMP=/);
  });
});

describe("a base policy that cannot be had breaks the gate, and nothing is run", () => {
  const gate = () =>
    runStep({
      files: { [path]: policy, "unit.xml": junit },
      event: "pull_request",
      payload: forkEvent(pull),
      env: { INPUT_TOKEN: hub.tokens.reader, GITHUB_API_URL: hub.url, GITHUB_GRAPHQL_URL: hub.graphqlUrl },
    });

  afterEach(() => hub.disarmAll());

  test.each(["no-permission", "bad-credentials", "not-found", "unprocessable", "redirect-elsewhere"] as const)(
    "%s",
    async (kind) => {
      hub.arm({ fault: { kind, when: "before" }, times: Number.POSITIVE_INFINITY });
      const step = await gate();
      expect(told(step)).toMatchObject({ status: 2, verdict: null });
      expect(step.stdout).toContain("could not be read at commit");
      expect(step.read("ran.txt")).toBeNull();
      expect(hub.elsewhere.filter(({ authorization }) => authorization !== null)).toEqual([]);
    },
  );

  test("without a token there is no way to it", async () => {
    const step = await runStep({
      files: { [path]: policy, "unit.xml": junit },
      event: "pull_request",
      payload: forkEvent(pull),
    });
    expect(told(step)).toMatchObject({ status: 2, verdict: null });
    expect(step.stdout).toContain("without a token");
  });

  test("while it can be had, the same gate passes", async () => {
    hub.calls.clear();
    const step = await gate();
    expect(told(step)).toMatchObject({ status: 0, verdict: "GO" });
    expect(hub.calls.count("GET /repos/{owner}/{repo}/contents/{path}")).toBe(0);
    expect(hub.calls.count("POST /graphql")).toBeGreaterThan(0);
  });
});

describe("one job does not run a fork's code beside a token that writes", () => {
  test.each([
    ["pull_request_target", "gate"],
    ["pull_request_target", "collect"],
    ["issue_comment", "gate"],
    ["workflow_run", "collect"],
  ])("%s, %s", async (event, mode) => {
    const payload = event === "workflow_run" ? endedEvent(pull) : event === "issue_comment" ? {} : forkEvent(pull);
    const step = await collect(policy, { event, payload, env: { INPUT_MODE: mode, INPUT_TOKEN: hub.tokens.writer } });
    expect(told(step)).toMatchObject({ status: 2, verdict: null });
    expect(step.stdout).toContain("Nothing was run");
    expect(step.read("ran.txt")).toBeNull();
  });

  test("nor on pull_request beside a person's token", async () => {
    const step = await collect(policy, { env: { INPUT_MODE: "gate", INPUT_TOKEN: hub.tokens.octocat } });
    expect(told(step)).toMatchObject({ status: 2, verdict: null });
    expect(step.read("ran.txt")).toBeNull();
  });
});

/** New at each run, so that nothing else on the machine holds it. */
const mark = randomBytes(8).toString("hex");
const canaries = {
  INPUT_TOKEN: `ghs${"_"}canary${mark}${"0123456789".repeat(2)}`,
  GITHUB_TOKEN: `canary-${mark}-github`,
  ACTIONS_RUNTIME_TOKEN: `canary-${mark}-runtime`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: `canary-${mark}-id`,
};

/** A secret as it is and in the forms in which it could slip by. */
function formsOf(secret: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString("hex"),
    ...["", "x", "xy"].map((before) =>
      Buffer.from(before + secret)
        .toString("base64")
        .slice(4, -6),
    ),
  ];
}

const onLinux = process.platform === "linux" ? describe : describe.skip;

onLinux("what a stage can find of the step's secrets", () => {
  /** Looks wherever a process of the same user may, and ends with 7 when it finds one; the mark is put together, not to find itself. */
  const spy = `rollout: spy
stages:
  look:
    run: |
      mark=${mark.slice(0, 8)}; mark="$mark"${mark.slice(8)}
      env | grep -q "$mark" && exit 7
      for f in /proc/[0-9]*/environ /proc/[0-9]*/cmdline; do tr '\\0' '\\n' < $f 2>/dev/null | grep -q "$mark" && exit 7; done
      grep -rqs "$mark" "$RUNNER_TEMP" . && exit 7
      exit 0
`;
  const spied = (node: string) =>
    runStep({
      files: { [path]: spy },
      event: "push",
      payload: {},
      node,
      env: { ...canaries, GITHUB_API_URL: hub.url },
    });

  test("on Node 24, as the runner has it: nothing, in no environment, no command line and no file of the step", async () => {
    const step = await spied(node24);
    expect({ status: step.status, stderr: step.stderr }).toEqual({ status: 0, stderr: "" });
    // Its own line that hides the token is the only one that holds it.
    expect(step.stdout.split("\n").filter((line) => line.includes(mark))).toEqual([
      `::add-mask::${canaries.INPUT_TOKEN}`,
    ]);
  });

  const cannotBeginAnew = Reflect.get(process, "execve") === undefined ? test : test.skip;
  cannotBeginAnew("on a Node that cannot begin anew the spy does find it, as SECURITY.md says", async () => {
    expect((await spied(process.execPath)).report?.findings[0]?.reason).toMatch(/exit(ed)?( with)?( code)? 7/);
  });
});

onLinux("what a stage leaves where its results should be", () => {
  const results: readonly (readonly [string, string])[] = [
    ["a link to the environment", "ln -s /proc/self/environ $EVIDENCE/unit.xml"],
    ["a link to the gate's environment", "ln -s /proc/$PPID/environ $EVIDENCE/unit.xml"],
    ["a link to a file of the system", "ln -s /etc/passwd $EVIDENCE/unit.xml"],
    ["a link to the git config of a checkout", "ln -s $PWD/.git/config $EVIDENCE/unit.xml"],
    ["a FIFO", "mkfifo $EVIDENCE/unit.xml"],
    ["a folder", "mkdir $EVIDENCE/unit.xml"],
    ["a device", "ln -s /dev/zero $EVIDENCE/unit.xml"],
  ];

  test.each(results)("%s is not read, not waited for and not quoted", async (_name, run) => {
    const step = await runStep({
      files: {
        [path]: `rollout: shop\nstages:\n  unit:\n    run: ${run}\n    tests: unit.xml\n`,
        ".git/config": "canary-of-git",
      },
      event: "push",
      payload: {},
      env: { CANARY: "canary-of-environ" },
    });
    expect(told(step)).toMatchObject({ status: 1, verdict: "INCONCLUSIVE" });
    const everything = step.stdout + step.stderr + step.summary + step.outputs + JSON.stringify(step.report);
    expect(everything).not.toMatch(/canary-of|root:x|CANARY/);
  });
});

onLinux("what a stage leaves behind", () => {
  test("is ended before it can write to the runner's files, however it hides", async () => {
    const hiding = `rollout: shop
stages:
  unit:
    run: |
      file=$(ls -d $RUNNER_TEMP/env)
      env -i setsid -f /bin/bash -c "sleep 1; echo EVIL=1 >> $file" </dev/null >/dev/null 2>&1
      (setsid bash -c "sleep 1; echo EVIL=1 >> $file" &)
      nohup bash -c "sleep 1; echo EVIL=1 >> $file" >/dev/null 2>&1 &
  later: { needs: [unit], run: sleep 2 }
`;
    const step = await runStep({ files: { [path]: hiding }, event: "push", payload: {} });
    expect(step.read("../runner/env")).toBe("");
    expect(step.status).toBe(0);
  });
});

describe("secrets in any sink", () => {
  /** Secrets that a stage is meant to have, since it is the job's own environment. */
  const given = {
    NPM_TOKEN: "canary-npm-5f2c9e",
    DB_PASSWORD: "canary pass/word+8",
    DATABASE_URL: "postgres://app:canary-url-77aa@db/x",
  };
  const secrets = [given.NPM_TOKEN, given.DB_PASSWORD, "canary-url-77aa"];
  const leaky = `rollout: leaky
facts:
  config: printf 'token %s' "$NPM_TOKEN"
stages:
  unit:
    severity: warning
    run: |
      echo "Authorization: Bearer $NPM_TOKEN"
      printf 'x-access-token:%s' "$NPM_TOKEN" | base64
      printf '%s' "$DB_PASSWORD" | od -An -tx1 | tr -d ' \\n'; echo
      node -e 'console.log(encodeURIComponent(process.env.DB_PASSWORD))'
      echo "$DATABASE_URL"
      node -e 'console.log("y".repeat(1990) + process.env.NPM_TOKEN)'
      mkdir -p "$EVIDENCE/$NPM_TOKEN"
      printf '<testsuite name="s"><testcase name="reads %s" classname="%s" file="src/%s.js"><failure message="got %s">at src/%s.js:1</failure></testcase></testsuite>' "$NPM_TOKEN" "$NPM_TOKEN" "$NPM_TOKEN" "$NPM_TOKEN" "$NPM_TOKEN" > "$EVIDENCE/unit.xml"
      exit 1
    tests: unit.xml
  parts:
    severity: warning
    run: printf '[{"name":"%s","status":"failed","message":"%s"}]' "$NPM_TOKEN" "$DATABASE_URL" > "$EVIDENCE/parts.json"
    checklist: parts.json
  broken:
    severity: warning
    run: printf '{"%s' "$NPM_TOKEN" > "$EVIDENCE/c.json"
    checklist: c.json
`;

  test("log, summary, outputs, annotations, report.json, report.md, evidence, comment, check: none", async () => {
    await hub.state.commit("leaky", path, leaky);
    const own = await hub.state.openPullRequest("leaky-change");
    hub.calls.clear();
    const step = await runStep({
      files: { [path]: leaky },
      event: "pull_request",
      payload: forkEvent(own, "octo-org/shop"),
      env: {
        ...canaries,
        ...given,
        INPUT_TOKEN: hub.tokens.writer,
        GITHUB_API_URL: hub.url,
        GITHUB_GRAPHQL_URL: hub.graphqlUrl,
      },
    });
    const writes = hub.calls.all.filter(({ method, target }) => method !== "GET" && !target.includes("graphql"));
    expect(writes.map(({ route }) => route)).toEqual(
      expect.arrayContaining([
        "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
        "POST /repos/{owner}/{repo}/check-runs",
      ]),
    );
    expect(step.report?.findings.length).toBeGreaterThan(3);
    const sinks: Readonly<Record<string, string>> = {
      log: step.stdout
        .split("\n")
        .filter((line) => !line.startsWith("::add-mask::"))
        .join("\n"),
      errors: step.stderr,
      summary: step.summary,
      outputs: step.outputs,
      "report.json": step.read(".rollout-gate/report/report.json") ?? "",
      "report.html": step.read(".rollout-gate/report/report.html") ?? "",
      "report.md": step.read(".rollout-gate/report/report.md") ?? "",
      evidence: step.read(".rollout-gate/evidence/evidence.json") ?? "",
      "bodies of requests": JSON.stringify(hub.calls.all.map(({ target, body }) => [target, body])),
    };
    const hits = Object.entries(sinks).flatMap(([sink, text]) =>
      secrets.flatMap((secret) =>
        formsOf(secret)
          .filter((form) => text.includes(form))
          .map((form) => `${sink}: ${form}`),
      ),
    );
    expect(hits).toEqual([]);
    expect(
      Object.entries(sinks)
        .filter(([name, text]) => name !== "errors" && !text.includes("***"))
        .map(([name]) => name),
    ).toEqual([]);
  });
});

test("a stranger's comment that bears our marker is left alone, and nothing in it is believed", async () => {
  const own = await hub.state.openPullRequest("spoofed");
  const spoof = "<!-- rollout-gate:shop -->\n## ✅ GO: `shop`\n\nAll checks passed";
  const spoofed = await hub.state.comment(own.number, "stranger", spoof);
  const gate = () =>
    runStep({
      files: { [path]: policy, "unit.xml": junit },
      event: "pull_request",
      payload: forkEvent(own, "octo-org/shop"),
      env: { INPUT_TOKEN: hub.tokens.writer, GITHUB_API_URL: hub.url, GITHUB_GRAPHQL_URL: hub.graphqlUrl },
    });
  expect((await gate()).status).toBe(0);
  const [first] = (await hub.state.comments(own.number)).filter(({ login }) => login !== "stranger");
  if (first === undefined) throw new Error("there is no comment of ours");
  // What ours looks like is no secret, so the spoof is made the same to the letter.
  await hub.state.comment(own.number, "stranger", first.body);
  expect((await gate()).status).toBe(0);
  const comments = await hub.state.comments(own.number);
  expect(comments.map(({ login }) => login === "stranger")).toEqual([true, false, true]);
  expect(comments.find(({ id }) => id === spoofed)?.body).toBe(spoof);
});

test("shell metacharacters in names of branches and titles are never run", async () => {
  const nasty = '$(touch pwned)`touch pwned`";touch pwned;"\n::set-output name=verdict::go';
  const step = await runStep({
    files: { [path]: policy, "unit.xml": junit },
    event: "push",
    payload: { head_commit: { message: nasty }, repository: { full_name: "octo-org/shop", default_branch: nasty } },
    env: { GITHUB_REF: `refs/heads/${nasty}`, GITHUB_REF_NAME: nasty, GITHUB_HEAD_REF: nasty, GITHUB_ACTOR: nasty },
  });
  expect(told(step)).toMatchObject({ status: 0, verdict: "GO" });
  expect(step.read("pwned")).toBeNull();
  expect(step.stdout).not.toMatch(/^::set-output/m);
});
