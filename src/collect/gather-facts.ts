import type { Config } from "../domain/config.ts";
import type { EvidenceGap, Fact } from "../domain/evidence.ts";
import type { CollectPorts } from "./collect-ports.ts";
import { runCommand } from "./run-command.ts";

/** A fact is a short command such as `--version`; one that takes longer is stuck. */
const timeoutMs = 60_000;
const maxLength = 400;

/** Runs the commands under `facts:` and keeps the last line that each prints. */
export async function gatherFacts(
  config: Config,
  ports: CollectPorts,
  signal: AbortSignal,
): Promise<{ readonly facts: readonly Fact[]; readonly gaps: readonly EvidenceGap[] }> {
  const facts: Fact[] = [];
  const gaps: EvidenceGap[] = [];
  for (const source of config.facts) {
    const request = { command: source.run, env: {}, directory: ports.host.workspace, timeoutMs, signal };
    const { outcome, stdout } = await runCommand(request, ports);
    const said = stdout.trim().split("\n").at(-1)?.trim().slice(0, maxLength) ?? "";
    const words = commandText(source.run);
    if (outcome.exit.code === 0 && said !== "") {
      facts.push({ name: source.name, value: said, source: words });
      continue;
    }
    const why =
      outcome.startError?.message ??
      (outcome.timedOut
        ? "it took more than 60 s"
        : outcome.exit.code === 0
          ? "it printed nothing"
          : `it ended with ${ending(outcome.exit)}`);
    gaps.push({
      stage: "",
      subject: `fact ${source.name}`,
      problem: {
        kind: "missing",
        reason: `The fact ${source.name} could not be had from \`${words}\`: ${why}.`,
        remedy: `Correct the command under \`facts.${source.name}\`, or remove it.`,
      },
    });
  }
  return { facts, gaps };
}

function ending(exit: { readonly code: number | null; readonly signal: string | null }): string {
  return exit.signal ?? `exit ${exit.code}`;
}

/** A command in one short line, for people. */
export function commandText(command: Config["facts"][number]["run"]): string {
  const text = command.kind === "script" ? command.script.trim().replace(/\s*\n\s*/g, "; ") : command.argv.join(" ");
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
