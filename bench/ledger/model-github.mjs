// A branch on GitHub as far as a ledger sees it: calls take as long as GitHub's do, each change is a commit, a write whose branch moved
// under it is refused, and git's objects are counted. It implements `GitHubApi` of src/github/api/github-api.ts.
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";

const gitName = (text) =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0`)
    .update(text)
    .digest("hex");
const ok = (data, status = 200) => ({ ok: true, status, data, headers: {} });
const no = (kind, status, message) => ({ ok: false, fault: { kind, status, message } });

/**
 * @param time a virtual clock
 * @param random numbers in [0, 1)
 */
export function modelGitHub(time, random) {
  let files = null;
  let head = 0;
  const counts = { reads: 0, writes: 0, conflicts: 0 };
  const stored = { objects: 0, looseBytes: 0, addedBytes: 0 };
  // Log-normal around a quarter of a second for a read and two thirds for a write, as GitHub's usually are from its own runners.
  const lognormal = (medianMs, spread) => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return medianMs * Math.exp(spread * normal);
  };
  const store = (bytes, added) => {
    stored.objects += 1;
    stored.looseBytes += bytes;
    stored.addedBytes += added;
  };
  const commit = (next, changed, old) => {
    files = next;
    head += 1;
    for (const path of changed) {
      const text = next.get(path);
      if (text === undefined) continue;
      const before = old.get(path) ?? "";
      const added = text.startsWith(before) ? text.slice(before.length) : text;
      store(deflateSync(text).length, deflateSync(added).length);
    }
    // The tree of a folder has 20 bytes of a name for each entry, which nothing compresses, and some 20 more that shrink to a few.
    const rollouts = new Set([...next.keys()].map((path) => path.split("/")[1]));
    store(60 + 26 * rollouts.size, 60);
    store(150, 150);
    store(250, 250);
  };
  const call = async ({ route, parameters }) => {
    const isWrite = !route.startsWith("GET");
    counts[isWrite ? "writes" : "reads"] += 1;
    const takes = isWrite ? lognormal(650, 0.4) : lognormal(250, 0.4);
    // A write reads the branch, and moves it half of the way later.
    await time.sleep(takes / 2);
    const seen = head;
    await time.sleep(takes / 2);
    const answer = respond(route, parameters, seen);
    if (!answer.ok && answer.fault.kind === "conflict") counts.conflicts += 1;
    return answer;
  };
  const respond = (route, parameters, seen) => {
    switch (route) {
      case "GET /repos/{owner}/{repo}":
        return ok({ default_branch: "main" });
      case "GET /repos/{owner}/{repo}/git/ref/{ref}":
        return parameters.ref === "heads/main" || files !== null
          ? ok({ object: { sha: String(head) } })
          : no("not-found", 404, "Not Found");
      case "GET /repos/{owner}/{repo}/git/commits/{commit_sha}":
        return ok({ tree: { sha: parameters.commit_sha } });
      case "GET /repos/{owner}/{repo}/contents/{path}": {
        const text = files?.get(parameters.path);
        if (text === undefined) return no("not-found", 404, "Not Found");
        return ok({
          type: "file",
          encoding: "base64",
          content: Buffer.from(text).toString("base64"),
          sha: gitName(text),
        });
      }
      case "PUT /repos/{owner}/{repo}/contents/{path}": {
        const { path, content, sha } = parameters;
        const old = files.get(path);
        if (old !== undefined && sha === undefined) return no("invalid", 422, '"sha" wasn\'t supplied.');
        if ((old === undefined ? undefined : gitName(old)) !== sha) return no("conflict", 409, "does not match");
        if (seen !== head) return no("conflict", 409, "is at another commit");
        const text = Buffer.from(content, "base64").toString("utf8");
        commit(new Map(files).set(path, text), [path], files);
        return ok({ content: { sha: gitName(text) } }, 201);
      }
      case "POST /repos/{owner}/{repo}/git/trees": {
        pending = { base: seen, changes: parameters.tree };
        return ok({ sha: "tree" }, 201);
      }
      case "POST /repos/{owner}/{repo}/git/commits":
        pending.parent = Number(parameters.parents[0] ?? -1);
        return ok({ sha: "commit" }, 201);
      case "POST /repos/{owner}/{repo}/git/refs":
        return files === null ? move(new Map()) : no("invalid", 422, "Reference already exists");
      case "PATCH /repos/{owner}/{repo}/git/refs/{ref}":
        return pending.parent === head ? move(new Map(files)) : no("invalid", 422, "Update is not a fast forward");
      default:
        throw new Error(`${route} is not modelled`);
    }
  };
  let pending = null;
  const move = (next) => {
    for (const { path, content } of pending.changes) {
      if (content === undefined) next.delete(path);
      else next.set(path, content);
    }
    commit(
      next,
      pending.changes.map(({ path }) => path),
      files ?? new Map(),
    );
    return ok({});
  };
  /** The one query that a ledger asks: all files of a folder. */
  const query = async (_text, { folder }) => {
    counts.reads += 1;
    await time.sleep(lognormal(350, 0.4));
    const below = `${folder.slice(folder.indexOf(":") + 1)}/`;
    const entries = [...(files ?? [])]
      .filter(([path]) => path.startsWith(below))
      .map(([path, text]) => ({ name: path.slice(below.length), object: { oid: gitName(text), text } }));
    return ok({
      repository: {
        defaultBranchRef: { name: "main", target: { oid: "0" } },
        ref: files === null ? null : { target: { oid: String(head) } },
        object: entries.length === 0 ? null : { __typename: "Tree", entries },
      },
    });
  };
  const api = { call, query, requests: 0 };
  /** Puts files there at no cost. */
  const plant = (map) => {
    files = new Map(map);
  };
  return { api, counts, stored, plant, files: () => files ?? new Map() };
}
