import type { BenchmarkView } from "./benchmark-format.ts";
import { type JsonObject, listOf, objectOf } from "./json-shape.ts";

/** The document as an object, or null. */
export function documentOf(view: BenchmarkView): JsonObject | null {
  return view.json.ok ? objectOf(view.json.value) : null;
}

/** The document as a list whose first item is an object, which is how list formats are told apart; or null. */
export function listDocumentOf(view: BenchmarkView): readonly unknown[] | null {
  const list = view.json.ok ? listOf(view.json.value) : null;
  return list !== null && objectOf(list[0]) !== null ? list : null;
}
