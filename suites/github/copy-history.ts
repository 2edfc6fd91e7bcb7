import { parseBody } from "./answer.ts";
import type { Emulator } from "./emulator.ts";
import type { Json } from "./pull-requests.ts";

/**
 * Copies a commit and all before it into another repository, objects only, in the name of `login`. On GitHub, a repository and its forks share their
 * objects, so that a pull request's head is there in the base repository; in the emulator they do not.
 */
export async function copyHistory(
  emulator: Emulator,
  from: string,
  to: string,
  sha: string,
  login: string,
): Promise<void> {
  async function ask(method: string, target: string, body?: unknown): Promise<{ status: number; data: Json }> {
    const sent = body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) };
    const answer = await emulator.call({ method, target, login, ...sent });
    return { status: answer.status, data: parseBody(answer.body) as Json };
  }

  async function make(path: string, body: unknown, expected: unknown): Promise<void> {
    const { status, data } = await ask("POST", `/repos/${to}/git/${path}`, body);
    if (status === 201 && data.sha === expected) return;
    throw new Error(`copying ${path} ${String(expected)} from ${from} to ${to} gave ${status} ${String(data.sha)}`);
  }

  const missing: Json[] = [];
  const pending = [sha];
  for (const wanted of pending) {
    if ((await ask("GET", `/repos/${to}/git/commits/${wanted}`)).status === 200) continue;
    const { status, data } = await ask("GET", `/repos/${from}/git/commits/${wanted}`);
    if (status !== 200) throw new Error(`${from} has no commit ${wanted}`);
    missing.unshift(data);
    pending.push(...(data.parents as Json[]).map((parent) => String(parent.sha)));
  }

  for (const commit of missing) {
    const treeSha = (commit.tree as Json).sha;
    const { data } = await ask("GET", `/repos/${from}/git/trees/${String(treeSha)}?recursive=1`);
    const files = (data.tree as Json[]).filter(({ type }) => type === "blob");
    for (const file of files) {
      const blob = (await ask("GET", `/repos/${from}/git/blobs/${String(file.sha)}`)).data;
      await make("blobs", { content: blob.content, encoding: blob.encoding }, file.sha);
    }
    await make(
      "trees",
      { tree: files.map(({ path, mode, type, sha: blob }) => ({ path, mode, type, sha: blob })) },
      treeSha,
    );
    const { message, author, committer } = commit;
    const parents = (commit.parents as Json[]).map((parent) => parent.sha);
    await make("commits", { message, tree: treeSha, parents, author, committer }, commit.sha);
  }
}
