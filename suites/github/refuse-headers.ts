import { type Answer, refusal } from "./answer.ts";

/** https://docs.github.com/rest/about-the-rest-api/api-versions */
const versions = ["2022-11-28", "2026-03-10"];

/** What GitHub refuses for its headers alone (https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api). */
export function refuseHeaders(headers: Readonly<Record<string, string>>): Answer | null {
  if ((headers["user-agent"] ?? "") === "") {
    const text = "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.";
    return { status: 403, headers: { "content-type": "text/html; charset=utf-8" }, body: Buffer.from(text) };
  }
  const version = headers["x-github-api-version"];
  if (version !== undefined && !versions.includes(version))
    return refusal(400, `API version ${version} is not supported.`);
  return null;
}
