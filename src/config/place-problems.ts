import type { ConfigProblem } from "../domain/config-problem.ts";
import { nearestWord } from "./nearest-word.ts";
import { formatKeyPath, type ProblemDraft } from "./problem-draft.ts";
import type { TextRange, TreeChild, TreeNode, TreeProblem } from "./yaml-tree.ts";

/** More than these help nobody; a last problem says how many there were. */
const maxProblems = 100;

/** Turns offsets into lines and columns. */
class LineIndex {
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  /** 1-based; the column counts UTF-16 units, as editors and GitHub's annotations do. */
  placeOf(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }

  /** The offset after the last character of a line, its line feed not counted. */
  endOf(line: number, textLength: number): number {
    const next = this.#starts[line];
    return next === undefined ? textLength : next - 1;
  }
}

interface Placed {
  readonly range: TextRange;
  readonly draft: ProblemDraft;
}

/** Gives every complaint its place, in the order of the file, each once. */
export function placeProblems(
  text: string,
  file: string,
  tree: TreeNode | null,
  treeProblems: readonly TreeProblem[],
  drafts: readonly ProblemDraft[],
): readonly ConfigProblem[] {
  const placed: Placed[] = treeProblems.map((problem) => ({
    range: problem.range,
    draft: { path: problem.path, at: "value", message: problem.message, hint: problem.hint },
  }));
  for (const draft of drafts)
    placed.push({ range: tree === null ? { start: 0, end: 1 } : rangeOf(draft, tree), draft });
  placed.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);

  const lines = new LineIndex(text);
  const seen = new Set<string>();
  const problems: ConfigProblem[] = [];
  let left = 0;
  for (const { range, draft } of placed) {
    const identity = `${range.start}:${draft.message}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    if (problems.length >= maxProblems) left += 1;
    else problems.push(toProblem(range, draft, lines, file, text.length));
  }
  const last = problems.at(-1);
  if (left > 0 && last !== undefined) {
    const message = `and ${left} more ${left === 1 ? "problem" : "problems"}`;
    problems.push({ ...last, message, hint: "", key: "", length: 1, severity: "error" });
  }
  return problems;
}

function toProblem(
  range: TextRange,
  draft: ProblemDraft,
  lines: LineIndex,
  file: string,
  textLength: number,
): ConfigProblem {
  const { line, column } = lines.placeOf(Math.min(range.start, textLength));
  const end = Math.min(range.end, lines.endOf(line, textLength));
  return {
    message: draft.message,
    hint: hintOf(draft),
    key: formatKeyPath(draft.path),
    file,
    line,
    column,
    length: Math.max(1, end - range.start),
    severity: draft.severity ?? "error",
  };
}

function hintOf(draft: ProblemDraft): string {
  const nearest = draft.word === undefined ? null : nearestWord(draft.word, draft.known ?? []);
  const suggestion = nearest === null ? "" : `did you mean ${JSON.stringify(nearest)}?`;
  return [suggestion, draft.hint ?? ""].filter((part) => part !== "").join(" ");
}

/** The place of a complaint: of its key, its value, or a part of its value; of the nearest thing that is there otherwise. */
function rangeOf(draft: ProblemDraft, tree: TreeNode): TextRange {
  let node = tree;
  let child: TreeChild | null = null;
  for (const step of draft.path) {
    const next = node.children.get(step);
    if (next === undefined) return child?.key ?? { start: node.range.start, end: node.range.start + 1 };
    child = next;
    node = next.node;
  }
  if (draft.at === "key" && child?.key) return child.key;
  const { offset, length } = draft;
  const { start, end } = node.range;
  if (offset === undefined || node.source === null || typeof node.value !== "string" || node.source !== node.value) {
    return node.range;
  }
  // Quotes stand before the first letter; a text with escapes has another length and is marked as a whole.
  const quotes = end - start - node.source.length;
  if (quotes !== 0 && quotes !== 2) return node.range;
  const from = start + quotes / 2 + offset;
  return { start: Math.min(from, end), end: Math.min(from + Math.max(1, length ?? 1), end) };
}
