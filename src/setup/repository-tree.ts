/** What is looked at of a repository: which files it has, and what some of them say. All of it is untrusted. */
export interface RepositoryTree {
  /** Paths relative to the repository, with slashes, sorted. */
  readonly paths: readonly string[];
  /** The text of a file that was read; null for one that was not, or could not be. */
  text(path: string): string | null;
}

const manifests =
  /(?:^|\/)(?:pyproject\.toml|setup\.py|setup\.cfg|tox\.ini|pytest\.ini|requirements[\w.-]*\.txt|package\.json|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?)$/;
const testFiles =
  /(?:^|\/)(?:test_[^/]*\.py|[^/]*_test\.(?:py|go)|conftest\.py|[^/]*\.(?:bench|benchmark)\.[cm]?[jt]sx?|benches\/[^/]*\.rs)$/;
const settingsFiles = /(?:^|\/)[^/]*(?:settings|config|flags?|features?|env)[^/]*\.(?:py|[cm]?[jt]s|go|rs|java|kt)$/i;
const sources = /\.(?:py|[cm]?[jt]sx?|go|rs|java|kt)$/;
const workflowFiles = /^\.github\/workflows\/[^/]+\.ya?ml$/;

const mostManifests = 40;
const mostTests = 200;
const mostSettings = 60;
const mostSources = 150;

/** Which files are worth reading, the ones nearest to the root first; a bounded number. */
export function worthReading(paths: readonly string[]): readonly string[] {
  const nearest = [...paths].sort((one, other) => depthOf(one) - depthOf(other));
  const pick = (pattern: RegExp, most: number) => nearest.filter((path) => pattern.test(path)).slice(0, most);
  return [
    ...new Set([
      ...pick(manifests, mostManifests),
      ...pick(testFiles, mostTests),
      ...pick(settingsFiles, mostSettings),
      ...pick(workflowFiles, mostManifests),
      // What else may read a flag.
      ...pick(sources, mostSources),
    ]),
  ];
}

/** The file of this name that lies nearest to the root; null when there is none. */
export function nearestNamed(tree: RepositoryTree, names: readonly string[]): string | null {
  const found = tree.paths.filter((path) => names.includes(nameOf(path)));
  return found.sort((one, other) => depthOf(one) - depthOf(other) || (one < other ? -1 : 1))[0] ?? null;
}

/** The folder of a path; empty for the root. */
export function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at === -1 ? "" : path.slice(0, at);
}

/** The part of a path below a folder; null when it lies elsewhere. */
export function below(path: string, folder: string): string | null {
  if (folder === "") return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function depthOf(path: string): number {
  return path.split("/").length;
}
