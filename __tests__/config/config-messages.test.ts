import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";

/** Every problem as `line:column key: message | hint`. */
function problemsOf(text: string): readonly string[] {
  const result = readConfig(text, "gate.yml");
  const problems = result.ok ? result.warnings : result.problems;
  return problems.map(({ line, column, key, message, hint }) => `${line}:${column} ${key}: ${message} | ${hint}`);
}

const flag = "flag: { read: r, set: [{ env: X }] }";
/** A sound config around one line: line 1 is the rollout, line 2 the flag, line 3 the stage under test. */
const stage = (body: string) => `rollout: a\n${flag}\nstages: { s: { run: x, ${body} } }\n`;
const both = "arms: { launches: 7 }";
const numbers = `checklist: c.json, tests: t.xml, ${both}, measure: { lat: { stdout: '(\\d+)', unit: ms } }`;
const criterion = (line: string) => `${stage(numbers)}criteria:\n  ${line}\n`;
const waived = (metric: string, line: string, until = "2026-02-28", reason = "r", owner = '"@octo"') =>
  `${criterion(line)}waivers:\n  - { metric: "${metric}", reason: ${reason}, owner: ${owner}, until: ${until} }\n`;
const byShare = "flag: { read: r, set: [{ env: { name: A, on: $ROLLOUT_PERCENT } }] }";
const recorded = (arms: string) => `${stage(`arms: { ${arms}, baseline: ledger }`)}ledger: {}\n`;
const compared = (arms: string) =>
  `${stage(`arms: { ${arms} }, measure: { lat: { duration: true } }`)}criteria: { lat: "< +10 %" }\n`;
const top = (line: string) => `rollout: a\nstages: { s: { run: x } }\n${line}\n`;

