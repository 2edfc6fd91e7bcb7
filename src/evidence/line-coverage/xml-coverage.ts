import type { Reading } from "../../domain/problem.ts";
import { plainName } from "../plain-name.ts";
import { invalid, type Refusal, read } from "../refusal.ts";
import { type XmlAttributes, XmlReader } from "../xml/xml-reader.ts";
import { type CoverageData, CoverageFiles, markLine, parseCount } from "./coverage-file.ts";
import { isAbsolute } from "./path-match.ts";

const remedy = "Let the tool write it again.";

/** Gathers one XML format; told elements by its path of names from the root. */
interface XmlCoverage {
  open(path: readonly string[], attributes: XmlAttributes): Refusal | undefined;
  close(path: readonly string[], text: string): Refusal | undefined;
  finish(): Reading<CoverageData>;
}

/** Cobertura's and JaCoCo's XML, told apart by the root. */
export function readXmlCoverage(text: string): Reading<CoverageData> {
  const path: string[] = [];
  let format: XmlCoverage | null = null;
  let refused: Refusal | undefined;
  const reader = new XmlReader(
    {
      open(name, attributes) {
        path.push(name);
        if (format === null) {
          const chosen = formatOf(name, attributes);
          if ("ok" in chosen) return chosen;
          format = chosen;
        }
        return refused ?? format.open(path, attributes);
      },
      close(_name, body) {
        refused ??= format?.close(path, body);
        path.pop();
      },
      wantsText: (name) => name === "source",
    },
    { maxDepth: 100, maxTextChars: 4000 },
  );
  reader.write(text);
  const problem = reader.end() ?? refused;
  if (problem !== undefined) return problem;
  const chosen = format as XmlCoverage | null;
  return chosen === null ? invalid("it holds no coverage", remedy) : chosen.finish();
}

function formatOf(root: string, attributes: XmlAttributes): XmlCoverage | Refusal {
  if (root === "report") return new Jacoco();
  if (root === "coverage" && attributes.generated !== undefined && attributes["line-rate"] === undefined) {
    return invalid("it is Clover XML, which is not read", "Let the tool write Cobertura XML or lcov.");
  }
  if (root === "coverage") return new Cobertura(attributes);
  if (root === "testsuites" || root === "testsuite") {
    return invalid("it holds test results, not coverage", "Name the coverage file.");
  }
  return invalid(
    `it is XML, but neither Cobertura's nor JaCoCo's: its root is <${plainName(root, 40)}>`,
    "Write Cobertura XML, JaCoCo XML, lcov, or the JSON of coverage.py or Istanbul.",
  );
}

interface CoberturaClass {
  readonly path: string;
  readonly own: Map<number, boolean>;
  /** Lines told below methods alone, for writers that leave the class's own list empty. */
  readonly methods: Map<number, boolean>;
}

/** Cobertura: `sources/source`, and `class[filename]/lines/line`. Several classes may share a file. */
class Cobertura implements XmlCoverage {
  readonly #declared: number | null;
  readonly #sources: string[] = [];
  readonly #classes: CoberturaClass[] = [];

  constructor(root: XmlAttributes) {
    this.#declared = parseCount(root["lines-valid"]);
  }

  open(path: readonly string[], attributes: XmlAttributes): Refusal | undefined {
    const name = path.at(-1);
    if (name === "class") {
      const { filename } = attributes;
      if (filename === undefined || filename === "") return invalid("a class names no file", remedy);
      this.#classes.push({ path: filename, own: new Map(), methods: new Map() });
    } else if (name === "line" && path.at(-2) === "lines") {
      const line = parseCount(attributes.number);
      const hits = parseCount(attributes.hits);
      const held = this.#classes.at(-1);
      if (held === undefined) return undefined;
      if (line === null || hits === null || line === 0) {
        return invalid(`a line of ${plainName(held.path)} has no number or no count`, remedy);
      }
      markLine(path.at(-3) === "class" ? held.own : held.methods, line, hits > 0);
    }
    return undefined;
  }

  close(path: readonly string[], text: string): Refusal | undefined {
    if (path.at(-1) === "source" && text.trim() !== "") this.#sources.push(text.trim());
    return undefined;
  }

  finish(): Reading<CoverageData> {
    const gathered = new CoverageFiles();
    let lines = 0;
    for (const { path, own, methods } of this.#classes) {
      const told = own.size > 0 ? own : methods;
      const aliases = isAbsolute(path) ? [] : this.#sources.map((source) => `${source}/${path}`);
      const held = gathered.file(path, aliases);
      for (const [line, ran] of told) markLine(held, line, ran);
      lines += told.size;
    }
    if (lines === 0 && this.#declared !== null && this.#declared > 0) {
      return invalid(`it counts ${this.#declared} lines and tells none`, remedy);
    }
    return read({ format: "Cobertura XML", files: gathered.list(), packages: false });
  }
}

/** JaCoCo: `package[name]/sourcefile[name]` with `line[nr, ci]`, or with a `counter` of lines where there are none. */
class Jacoco implements XmlCoverage {
  readonly #gathered = new CoverageFiles();
  readonly #groups: string[] = [];
  #package = "";
  #path = "";
  #aliases: readonly string[] = [];
  #lines = new Map<number, boolean>();
  #counter: { covered: number; total: number } | null = null;

  open(path: readonly string[], attributes: XmlAttributes): Refusal | undefined {
    const name = path.at(-1);
    const parent = path.at(-2);
    if (name === "group") this.#groups.push(attributes.name ?? "");
    else if (name === "package") this.#package = attributes.name ?? "";
    else if (name === "sourcefile") {
      const inPackage = this.#package === "" ? (attributes.name ?? "") : `${this.#package}/${attributes.name ?? ""}`;
      // Two modules may hold a file of one name; the group tells them apart.
      this.#path = [...this.#groups, inPackage].join("/");
      this.#aliases = this.#groups.length === 0 ? [] : [inPackage];
      this.#lines = new Map();
      this.#counter = null;
    } else if (name === "line" && parent === "sourcefile") {
      const line = parseCount(attributes.nr);
      const covered = parseCount(attributes.ci);
      if (line === null || line === 0 || covered === null) {
        return invalid(`a line of ${plainName(this.#path)} has no number or no count`, remedy);
      }
      markLine(this.#lines, line, covered > 0);
    } else if (name === "counter" && parent === "sourcefile" && attributes.type === "LINE") {
      const covered = parseCount(attributes.covered);
      const missed = parseCount(attributes.missed);
      if (covered === null || missed === null)
        return invalid(`a counter of ${plainName(this.#path)} is no number`, remedy);
      this.#counter = { covered, total: covered + missed };
    }
    return undefined;
  }

  close(path: readonly string[]): Refusal | undefined {
    const name = path.at(-1);
    if (name === "group") this.#groups.pop();
    if (name !== "sourcefile") return undefined;
    const counter = this.#counter;
    if (this.#lines.size === 0) {
      if (counter === null) this.#gathered.file(this.#path, this.#aliases);
      else this.#gathered.count(this.#path, counter.covered, counter.total, this.#aliases);
      return undefined;
    }
    if (counter !== null && counter.total !== this.#lines.size) {
      return invalid(
        `the file ${plainName(this.#path)} counts ${counter.total} lines and tells ${this.#lines.size}`,
        remedy,
      );
    }
    const held = this.#gathered.file(this.#path, this.#aliases);
    for (const [line, ran] of this.#lines) markLine(held, line, ran);
    return undefined;
  }

  finish(): Reading<CoverageData> {
    return read({ format: "JaCoCo XML", files: this.#gathered.list(), packages: true });
  }
}
