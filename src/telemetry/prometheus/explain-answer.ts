import type { HttpOutcome } from "../../domain/http.ts";
import type { Problem } from "../../domain/problem.ts";
import { quoteUntrusted } from "../quote-untrusted.ts";

/** Why an answer cannot be used; null for a page that came as it should. The address is shown without name and password. */
export function explainAnswer(url: string, answer: HttpOutcome): Problem | null {
  const where = plainAddress(url);
  const problem = (reason: string, remedy: string): Problem => ({
    kind: "invalid",
    reason: `${where}: ${reason}.`,
    remedy,
  });
  if (!answer.ok) return problem(answer.reason, "See that the server runs and can be reached from here.");
  const { status, headers, body } = answer;
  if (status >= 300 && status < 400) {
    const to = headers.location === undefined ? "" : ` to ${quoteUntrusted(headers.location)}`;
    return problem(
      `it redirects${to}, and redirects are not followed`,
      "Write the address that it redirects to, if you trust it.",
    );
  }
  if (status === 401 || status === 403)
    return problem(`it refuses to answer (${status})`, "Check the token, and what it may read.");
  if (status === 200 && isPage(headers["content-type"], body)) {
    return problem(
      "it answers with a web page",
      "Write the address of the API itself; a login page may stand before it.",
    );
  }
  return status >= 400 && !isJson(headers["content-type"])
    ? problem(`it answers with an error (${status})`, "See its log.")
    : null;
}

function isPage(type: string | undefined, body: string): boolean {
  return (type ?? "").includes("text/html") || /^\s*<(?:!doctype|html)/i.test(body.slice(0, 200));
}

function isJson(type: string | undefined): boolean {
  return (type ?? "").includes("json");
}

function plainAddress(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return "the address";
  }
}
