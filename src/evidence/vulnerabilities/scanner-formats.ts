import { isObject, type JsonObject, own } from "../json/json-value.ts";
import { countLevels, levelOfScore, levelOfWord, type VulnerabilityCounts } from "./vulnerability-counts.ts";

/** One scanner's JSON. */
export interface ScannerFormat {
  readonly title: string;
  readonly recognise: (root: JsonObject) => boolean;
  /** Null where the file is this scanner's and says nothing about what was looked at. */
  readonly count: (root: JsonObject) => VulnerabilityCounts | null;
}

/** The objects of a list; what is no list has none. */
function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function part(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((at, key) => (isObject(at) ? own(at, key) : undefined), value);
}

const sarif: ScannerFormat = {
  title: "SARIF",
  recognise: (root) => Array.isArray(own(root, "runs")) && typeof own(root, "version") === "string",
  count: (root) => {
    const runs = objects(own(root, "runs"));
    if (runs.length === 0 || runs.some((run) => !Array.isArray(own(run, "results")))) return null;
    return countLevels(runs.flatMap((run) => objects(own(run, "results")).filter(isOpen).map(levelIn(run))));
  },
};

/** A result that says that something was found, and that nobody has accepted. */
function isOpen(result: JsonObject): boolean {
  const kind = own(result, "kind") ?? "fail";
  if (kind !== "fail" && kind !== "open" && kind !== "review") return false;
  if (own(result, "baselineState") === "absent") return false;
  const suppressions = objects(own(result, "suppressions"));
  return suppressions.length === 0 || suppressions.some((one) => (own(one, "status") ?? "accepted") !== "accepted");
}

function levelIn(run: JsonObject) {
  const extensions = objects(part(run, "tool", "extensions")).flatMap((one) => objects(own(one, "rules")));
  const rules = new Map<unknown, JsonObject>();
  for (const rule of [...objects(part(run, "tool", "driver", "rules")), ...extensions]) {
    if (!rules.has(own(rule, "id"))) rules.set(own(rule, "id"), rule);
  }
  return (result: JsonObject) => {
    const id = own(result, "ruleId") ?? part(result, "rule", "id");
    const score =
      part(result, "properties", "security-severity") ?? part(rules.get(id), "properties", "security-severity");
    return levelOfScore(score);
  };
}

const npmAudit: ScannerFormat = {
  title: "npm audit",
  recognise: (root) => isObject(part(root, "metadata", "vulnerabilities")),
  count: (root) => {
    const found = part(root, "metadata", "vulnerabilities");
    const of = (name: string): number => {
      const count = part(found, name);
      return typeof count === "number" && count >= 0 ? count : 0;
    };
    if (typeof part(found, "high") !== "number" || typeof part(found, "critical") !== "number") return null;
    return {
      critical: of("critical"),
      high: of("high"),
      medium: of("moderate"),
      low: of("low") + of("info"),
      unrated: 0,
    };
  },
};

const trivy: ScannerFormat = {
  title: "Trivy",
  recognise: (root) => own(root, "SchemaVersion") !== undefined && own(root, "ArtifactName") !== undefined,
  count: (root) => {
    const results = objects(own(root, "Results"));
    if (results.length === 0) return null;
    const found = results.flatMap((one) => objects(own(one, "Vulnerabilities")));
    return countLevels(found.map((one) => levelOfWord(own(one, "Severity"))));
  },
};

const grype: ScannerFormat = {
  title: "Grype",
  recognise: (root) => Array.isArray(own(root, "matches")) && part(root, "descriptor", "name") === "grype",
  count: (root) =>
    countLevels(objects(own(root, "matches")).map((one) => levelOfWord(part(one, "vulnerability", "severity")))),
};

const osvScanner: ScannerFormat = {
  title: "OSV-Scanner",
  recognise: (root) =>
    objects(own(root, "results")).some((one) => Array.isArray(own(one, "packages")) && isObject(own(one, "source"))),
  count: (root) => {
    const packages = objects(own(root, "results")).flatMap((one) => objects(own(one, "packages")));
    const groups = packages.flatMap((one) => objects(own(one, "groups")));
    return countLevels(groups.map((one) => levelOfScore(own(one, "max_severity"))));
  },
};

const pipAudit: ScannerFormat = {
  title: "pip-audit",
  recognise: (root) =>
    objects(own(root, "dependencies")).some(
      (one) => Array.isArray(own(one, "vulns")) || own(one, "skip_reason") !== undefined,
    ),
  count: (root) => {
    const looked = objects(own(root, "dependencies")).filter((one) => Array.isArray(own(one, "vulns")));
    if (looked.length === 0) return null;
    return countLevels(looked.flatMap((one) => objects(own(one, "vulns"))).map(() => "unrated"));
  },
};

const bandit: ScannerFormat = {
  title: "Bandit",
  recognise: (root) => isObject(part(root, "metrics", "_totals")) && Array.isArray(own(root, "results")),
  count: (root) => countLevels(objects(own(root, "results")).map((one) => levelOfWord(own(one, "issue_severity")))),
};

export const scannerFormats: readonly ScannerFormat[] = [sarif, npmAudit, trivy, grype, osvScanner, pipAudit, bandit];
