import { randomBytes } from "node:crypto";
import { appendFile, stat } from "node:fs/promises";
import type { TextSink } from "../text/text-sink.ts";
import { formatFileCommand } from "./file-command.ts";
import { type AnnotationPlace, formatWorkflowCommand } from "./workflow-command.ts";

export interface Annotation extends AnnotationPlace {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
}

/** How a step of a GitHub job is asked and answers, by the runner's documented files, variables and commands. */
export interface ActionDoor {
  /** An input as it was given, without white space around it; empty when it was not given. */
  input(name: string): string;
  setOutput(name: string, value: string): Promise<void>;
  /** Sets a variable for the later steps of the job. */
  exportVariable(name: string, value: string): Promise<void>;
  /** For the action's `post` step. */
  saveState(name: string, value: string): Promise<void>;
  state(name: string): string;
  /**
   * Adds Markdown to the job's summary.
   *
   * @returns why it could not be added, as a sentence; null when it was. A summary above 1 MiB would be dropped whole by
   *   GitHub, so it is not written.
   */
  addSummary(markdown: string): Promise<string | null>;
  annotate(annotation: Annotation): void;
  /** Hides a secret in the log from now on. */
  mask(secret: string): void;
}

/** GitHub's limit for one step's summary. */
export const maxSummaryBytes = 1024 * 1024;

/**
 * @param env of the process, as the runner has set it
 * @param sink the step's standard output; no fence may be open while something is annotated or masked
 */
export function createActionDoor(env: Readonly<Record<string, string | undefined>>, sink: TextSink): ActionDoor {
  const append = async (variable: string, name: string, value: string): Promise<void> => {
    const path = env[variable];
    // Outside of a GitHub job nobody would read it.
    if (path === undefined || path === "") return;
    await appendFile(path, formatFileCommand(name, value, `rollout_gate_${randomBytes(16).toString("hex")}`), "utf8");
  };
  return {
    input: (name) => (env[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] ?? "").trim(),
    setOutput: (name, value) => append("GITHUB_OUTPUT", name, value),
    exportVariable: (name, value) => append("GITHUB_ENV", name, value),
    saveState: (name, value) => append("GITHUB_STATE", name, value),
    state: (name) => env[`STATE_${name}`] ?? "",
    async addSummary(markdown) {
      const path = env.GITHUB_STEP_SUMMARY;
      if (path === undefined || path === "") return null;
      const text = markdown.endsWith("\n") ? markdown : `${markdown}\n`;
      const bytes = Buffer.byteLength(text);
      try {
        const { size } = await stat(path).catch(() => ({ size: 0 }));
        if (size + bytes > maxSummaryBytes) {
          return `The summary was not written: its ${size + bytes} bytes are above GitHub's limit of ${maxSummaryBytes}.`;
        }
        await appendFile(path, text, "utf8");
        return null;
      } catch (error) {
        return `The summary could not be written: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
    annotate({ level, message, ...place }) {
      sink.write(formatWorkflowCommand(level, place, message));
    },
    mask(secret) {
      // Each line by itself: the log is masked line by line.
      for (const line of secret.split(/\r?\n/)) {
        if (line.trim() !== "") sink.write(formatWorkflowCommand("add-mask", {}, line));
      }
    },
  };
}
