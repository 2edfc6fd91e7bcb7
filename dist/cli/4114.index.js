"use strict";exports.id=4114,exports.ids=[4114,4184],exports.modules={4114:((e,t,n)=>{n.d(t,{runInit:()=>runInit});var r=n(6760),o=n(3136);let s=/(?:^|\/)(?:pyproject\.toml|setup\.py|setup\.cfg|tox\.ini|pytest\.ini|requirements[\w.-]*\.txt|package\.json|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?)$/,a=/(?:^|\/)(?:test_[^/]*\.py|[^/]*_test\.(?:py|go)|conftest\.py|[^/]*\.(?:bench|benchmark)\.[cm]?[jt]sx?|benches\/[^/]*\.rs)$/,l=/(?:^|\/)[^/]*(?:settings|config|flags?|features?|env)[^/]*\.(?:py|[cm]?[jt]s|go|rs|java|kt)$/i,i=/\.(?:py|[cm]?[jt]sx?|go|rs|java|kt)$/,u=/^\.github\/workflows\/[^/]+\.ya?ml$/;function worthReading(e){let t=[...e].sort((e,t)=>depthOf(e)-depthOf(t)),pick=(e,n)=>t.filter(t=>e.test(t)).slice(0,n);return[...new Set([...pick(s,40),...pick(a,200),...pick(l,60),...pick(u,40),...pick(i,150)])]}function nearestNamed(e,t){return e.paths.filter(e=>t.includes(nameOf(e))).sort((e,t)=>depthOf(e)-depthOf(t)||(e<t?-1:1))[0]??null}function folderOf(e){let t=e.lastIndexOf("/");return -1===t?"":e.slice(0,t)}function below(e,t){return""===t?e:e.startsWith(`${t}/`)?e.slice(t.length+1):null}function nameOf(e){return e.slice(e.lastIndexOf("/")+1)}function depthOf(e){return e.split("/").length}function findCargo(e){let t=nearestNamed(e,["Cargo.toml"]);if(null===t)return null;let n=folderOf(t),r=e.paths.filter(e=>null!==below(e,n)),o=r.filter(e=>e.endsWith("Cargo.toml")).map(t=>e.text(t)??"").some(e=>/^\s*criterion\b/m.test(e))&&r.some(e=>/(?:^|\/)benches\/[^/]+\.rs$/.test(e));return{name:"cargo",folder:n,because:t,unit:{run:"cargo test --workspace",tests:null,benchmarks:null,coverage:null},benchmark:o?{run:"cargo bench --workspace -- --noplot | tee $EVIDENCE/bench.txt",tests:null,benchmarks:"bench.txt",coverage:null}:null,advice:["Use cargo-nextest with its JUnit output, so that failing tests are told one by one.",...o?[]:["Write a benchmark with Criterion to compare speed."]],workflowSteps:[]}}function runStep(e,t){return""===t?[`- run: ${e}`]:[`- run: ${e}`,`  working-directory: ${JSON.stringify(t)}`]}function shellWord(e){return/^[\w@%+=:,./-]+$/.test(e)?e:`'${e.replaceAll("'","'\\''")}'`}function findGo(e){let t=nearestNamed(e,["go.mod"]);if(null===t)return null;let n=folderOf(t),r=e.paths.filter(e=>e.endsWith("_test.go")&&null!==below(e,n)).some(t=>/^func Benchmark\w*\(/m.test(e.text(t)??"")),o=/gotest\.tools\/gotestsum/.test(e.text(t)??"");return{name:"go",folder:n,because:t,unit:{run:o?"go tool gotestsum --junitfile $EVIDENCE/unit.xml ./...":"go test ./...",tests:o?"unit.xml":null,benchmarks:null,coverage:null},benchmark:r?{run:"go test -run='^$' -bench=. -benchmem ./... | tee $EVIDENCE/bench.txt",tests:null,benchmarks:"bench.txt",coverage:null}:null,advice:[...o?[]:["Add gotestsum (`go get -tool gotest.tools/gotestsum`), so that failing tests are told one by one."],...r?[]:["Write a `func BenchmarkX(b *testing.B)` to compare speed."]],workflowSteps:["- uses: actions/setup-go@d35c59abb061a4a6fb18e82ac0862c26744d6ab5 # v5.5.0","  with:",`    go-version-file: ${JSON.stringify(t)}`]}}let c=["- uses: actions/setup-java@c5195efecf7bdfc987ee8bae7a71cb8b11521c00 # v4.7.1","  with:","    distribution: temurin",'    java-version: "21"'],d="Write a benchmark with JMH and `-rf json` to compare speed.";function findMaven(e){let t=nearestNamed(e,["pom.xml"]);if(null===t)return null;let n=folderOf(t),r=e.paths.some(e=>"mvnw"===below(e,n))?"./mvnw":"mvn";return{name:"maven",folder:n,because:t,unit:gathered(`${r} -B test`,"target/surefire-reports"),benchmark:null,advice:[d],workflowSteps:c}}function findGradle(e){let t=nearestNamed(e,["build.gradle","build.gradle.kts"]);if(null===t)return null;let n=folderOf(t),r=e.paths.some(e=>"gradlew"===below(e,n))?"./gradlew":"gradle";return{name:"gradle",folder:n,because:t,unit:gathered(`${r} --no-daemon cleanTest test`,"build/test-results/test"),benchmark:null,advice:[d],workflowSteps:c}}function gathered(e,t){let n=`{ echo '<testsuites>'; find . -path '*/${t}/TEST-*.xml' -exec sed '/^<?xml/d' {} +; echo '</testsuites>'; }`;return{run:`find . -path '*/${t}/TEST-*.xml' -delete
status=0; ${e} || status=$?
${n} > $EVIDENCE/unit.xml
exit $status`,tests:"unit.xml",benchmarks:null,coverage:null}}function findNode(e){let t=nearestNamed(e,["package.json"]),n=null===t?null:readManifest(e.text(t));if(null===t||null===n)return null;let r=folderOf(t),o=e.paths.flatMap(e=>below(e,r)??[]),s=n.scripts.test??"",a={folder:r,because:t,workflowSteps:workflowSteps(o,r)},l=runnerOf(o),uses=e=>n.packages.has(e)||RegExp(`\\b${e}\\b`).test(s);if(uses("vitest"))return{...a,...vitest(l,n,o)};if(uses("jest"))return{...a,...jest(l,n)};if(uses("mocha")){let e=tested(`${l} mocha --reporter xunit --reporter-option output=$EVIDENCE/unit.xml`,"unit.xml");return{...a,name:"mocha",unit:e,benchmark:null,advice:[f]}}if(/\bnode\b.*--test\b/.test(s)||o.some(e=>/(?:^|\/)[^/]*\.(?:test|spec)\.[cm]?js$/.test(e))){let e=tested("node --test --test-reporter=junit --test-reporter-destination=$EVIDENCE/unit.xml","unit.xml");return{...a,name:"node",unit:e,benchmark:null,advice:[f]}}return""===s||s.includes("no test specified")?null:{...a,name:"npm",unit:tested("npm test",null),benchmark:null,advice:["Let the test command write JUnit XML to $EVIDENCE and name it under `tests:`, so that failures are told one by one.",f]}}let f="Write a benchmark whose tool leaves a file (docs/reference/benchmark-formats.md) to compare speed.";function vitest(e,{packages:t},n){let r=t.has("@vitest/coverage-v8")||t.has("@vitest/coverage-istanbul"),o=n.some(e=>e.startsWith("src/"))?"src":null,s=r&&null!==o?{file:"coverage-summary.json",of:o}:null,a=n.some(e=>/\.(?:bench|benchmark)\.[cm]?[jt]sx?$/.test(e));return{name:"vitest",unit:{...tested(`${e} vitest run --reporter=default --reporter=junit --outputFile.junit=$EVIDENCE/unit.xml${null===s?"":" --coverage.enabled --coverage.reporter=json-summary --coverage.reportsDirectory=$EVIDENCE"}`,"unit.xml"),coverage:s},benchmark:a?benchmarked(`${e} vitest bench --run --outputJson=$EVIDENCE/bench.json`):null,advice:[...r?[]:["Install @vitest/coverage-v8 to judge coverage as well."],...a?[]:["Write a benchmark in a file that ends in .bench.ts to compare speed."]]}}function jest(e,{packages:t}){let n=t.has("jest-junit");return{name:"jest",unit:n?tested(`JEST_JUNIT_OUTPUT_FILE=$EVIDENCE/unit.xml ${e} jest --ci --reporters=default --reporters=jest-junit`,"unit.xml"):tested(`${e} jest --ci`,null),benchmark:null,advice:[...n?[]:["Install jest-junit, so that failing tests are told one by one."],f]}}function tested(e,t){return{run:e,tests:t,benchmarks:null,coverage:null}}function benchmarked(e){return{run:e,tests:null,benchmarks:"bench.json",coverage:null}}function runnerOf(e){return e.includes("pnpm-lock.yaml")?"pnpm exec":e.includes("yarn.lock")?"yarn run":e.includes("bun.lock")||e.includes("bun.lockb")?"bunx":"npx --no-install"}function workflowSteps(e,t){let n=["- uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0","  with:","    node-version: lts/*"];return e.includes("pnpm-lock.yaml")?[...n,...runStep("corepack enable && pnpm install --frozen-lockfile",t)]:e.includes("yarn.lock")?[...n,...runStep("corepack enable && yarn install",t)]:e.includes("package-lock.json")?[...n,...runStep("npm ci",t)]:[...n,...runStep("npm install",t)]}function readManifest(e){let t=parse(e);if(null===t)return null;let n=["dependencies","devDependencies","peerDependencies","optionalDependencies"].flatMap(e=>Object.keys(objectOf(t.get(e))));return{scripts:Object.fromEntries(Object.entries(objectOf(t.get("scripts"))).flatMap(([e,t])=>"string"==typeof t?[[e,t]]:[])),packages:new Set(n)}}function parse(e){if(null===e)return null;try{let t=JSON.parse(e);return"object"==typeof t&&null!==t?new Map(Object.entries(t)):null}catch{return null}}function objectOf(e){return"object"==typeof e&&null!==e?{...e}:{}}let h=["pyproject.toml","setup.py","setup.cfg","tox.ini","pytest.ini"];function findPython(e){let t=nearestNamed(e,h)??requirementsFile(e),n=folderOf(t??""),r=e.paths.filter(e=>null!==below(e,n)),o=r.filter(e=>/(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(e)),s=r.filter(isManifest).map(t=>e.text(t)??""),a=s.some(e=>/\bpytest\b/.test(e));if(0===o.length&&!a)return null;let l=o.filter(t=>/def test_\w+\([^)]*\bbenchmark\b/.test(e.text(t)??"")),has=e=>s.some(t=>t.includes(e)),i=python_runnerOf(r,n),u=benchmarkPlaces(l,n);return{name:"pytest",folder:n,because:t??o[0]??"",unit:unitStage(i,has("pytest-cov")?packageOf(r,n):null,l,u,n),benchmark:0===l.length?null:benchmarkStage(i,u),advice:[...has("pytest-cov")?[]:["Install pytest-cov to judge coverage as well: add `--cov --cov-report=json:$EVIDENCE/cov.json`."],...0===l.length?["Write a benchmark with pytest-benchmark's `benchmark` fixture to compare speed."]:[]],workflowSteps:python_workflowSteps(r,n)}}function unitStage(e,t,n,r,o){let s=r.map(e=>` --ignore=${shellWord(e)}`).join(""),a=n.length>0&&o===folderOf(n[0]??"")?"":s,l=null===t?"":` --cov=${shellWord(t)} --cov-report=json:$EVIDENCE/cov.json`;return{run:`${e} -q${a} --junitxml=$EVIDENCE/unit.xml${l}`,tests:"unit.xml",benchmarks:null,coverage:null===t?null:{file:"cov.json",of:t}}}function benchmarkStage(e,t){return{run:`${e} ${t.map(shellWord).join(" ")} -q --benchmark-only --benchmark-json=$EVIDENCE/bench.json`,tests:null,benchmarks:"bench.json",coverage:null}}function benchmarkPlaces(e,t){return e.map(e=>below(e,t)??e).slice(0,20)}function requirementsFile(e){return e.paths.filter(e=>/(?:^|\/)requirements[\w.-]*\.txt$/.test(e)).sort((e,t)=>e.split("/").length-t.split("/").length)[0]??null}function isManifest(e){return/(?:^|\/)(?:pyproject\.toml|setup\.py|setup\.cfg|tox\.ini|pytest\.ini|requirements[\w.-]*\.txt)$/.test(e)}function python_runnerOf(e,t){let has=n=>e.some(e=>below(e,t)===n);return has("uv.lock")?"uv run pytest":has("poetry.lock")?"poetry run pytest":has("pdm.lock")?"pdm run pytest":"python3 -m pytest"}function packageOf(e,t){let n=new Set(e.flatMap(e=>{let n=/^(?:src\/)?(\w+)\/__init__\.py$/.exec(below(e,t)??"");return n?.[1]===void 0||/^(?:tests?|docs|examples|scripts)$/.test(n[1])?[]:[n[1]]})),[r]=n;return 1===n.size&&void 0!==r?r:null}function python_workflowSteps(e,t){let has=n=>e.some(e=>below(e,t)===n),n=["- uses: actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0","  with:",'    python-version: "3.x"'];if(has("uv.lock"))return[...n,...runStep("pip install uv && uv sync --locked",t)];if(has("poetry.lock"))return[...n,...runStep("pip install poetry && poetry install",t)];if(has("pdm.lock"))return[...n,...runStep("pip install pdm && pdm install",t)];let r=e.flatMap(e=>{let n=below(e,t);return null!==n&&/^requirements[\w.-]*\.txt$/.test(n)?[`-r ${shellWord(n)}`]:[]}),o=has("pyproject.toml")||has("setup.py"),s=[...r,...o?["-e ."]:[]];return[...n,...runStep(`python3 -m pip install pytest ${s.join(" ")}`.trim(),t)]}function findToolchains(e){return[findPython,findNode,findGo,findCargo,findMaven,findGradle].flatMap(t=>t(e)??[])}let m=[/os\.(?:environ(?:\.get)?[[(]|getenv\()\s*["']([A-Z][A-Z0-9_]{2,80})["']/g,/process\.env(?:\.([A-Z][A-Z0-9_]{2,80})|\[["']([A-Z][A-Z0-9_]{2,80})["']\])/g,/os\.(?:Getenv|LookupEnv)\("([A-Z][A-Z0-9_]{2,80})"\)/g,/env::var(?:_os)?\("([A-Z][A-Z0-9_]{2,80})"\)/g,/System\.getenv\("([A-Z][A-Z0-9_]{2,80})"\)/g];function flagCandidates(e){let t=new Map;for(let n of e.paths){let r=e.text(n);if(null!==r)for(let e of m)for(let[,n,o]of r.matchAll(e)){let e=n??o??"";/(?:^|_)(?:USE|ENABLE|ENABLED|FEATURE|FLAG|FF|NEW|EXPERIMENTAL)(?:_|$)/.test(e)&&t.set(e,(t.get(e)??0)+1)}}return[...t].sort(([e,t],[n,r])=>r-t||(e<n?-1:1)).map(([e])=>e).slice(0,8)}function leftToDo(e,t){return[...0===t.length?["Write the command that tests this repository under stages: in the config."]:[],...null===e.flag?["Name the flag under flag: in the config; until then nothing is compared, turned on or turned off."]:[],...e.flag?.read===null?[`Write the command under flag.read that prints what the program makes of ${e.flag.variable}.`]:[],"Add .rollout-gate/ to .gitignore.",...null===e.action?["Put the Action's address and a full commit in place of OWNER/rollout-gate@COMMIT in the three workflows."]:[],...t.flatMap(({advice:e})=>e),...null===e.flag?[]:["Name production's logs or its Prometheus under verify.sources (docs/telemetry.md)."]]}function renderSetupConfig(e,t){let{flag:n}=e,r=t.flatMap(e=>stagesOf(e,t.length>1,null!==n)),o=r.filter(({kind:e})=>"unit"===e).map(({name:e})=>e),s=null===n?[]:r.filter(({kind:e})=>"benchmark"===e);return[`# What must hold before the flag of this rollout is turned on, while it is on, and how it is turned off.
rollout: ${e.name}
`,null===n?p:flagSection(n.variable,n.read),`stages:
${0===r.length?g:r.map(({text:e})=>e).join("")}`,...0===s.length?[]:[`criteria:
${s.map(({name:e})=>`  # Compared with the flag off, by an interval: the verdict waits until it is decided.
  ${e}/*: { pass: "< +10 %", severity: critical }
`).join("")}`],`# Verdicts are remembered on a branch of this repository. In a terminal: --ledger FOLDER.
ledger: { branch: rollout-gate }
`,...null===n?[]:[switchSection(o)],watchSection(e.name)].join(`
`)}let p=`# Name the flag, and stages run with it on, benchmarks are compared with it off, and enable, verify and rollback have something
# to work with (docs/flags-and-arms.md):
#
# flag:
#   read: COMMAND    # prints the value that the program really works with
#   set: [{ env: VARIABLE }]
`,g=`  # Nothing was found that tests this repository. Replace the command by one that does.
  unit:
    run: echo "write the command here"; exit 1
`;function flagSection(e,t){let n=null===t?`# The gate sets the flag off and on and reads it both times. Until this command tells, nothing is known and the verdict is no GO.
`:"";return`flag:
  ${""===n?"":`${n}  `}read: ${quote(t??"echo unknown # replace: print what the program really works with, on or off")}
  set:
    - env: ${e}
`}function stagesOf({name:e,folder:t,unit:n,benchmark:r},o,s){let a=o?`-${e}`:"",l=`unit${a}`,i=`benchmark${a}`;return[{kind:"unit",name:l,text:stage(l,t,n,[])},...null===r?[]:[{kind:"benchmark",name:i,text:stage(i,t,r,armLines(l,s))}]]}function armLines(e,t){return[`needs: [${e}]`,t?"arms: { launches: 5..24 }":"arms: as-is"]}function stage(e,t,n,r){let o=[...""===t?[]:[`dir: ${quote(t)}`],...r,...n.run.includes(`
`)?["run: |",...n.run.split(`
`).map(e=>`  ${e}`)]:[`run: ${quote(n.run)}`],...null===n.tests?[]:[`tests: ${n.tests}`],...null===n.coverage?[]:[`coverage: { file: ${n.coverage.file}, of: ${quote(n.coverage.of)} }`],...null===n.benchmarks?[]:[`benchmarks: ${n.benchmarks}`],"timeout: 20 min"];return`  ${e}:
${o.map(e=>`    ${e}
`).join("")}`}function switchSection(e){let t=`[${e.join(", ")}]`;return`enable: { validate: ${t}, deadline: 24 h }
rollback: { verify: ${t}, within: 5 min }
`}function watchSection(e){return`# What is watched once the flag is on. Issues with the label are all that is known of production here: name its logs or its
# Prometheus under sources as well (docs/telemetry.md).
verify:
  sources:
    issues: { github: { metrics: { reported: { issues: [${quote(`rollout: ${e}`)}] } } } }
  windows:
    day-1: { after: 1 d, criteria: { reported: { pass: "== 0", severity: warning } } }
    day-7: { after: 7 d, criteria: { reported: { pass: "== 0", severity: warning } } }
    day-30: { after: 30 d, report: true, criteria: { reported: { pass: "== 0", severity: warning } } }
`}function quote(e){return/^[A-Za-z./$][\w ./$=-]*$/.test(e)&&!/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(e.trim())?e:JSON.stringify(e)}function renderSetupWorkflows(e,t){let n=e.action??"OWNER/rollout-gate@COMMIT",r=t.flatMap(({workflowSteps:e})=>e),file=(e,t)=>({path:`.github/workflows/rollout-${e}.yml`,text:t});return[file("gate",gateWorkflow(n,e.branch,r)),file("verify",verifyWorkflow(n,r)),file("rollback",rollbackWorkflow(n,r))]}function gateWorkflow(e,t,n){return`# Judges pull requests, and remembers the verdict of what was merged. Pull requests from forks get a token that only reads: the
# verdict is then in the job's summary. Two workflows bring them a comment as well (docs/forks.md).
name: rollout-gate
on:
  pull_request:
  push:
    branches: [${JSON.stringify(t)}]

permissions: {}

concurrency:
  group: rollout-gate-$\{{ github.ref }}
  cancel-in-progress: $\{{ github.event_name == 'pull_request' }}

jobs:
  gate:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: read # the checkout, and the policy at the base commit
      pull-requests: write # the comment
      checks: write # the check
    steps:
${indent(checkout(n),6)}
      - uses: ${e}
        with:
          mode: gate
  merged:
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: write # to write the ledger's branch
      checks: write # the check
    steps:
${indent(checkout(n),6)}
      - uses: ${e}
        with:
          mode: gate
`}function verifyWorkflow(e,t){return`# Looks every hour whether a window is due, judges what production wrote, and tells people. An hour in which nothing is due ends at once.
name: rollout-verify
on:
  schedule:
    - cron: "17 * * * *"
  workflow_dispatch:

permissions: {}

concurrency:
  group: rollout
  cancel-in-progress: false

jobs:
  verify:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: write # to write the ledger's branch
      issues: write # to read what was reported, and to tell people
      actions: read # to read how workflows ended
    steps:
${indent(checkout(t),6)}
      - uses: ${e}
        with:
          mode: verify
`}function rollbackWorkflow(e,t){return`# Turns the flag off, verified, and opens an issue about it. It is started by hand, by whoever may write to the repository. What is
# typed there is handed over as inputs and never becomes part of a command.
name: rollout-rollback
on:
  workflow_dispatch:
    inputs:
      reason:
        description: Why it is turned off
        required: true
        type: string
      way:
        description: Only this way - flag, version or backup; empty for those of the config, in its order
        type: string
        default: ""
      dry-run:
        description: Only say what would be done
        type: boolean
        default: false

permissions: {}

# The flag is changed by one at a time, and nobody who waits is cancelled.
concurrency:
  group: rollout
  cancel-in-progress: false

jobs:
  rollback:
    # Take a runner that sees what the flag changes, and keeps its folder, where a variable of the job does not reach production.
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: write # to write the ledger's branch
      issues: write # to open the issue about it
      deployments: write # to mark the deployment as inactive
    steps:
${indent(checkout(t,!0),6)}
      - uses: ${e}
        with:
          mode: rollback
          reason: $\{{ inputs.reason }}
          way: $\{{ inputs.way }}
          dry-run: $\{{ inputs.dry-run }}
`}function checkout(e,t=!1){return["- uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0","  with:","    persist-credentials: false",...t?["    clean: false"]:[],...e]}function indent(e,t){return e.map(e=>`${" ".repeat(t)}${e}`).join(`
`)}function rolloutName(e){let t=e.toLowerCase().replace(/[^a-z0-9]+/g,"-").replace(/^-+|-+$/g,"").slice(0,60);return""===t?"rollout":t}function complainAboutAnswers({name:e,flag:t,action:n,branch:r}){return[/^[A-Za-z0-9][\w.-]{0,99}$/.test(e)?"":`"${e}" is no name for a rollout: use letters, digits, dots, dashes.`,null===t||/^[A-Za-z_]\w{0,199}$/.test(t.variable)?"":`"${t.variable}" is no name for an environment variable: use letters, digits and underscores.`,t?.read===void 0||null===t.read||!/[\r\n]/.test(t.read)?"":"The command that reads the flag is one line.",null===n||/^[\w.-]+\/[\w.-]+(?:\/[\w./-]+)?@[0-9a-f]{40}$/.test(n)?"":`"${n}" is not pinned: write owner/name@ and the 40 digits of a commit.`,/^[A-Za-z0-9][\w./-]{0,199}$/.test(r)?"":`"${r}" is no name for a branch.`].filter(e=>""!==e)}var w=n(2738),b=n(6352);let y=".github/rollout-gate.yml",k=[".git","node_modules",".venv","venv","vendor","target","build","dist",".rollout-gate","__pycache__"];async function init(e,t){let n=await readTree(t),r=findToolchains(n),o=await answer(e,n,t),s=complainAboutAnswers(o);if(s.length>0)throw new b.J(s.join(`
`));let a=[{path:y,text:renderSetupConfig(o,r)},...renderSetupWorkflows(o,r)],l=await (0,w.i)(a[0]?.text??"",y);if("problem"in l)throw new b.J(`The config that would be written is not valid:
${l.problem}`);let i=[],u=[];for(let{path:e,text:n}of a)await t.writeNew(e,n)?i.push(e):u.push(e);return{toolchains:r,written:i,kept:u,leftToDo:leftToDo(o,r)}}async function readTree({files:e,workspace:t}){let n=(await e.list(t,{maxFiles:2e4,skip:k})).filter(e=>/^[\w@+=,. /-]+$/.test(e)),r=new Map;for(let o of worthReading(n)){let n=await e.readText(`${t}/${o}`,{maxBytes:262144,within:t});n.ok&&r.set(o,n.value)}return{paths:n,text:e=>r.get(e)??null}}async function answer(e,t,n){let{ask:r}=n,o=n.workspace.split(/[\\/]/).filter(e=>""!==e).at(-1)??"",s=e.name??await asked(r,"A name for this rollout",rolloutName(o)),a=flagCandidates(t),l=0===a.length?"":` (the code reads ${a.join(", ")})`,i=e.flagVariable??await asked(r,`The environment variable that sets the flag${l}; empty: not yet`,""),u=e.flagRead??(""===i?"":await asked(r,"A command that prints the flag's value as the program sees it; empty: not yet","")),c=e.branch??await asked(r,"The branch that changes are merged into",n.branch??"main");return{name:s,flag:""===i?null:{variable:i,read:""===u?null:u},action:e.action??n.ownAction,branch:c}}async function asked(e,t,n){return null===e?n:(await e(t,n)).trim()}function renderSetupSummary({toolchains:e,written:t,kept:n,leftToDo:r}){let o=e.map(({name:e,because:t,benchmark:n})=>`  ${e}, by ${t}${null===n?"":", with benchmarks"}`);return["Found",...0===o.length?["  nothing that tests this repository"]:o,"",...0===t.length?[]:["Written",...t.map(e=>`  ${e}`),""],...0===n.length?[]:["There already, and left as it is",...n.map(e=>`  ${e}`),""],"Left to do",...r.map((e,t)=>`  ${t+1}. ${e}`),"","Then","  rollout-gate explain    says what would run, and runs nothing","  rollout-gate gate       gives the first verdict",""].join(`
`)}function renderSetupSummaryJson({toolchains:e,written:t,kept:n,leftToDo:r}){let o=e.map(({name:e,folder:t,because:n,benchmark:r})=>({name:e,folder:t,because:n,benchmarks:null!==r}));return`${JSON.stringify({schema:"rollout-gate/init/1",found:o,written:t,kept:n,leftToDo:r},null,2)}
`}var v=n(6848);function createQuestions(e,t,n){if(!e.isTTY||!t.isTTY)return null;let r=(0,v.createInterface)({input:e,output:t});return{ask:async(e,t)=>{let o=""===t?`${e}: `:`${e} [${t}]: `,s=(await r.question(o,{signal:n})).trim();return""===s?t:s},close:()=>r.close()}}var $=n(4184),j=n(7598),E=n(1455),x=n(1249),O=n(2787);async function writeNewFile(e,t,n){let o=(0,r.join)(e,t),s=(0,r.dirname)(o);await (0,E.mkdir)(s,{recursive:!0});let a=(0,r.relative)(await (0,E.realpath)(e),await (0,E.realpath)(s));if(".."===a||a.startsWith(`..${r.sep}`))throw Error(`${(0,r.dirname)(t)} is a link that leads out of the repository, so nothing is written there.`);let l=(0,r.join)(s,`.${(0,r.basename)(o)}.${(0,j.randomBytes)(6).toString("hex")}.tmp`);try{let e=await (0,E.open)(l,"wx",438);try{await e.writeFile(n,"utf8"),await e.sync()}finally{await e.close()}await (0,E.link)(l,o)}catch(e){if("EEXIST"===(0,x.C)(e))return!1;throw e}finally{await (0,E.rm)(l,{force:!0})}return await (0,O.Y)(s),!0}async function runInit(e,{files:t,host:n},r,{json:o,signal:s}){let{workspace:a}=n,l=e.yes||o?null:createQuestions(r.stdin,r.stderr,s);try{let r=await init(e,{files:t,workspace:a,writeNew:(e,t)=>writeNewFile(a,e,t),branch:await currentBranch(n),ownAction:await ownAction(n.env),ask:l?.ask??null});return o?renderSetupSummaryJson(r):renderSetupSummary(r)}finally{l?.close()}}async function currentBranch(e){let{ref:t}=await e.origin();return t?.replace(/^refs\/heads\//,"")??null}async function ownAction(e){let t=(0,r.dirname)((0,o.fileURLToPath)(require("url").pathToFileURL(__filename).href)),{repository:n,commit:s,dirty:a}=await (0,$.readOrigin)(t,withoutActions(e));return null===n||null===s||!1!==a?null:`${n}@${s}`}function withoutActions(e){return Object.fromEntries(Object.entries(e).filter(([e])=>!e.startsWith("GITHUB_")))}}),6341:((e,t,n)=>{n.d(t,{g:()=>askGit});var r=n(1421);function askGit(e,t,n){let o=["--no-optional-locks","-c","core.fsmonitor=false","-c","core.hooksPath=/dev/null"];return new Promise(s=>{(0,r.execFile)("git",[...o,"-C",t,...e],{env:{...n,GIT_TERMINAL_PROMPT:"0",LC_ALL:"C"},timeout:5e3,maxBuffer:1048576,windowsHide:!0},(e,t)=>{let n=null!==e&&"ERR_CHILD_PROCESS_STDIO_MAXBUFFER"===e.code;s(null===e||n?t:null)})})}}),4184:((e,t,n)=>{n.r(t),n.d(t,{readOrigin:()=>readOrigin,repositoryOf:()=>repositoryOf});var r=n(6760),o=n(6341),s=n(6664);let a=["--",":(top)",":(exclude).rollout-gate"];async function readOrigin(e,t){let n="true"===t.GITHUB_ACTIONS,[r,s,l,i,u]=await Promise.all([(0,o.g)(["rev-parse","--verify","HEAD"],e,t),(0,o.g)(["symbolic-ref","--short","-q","HEAD"],e,t),(0,o.g)(["status","--porcelain=v1","--untracked-files=normal","--ignore-submodules=none","-z",...a],e,t),n?null:(0,o.g)(["config","--get","remote.origin.url"],e,t),n?headOfPullRequest(t):null]);return{repository:filled(n?t.GITHUB_REPOSITORY:void 0)??repositoryOf(i?.trim()??""),commit:u??filled(n?t.GITHUB_SHA:void 0)??filled(r?.trim()),ref:filled(n?t.GITHUB_REF:void 0)??filled(s?.trim()),dirty:null===l?null:""!==l}}function repositoryOf(e){if(!(/^[a-z+]+:\/\/[^/]+\//i.test(e)||/^[^/:]+:[^/\\]/.test(e))||e.toLowerCase().startsWith("file:"))return null;let[t,n]=(e.includes("://")?e.split("/").slice(3):e.slice(e.indexOf(":")+1).split("/")).filter(e=>""!==e).slice(-2);return void 0===t||void 0===n?null:`${t}/${n.endsWith(".git")?n.slice(0,-4):n}`}async function headOfPullRequest(e){let t=e.GITHUB_EVENT_PATH;if(void 0===t||""===t)return null;let n=await (0,s._0)(t,{maxBytes:0x1000000,within:(0,r.dirname)(t)});if(!n.ok)return null;try{let e=JSON.parse(n.value),t=member(member(member(e,"pull_request"),"head"),"sha");return"string"==typeof t&&/^[0-9a-f]{40,64}$/.test(t)?t:null}catch{return null}}function member(e,t){if("object"==typeof e&&null!==e&&Object.hasOwn(e,t))return new Map(Object.entries(e)).get(t)}function filled(e){return void 0===e||""===e?null:e}})};