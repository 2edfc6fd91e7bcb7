import { plainName } from "../plain-name.ts";
import { invalid, type Refusal } from "../refusal.ts";

/** Says what an XML file is that is not JUnit's, by its root. */
export function notJUnit(root: string): Refusal {
  const known = new Map([
    ["coverage", "a coverage report"],
    ["report", "a coverage report of JaCoCo"],
    ["test-run", "NUnit's own format"],
    ["test-results", "NUnit's own format"],
    ["assemblies", "xUnit.net's own format"],
    ["TestRun", "Visual Studio's own format (trx)"],
    ["robot", "Robot Framework's own format"],
    ["testng-results", "TestNG's own format"],
    ["html", "an HTML page"],
  ]);
  const what = known.get(root);
  return invalid(
    what === undefined
      ? `it is XML, but not JUnit's: its root is <${plainName(root, 40)}>`
      : `it is ${what}, not JUnit XML`,
    "Let the test runner write JUnit XML (root <testsuites> or <testsuite>).",
  );
}
