import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { formatConfigProblems } from "../../src/config/format-config-problems.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { actionInputs } from "../../src/entry/inputs.ts";
import { type CodeBlock, readPages } from "./markdown-page.ts";

const blocks = readPages()
  .flatMap((page) => page.blocks)
  .filter((block) => block.language === "yaml" || block.language === "yml");
const named = (block: CodeBlock): [string, CodeBlock] => [`${block.page}:${block.line}`, block];
const isWorkflow = (block: CodeBlock): boolean => /^jobs:/m.test(block.text);
const configs = blocks.filter((block) => !isWorkflow(block));
const workflows = blocks.filter(isWorkflow);

/** What a part of a config leaves out: only what is required, and not what it has. */
function completed({ text, mark }: CodeBlock): string {
  if (mark !== "part of a config") return text;
  const rollout = /^rollout:/m.test(text) ? "" : "rollout: example\n";
  const stages = /^stages:/m.test(text) ? "" : "stages: { unit: { run: make test } }\n";
  return `${rollout}${stages}${text}\n`;
}

describe("configs in the docs", () => {
  test("there are some", () => {
    expect(configs.length).toBeGreaterThan(8);
  });

  test.each(configs.map(named))("%s is a config, without so much as a warning", (name, block) => {
    const reading = readConfig(completed(block), name);
    const problems = reading.ok ? reading.warnings : reading.problems;
    expect(formatConfigProblems(problems, completed(block), name)).toBe("");
  });

  test.each(configs.filter((block) => block.mark !== "").map(named))("%s is a part, as it says", (_name, block) => {
    expect(block.mark).toBe("part of a config");
    expect(readConfig(block.text, "docs").ok).toBe(false);
  });
});

const publishing = { actions: "read", contents: "read", "pull-requests": "write", checks: "write" };
const commenting = { contents: "read", "pull-requests": "write", checks: "write" };

/** What a job of a page may ask for. */
function rightsOf(block: CodeBlock, job: string, on: unknown): object {
  // It writes the ledger's branch, and runs what was merged.
  if (block.page === "docs/ledger.md") return { contents: "write", checks: "write" };
  // It writes the ledger's branch.
  if (block.page === "docs/enable-and-roll-back.md") return { contents: "write" };
  // It asks GitHub for one thing with each permission, and writes nothing.
  if (block.page === "docs/doctor.md")
    return { contents: "read", "pull-requests": "read", issues: "read", checks: "read", deployments: "read" };
  if (block.page === "docs/many-machines.md" && job === "conclude") return commenting;
  // GitHub makes these read for a fork's code, whatever is asked for.
  return on === "pull_request" && block.page === "docs/pull-requests.md" ? commenting : { contents: "read" };
}

describe("workflows in the docs", () => {
  const steps = workflows.flatMap((block) =>
    Object.values<{ steps: readonly Record<string, unknown>[] }>(parse(block.text).jobs).flatMap((job) =>
      job.steps.map((step): [string, Record<string, unknown>] => [`${block.page}:${block.line}`, step]),
    ),
  );
  const ours = steps.filter(([, step]) => /rollout-gate@|^\.\/$/.test(String(step.uses)));

  test("there are some", () => {
    expect(ours.length).toBeGreaterThan(3);
  });

  test.each(workflows.map(named))("%s asks for no more rights than it needs", (_name, block) => {
    const { on, permissions, jobs } = parse(block.text);
    // The one that publishes for pull requests runs none of their code.
    if (on?.workflow_run !== undefined) {
      expect(permissions).toEqual({});
      expect(Object.values<{ permissions: unknown }>(jobs).map((job) => job.permissions)).toEqual([publishing]);
      expect(block.text).not.toMatch(/actions\/checkout|\brun:/);
      return;
    }
    const asked: [string, unknown][] =
      permissions === undefined || Object.keys(permissions).length === 0
        ? Object.entries<{ permissions: unknown }>(jobs).map(([job, each]) => [job, each.permissions])
        : [["", permissions]];
    for (const [job, each] of asked) expect(each).toEqual(rightsOf(block, job, on));
  });

  test.each(["collect", "conclude"])("docs/forks.md shows examples/workflows/%s.yml as it is", (name) => {
    const file = readFileSync(new URL(`../../examples/workflows/${name}.yml`, import.meta.url), "utf8");
    const shown = workflows.filter((block) => block.page === "docs/forks.md").map((block) => `${block.text}\n`);
    expect(shown).toContain(file);
  });

  test.each([
    ["rollback", { contents: "write", issues: "write", deployments: "write" }],
    ["verify", { contents: "write", issues: "write", actions: "read" }],
  ])(
    "examples/workflows/%s.yml hands over inputs that the Action has, to no shell, and asks for what it writes",
    (name, rights) => {
      const file = readFileSync(new URL(`../../examples/workflows/${name}.yml`, import.meta.url), "utf8");
      const { permissions, jobs, concurrency } = parse(file);
      expect([permissions, jobs[name].permissions]).toEqual([{}, rights]);
      expect(concurrency["cancel-in-progress"]).toBe(false);
      const steps: readonly { readonly run?: string; readonly with: object }[] = jobs[name].steps;
      expect(steps.filter(({ run }) => run !== undefined)).toEqual([]);
      const known = new Set<string>(actionInputs.map((input) => input.name));
      expect(Object.keys(steps.at(-1)?.with ?? {}).filter((given) => !known.has(given))).toEqual([]);
    },
  );

  test.each(ours)("%s gives the Action inputs that it has", (_name, step) => {
    const known = new Set<string>(actionInputs.map((input) => input.name));
    const given = Object.keys((step.with ?? {}) as object);
    expect(given.filter((name) => !known.has(name))).toEqual([]);
  });
});
