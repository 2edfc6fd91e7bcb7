import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { actionInputs } from "../../src/entry/inputs.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly "timeout-minutes"?: number;
  readonly permissions?: unknown;
  readonly steps: readonly Step[];
}

const folder = fileURLToPath(new URL("../../.github/workflows/", import.meta.url));
const workflows = readdirSync(folder).map((name): [string, string] => [name, readFileSync(`${folder}${name}`, "utf8")]);

/** The project's own workflows, held to what the project asks of others. */
describe.each(workflows)("%s", (_name, text) => {
  const workflow: { permissions: unknown; jobs: Record<string, Job> } = parse(text);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test("can read and nothing more, unless a job says so", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(jobs.flatMap((job) => job.permissions ?? [])).toEqual([]);
  });

  test("every job has a time limit", () => {
    expect(jobs.filter((job) => job["timeout-minutes"] === undefined)).toEqual([]);
  });

  test("every action is pinned to a full commit, with its version beside it", () => {
    const lines = text.split("\n").filter((line) => /^\s*(?:- )?uses:/.test(line) && !line.includes("uses: ./"));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("a checkout leaves no token behind", () => {
    const checkouts = steps.filter((step) => step.uses?.startsWith("actions/checkout@"));
    for (const step of checkouts) expect(step.with).toMatchObject({ "persist-credentials": false });
  });

  test("nothing from an event is put into a script", () => {
    for (const step of steps) expect(step.run ?? "").not.toContain("${{");
  });

  test("the Action gets inputs that it has", () => {
    const known = new Set<string>(actionInputs.map((input) => input.name));
    const given = steps.filter((step) => step.uses === "./").flatMap((step) => Object.keys(step.with ?? {}));
    expect(given.filter((name) => !known.has(name))).toEqual([]);
  });
});
