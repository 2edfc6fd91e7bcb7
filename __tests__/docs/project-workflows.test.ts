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
describe.each(workflows)("%s", (name, text) => {
  const workflow: { permissions: unknown; jobs: Record<string, Job> } = parse(text);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test("can read and nothing more, but for the job that publishes a release", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    const asking = Object.entries(workflow.jobs).filter(([, job]) => job.permissions !== undefined);
    const publish = { contents: "write", "id-token": "write", attestations: "write" };
    expect(asking.map(([job, { permissions }]) => [name, job, permissions])).toEqual(
      name === "release.yml" ? [[name, "publish", publish]] : [],
    );
  });

  test("a job that writes runs nothing that was installed", () => {
    const writers = jobs.filter((job) => job.permissions !== undefined);
    for (const { steps: own } of writers)
      for (const step of own) expect(step.run ?? "").not.toMatch(/\bnpm\b|\bnode\b/);
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