const cases: readonly (readonly [name: string, text: string, expected: readonly RegExp[]])[] = [
  // What stands where
  [
    "an unknown key",
    stage("timout: 5 m"),
    [/^3:24 stages\.s\.timout: unknown key "timout" \| did you mean "timeout"\? known here: run,/],
  ],
  ["an unknown key far from any", stage("zzz: 1"), [/unknown key "zzz" \| known here/]],
  [
    "a misspelled key that is needed is one problem",
    "rolout: a\nstages: { s: { run: x } }",
    [/^1:1 rolout: .*did you mean "rollout"/],
  ],
  ["a key that is missing", "stages: { s: { run: x } }", [/^1:1 rollout: "rollout" is missing/]],
  ["no stages", "rollout: a", [/stages: "stages" is missing/]],
  ["stages without any", "rollout: a\nstages: {}", [/^2:9 stages: there is no stage/]],
  [
    "nothing behind a key",
    "rollout: a\nstages:",
    [/^2:1 stages: this must be a map of "key: value" lines, not nothing \| give it a value/],
  ],
  ["a list for a map", "rollout: a\nstages: [x]", [/must be a map of "key: value" lines, not a list/]],
  ["text for a list", top("backup: x"), [/^3:9 backup: this must be a list, not "x"/]],
  ["a number for text", top("python: 3"), [/this must be text, not the number 3 \| put it in quotes/]],
  ["text for a switch", stage("alone: yes"), [/this must be true or false, not "yes"/]],
  [
    "an unknown word",
    stage("severity: critcal"),
    [/^3:34 stages\.s\.severity: "critcal" is not one of critical, warning or info \| did you mean "critical"\?/],
  ],
  ["a config that is a list", "- a", [/^1:1 : a config is a map/]],
  ["a config that is a text", "hello", [/a config is a map/]],
  ["an empty config", "", [/^1:1 : the config is empty \| begin with/]],
  ["comments alone", "# nothing\n\n", [/the config is empty/]],
  // A baseline from the ledger, effects, expected benchmarks
  [
    "a ledger baseline that changes its mind on launches",
    recorded("launches: 5..24"),
    [/stages\.s\.arms\.launches: .* so it must be said how many \| write 8/],
  ],
  [
    "a ledger baseline in process",
    recorded("launches: 8, in-process: true"),
    [/measures both arms has its baseline beside it/],
  ],
  [
    "a ledger baseline of one launch",
    recorded("launches: 1"),
    [/with 1 launch a run, a burst of noise cannot be told/],
  ],
  ["a baseline that is somewhere else", stage("arms: { launches: 8, baseline: cloud }"), [/write "baseline: ledger"/]],
  [
    "a ledger baseline without a ledger",
    stage("arms: { launches: 8, baseline: ledger }"),
    [/stages\.s\.arms\.baseline: the baseline is the ledger's, and nothing says where that is \| add "ledger:/],
  ],
  [
    "a ledger baseline needs no flag",
    "rollout: a\nstages: { s: { run: x, arms: { launches: 8, baseline: ledger } } }\nledger: {}",
    [],
  ],
  [
    "a baseline that nobody asks for",
    top("baseline: { runs: 10 }"),
    [/^3:1 baseline: no stage takes its baseline from the ledger/],
  ],
  [
    "a baseline of two runs",
    `${recorded("launches: 8")}baseline: { runs: 2 }\n`,
    [/baseline\.runs: fewer than 7 runs say too little/],
  ],
  ["a baseline of a thousand runs", `${recorded("launches: 8")}baseline: { runs: 1000 }\n`, [/at most 100 runs/]],
  [
    "an anchor that is cut short",
    `${recorded("launches: 8")}baseline: { anchor: abc123 }\n`,
    [/baseline\.anchor: an anchor is a whole commit: 40 digits/],
  ],
  [
    "a beginning that is no day",
    `${recorded("launches: 8")}baseline: { since: 2026-02-31 }\n`,
    [/baseline\.since: "2026-02-31" is not a day/],
  ],
  [
    "an age without a unit",
    `${recorded("launches: 8")}baseline: { max-age: 90 }\n`,
    [/baseline\.max-age: 90 has no unit/],
  ],
  ["an unknown key of a baseline", `${recorded("launches: 8")}baseline: { ancor: x }\n`, [/did you mean "anchor"/]],
  [
    "expected benchmarks of no file",
    stage("expect-benchmarks: [a]"),
    [/stages\.s\.expect-benchmarks: it is not said which files hold the benchmarks/],
  ],
  [
    "no expected benchmarks",
    stage("benchmarks: b.json, expect-benchmarks: []"),
    [/the list is empty: name the benchmarks/],
  ],
  [
    "an effect in one arm",
    stage("effect: { run: x }"),
    [/stages\.s\.effect: an effect is what differs between the arms, and the stage is not launched in both/],
  ],
  ["an effect of nothing", stage(`${both}, effect: {}`), [/stages\.s\.effect: one of run or metric is missing/]],
  ["an effect of two things", stage(`${both}, effect: { run: x, metric: y }`), [/run and metric exclude each other/]],
  [
    "an effect on a metric that is not measured",
    stage(`${both}, measure: { queries: { duration: true } }, effect: { metric: querys }`),
    [/stages\.s\.effect\.metric: the stage measures no "querys" \| did you mean "queries"/],
  ],
  [
    "an effect command beside a process that switches itself",
    stage("arms: { launches: 13, in-process: true }, effect: { run: x }"),
    [/effect\.run: the process switches the flag itself/],
  ],
  [
    "a time limit without a command",
    stage(`${both}, benchmarks: b.json, effect: { metric: m, timeout: 5 s }`),
    [/"timeout" belongs to "run"/],
  ],
  [
    "items that are expected, and items that alone count",
    stage("checklist: { file: c.json, expected: [a], only: [b] }"),
    [/stages\.s\.checklist: "expected" and "only" exclude each other/],
  ],
  // Parts of a module
  [
    "a stage that does nothing",
    "rollout: a\nstages: { s: { timeout: 5 s } }\n",
    [/stages\.s: one of run or validate is missing/],
  ],
  ["a command beside validate", stage("validate: { python: m }"), [/run and validate exclude each other/]],
  [
    "parts of no language",
    "rollout: a\nstages: { s: { validate: { match: X } } }\n",
    [/one of python or node is missing/],
  ],
  ["a Python module as a path", "rollout: a\nstages: { s: { validate: { python: a/b.py } } }\n", [/written with dots/]],
  [
    "a checklist beside validate",
    "rollout: a\nstages: { s: { validate: { python: m }, checklist: c.json } }\n",
    [/stages\.s\.checklist: "validate" has no command of yours/],
  ],
  [
    "arguments that are neither a map nor a list",
    "rollout: a\nstages: { s: { validate: { python: m, arguments: { X: 3 } } } }\n",
    [/arguments\.X: this must be a map of arguments by their names, or a list of them/],
  ],
  [
    "a measured name that is the parts' own",
    "rollout: a\nstages: { s: { validate: { python: m }, measure: { s: { duration: true } } } }\n",
    [/"s" is also a stage with a checklist/],
  ],
  // Launches that can decide nothing
  [
    "three launches a side",
    compared("launches: 3"),
    [
      /stages\.s\.arms\.launches: 3 launches a side can decide nothing at an error of 1 %: .* \| write 6 or more; the fewest that can decide is 6/,
    ],
  ],
  [
    "up to five launches",
    compared("launches: 2..5"),
    [/5 launches a side can decide nothing .* \| write 2\.\.24; the fewest that can decide is 6/],
  ],
  ["four launches at a tenth", compared("launches: 4, error: 10 %"), []],
  [
    "eleven processes",
    compared("launches: 11, in-process: true"),
    [/11 launches in all can decide nothing .* the fewest that can decide is 12/],
  ],
  ["few launches that nobody compares", stage("arms: { launches: 3 }"), []],
  // Waivers
  ["a waiver of nothing", waived("lat", 'lat: "< 5 ms"'), []],
  ["a waiver by stage and metric", waived("s/lat", 'lat: "< 5 ms"'), []],
  ["a waiver of one of many", waived("lat", '"l*": "< 5 ms"'), []],
  ["a waiver of all of a criterion", waived("l*", '"l*": "< 5 ms"'), []],
  [
    "a waiver of no criterion's metric",
    waived("lot", 'lat: "< 5 ms"'),
    [/^7:15 waivers\[0\]\.metric: no criterion is about "lot" \| did you mean "lat"\?/],
  ],
  ["a waiver of everything", waived("*", 'lat: "< 5 ms"'), [/no criterion is about "\*" \| .*very key/]],
  ["a waiver of another stage's metric", waived("t/lat", 'lat: "< 5 ms"'), [/no criterion is about "t\/lat"/]],
  ["a waiver until no day", waived("lat", 'lat: "< 5 ms"', "2026-02-30"), [/"2026-02-30" is not a day \| write year/]],
  ["a waiver until some day", waived("lat", 'lat: "< 5 ms"', "soon"), [/"soon" is not a day/]],
  ["a waiver until a year", waived("lat", 'lat: "< 5 ms"', "2026"), [/this must be a date, such as "2026-03-31"/]],
  ["a waiver without a reason", waived("lat", 'lat: "< 5 ms"', "2026-02-28", '" "'), [/the reason is empty/]],
  [
    "a waiver of nobody",
    waived("lat", 'lat: "< 5 ms"', "2026-02-28", "r", "octocat"),
    [/waivers\[0\]\.owner: "octocat" is not a role of "contacts" \| .*write "@octocat"/],
  ],
  [
    "a waiver of an address",
    waived("lat", 'lat: "< 5 ms"', "2026-02-28", "r", "a@example.org"),
    [/an owner is a GitHub user such as "@octocat"/],
  ],
  [
    "a waiver without an owner and with more",
    `${criterion('lat: "< 5 ms"')}waivers: [{ metric: lat, reason: r, until: 2026-01-01, by: x }]\n`,
    [/"owner" is missing/, /unknown key "by"/],
  ],
  [
    "a metric that is waived twice",
    `${criterion('lat: "< 5 ms"')}waivers: [${'{ metric: lat, reason: r, owner: "@o", until: 2026-01-01 }, '.repeat(2)}]\n`,
    [/waivers\[1\]\.metric: "lat" is waived already \| keep one/],
  ],
  // Names
  ["a name with a space", top("facts: { 'a b': x }"), [/^3:10 facts\."a b": a fact's name is made of letters/]],
  [
    "a rollout with a slash",
    "rollout: a/b\nstages: { s: { run: x } }",
    [/the rollout's name is made of letters.* at most 100/],
  ],
  ["a rollout that is a number", "rollout: 5\nstages: { s: { run: x } }", [/put it in quotes if it is a number/]],
  ["a name that is too long", `rollout: a\nstages: { ${"s".repeat(65)}: { run: x } }`, [/at most 64 characters/]],
  [
    "a name that objects know",
    "rollout: a\nstages: { __proto__: { run: x }, s: { run: x } }",
    [/^2:11 stages\.__proto__: "__proto__" cannot be a name/],
  ],
  ["a variable that is none", stage("env: { a-b: x }"), [/env\.a-b: a variable is made of/]],
  // Commands
  [
    "a command that is a number",
    "rollout: a\nstages: { s: { run: 5 } }",
    [/a command is a script \(text\), or a list/],
  ],
  ["an empty script", "rollout: a\nstages: { s: { run: '' } }", [/the script is empty/]],
  [
    "a number in a program",
    "rollout: a\nstages: { s: { run: [x, 5] } }",
    [/^2:25 stages\.s\.run\[1\]: this must be text, not the number 5 \| put it in quotes/],
  ],
  ["no program", "rollout: a\nstages: { s: { run: [] } }", [/run/]],
  [
    "a shell for a list",
    "rollout: a\nstages: { s: { run: [x], shell: sh } }",
    [/shell: no shell looks at a command that is a list/],
  ],
  ["an unknown shell", stage("shell: zsh"), [/"zsh" is not one of bash, sh, pwsh or cmd \| did you mean "sh"/]],
  // Flag
  ["a way of no kind", top("flag: { read: r, set: [{}] }"), [/flag\.set\[0\]: one of script, file or env is missing/]],
  [
    "a way of two kinds",
    top("flag: { read: r, set: [{ env: X, file: { path: a, key: b } }] }"),
    [/file and env exclude each other/],
  ],
  [
    "a misspelled way",
    top("flag: { read: r, set: [{ evn: X }] }"),
    [/^3:26 flag\.set\[0\]\.evn: unknown key "evn" \| did you mean "env"/],
  ],
  ["a script without off", top("flag: { read: r, set: [{ script: { on: x } }] }"), [/script\.off: "off" is missing/]],
  [
    "a way that is a list",
    top("flag: { read: r, set: [{ env: [X] }] }"),
    [/this must be a variable's name, or \{ name, on, off \}/],
  ],
  ["no ways", top("flag: { read: r, set: [] }"), [/the list is empty: name at least one way/]],
  ["nothing reads the flag", top("flag: { set: [{ env: X }] }"), [/nothing reads the flag back.* \| add "read:"/]],
  ["a backup that is a number", top("backup: [5]"), [/backup\[0\]: this must be a path, or \{ path, optional \}/]],
  // Amounts
  ["a duration without unit", stage("timeout: 20"), [/timeout: 20 has no unit: add a unit: "20 min" or "20 s" \| $/]],
  [
    "a duration without unit, in quotes",
    stage("timeout: '20'"),
    [/"20" has no unit \| add a unit: "20 min" or "20 s"/],
  ],
  ["a duration in bytes", stage("timeout: 5 MB"), [/"5 MB" is not a duration/]],
  ["a duration of a month", stage("timeout: 30 d"), [/too long: at most 7 d/]],
  ["a duration of nothing", stage("timeout: 0 s"), [/must be above zero/]],
  ["a size without unit", top("require: { disk: [{ path: x, free: 1 }] }"), [/1 has no unit: add a unit: "1 GB"/]],
  [
    "a size of an unknown unit",
    top("require: { disk: [{ path: x, free: 1 gigs }] }"),
    [/^3:38 require.*"gigs" is not a unit \| did you mean "GB"\?/],
  ],
  // Requirements
  [
    "a version that is a number",
    top("require: { pip: { pydantic: 2.0 } }"),
    [/must be a version range in quotes, such as ">= 2.0"/],
  ],
  ["a version that is none", top("require: { pip: { pydantic: 'rm; x' } }"), [/not a version range/]],
  ["a package that is an option", top("require: { pip: { --index: '*' } }"), [/not the name of a Python package/]],
  ["an npm package that is none", top("require: { npm: { '@a/../b': '*' } }"), [/not the name of an npm package/]],
  // Stages
  ["an unknown need", stage("needs: [t]"), [/^3:32 stages\.s\.needs\[0\]: there is no stage "t"/]],
  [
    "a misspelled need",
    "rollout: a\nstages: { unit: { run: x }, b: { run: x, needs: unti } }",
    [/needs: there is no stage "unti" \| did you mean "unit"\?/],
  ],
  ["a stage that needs itself", stage("needs: s"), [/the stage "s" needs itself/]],
  [
    "a cycle",
    "rollout: a\nstages: { a: { run: x, needs: c }, b: { run: x, needs: a }, c: { run: x, needs: b } }",
    [/stages\.a\.needs: these stages wait for each other: a → c → b → a/],
  ],
  ["a file outside", stage("tests: ../x.xml"), [/"\.\.\/x\.xml" leads out of the stage's evidence folder/]],
  ["a file with a drive", stage("tests: C:\\x.xml"), [/leads out/]],
  ["a file with $EVIDENCE", stage("tests: $EVIDENCE/x.xml"), [/already \| write "x\.xml"/]],
  ["a folder outside", stage("dir: /etc"), [/"\/etc" leads out of the workspace/]],
  ["a measuring stage with neighbours", stage(`alone: false, ${both}`), [/always runs alone/]],
  ["exit codes out of range", stage("expect: { exit: [0, 300] }"), [/exit codes run from 0 to 255/]],
  ["exit codes that are words", stage("expect: { exit: zero }"), [/must be an exit code, or a list/]],
  // Arms
  [
    "an unknown arm",
    stage("arms: candidat"),
    [/must be "candidate", "baseline", "as-is" or .* \| did you mean "candidate"\?/],
  ],
  ["launches backwards", stage("arms: { launches: 9..5 }"), [/"9\.\.5" ends before it begins \| write "5\.\.9"/]],
  ["no launches", stage("arms: { launches: 0 }"), [/at least one launch/]],
  ["half a launch", stage("arms: { launches: 2.5 }"), [/whole numbers|number of launches/]],
  ["launches in words", stage("arms: { launches: many }"), [/"many" is not a number of launches/]],
  ["too many launches", stage("arms: { launches: 5..5000 }"), [/at most 1000 launches/]],
  ["launches missing", stage("arms: { within: 5 m }"), [/arms\.launches: "launches" is missing/]],
  ["an error rate of nothing", stage("arms: { launches: 5, error: 0 % }"), [/between 0 % and 100 %/]],
  [
    "arms without a way to set the flag",
    `rollout: a\nstages: { s: { run: x, ${both} } }`,
    [/^2:30 stages\.s\.arms: .*nothing says how to set it \| add "flag:"/],
  ],
  // Measures
  ["a source of no kind", stage("measure: { m: {} }"), [/measure\.m: one of benchmark, stdout, .* is missing/]],
  [
    "a source of two kinds",
    stage("measure: { m: { peak-rss: true, duration: true } }"),
    [/peak-rss and duration exclude each other/],
  ],
  [
    "a misspelled source",
    stage("measure: { m: { benchmrk: x } }"),
    [/unknown key "benchmrk" \| did you mean "benchmark"/],
  ],
  ["a switch that is off", stage("measure: { m: { peak-rss: false } }"), [/write true, or leave the line out/]],
  ["a unit where none belongs", stage("measure: { m: { peak-rss: true, unit: ms } }"), [/a unit belongs to stdout/]],
  [
    "a file where none belongs",
    stage("measure: { m: { duration: true, file: x } }"),
    [/a file belongs to benchmark or json/],
  ],
  ["JSON from nowhere", stage("measure: { m: { json: a.b } }"), [/"file" is missing: which JSON file/]],
  [
    "an unknown unit",
    stage("measure: { m: { stdout: '(x)', unit: mb } }"),
    [/"mb" is not a unit \| did you mean "MB"/],
  ],
  [
    "a pattern that is none",
    stage("measure: { m: { stdout: 'a(b' } }"),
    [/^3:49 .*cannot be read: missing closing \) at "a\(b"/],
  ],
  [
    "a pattern without a group",
    stage("measure: { m: { stdout: 'ab' } }"),
    [/no group that holds the value \| put brackets/],
  ],
  [
    "a pattern with two groups",
    stage("measure: { m: { stdout: '(a)(b)' } }"),
    [/has 2 groups: which one.* \| name it \(\?P<value>…\)/],
  ],
  ["a pattern that looks around", stage("measure: { m: { stdout: 'x(?=a)(b)' } }"), [/^3:50 .*look-ahead/]],
  ["a pattern that looks back", stage("measure: { m: { stdout: '(a)\\1' } }"), [/back-references/]],
  [
    "a name of the gate's own",
    stage("measure: { duration: { peak-rss: true } }"),
    [/"duration" is a name of the gate's own/],
  ],
  [
    "a name that a checklist has",
    stage("checklist: c.json, measure: { s: { peak-rss: true } }"),
    [/"s" is also a stage with a checklist/],
  ],
  // Criteria
  [
    "an unknown metric",
    criterion('lta: "< 5 ms"'),
    [/^5:3 criteria\.lta: there is no metric "lta" \| did you mean "lat"\? metrics here: lat,/],
  ],
  [
    "a metric without its stage",
    criterion('pass-rate: ">= 95 %"'),
    [/there is no metric "pass-rate" \| write "s\/pass-rate"/],
  ],
  [
    "a metric that the stage does not give",
    criterion('s/coverage: ">= 85 %"'),
    [/the stage "s" has no "coverage:" line/],
  ],
  [
    "a metric that no stage gives",
    criterion('coverage: ">= 85 %"'),
    [/no stage gives "coverage" \| write "STAGE\/coverage"; .*"coverage:" line/],
  ],
  ["a star that matches nothing", criterion('x*: "< 5 ms"'), [/no metric matches "x\*"/]],
  [
    "a metric of two stages",
    "rollout: a\nstages: { a: { run: x, measure: { m: { peak-rss: true } } }, b: { run: x, measure: { m: { peak-rss: true } } } }\ncriteria: { m: < 5 MB }",
    [/"m" is measured by more than one stage \| write "a\/m" or "b\/m"/],
  ],
  ["no comparator", criterion('lat: "10 ms"'), [/^5:8 criteria\.lat: .* \| write "< 10 ms"/]],
  ["a bare number", criterion("lat: 10"), [/10 does not say which side is good: write "< 10"/]],
  [
    "an unknown unit, and where",
    criterion('lat: { pass: "< 10 parsecs" }'),
    [/^5:22 criteria\.lat\.pass: "parsecs" is not a unit/],
  ],
  ["an unquoted >", criterion("lat: >= 5 ms"), [/begins with ">" needs quotes.* \| write ">= 5 ms" with the quotes/]],
  [
    "a size for a time",
    criterion('lat: "< 5 MB"'),
    [/"s\/lat" is a duration, and this limit is a size \| write it in "ms"/],
  ],
  ["a limit without unit for a time", criterion('lat: "< 5"'), [/this limit has no unit \| add one, such as "ms"/]],
  [
    "a share without %",
    criterion('s/pass-rate: ">= 0.95"'),
    [/"s\/pass-rate" is a proportion, and this limit has no unit \| add one, such as "%"/],
  ],
  [
    "mixed kinds",
    criterion('lat: { pass: "< +10 %", warn: "< 500 ms" }'),
    [/^5:33 criteria\.lat\.warn: "pass" is a change against the baseline and "warn" is an absolute value/],
  ],
  [
    "mixed quantities",
    criterion('lat: { pass: "< +1 ms", warn: "< +1 MB" }'),
    [/"pass" is a duration and "warn" is a size/, /this limit is a size/],
  ],
  [
    "warn stricter than pass",
    criterion('lat: { pass: "< +10 %", warn: "< +5 %" }'),
    [/"warn" is stricter than "pass" \("< \+10 %"\) \| swap the two/],
  ],
  [
    "all for a number",
    criterion("lat: all of 15"),
    [/"all" is for a stage with a checklist, and "s\/lat" is a number/],
  ],
  [
    "a number for a checklist",
    criterion('s: "< 5"'),
    [/"s" is a checklist: .* \| write "all" or "all of 15"; .*"s\/failed-items"/],
  ],
  [
    "relative without a baseline",
    "rollout: a\nstages: { s: { run: x, measure: { m: { peak-rss: true } } } }\ncriteria: { m: < +5 % }",
    [/compares with the baseline, and the stage "s" runs in one arm only \| add "arms: \{ launches: 5\.\.24 \}"/],
  ],
  [
    "relative benchmarks without a baseline",
    "rollout: a\nstages: { s: { run: x, benchmarks: b.json } }\ncriteria: { s/*: < +5 % }",
    [/"s" runs in one arm only/],
  ],
  ["a criterion that is a switch", criterion("lat: true"), [/a criterion is a limit such as/]],
  ["a criterion without pass", criterion("lat: { severity: info }"), [/criteria\.lat\.pass: "pass" is missing/]],
  ["no criterion", criterion("lat: []"), [/the list is empty/]],
  [
    "an unknown direction",
    criterion('lat: { pass: "< 5 ms", direction: down }'),
    [/"down" is not one of lower or higher/],
  ],
  [
    "a floor of another kind",
    criterion('lat: { pass: "< +5 %", floor: 1 MB }'),
    [/is a duration, and this floor is a size/],
  ],
  [
    "a floor without unit",
    criterion('lat: { pass: "< +5 %", floor: 0.05 }'),
    [/0\.05 has no unit: add a unit: "0\.05 ms"/],
  ],
  ["a floor below zero", criterion('lat: { pass: "< +5 %", floor: -1 ms }'), [/a floor cannot be negative/]],
  ["a floor that does nothing", criterion('lat: { pass: "< 5 ms", floor: 1 ms }'), [/a floor does nothing here/]],
  // The ledger
  ["two places for a ledger", top("ledger: { branch: a, folder: b }"), [/branch and folder exclude each other/]],
  ["no name for a branch", top("ledger: { branch: a..b }"), [/ledger\.branch: "a\.\.b" is no name for a branch/]],
  ["a ref as a branch", top("ledger: { branch: refs/heads/x }"), [/is no name for a branch/]],
  ["an option as a branch", top("ledger: { branch: --force }"), [/is no name for a branch/]],
  ["a retention without unit", top("ledger: { keep: 90 }"), [/ledger\.keep: 90 has no unit/]],
  ["no baselines", top("ledger: { baselines: 0 }"), [/at least one baseline is kept/]],
  // People and what follows
  ["a group without items", top("manual: { chat: [] }"), [/the group has no items/]],
  ["an item that is there twice", top("manual: { chat: [a, b, a] }"), [/manual\.chat\[2\]: "a" is in the group twice/]],
  ["an item without words", top("manual: { chat: [{ required: true }] }"), [/manual\.chat\[0\]/]],
  ["a sign-off that is there twice", top("sign-offs: [qa, { role: qa }]"), [/sign-offs\[1\]: "qa" signs off twice/]],
  ["no sign-offs", top("sign-offs: []"), [/name at least one role/]],
  ["a group that is a text", top("manual: { chat: x }"), [/manual\.chat: this must be a list, not "x"/]],
  [
    "an unknown stage after a rollback",
    top("rollback: { verify: [t] }"),
    [/rollback\.verify\[0\]: there is no stage "t"/],
  ],
  [
    "an unknown way back",
    top("rollback: { try: [flga] }"),
    [/"flga" is not one of flag, version or backup \| did you mean "flag"/],
  ],
  ["an option as a version", top("rollback: { to: --force }"), [/nothing here begins with "-"/]],
  ["a branch as a version", top("rollback: { to: main }"), [/"main" is no exact version or commit/]],
  ["a part of a commit", top("rollback: { to: 4f5c2a1 }"), [/write all 40 digits/]],
  ["a version that is a number", top("rollback: { to: 1.4 }"), [/put it in quotes: "1\.4"/]],
  ["a version and no way to install it", top("rollback: { to: 1.4.2, try: [version] }"), [/needs "rollback\.install"/]],
  [
    "a version that nothing reads back",
    top("rollback: { to: 1.4.2, install: x }"),
    [/nothing shows that installing worked/],
  ],
  ["nothing to install", top("rollback: { install: x }"), [/"rollback\.to" is missing/]],
  [
    "a flag that cannot be read",
    top("flag: { set: [{ env: A }] }\nenable: {}"),
    [/nothing reads the flag back/, /enable: .*needs "flag\.read"/],
  ],
  ["no flag to turn on", top("enable: {}"), [/needs "flag\.read"/]],
  [
    "an unknown stage to validate by",
    top("flag: { read: r, set: [{ env: A }] }\nenable: { smoke: [t] }"),
    [/enable\.smoke\[0\]: there is no stage "t"/],
  ],
  [
    "shares that do not rise",
    top(`${byShare}\nenable: { canary: { steps: [25 %, 5 %, 100 %], stages: [s] } }`),
    [/the steps must rise/],
  ],
  [
    "shares that nothing hands on",
    top("flag: { read: r, set: [{ env: A }] }\nenable: { canary: { steps: [5 %, 100 %], stages: [s] } }"),
    [/no way to set the flag hands a share on/],
  ],
  [
    "a share that is no percentage",
    top(`${byShare}\nenable: { canary: { steps: [5.5 %, 100 %], stages: [s] } }`),
    [/write whole percents/],
  ],
  ["a contact that is a number", top("contacts: { lead: 5 }"), [/a contact is a handle/]],
  ["a handle that is none", top("contacts: { lead: 'a b' }"), [/a handle is a GitHub user/]],
  [
    "an unquoted handle",
    top("contacts: { lead: @octocat }"),
    [/^3:19 : a value cannot begin with this character \| put quotes around/],
  ],
  [
    "an unknown role",
    top("contacts: { lead: octocat }\nescalate: { levels: [{ on: critical, tell: [laed] }] }"),
    [/"laed" is neither a role.* \| did you mean "lead"/],
  ],
  [
    "a role that cannot be reached",
    top(
      "contacts: { lead: { name: Lead, email: a@example.com } }\nescalate: { levels: [{ on: critical, tell: lead }] }",
    ),
    [/nobody can be told by "lead"(?:.|\n)*give the contact a "handle"/],
  ],
  [
    "a sender that is two",
    top(
      "escalate: { channels: { m: { email: { server: S, from: 'a@example.com, b@example.com', to: c@example.com } } }, levels: [{ on: info }] }",
    ),
    [/an address is like "ops@example\.com"/],
  ],
  [
    "a workflow elsewhere",
    top("escalate: { rollback-workflow: ../x.yml, levels: [{ on: info }] }"),
    [/the name of a file in \.github\/workflows/],
  ],
  [
    "a window's unknown metric",
    top(
      "verify: { sources: { g: { github: { metrics: { bugs: { issues: bug } } } } }, windows: { d: { after: 1 d, criteria: { bgus: '== 0' } } } }",
    ),
    [/no source has a metric "bgus" \| did you mean "bugs"/],
  ],
  [
    "a window without a time",
    top("verify: { sources: {}, windows: { d: { criteria: {} } } }"),
    [/d\.after: "after" is missing/],
  ],
  [
    "a source of no kind",
    top("verify: { sources: { x: {} }, windows: {} }"),
    [/one of jsonl, log, prometheus, openmetrics, process or github is missing/],
  ],
  // YAML
  [
    "a key twice",
    "rollout: a\nrollout: b\nstages: { s: { run: x } }",
    [/^2:1 rollout: the key "rollout" is there twice/],
  ],
  [
    "an anchor and an alias",
    "rollout: a\nstages: { a: &x { run: x }, b: *x }",
    [/^2:17 stages\.a: anchors are not allowed/, /^2:32 stages\.b: aliases are not allowed/],
  ],
  [
    "a merge key",
    "rollout: a\nstages: { s: { run: x, <<: { dir: y } } }",
    [/^2:24 .*merge keys \("<<"\) are not allowed/],
  ],
  ["a tag", "rollout: !!str a\nstages: { s: { run: x } }", [/tags are not allowed/]],
  ["a tag of a language", "rollout: !!js/function a\nstages: { s: { run: x } }", [/tags are not allowed/]],
  ["two documents", "rollout: a\nstages: { s: { run: x } }\n---\nrollout: b\n", [/^3:1 : a config is one document/]],
  ["tabs", "rollout: a\nstages:\n\ts: { run: x }", [/tabs cannot indent YAML/]],
  ["a second colon", "rollout: a: b", [/there is a second ": " in this value/]],
  ["an open bracket", "rollout: a\nstages: { s: { run: x }", [/something is missing here|not YAML|does not fit/]],
  ["a key that is a map", "rollout: a\n? { b: c }\n: d\nstages: { s: { run: x } }", [/a key must be text/]],
];

describe("what a config's problems say, and where they point", () => {
  test.each(cases)("%s", (_name, text, expected) => {
    const problems = problemsOf(text);
    for (const [index, pattern] of expected.entries()) expect(problems[index] ?? "(no more problems)").toMatch(pattern);
    expect(problems).toHaveLength(expected.length);
  });

  test("all of them at once, in the order of the file", () => {
    const problems = problemsOf(`rolout: x
flag: { raed: y }
stages:
  unit: { run: 5, timeout: 20, needs: [unti] }
  benchmark: { run: x, measure: { m: { stdout: 'a(', unit: mb } } }
criteria:
  n: { pass: 10, severity: crit }
  m: { pass: "< 5 MB", warn: "< 4 MB", floor: x }
`);
    expect(problems.map((problem) => problem.split(":", 1)[0])).toEqual([
      "1",
      "2",
      "4",
      "4",
      "4",
      "5",
      "5",
      "7",
      "7",
      "7",
      "8",
      "8",
    ]);
  });

  test("no word of the libraries reaches a user", () => {
    for (const [, text] of cases) {
      for (const problem of problemsOf(text)) {
        expect(problem).not.toMatch(
          /invalid[ _](?:type|union|input|value|key)|unrecognized|expected |received|zod|undefined|NaN|\[object/i,
        );
      }
    }
  });

  test("more than a hundred problems are counted, not listed", () => {
    const lines = Array.from({ length: 150 }, (_, index) => `x${index}: 1`).join("\n");
    const problems = problemsOf(`rollout: a\nstages: { s: { run: x } }\n${lines}\n`);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toContain("and 50 more problems");
  });
});
