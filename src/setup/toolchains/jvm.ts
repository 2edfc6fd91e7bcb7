import { below, folderOf, nearestNamed, type RepositoryTree } from "../repository-tree.ts";
import { pinned, type Toolchain } from "../toolchain.ts";

const steps = [`- uses: ${pinned.java}`, "  with:", "    distribution: temurin", '    java-version: "21"'];
const advice = "Write a benchmark with JMH and `-rf json` to compare speed.";

/** A Maven project; null when there is none. */
export function findMaven(tree: RepositoryTree): Toolchain | null {
  const path = nearestNamed(tree, ["pom.xml"]);
  if (path === null) return null;
  const folder = folderOf(path);
  const maven = tree.paths.some((one) => below(one, folder) === "mvnw") ? "./mvnw" : "mvn";
  return {
    name: "maven",
    folder,
    because: path,
    // The report is gathered also when tests failed: that is when it is needed.
    unit: gathered(`${maven} -B test`, "target/surefire-reports"),
    benchmark: null,
    advice: [advice],
    workflowSteps: steps,
  };
}

/** A Gradle project; null when there is none. */
export function findGradle(tree: RepositoryTree): Toolchain | null {
  const path = nearestNamed(tree, ["build.gradle", "build.gradle.kts"]);
  if (path === null) return null;
  const folder = folderOf(path);
  const gradle = tree.paths.some((one) => below(one, folder) === "gradlew") ? "./gradlew" : "gradle";
  return {
    name: "gradle",
    folder,
    because: path,
    unit: gathered(`${gradle} --no-daemon cleanTest test`, "build/test-results/test"),
    benchmark: null,
    advice: [advice],
    workflowSteps: steps,
  };
}

/** Surefire and Gradle write a file for each class; they become one. */
function gathered(command: string, results: string) {
  const gather = `{ echo '<testsuites>'; find . -path '*/${results}/TEST-*.xml' -exec sed '/^<?xml/d' {} +; echo '</testsuites>'; }`;
  return {
    run: `find . -path '*/${results}/TEST-*.xml' -delete\nstatus=0; ${command} || status=$?\n${gather} > $EVIDENCE/unit.xml\nexit $status`,
    tests: "unit.xml",
    benchmarks: null,
    coverage: null,
  };
}
