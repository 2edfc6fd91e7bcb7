import type { Arm } from "../domain/arm.ts";
import type { Flag } from "../domain/config.ts";
import type { FlagReading } from "../domain/evidence.ts";
import { oneLine } from "../text/one-line.ts";
import type { CommandResult, FlagPorts } from "./flag-ports.ts";

const maxSaid = 200;

/**
 * Asks the target for the flag's effective value. Whatever keeps the value from being read makes it `unknown`: also a
 * command that prints a value and then fails, because what it printed is then not to be relied on.
 *
 * @param way how the arm was set, for people
 * @param overrides what the arm adds to the target's environment
 */
export async function readFlag(
  flag: Flag,
  ports: Pick<FlagPorts, "runCommand" | "parseValue">,
  arm: Arm,
  way: string,
  overrides: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<FlagReading> {
  if (flag.read === null) {
    return { arm, way, value: "unknown", said: "the config does not say how to read the flag (`flag.read`)" };
  }
  const result = await ports.runCommand(flag.read, overrides, flag.readTimeoutMs, signal);
  const failure = commandFailure(result, flag.readTimeoutMs);
  if (failure !== null) return { arm, way, value: "unknown", said: shorten(failure) };
  const printed = result.stdout.trim();
  if (printed === "") return { arm, way, value: "unknown", said: "it printed nothing" };
  return { arm, way, value: ports.parseValue(result.stdout), said: shorten(printed) };
}

/** Why a command did not do its work, in words; null when it ended with exit code 0 in time. */
export function commandFailure(result: CommandResult, timeoutMs: number): string | null {
  const { outcome } = result;
  if (outcome.startError !== null) return `it could not be started: ${oneLine(outcome.startError.message)}`;
  if (outcome.cancelled) return "it was cancelled";
  if (outcome.timedOut) return `it did not end within ${timeoutMs / 1000} s`;
  if (outcome.exit.code === 0) return null;
  const how = outcome.exit.signal === null ? `exit ${outcome.exit.code}` : `ended by ${outcome.exit.signal}`;
  const last = lastLine(result.stderr) || lastLine(result.stdout);
  return last === "" ? how : `${how}: ${last}`;
}

function lastLine(text: string): string {
  return shorten(
    text
      .trimEnd()
      .split(/[\r\n]/)
      .at(-1)
      ?.trim() ?? "",
  );
}

function shorten(text: string): string {
  const line = oneLine(text);
  return line.length > maxSaid ? `${line.slice(0, maxSaid - 1)}…` : line;
}
