import type { DeliveryResult } from "../domain/channel.ts";
import type { Http, HttpOutcome } from "../domain/http.ts";

export interface JsonPost {
  readonly url: URL;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const timeoutMs = 20_000;
/** What is said in answer is not read; more than this is no answer of a webhook. */
const maxAnswerBytes = 256 * 1024;

/** Posts once. The address is a secret: nothing of it, and nothing that the other side says, is in the result. */
export async function postJson({ url, body, headers }: JsonPost, http: Http): Promise<DeliveryResult> {
  const outcome = await http.send({
    method: "POST",
    url: url.href,
    headers: { "content-type": "application/json; charset=utf-8", "user-agent": "rollout-gate", ...headers },
    body,
    timeoutMs,
    maxBytes: maxAnswerBytes,
  });
  return judgeAnswer(outcome);
}

function judgeAnswer(outcome: HttpOutcome): DeliveryResult {
  if (!outcome.ok) {
    return outcome.unsent === true
      ? { outcome: "failed", detail: "There was no connection to its server." }
      : { outcome: "unknown", detail: "Its server gave no whole answer." };
  }
  const { status } = outcome;
  if (status >= 200 && status < 300) return { outcome: "done", detail: "" };
  if (status >= 300 && status < 400)
    return {
      outcome: "failed",
      detail: `Its server redirects (${status}), which is not followed: give the final address.`,
    };
  if (status === 502 || status === 504)
    return { outcome: "unknown", detail: `What stands before its server gave no answer of it (${status}).` };
  const why = reasons[status] ?? (status >= 500 ? "it is in trouble" : "it did not take the message");
  return { outcome: "failed", detail: `Its server answered with ${status}: ${why}.` };
}

const reasons: Readonly<Record<number, string>> = {
  400: "it did not understand the message, or knows no such channel",
  401: "it does not know us",
  403: "it does not let us",
  404: "the address is not one of its own, or no longer",
  410: "the address was taken away",
  413: "the message is too long for it",
  429: "it was asked too often",
};
