import { createHash } from "node:crypto";
import type { BranchRead } from "../../domain/branch-files.ts";
import { unusable } from "./branch-problems.ts";

/**
 * Reads the answer about a file's content. The content is only taken when git's own name for it is the one that the answer gives: a
 * part of a file must not pass for the whole.
 */
export function readContent(data: unknown, path: string, place: string): BranchRead {
  if (Array.isArray(data) || field(data, "type") !== "file") {
    if (typeof field(data, "type") !== "string" && !Array.isArray(data)) return lost(place);
    const reason = `${path} on the ${place} is no file.`;
    return { kind: "problem", problem: { kind: "invalid", reason, remedy: "Look what was put there.", file: path } };
  }
  const [content, encoding, sha] = [field(data, "content"), field(data, "encoding"), field(data, "sha")];
  if (encoding === "none") {
    const reason = `${path} on the ${place} is larger than GitHub hands out.`;
    return { kind: "problem", problem: { kind: "invalid", reason, remedy: "Look what wrote it.", file: path } };
  }
  if (typeof content !== "string" || encoding !== "base64" || typeof sha !== "string") return lost(place);
  const bytes = Buffer.from(content, "base64");
  if (gitName(bytes, sha) !== sha) return lost(place);
  try {
    return { kind: "found", file: { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), version: sha } };
  } catch {
    const reason = `${path} on the ${place} is not UTF-8.`;
    return {
      kind: "problem",
      problem: { kind: "invalid", reason, remedy: "Restore it from its history.", file: path },
    };
  }
}

function lost(place: string): BranchRead {
  return { kind: "unreachable", problem: unusable(place, "about a file") };
}

/**
 * The name that git gives a text.
 *
 * @param like a name of the same repository: its length tells whether names are SHA-1 or SHA-256
 */
export function fileVersion(text: string, like: string): string {
  return gitName(Buffer.from(text, "utf8"), like);
}

function gitName(bytes: Uint8Array, like: string): string {
  const hash = createHash(like.length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** A key of an answer; undefined for anything that has no such key. */
export function field(data: unknown, key: string): unknown {
  return typeof data === "object" && data !== null && Object.hasOwn(data, key) ? Reflect.get(data, key) : undefined;
}
