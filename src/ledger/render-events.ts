import type { LedgerEvent } from "../domain/ledger.ts";
import type { Reading } from "../domain/problem.ts";
import { maxEventBytes, readLines } from "./read-lines.ts";

/** No append is larger: a file of the branch must stay below the megabyte that GitHub hands out as one. */
const maxAppendBytes = 600 * 1024;

/**
 * Events as lines, each with its end. What could not be read back is refused here, before it makes a ledger unreadable.
 *
 * @param events none may have the id of another
 */
export function renderEvents(rollout: string, events: readonly LedgerEvent[]): Reading<string> {
  const lines = events.map((event) => JSON.stringify(event));
  const longest = lines.reduce((most, line) => Math.max(most, byteLength(line)), 0);
  const text = lines.map((line) => `${line}\n`).join("");
  if (longest > maxEventBytes || byteLength(text) > maxAppendBytes) {
    return {
      ok: false,
      problem: {
        kind: "invalid",
        reason: `What should be recorded is too large: an event may have ${maxEventBytes} bytes and one append ${maxAppendBytes}.`,
        remedy: "Record fewer metrics or launches.",
      },
    };
  }
  const back = readLines(text, { file: "what should be recorded", rollout, firstLine: 1 });
  return back.ok ? { ok: true, value: text } : back;
}

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
