import type { SetupAnswers } from "./setup-answers.ts";
import { pinned, type Toolchain } from "./toolchain.ts";

/** A file to be written, by its path in the repository. */
export interface SetupFile {
  readonly path: string;
  readonly text: string;
}

/** What stands where the Action's own address and commit belong, until somebody writes them. */
const unknownAction = "OWNER/rollout-gate@COMMIT";

/** The three workflows: each job has the permissions that it needs, and no other. */
export function renderSetupWorkflows(answers: SetupAnswers, toolchains: readonly Toolchain[]): readonly SetupFile[] {
  const uses = answers.action ?? unknownAction;
  const steps = toolchains.flatMap(({ workflowSteps }) => workflowSteps);
  const file = (name: string, text: string): SetupFile => ({ path: `.github/workflows/rollout-${name}.yml`, text });
  return [
    file("gate", gateWorkflow(uses, answers.branch, steps)),
    file("verify", verifyWorkflow(uses, steps)),
    file("rollback", rollbackWorkflow(uses, steps)),
  ];
}

function gateWorkflow(uses: string, branch: string, steps: readonly string[]): string {
  return `# Judges pull requests, and remembers the verdict of what was merged. Pull requests from forks get a token that only reads: the
# verdict is then in the job's summary. Two workflows bring them a comment as well (docs/forks.md).
name: rollout-gate
on:
  pull_request:
  push:
    branches: [${JSON.stringify(branch)}]

permissions: {}

concurrency:
  group: rollout-gate-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  gate:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: read # the checkout, and the policy at the base commit
      pull-requests: write # the comment
      checks: write # the check
    steps:
${indent(checkout(steps), 6)}
      - uses: ${uses}
        with:
          mode: gate
  merged:
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: write # to write the ledger's branch
      checks: write # the check
    steps:
${indent(checkout(steps), 6)}
      - uses: ${uses}
        with:
          mode: gate
`;
}

function verifyWorkflow(uses: string, steps: readonly string[]): string {
  return `# Looks every hour whether a window is due, judges what production wrote, and tells people. An hour in which nothing is due ends at once.
name: rollout-verify
on:
  schedule:
    - cron: "17 * * * *"
  workflow_dispatch:

permissions: {}

concurrency:
  group: rollout
  cancel-in-progress: false

jobs:
  verify:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: write # to write the ledger's branch
      issues: write # to read what was reported, and to tell people
      actions: read # to read how workflows ended
    steps:
${indent(checkout(steps), 6)}
      - uses: ${uses}
        with:
          mode: verify
`;
}

function rollbackWorkflow(uses: string, steps: readonly string[]): string {
  return `# Turns the flag off, verified, and opens an issue about it. It is started by hand, by whoever may write to the repository. What is
# typed there is handed over as inputs and never becomes part of a command.
name: rollout-rollback
on:
  workflow_dispatch:
    inputs:
      reason:
        description: Why it is turned off
        required: true
        type: string
      way:
        description: Only this way - flag, version or backup; empty for those of the config, in its order
        type: string
        default: ""
      dry-run:
        description: Only say what would be done
        type: boolean
        default: false

permissions: {}

# The flag is changed by one at a time, and nobody who waits is cancelled.
concurrency:
  group: rollout
  cancel-in-progress: false

jobs:
  rollback:
    # Take a runner that sees what the flag changes, and keeps its folder, where a variable of the job does not reach production.
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: write # to write the ledger's branch
      issues: write # to open the issue about it
      deployments: write # to mark the deployment as inactive
    steps:
${indent(checkout(steps, true), 6)}
      - uses: ${uses}
        with:
          mode: rollback
          reason: \${{ inputs.reason }}
          way: \${{ inputs.way }}
          dry-run: \${{ inputs.dry-run }}
`;
}

function checkout(steps: readonly string[], keeps = false): readonly string[] {
  return [
    `- uses: ${pinned.checkout}`,
    "  with:",
    "    persist-credentials: false",
    ...(keeps ? ["    clean: false"] : []),
    ...steps,
  ];
}

function indent(lines: readonly string[], by: number): string {
  return lines.map((line) => `${" ".repeat(by)}${line}`).join("\n");
}
