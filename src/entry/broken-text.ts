import { GateBroke } from "../modes/mode-ports.ts";

/** What is told when no verdict could be had. The stack is for a fault of our own, which a person should report. */
export function brokenText(error: unknown): string {
  if (error instanceof GateBroke) return error.message;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `The gate itself broke; this says nothing about the change. Please report it with these lines:\n${detail}`;
}
