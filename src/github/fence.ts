import { removeControlSequences } from "../text/control-sequences.ts";

/**
 * Lines around untrusted output. Between them the runner obeys no workflow command but the one that ends the fence, in
 * either of the two forms it knows: `::name::` at the start of a line and `##[name]` anywhere in one.
 */
export interface Fence {
  readonly open: string;
  readonly close: string;
}

/** @param token unguessable, of letters and digits, and never used twice: who knows it can open the fence from inside */
export function createFence(token: string): Fence {
  return { open: `::stop-commands::${token}\n`, close: `::${token}::\n` };
}

/** Text of several lines, shown as it is and acting on nothing: inside a fence of its own. */
export function fenceText(text: string, token: string): string {
  const fence = createFence(token);
  const lines = text.replace(/\r?\n$/, "").split(/\r\n|[\r\n]/);
  return `${fence.open}${lines.map((line) => `${neutralise(removeControlSequences(line, true))}\n`).join("")}${fence.close}`;
}

/**
 * Takes the meaning from what a fence does not stop. The web page that shows a log renders `##[group]`, `##[error]` and
 * their like wherever they stand, long after the runner has let them by; Azure's `##vso[` goes the same way. A visible
 * space is put in, because the runner's comparison skips characters that are not seen, and they go, for the same reason.
 *
 * @param line one line, without control sequences other than colours
 */
export function neutralise(line: string): string {
  return line.includes("#") ? line.replace(marker, "## $1") : line;
}

/** Unseen: controls, zero-width and other format characters, marks. Linear: each alternative is one character, none is `#`. */
const marker = /#(?:\p{Cc}|\p{Cf}|\p{M})*#(?:\p{Cc}|\p{Cf}|\p{M})*(vso\[|\[)/giu;
