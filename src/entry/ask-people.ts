import type { Clock } from "../domain/ports.ts";
import type { Reading } from "../domain/problem.ts";
import type { PeopleAnswer, PeoplePort, PeopleQuestion, TickItem, Ticks } from "../domain/sign-off.ts";
import type { ApiFault, GitHubApi } from "../github/api/github-api.ts";
import { bearsLine, issueMarker } from "../github/issues/find-own-issues.ts";
import { saveOwnIssue } from "../github/issues/own-issue.ts";
import { readStandings, type Ticker } from "../github/people/read-standings.ts";
import { readTickTexts, type TickTexts } from "../github/people/tick-texts.ts";
import type { Seen } from "../github/publish/seen.ts";
import { surveyOnce } from "../github/publish/survey-once.ts";
import { decideTicks } from "../people/decide-ticks.ts";
import { foldRevisions, type TickChange } from "../people/fold-revisions.ts";
import { mergeChanges } from "../people/merge-changes.ts";
import { replaceOwnPart } from "../people/own-part.ts";
import { tickMark } from "../people/read-ticks.ts";
import { renderTickIssue } from "../report/render-tick-issue.ts";

export interface AskPeopleOptions {
  readonly api: GitHubApi;
  readonly clock: Clock;
  /** `owner/name`. */
  readonly repository: string;
  /** The pull request whose comment people tick in; null: there is none, or none is written. */
  readonly pullRequest: number | null;
  /** What was seen of GitHub already, and for publishing to begin from. */
  readonly seen: Seen;
  /** How many calls may be spent on who may do what. */
  readonly spare: () => number;
  /** Whether the tracking issue is made and kept up to date: by the default branch's own runs alone. */
  readonly keepsIssue: boolean;
}

/** The label by which tracking issues are found. */
export const ticksLabel = "rollout-gate-ticks";
const partName = "ticks";
const commentPlace = "the comment on this pull request";
/** Below GitHub's 65 536 characters, with room for what people write around it. */
const maxIssueBytes = 50_000;

/** People as GitHub tells of them: who ticked what in our comment and our issue, and whether they may. */
export function createPeoplePort(options: AskPeopleOptions): PeoplePort {
  return {
    ask: async (question) => {
      const read = await readTexts(options, question);
      if (!read.ok) return { ticks: unreadable(read.fault), warnings: [] };
      const { texts, viewer } = read.value;
      const changes = mergeChanges(
        texts.map(({ revisions }) => foldRevisions(revisions, (login) => login !== null && login === viewer)),
      );
      const tickers = tickersOf(question, changes, viewer);
      const standings = await readStandings(options.api, options.repository, tickers, options.spare());
      const roles = new Set(question.contacts.flatMap(({ role, handle }) => (handle === null ? [] : [role])));
      const ticks = decideTicks(question.items, changes, standings, roles, null);
      return await withPlace(options, question, read.value, ticks);
    },
  };
}

async function readTexts(options: AskPeopleOptions, { rollout }: PeopleQuestion) {
  const { api, repository, pullRequest, seen } = options;
  let comment: string | null = null;
  if (pullRequest !== null) {
    const [owner = "", name = ""] = repository.split("/");
    const survey = await surveyOnce(api, { owner, name, number: pullRequest, rollout }, seen);
    if (!survey.ok) return survey;
    comment = survey.value.own[0]?.nodeId ?? null;
  }
  const marker = issueMarker(partName, rollout);
  const isTracking = (body: string) => bearsLine(body, marker);
  return await readTickTexts(api, { repository, comment, issueLabel: ticksLabel, isTracking }, seen);
}

/** Whose ticks may count, and for which roles. */
function tickersOf(question: PeopleQuestion, changes: readonly TickChange[], viewer: string): readonly Ticker[] {
  const handles = new Map(question.contacts.flatMap(({ role, handle }) => (handle === null ? [] : [[role, handle]])));
  const tickers = new Map<string, Map<string, string>>();
  for (const item of question.items) {
    const change = changes.find(({ id }) => id === item.id);
    if (change === undefined || !change.ticked || change.by === null || change.by === viewer) continue;
    const roles = tickers.get(change.by) ?? new Map<string, string>();
    const handle = item.kind === "sign-off" ? handles.get(item.group) : undefined;
    if (handle !== undefined) roles.set(item.group, handle);
    tickers.set(change.by, roles);
  }
  return [...tickers].map(([login, roles]) => ({
    login,
    roles: [...roles].map(([role, handle]) => ({ role, handle })),
  }));
}

/** Says where people tick, and on the default branch writes the tracking issue. */
async function withPlace(
  options: AskPeopleOptions,
  question: PeopleQuestion,
  { texts }: TickTexts,
  ticks: Ticks,
): Promise<PeopleAnswer> {
  const tracking = texts.find(({ issue }) => issue !== null);
  const known = tracking === undefined ? null : `#${tracking.issue}`;
  if (!options.keepsIssue) {
    const place = options.pullRequest === null ? known : commentPlace;
    return { ticks: { ok: true, value: { ...ticks, place } }, warnings: [] };
  }
  const marker = issueMarker(partName, question.rollout);
  const part = renderTickIssue(question.rollout, question.items, ticks, {
    mark: tickMark,
    maxBytes: maxIssueBytes,
  });
  const write = (body: string | null) =>
    body === null ? `${marker}\n${replaceOwnPart("", partName, part)}\n` : replaceOwnPart(body, partName, part);
  if (tracking !== undefined && write(tracking.body) === tracking.body) {
    return { ticks: { ok: true, value: { ...ticks, place: known } }, warnings: [] };
  }
  const saved = await saveOwnIssue(options.api, options.clock, {
    repository: options.repository,
    marker,
    label: ticksLabel,
    title: `Sign-offs and checks by hand for ${question.rollout}`.slice(0, 200),
    write,
  });
  const place = saved.ok ? `#${saved.number}` : known;
  const warnings = saved.ok
    ? []
    : [
        `The issue in which people tick could not be written (${saved.fault.message}). Give the job \`issues: write\`. What was ticked counts all the same.`,
      ];
  return { ticks: { ok: true, value: { ...ticks, place } }, warnings };
}

function unreadable({ message }: ApiFault): Reading<Ticks> {
  return {
    ok: false,
    problem: {
      kind: "invalid",
      reason: message,
      remedy: "Give the job `issues: read` and `pull-requests: read`, and run it again when GitHub answers",
    },
  };
}

/** Items that must be ticked and are not, a sentence each, for who must not go on without them. */
export function missingTicks(items: readonly TickItem[], { ticks }: PeopleAnswer): readonly string[] {
  const required = items.filter((item) => item.required);
  if (required.length === 0) return [];
  if (!ticks.ok) return [`What people ticked could not be read: ${ticks.problem.reason}.`];
  const { standing, refused, place } = ticks.value;
  return required
    .filter(({ id }) => !standing.some((tick) => tick.id === id))
    .map((item) => {
      const what = item.kind === "sign-off" ? `${item.group} has not signed off` : `"${item.text}" is not ticked`;
      const doubt = refused.find(({ id }) => id === item.id);
      const where = place === null ? "" : ` in ${place}`;
      return `${what}${where}${doubt === undefined ? "" : `; it is ticked, but not counted: ${doubt.reason}`}.`;
    });
}
