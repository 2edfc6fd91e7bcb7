import type { Reading } from "../../domain/problem.ts";
import { parseJsonText } from "../json/parse-json-text.ts";
import type { BenchmarkView } from "./benchmark-format.ts";
import { type JsonObject, objectOf } from "./json-shape.ts";
import { repairJsonNumbers } from "./repair-json-numbers.ts";

/** No tool's result line comes near this; longer ones are not looked at. */
const maxLineLength = 4096;

const escapeCharacter = String.fromCharCode(27);
const colours = new RegExp(`${escapeCharacter}\\[[0-9;?]*[ -/]*[@-~]`, "g");

/** Makes the view that all formats share, so that no part of a file is taken apart twice. */
export function viewBenchmarks(text: string): BenchmarkView {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  let json: Reading<unknown> | undefined;
  let lines: readonly string[] | undefined;
  let messages: readonly JsonObject[] | undefined;
  const view: BenchmarkView = {
    text: body,
    get json() {
      json ??= parseLeniently(body);
      return json;
    },
    get lines() {
      lines ??= isOneDocument(view) ? [] : linesOf(body);
      return lines;
    },
    get messages() {
      messages ??= messagesOf(view);
      return messages;
    },
  };
  return view;
}

function parseLeniently(text: string): Reading<unknown> {
  const strict = parseJsonText(text);
  if (strict.ok || !/^\s*[[{]/.test(text)) return strict;
  const repaired = repairJsonNumbers(text);
  if (repaired === text) return strict;
  const lenient = parseJsonText(repaired);
  return lenient.ok ? lenient : strict;
}

function isOneDocument(view: BenchmarkView): boolean {
  if (/^\s*</.test(view.text)) return true;
  return view.json.ok && typeof view.json.value === "object";
}

function linesOf(text: string): readonly string[] {
  const plain = text.includes(escapeCharacter) ? text.replace(colours, "") : text;
  return plain.split(/\r\n|\r|\n/).filter((line) => line.length > 0 && line.length <= maxLineLength);
}

/** A message line may be long: cargo-criterion writes all of a benchmark's samples into one. */
function messagesOf(view: BenchmarkView): readonly JsonObject[] {
  if (!view.text.includes("{")) return [];
  if (view.json.ok) {
    const whole = objectOf(view.json.value);
    return whole === null ? [] : [whole];
  }
  const found: JsonObject[] = [];
  for (const line of view.text.split("\n")) {
    const text = line.trim();
    if (!text.startsWith("{") || !text.endsWith("}")) continue;
    const parsed = parseLeniently(text);
    const message = parsed.ok ? objectOf(parsed.value) : null;
    if (message !== null) found.push(message);
  }
  return found;
}
