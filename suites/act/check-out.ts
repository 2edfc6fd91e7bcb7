import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ask } from "../github/ask.ts";
import type { Hub } from "../github/hub.ts";

/**
 * Checks the head of a hub's branch out into an empty folder, as actions/checkout does: the commit that git names there is the
 * hub's own, byte for byte, without its history.
 */
export async function checkOut(hub: Hub, folder: string, branch = "main"): Promise<string> {
  const sha = await hub.state.head(branch);
  if (sha === null) throw new Error(`the hub has no branch ${branch}`);
  for (const path of (await hub.state.files(branch)) ?? []) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), (await hub.state.file(path, branch)) ?? "");
  }
  const git = gitIn(folder);
  git(["init", "-q", "-b", branch]);
  git(["config", "core.fileMode", "false"]);
  git(["add", "-A", "-f"]);
  const tree = git(["write-tree"]).trim();
  const { data } = await ask(`${hub.url}/repos/${hub.repository}/git/commits/${sha}`, "GET", hub.tokens.reader);
  const text = commitText(data);
  if (!text.startsWith(`tree ${tree}\n`)) throw new Error(`the files of ${branch} make another tree than the hub's`);
  const written = git(["hash-object", "-t", "commit", "-w", "--stdin"], text).trim();
  if (written !== sha) throw new Error(`the commit ${sha} came out as ${written}:\n${text}`);
  writeFileSync(join(folder, ".git/shallow"), `${sha}\n`);
  git(["update-ref", `refs/heads/${branch}`, sha]);
  git(["remote", "add", "origin", `https://github.com/${hub.repository}.git`]);
  return sha;
}

interface ApiPerson {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

interface ApiCommit {
  readonly tree: { readonly sha: string };
  readonly parents: readonly { readonly sha: string }[];
  readonly author: ApiPerson;
  readonly committer: ApiPerson;
  readonly message: string;
}

/** A commit as git stores it. The API gives times in UTC and whole seconds, and leaves the last line feed out. */
function commitText({ tree, parents, author, committer, message }: ApiCommit): string {
  const person = ({ name, email, date }: ApiPerson) => `${name} <${email}> ${Date.parse(date) / 1000} +0000`;
  return [
    `tree ${tree.sha}`,
    ...parents.map(({ sha }) => `parent ${sha}`),
    `author ${person(author)}`,
    `committer ${person(committer)}`,
    "",
    message.endsWith("\n") ? message : `${message}\n`,
  ].join("\n");
}

function gitIn(folder: string) {
  return (args: readonly string[], input = ""): string => {
    const done = spawnSync("git", args, { cwd: folder, encoding: "utf8", input });
    if (done.status !== 0) throw new Error(`git ${args.join(" ")} failed:\n${done.stderr}`);
    return done.stdout;
  };
}
