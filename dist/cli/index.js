#!/usr/bin/env node
(()=>{"use strict";var e,t,r,n,o,i,s,a={3105:((e,t,r)=>{function nearestWord(e,t){if(0===e.length||e.length>64)return null;let r=e.toLowerCase(),n=e.length<4?1:Math.max(2,Math.floor(e.length/3)),o=null,i=n+1,s=null,a=0;for(let n of t){if((a+=1)>500)break;if(null===s&&r.length>2&&n.toLowerCase().startsWith(r)&&(s=n),Math.abs(n.length-e.length)>=i)continue;let t=editDistance(r,n.toLowerCase());t<i&&t<Math.max(r.length,n.length)&&(o=n,i=t)}return o??s}function editDistance(e,t){let r=[],n=Array.from({length:t.length+1},(e,t)=>t);for(let o=1;o<=e.length;o+=1){let i=[o];for(let s=1;s<=t.length;s+=1){let a=e.charCodeAt(o-1)===t.charCodeAt(s-1),l=Math.min((i[s-1]??0)+1,(n[s]??0)+1,(n[s-1]??0)+ +!a);o>1&&s>1&&e.charCodeAt(o-1)===t.charCodeAt(s-2)&&e.charCodeAt(o-2)===t.charCodeAt(s-1)&&(l=Math.min(l,(r[s-2]??0)+1)),i.push(l)}r=n,n=i}return n[t.length]??0}r.d(t,{Y:()=>editDistance,z:()=>nearestWord})}),2066:((e,t,r)=>{r.d(t,{C_:()=>parseAmount,DB:()=>parseSize,E9:()=>parseDuration,KQ:()=>withUnits,UR:()=>l,dX:()=>nearestUnit,n8:()=>parseShare});var n=r(5563),o=r(3105),i=r(6373),s=r(7136);let a=new Map([["percent","%"],["pct","%"],["pc","%"],["nanosecond","ns"],["microsecond","\xb5s"],["usec","\xb5s"],["millisecond","ms"],["msec","ms"],["milli","ms"],["second","s"],["minute","min"],["hour","h"],["hr","h"],["day","d"],["byte","B"],["k","KB"],["kilobyte","KB"],["meg","MB"],["megabyte","MB"],["gig","GB"],["gigabyte","GB"],["op/s","1/s"],["ops/s","1/s"],["req/s","1/s"],["requests/s","1/s"],["rps","1/s"],["qps","1/s"],["hz","1/s"]]),l="ns, \xb5s, ms, s, min, h, d, B, KB, MB, GB, KiB, MiB, GiB, %, 1/s";function nearestUnit(e){let t=e.toLowerCase().slice(0,32),r=t.length>2&&t.endsWith("s")?t.slice(0,-1):t,i=a.get(t)??a.get(r);if(void 0!==i)return i;let s="ms",l=1/0;for(let e of n.d){let r=(0,o.Y)(t,e.toLowerCase());r<l&&(s=e,l=r)}return u.get(s)??s}let u=new Map([["sec","s"],["m","min"],["kB","KB"],["/s","1/s"],["/min","1/min"]]),c=/^([+\-\u2212])?\s*(\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE]([+-]?\d{1,4})(?![\w.]))?/u,d=/^[+\-\u2212]?\s*\d+,\d/u;function parseAmount(e,t=0){let r=e.trim(),o=t+(e.length-e.trimStart().length),a=c.exec(r);if(null===a){let e=""===r?"the number is missing":`${(0,s.ol)(r)} is not a number`;return(0,i.lP)({message:e,hint:'write a number and its unit, such as "500 ms"',offset:o,length:r.length})}let u=r.slice(a[0].length);if(d.test(r))return(0,i.lP)({message:"a decimal comma is not understood",hint:`write ${(0,s.ol)(r.replace(",","."))}`,offset:o,length:r.length});let h=u.trim(),f=(0,n.E)(h);if(null===f){let e=o+a[0].length+(u.length-u.trimStart().length);return(0,i.lP)({message:`${(0,s.ol)(h)} is not a unit`,hint:`did you mean "${nearestUnit(h)}"? Units: ${l}`,offset:e,length:h.length})}let g=Number(`${(a[2]??"").replaceAll("_","")}e${a[3]??"0"}`)*f.scale;if(!Number.isFinite(g))return(0,i.lP)({message:`${(0,s.ol)(r)} is too large to be counted`,offset:o,length:r.length});let p=void 0===a[1]?null:"+"===a[1]?"+":"-";return(0,i.Yz)({sign:p,value:"-"===p?-g:g,unit:f.unit,quantity:f.quantity})}function parseDuration(e,t={}){let r=parseAmount(e);if(!r.ok)return r;let{value:n,unit:o,quantity:a,sign:l}=r.value;if(""===o)return(0,i.lP)({message:`${(0,s.ol)(e.trim())} has no unit`,hint:withUnits(e.trim(),["min","s"])});if("duration"!==a)return(0,i.lP)({message:`${(0,s.ol)(e.trim())} is not a duration`,hint:'write it as "20 min", "90 s" or "1 h"'});let u=n/1e6;if("-"===l||u<0||0===u&&!0!==t.zero)return(0,i.lP)({message:"the duration must be above zero"});let c=t.maxMs??316224e5;return u>c?(0,i.lP)({message:`the duration is too long: at most ${Math.floor(c/864e5)} d`}):(0,i.Yz)(u)}function parseSize(e){let t=parseAmount(e);if(!t.ok)return t;let{value:r,unit:n,quantity:o}=t.value;return""===n?(0,i.lP)({message:`${(0,s.ol)(e.trim())} has no unit`,hint:withUnits(e.trim(),["GB","MB"])}):"size"!==o?(0,i.lP)({message:`${(0,s.ol)(e.trim())} is not a size`,hint:'write it as "1 GB" or "512 MiB"'}):r<=0?(0,i.lP)({message:"the size must be above zero"}):(0,i.Yz)(r)}function parseShare(e){let t=parseAmount(e);if(!t.ok)return t;if("%"!==t.value.unit)return(0,i.lP)({message:`${(0,s.ol)(e.trim())} is not a percentage`,hint:'write it as "1 %"'});let r=t.value.value/100;return r<=0||r>=1?(0,i.lP)({message:"the percentage must lie between 0 % and 100 %"}):(0,i.Yz)(r)}function withUnits(e,t){let r=e.slice(0,20);return`add a unit: ${t.map(e=>(0,s.ol)(`${r} ${e}`)).join(" or ")}`}}),9379:((e,t,r)=>{r.d(t,{F:()=>parseLimit});var n=r(2066),o=r(6373),i=r(7136);let s=[["<=","<="],[">=",">="],["==","=="],["!=","!="],["\u2264","<="],["\u2265",">="],["\u2260","!="],["<","<"],[">",">"]],a=[["===","=="],["<>","!="],["=<","<="],["=>",">="],["=","=="]],l=[[/^(?:at most|no more than|max(?:imum)?|up to)\b/i,"<="],[/^(?:at least|no less than|min(?:imum)?(?= ))\b/i,">="],[/^(?:less than|below|under|fewer than)\b/i,"<"],[/^(?:more than|greater than|above|over)\b/i,">"],[/^(?:equal to|equals?|exactly|is)\b/i,"=="]];function parseLimit(e){let t=e.trim(),r=e.length-e.trimStart().length;if(""===t)return(0,o.lP)({message:"the limit is empty",hint:'write one, such as "< 500 ms" or "< +10 %"'});if(t.length>200)return(0,o.lP)({message:"the limit is longer than 200 characters"});if(/^all(?![\w-])/i.test(t))return parseAll(t);if(/^within(?![\w-])/i.test(t))return parseWithin(t,r);let n=s.find(([e])=>t.startsWith(e));if(void 0===n||t.startsWith("===")||t.startsWith("<>"))return refuseForm(t);let[i,a]=n,l=t.slice(i.length);return/^\s*[<>=!\u2264\u2265\u2260]/u.test(l)?refuseForm(t):parseCompared(a,l,r+i.length,t)}function parseCompared(e,t,r,s){let a=(0,n.C_)(t,r);if(!a.ok)return a;let{sign:l,value:u,unit:c}=a.value;if(null===l)return(0,o.Yz)({kind:"absolute",comparator:e,value:u,unit:c,text:s});if("=="===e||"!="===e){let e=t.trim().replace(/^[+\-\u2212]\s*/u,"");return(0,o.lP)({message:`${(0,i.ol)(s)} makes no sense: a measured change is never exactly a given number`,hint:`write ${(0,i.ol)(`within ${e}`)} for unchanged, or ${(0,i.ol)(`< +${e}`)} for no worse than`})}return"%"!==c?(0,o.Yz)({kind:"difference",comparator:e,value:u,unit:c,text:s}):u<=-100?(0,o.lP)({message:"nothing measured can fall by 100 % or more",hint:'a sign means a change against the baseline: "> -5 %" is no more than 5 % below it'}):(0,o.Yz)({kind:"relative",comparator:e,change:u/100,text:s})}function parseWithin(e,t){let r=e.slice(6),s='say how much change is still none, such as "within 5 %" or "within 2 ms"';if(""===r.trim())return(0,o.lP)({message:'"within" has no margin',hint:s});if(/^\s*(?:\xb1|\+\/?[-\u2212]|\+)/u.test(r)){let e=r.replace(/^[\s\xb1+/\-\u2212]+/u,"");return(0,o.lP)({message:'the margin of "within" has no sign',hint:`write ${(0,i.ol)(`within ${e}`)}`})}let a=(0,n.C_)(r,t+6);if(!a.ok)return a;let{value:l,unit:u}=a.value;return l<=0?(0,o.lP)({message:0===l?"a margin of zero can never be met: two measurements are never the same":"the margin must be above zero",hint:s}):"%"!==u?(0,o.Yz)({kind:"within-difference",margin:l,unit:u,text:e}):l>=100?(0,o.lP)({message:"a margin of 100 % or more lets everything pass, down to nothing at all",hint:s}):(0,o.Yz)({kind:"within-relative",margin:l/100,text:e})}function parseAll(e){let t=e.slice(3).trim();if(""===t)return(0,o.Yz)({kind:"all",count:null,text:e});let r=/^of\s+(\d{1,6})$/i.exec(t),n=Number(r?.[1]??"0");if(null!==r&&n>0)return(0,o.Yz)({kind:"all",count:n,text:e});if(null!==r)return(0,o.lP)({message:'"all of 0" asks for nothing',hint:'write how many items there must be, or "all"'});let s=/\d{1,6}/.exec(t)?.[0],a=void 0===s?'write "all", or "all of 15" to hold the count as well':`write "all of ${s}"`;return(0,o.lP)({message:`${(0,i.ol)(e)} is not understood`,hint:a})}function refuseForm(e){let t=a.find(([t])=>e.startsWith(t));if(void 0!==t){let r=`write ${(0,i.ol)(`${t[1]} ${e.slice(t[0].length).trim()}`)}`;return(0,o.lP)({message:`"${t[0]}" is not a comparison`,hint:r,offset:0,length:t[0].length})}for(let[t,r]of l){let n=t.exec(e);if(null===n)continue;let s=e.slice(n[0].length).trim();return(0,o.lP)({message:`${(0,i.ol)(e)} has no comparison sign`,hint:`write ${(0,i.ol)(`${r} ${s}`)}`})}if(/^[+\-\u2212.\d]/u.test(e)){let t=`write ${(0,i.ol)(`< ${e}`)}, or with <=, >, >=, == or !=`;return(0,o.lP)({message:`${(0,i.ol)(e)} does not say which side is good`,hint:t})}let r='write it as "< 500 ms", "< +10 %", "within 5 %" or "all of 15"';return/^[<>=!\u2264\u2265\u2260]/u.test(e)?(0,o.lP)({message:`${(0,i.ol)(e)} is not a comparison`,hint:r}):(0,o.lP)({message:`${(0,i.ol)(e)} is not a limit`,hint:r,word:e.split(/\s/,1)[0]??"",known:["within","all"]})}}),6373:((e,t,r)=>{function parsed(e){return{ok:!0,value:e}}function notParsed(e){return{ok:!1,problem:e}}function isTextProblem(e){return"object"==typeof e&&null!==e&&"message"in e&&"string"==typeof e.message}r.d(t,{F:()=>isTextProblem,Yz:()=>parsed,lP:()=>notParsed})}),7136:((e,t,r)=>{r.d(t,{ol:()=>quoteText,sN:()=>n,yZ:()=>joinWords});let n=/[\p{Cc}\p{Cf}\u2028\u2029]/gu;function quoteText(e){let t=e.length>60?`${[...e.slice(0,60)].slice(0,-1).join("")}\u{2026}`:e;return`"${t.replace(n,"\uFFFD")}"`}function joinWords(e,t){let r=e.at(-1);return void 0===r?"":1===e.length?r:`${e.slice(0,-1).join(", ")} ${t} ${r}`}}),7820:((e,t,r)=>{r.d(t,{A4:()=>parseCliArguments});var n=r(7975),o=r(2066),i=r(9379);function readComparisonArguments(e,t){let r=readPaths(e);if("string"==typeof r)return r;let n=readCriterion(t.criterion,t.floor);return"string"==typeof n?n:{paths:r,criterion:n,benchmarks:t.benchmark??[]}}function readPaths(e){let t=[],r=null,n=!1,o=!1;for(let i of e)if("positional"===i.kind){if(o&&i.value.startsWith("-"))return`${i.value} stands after --, where only files are: put options before it.`;n&&t.push({path:i.value,side:r}),n=!0}else if("option"===i.kind&&("baseline"===i.name||"candidate"===i.name))r=i.name,t.push({path:i.value??"",side:r});else if("option-terminator"===i.kind){if(o=!0,null!==r||0===t.length)continue;for(let[e,{path:n}]of(r="candidate",t.entries()))t[e]={path:n,side:"baseline"}}if(t.some(({path:e})=>""===e))return"compare was given a file without a name.";if(0===t.length)return"compare needs files: rollout-gate compare BASELINE CANDIDATE.";let i=t.find(e=>null===e.side),s=new Set(t.map(e=>e.side));return void 0!==i&&s.size>1?`${i.path} stands before --baseline and --candidate, so it belongs to neither side.`:void 0!==i||s.size>1?t:`compare was given no ${s.has("baseline")?"candidate":"baseline"}.`}function readCriterion(e,t){if(void 0===e)return void 0===t?null:"--floor is a part of a criterion: give --criterion as well.";let r=(0,i.F)(e);if(!r.ok)return complaint("--criterion",r.problem);if("all"===r.value.kind)return'--criterion "all" is for checklists; write it as "< +10 %" or "within 5 %".';let n=readFloor(t,r.value);return"string"==typeof n?n:{metric:"*",pass:r.value,warn:null,severity:"critical",action:"",floor:n.value,floorUnit:n.unit,direction:null}}function readFloor(e,t){if(void 0===e)return{value:0,unit:""};if("absolute"===t.kind)return"--floor does nothing here: the criterion does not compare with the baseline.";let r=(0,o.C_)(e);if(!r.ok)return complaint("--floor",r.problem);let{sign:n,value:i,unit:s}=r.value;return null!==n||i<=0?'--floor is an amount above 0 with its unit, such as "0.05 ms".':{value:i,unit:s}}function complaint(e,{message:t,hint:r}){return`${e}: ${t}${void 0===r?"":`; ${r}`}.`}function readInitArguments(e){return{yes:!0===e.yes,name:e.name??null,flagVariable:e["flag-env"]??null,flagRead:e["flag-read"]??null,action:e.action??null,branch:e.branch??null}}var s=r(5942);let a=["flag","version","backup"];function readRolloutRequest(e,t){let plain=e=>{let t=(0,s.T)(e??"").trim().slice(0,500);return""===t?null:t},r=plain(e.way),n=a.find(e=>e===r)??null;if(null!==r&&null===n)return`${t("way")} is flag, version or backup, not ${r}.`;let o=plain(e.override);return null===o&&null!==e.override&&""!==e.override?`${t("override")} needs a reason, which is recorded.`:{override:o,reason:plain(e.reason)??"No reason was given.",way:n,metric:plain(e.metric),backup:plain(e.backup),dryRun:e.dryRun}}function readWatchRequest(e,t){let r=e.window.trim();return e.recordBefore&&""!==r?`${t("record-before")} records what is there before the flag is on, so ${t("window")} has no place beside it.`:{window:""===r?null:r,recordBefore:e.recordBefore,dryRun:e.dryRun}}let l=["init","gate","collect","conclude","enable","rollback","verify","status","doctor","plan","explain","read","compare"],u={config:{type:"string",short:"c"},stage:{type:"string",short:"s",multiple:!0},evidence:{type:"string",short:"e",multiple:!0},report:{type:"string",short:"r"},ledger:{type:"string"},shard:{type:"string"},jobs:{type:"string",short:"j"},"fail-on":{type:"string"},override:{type:"string"},reason:{type:"string"},way:{type:"string"},metric:{type:"string"},backup:{type:"string"},"dry-run":{type:"boolean",short:"n"},window:{type:"string",short:"w"},"record-before":{type:"boolean"},format:{type:"string"},baseline:{type:"string",short:"b",multiple:!0},candidate:{type:"string",multiple:!0},criterion:{type:"string"},floor:{type:"string"},benchmark:{type:"string",multiple:!0},run:{type:"boolean"},yes:{type:"boolean",short:"y"},name:{type:"string"},"flag-env":{type:"string"},"flag-read":{type:"string"},action:{type:"string"},branch:{type:"string"},json:{type:"boolean"},color:{type:"boolean"},"no-color":{type:"boolean"},quiet:{type:"boolean",short:"q"},help:{type:"boolean",short:"h"},version:{type:"boolean",short:"V"}},c={init:["yes","name","flag-env","flag-read","action","branch"],gate:["config","stage","evidence","report","ledger","fail-on"],collect:["config","stage","evidence","shard"],conclude:["config","evidence","report","ledger","fail-on"],enable:["config","evidence","report","ledger","override"],rollback:["config","evidence","report","ledger","reason","way","metric","backup","dry-run"],verify:["config","report","ledger","fail-on","window","record-before","dry-run"],status:["config","ledger"],doctor:["config","ledger","run"],plan:["config","stage","ledger","jobs"],explain:["config","evidence","ledger"],read:["format"],compare:["baseline","candidate","criterion","floor","benchmark","format"]},d=["help","version","json","color","no-color","quiet"];function parseCliArguments(e){let t;try{t=parse(e)}catch(t){let e=t instanceof Error?t.message.split(". ")[0]??t.message:String(t);return{kind:"wrong",message:`${e}.`}}let{values:r,positionals:n,tokens:o}=t,[i,...s]=n;if(!0===r.version)return{kind:"version"};let a=l.find(e=>e===i)??null;if(!0===r.help||void 0===i||"help"===i)return{kind:"help",mode:l.find(e=>e===("help"===i?s[0]:i))??null};if(null===a)return{kind:"wrong",message:`There is no mode ${i}. The modes are: ${l.join(", ")}.`};let u=Object.keys(r).find(e=>!d.includes(e)&&!c[a].includes(e));if(void 0!==u)return{kind:"wrong",message:`${a} takes no --${u}.`};if("read"!==a&&"compare"!==a&&"explain"!==a&&"status"!==a&&s.length>0)return{kind:"wrong",message:`${a} takes no ${s[0]}.`};if("status"===a&&void 0!==r.config&&s.length>0)return{kind:"wrong",message:"status takes configs as its words or by --config, not both."};if("read"===a&&0===s.length)return{kind:"wrong",message:"read needs the name of a file."};let{criterion:h,floor:f,benchmark:g}=r,p="compare"===a?readComparisonArguments(o,{criterion:h,floor:f,benchmark:g}):null;if("string"==typeof p)return{kind:"wrong",message:p};let m=r["fail-on"]??"inconclusive";if("no-go"!==m&&"inconclusive"!==m&&"never"!==m)return{kind:"wrong",message:`--fail-on is no-go, inconclusive or never, not ${m}.`};let w=parseShard(r.shard);if(void 0===w)return{kind:"wrong",message:`--shard is like 2/3, not ${r.shard}.`};let b=void 0===r.jobs?4:Number(r.jobs);if(!Number.isInteger(b)||b<1||b>256)return{kind:"wrong",message:`--jobs is a whole number from 1 to 256, not ${r.jobs}.`};let{override:y=null,reason:v=null,way:_=null,metric:k=null,backup:$=null,"dry-run":q=!1}=r,x=readRolloutRequest({override:y,reason:v,way:_,metric:k,backup:$,dryRun:q},e=>`--${e}`);if("string"==typeof x)return{kind:"wrong",message:x};let C=readWatchRequest({window:r.window??"",recordBefore:!0===r["record-before"],dryRun:q},e=>`--${e}`);return"string"==typeof C?{kind:"wrong",message:C}:{kind:"run",mode:a,options:{config:r.config??null,stages:r.stage?.flatMap(e=>e.split(/[\s,]+/).filter(e=>""!==e))??[],evidence:r.evidence??[],report:r.report??null,ledger:r.ledger??null,shard:w,jobs:b,failOn:m,json:!0===r.json,colour:!0!==r["no-color"]&&(!0===r.color||null),quiet:!0===r.quiet,format:r.format??null,operands:s,comparison:p,rollout:x,init:readInitArguments(r),runsCommands:!0===r.run,watch:C}}}function parseShard(e){if(void 0===e||""===e)return null;let t=/^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(e.trim()),[r,n]=[Number(t?.[1]),Number(t?.[2])];return null!==t&&r<=n?{index:r,total:n}:void 0}function parse(e){return(0,n.parseArgs)({args:[...e],options:u,allowPositionals:!0,strict:!0,tokens:!0})}}),7828:((e,t,r)=>{r.d(t,{Q:()=>cliHelp});let n=`Rollout Gate proves that a flag is safe to turn on.

Usage: rollout-gate <mode> [options]

  init            look at this repository, write a config and three workflows for it
  gate            run the stages, judge what they show, say GO or not
  collect         run the stages and write evidence, judge nothing
  conclude        judge evidence that collect wrote, run nothing
  enable          turn the flag on for good, with a backup and a way back; turned back when anything fails
  rollback        turn the flag off, see that it is off, and see that all is well
  verify          look at what production writes since the flag is on: keep it, look into it, or roll back
  status          say where a rollout stands, who must act by when, and what is due
  doctor          look at the set-up part by part, and say how to mend it
  plan            print a job matrix for running the stages on many machines
  explain         say what would run and what each criterion means; explain CHECK: why it is what it is
  read FILE\u{2026}      say what a result file is understood to hold
  compare A B     compare benchmark files of two sides, without a config

  --help, -h      this text, or with a mode its options
  --version, -V   the version
  --json          print JSON for programs instead of text for people
  --no-color      no colours (also NO_COLOR=1); --color insists on them
  --quiet, -q     no progress, only the result

Exit status: 0 GO (with or without conditions), 1 no GO, 2 the gate itself could not work,
130 or 143 cancelled.
`,o="  --config, -c FILE     the config; .github/rollout-gate.yml by default",i="  --stage, -s NAME      only this stage; may be given more than once",s="  --evidence, -e FOLDER where evidence goes; .rollout-gate/evidence by default",a="  --report, -r FOLDER   where report.json, .md and .html go; .rollout-gate/report by default",l="  --ledger FOLDER       the folder that holds the ledger, instead of the one the config names",u="  --fail-on WHAT        inconclusive (default): everything that is no GO fails; no-go; never",c={init:`Looks at this repository, asks a few questions, and writes .github/rollout-gate.yml and three workflows. What is there already
stays as it is.

Usage: rollout-gate init [options]

  --yes, -y             ask nothing, take what was found
  --name NAME           the rollout's name; the folder's by default
  --flag-env VARIABLE   the environment variable that sets the flag
  --flag-read COMMAND   prints the flag's value as the program sees it
  --action WHICH        what the workflows use: owner/name@ and a full commit
  --branch NAME         the branch that changes are merged into; the one that is checked out by default
`,gate:`Runs the stages, judges what they show, says GO or not.

Usage: rollout-gate gate [options]

${o}
${i}
${s}
${a}
${l}
${u}
`,collect:`Runs the stages and writes what they show to an evidence file. Judges nothing, needs no token.

Usage: rollout-gate collect [options]

${o}
${i}
${s}
  --shard N/M           this job's place in a matrix, as plan prints it
`,conclude:`Judges evidence that collect wrote, of one job or of many. Runs none of the repository's code.

Usage: rollout-gate conclude [options]

${o}
  --evidence, -e PATH   an evidence file, or a folder that holds some; may be given more than once
${a}
${l}
${u}
`,enable:`Turns the flag on for good: only with a GO of this very commit and config in the ledger. Backs up, records, sets, reads
back, and runs the stages under "enable:". Whatever fails is turned back.

Usage: rollout-gate enable [options]

${o}
${s}
${a}
${l}
  --override REASON     turn it on without a GO, a clean workspace or approvals; the reason is recorded

Exit status: 0 it is on, 1 refused, or turned back, 2 it could not be turned back, or the gate could not work.
`,rollback:`Turns the flag off and sees that it is off: the ways under "rollback:" in turn, then its stages, its log, and the metric
that led to it. Doing it again harms nothing.

Usage: rollout-gate rollback [options]

${o}
${s}
${a}
${l}
  --reason TEXT         why; it is recorded
  --way NAME            only this way: flag, version or backup
  --metric STAGE/METRIC what led to it, to be measured again afterwards
  --backup NAME         the backup to put back, instead of the one made when the flag was turned on
  --dry-run, -n         say what would be done, change nothing

Exit status: 0 it is off and all is well, 1 it is off and something must be looked at, or it was refused, 2 it could not be
turned off: the report says what to do by hand.
`,verify:`Looks at production in the windows that are due since the flag went on, and says KEEP, INVESTIGATE or ROLL BACK. Each
window is concluded once, however often this runs; what is due is known from the ledger.

Usage: rollout-gate verify [options]

${o}
  --report, -r FOLDER   where watch.json and watch.md go; .rollout-gate/report by default
${l}
  --window, -w NAME     look at this window now, whatever is due; nothing is recorded and nobody is told
  --record-before       record what the metrics are like while the flag is off, to compare with later
  --dry-run, -n         look at what is due, record nothing, tell nobody
  --fail-on WHAT        inconclusive (default): everything but KEEP fails; no-go: only ROLL BACK does; never

Exit status: 0 KEEP, or nothing is due, 1 people have to act, 2 it could not be looked at, or not be recorded.
`,doctor:`Looks at the set-up part by part: config, stages, flag, disk, ledger, workflows, sources, channels. Says of each whether it is as it
must be, and how to mend it. What cannot be looked at from here is told as unknown, never as fine. Changes nothing.

Usage: rollout-gate doctor [options]

${o}
${l}
  --run                 also set the flag off and on for a moment, and read it, by the repository's own commands

Exit status: 0 nothing is bad, 1 something is, 2 it could not be looked at.
`,status:`Says where rollouts stand: the flag, what is due when, what is not as it should be, who must act by when, what was not
told yet, what is waived. It looks at the ledger and what people ticked, and changes nothing.

Usage: rollout-gate status [options]
       rollout-gate status CONFIG\u{2026} [options]     more rollouts than one

${o}
${l}

Exit status: 0 it could be told, 2 it could not.
`,plan:`Prints a job matrix, as JSON for a workflow's strategy.matrix.

Usage: rollout-gate plan [options]

${o}
${i}
${l}
  --jobs, -j N          how many jobs at the most; 4 by default
`,explain:`Says what would run, in which order, and what each criterion means. With the name of a check, or a part of it, says why
it is what it is, with the numbers put in, from the evidence that is there. Runs nothing.

Usage: rollout-gate explain [CHECK\u{2026}] [options]

${o}
  --evidence, -e PATH   where the evidence lies, for a CHECK
${l}
`,read:`Says what a result file is understood to hold: its format, and names, units, directions and samples.

Usage: rollout-gate read FILE\u{2026} [options]

  --format NAME         read it as this format, where its content leaves a choice
`,compare:`Compares benchmark files of two sides: the changes with their intervals, and whether a criterion is met.
Any benchmark format; every file is a launch; a folder stands for all files in it. Needs no config.

Usage: rollout-gate compare BASELINE CANDIDATE [options]
       rollout-gate compare BASELINE\u{2026} [options] -- CANDIDATE\u{2026}
       rollout-gate compare [options] --baseline FILE\u{2026} --candidate FILE\u{2026}
       rollout-gate compare FILE\u{2026} [options]      files that hold both arms

  --criterion LIMIT     what every benchmark must meet: "< +10 %", "within 5 %", "< +2 ms", "< 500 ms"
  --floor AMOUNT        differences smaller than this are ignored, such as "0.05 ms"
  --benchmark PATTERN   only these, * for any text; may be given more than once
  --baseline, -b FILE\u{2026}  the baseline's files, up to --candidate
  --candidate FILE\u{2026}     the candidate's files
  --format NAME         read them as this format, where their content leaves a choice

Exit status: 0 no criterion, or met by every benchmark; 1 not met, inconclusive or missing; 2 files that cannot
be read or compared.
`};function cliHelp(e){return null===e?n:c[e]}}),6234:((e,t,r)=>{r.a(e,async(e,n)=>{try{r.r(t);var o=r(6760),i=r(7820),s=r(7828),a=r(7460);async function main(){let e=(0,i.A4)(process.argv.slice(2));switch(e.kind){case"help":return process.stdout.write((0,s.Q)(e.mode)),0;case"version":return process.stdout.write(`${a.r}
`),0;case"wrong":return process.stderr.write(`rollout-gate: ${e.message}
Try: rollout-gate --help
`),2;case"run":return(await r.e(2590).then(r.bind(r,2590))).runCli(e.mode,fromHere(e.mode,e.options),process)}}function fromHere(e,t){return{...t,config:null===t.config?null:(0,o.resolve)(t.config),evidence:t.evidence.map(e=>(0,o.resolve)(e)),report:null===t.report?null:(0,o.resolve)(t.report),operands:"read"===e||"status"===e?t.operands.map(e=>(0,o.resolve)(e)):t.operands,comparison:t.comparison&&{...t.comparison,paths:t.comparison.paths.map(({path:e,side:t})=>({path:(0,o.resolve)(e),side:t}))}}}process.exitCode=await main(),n()}catch(e){n(e)}},1)}),7460:((e,t,r)=>{r.d(t,{r:()=>n,z:()=>o});let n="0.1.0",o=`rollout-gate ${n}`}),1265:((e,t,r)=>{function removeControlSequences(e,t){if(!n.test(e))return e;let r="",o=!1,i=0;for(;i<e.length;){if(!isControl(e.charCodeAt(i))){let t=i;for(;i<e.length&&!isControl(e.charCodeAt(i));)i++;r+=e.slice(t,i);continue}let n=endOfControl(e,i),s=e.slice(i,n);t&&isColour(s)&&(r+=s,o=!0),i=n}return o?`${r}\x1b[0m`:r}r.d(t,{S:()=>removeControlSequences});let n=/[^\t\P{Cc}]/u;function isControl(e){return e<32&&9!==e||e>=127&&e<=159}function isColour(e){return e.length<=64&&e.endsWith("m")&&/^.\[[0-9;:]*m$/su.test(e)}function endOfControl(e,t){let r=e.charCodeAt(t);if(155===r)return endOfCsi(e,t+1);if(isStringIntroducer(r))return endOfString(e,t+1);if(27!==r)return t+1;let n=e.charCodeAt(t+1);if(Number.isNaN(n))return t+1;if(91===n)return endOfCsi(e,t+2);if(isStringIntroducer(n+64))return endOfString(e,t+2);let o=t+1;for(;inRange(e,o,32,47);)o++;return inRange(e,o,48,126)?o+1:o}function isStringIntroducer(e){return 144===e||152===e||157===e||158===e||159===e}function endOfCsi(e,t){let r=t;for(;inRange(e,r,48,63);)r++;for(;inRange(e,r,32,47);)r++;return inRange(e,r,64,126)?r+1:r}function endOfString(e,t){for(let r=t;r<e.length;r++){let t=e.charCodeAt(r);if(7===t||156===t)return r+1;if(27===t)return 92===e.charCodeAt(r+1)?r+2:r}return e.length}function inRange(e,t,r,n){let o=e.charCodeAt(t);return o>=r&&o<=n}}),5942:((e,t,r)=>{r.d(t,{T:()=>oneLine});var n=r(1265);function oneLine(e){return(0,n.S)(e.replace(/\r\n|[\n\r\u2028\u2029]/gu," "),!1)}}),5563:((e,t,r)=>{r.d(t,{E:()=>parseUnit,d:()=>i});let n={B:1,KB:1e3,kB:1e3,MB:1e6,GB:1e9,TB:1e12,KiB:1024,MiB:1048576,GiB:0x40000000,TiB:0x10000000000},o=new Map([...Object.entries({ps:.001,ns:1,"\xb5s":1e3,\u03BCs:1e3,us:1e3,ms:1e6,s:1e9,sec:1e9,min:6e10,m:6e10,h:36e11,d:864e11}).map(([e,t])=>entry(e,"ns",t,"duration")),...Object.entries(n).map(([e,t])=>entry(e,"B",t,"size")),...Object.entries(n).map(([e,t])=>entry(`${e}/s`,"B/s",t,"throughput")),...Object.entries(n).map(([e,t])=>entry(`${e}/min`,"B/s",t/60,"throughput")),...Object.entries(n).map(([e,t])=>entry(`${e}/h`,"B/s",t/3600,"throughput")),entry("%","%",1,"proportion"),entry("1/s","1/s",1,"rate"),entry("/s","1/s",1,"rate"),entry("1/min","1/s",1/60,"rate"),entry("/min","1/s",1/60,"rate"),entry("1/h","1/s",1/3600,"rate"),entry("","",1,"count")]);function entry(e,t,r,n){return[e,{unit:t,scale:r,quantity:n}]}let i=[...o.keys()].filter(e=>""!==e);function parseUnit(e){return o.get(e.trim())??null}}),2613:(e=>{e.exports=require("assert")}),181:(e=>{e.exports=require("buffer")}),8611:(e=>{e.exports=require("http")}),5692:(e=>{e.exports=require("https")}),9278:(e=>{e.exports=require("net")}),4573:(e=>{e.exports=require("node:buffer")}),1421:(e=>{e.exports=require("node:child_process")}),7598:(e=>{e.exports=require("node:crypto")}),610:(e=>{e.exports=require("node:dns")}),8474:(e=>{e.exports=require("node:events")}),3024:(e=>{e.exports=require("node:fs")}),1455:(e=>{e.exports=require("node:fs/promises")}),7067:(e=>{e.exports=require("node:http")}),4708:(e=>{e.exports=require("node:https")}),7030:(e=>{e.exports=require("node:net")}),8161:(e=>{e.exports=require("node:os")}),6760:(e=>{e.exports=require("node:path")}),6848:(e=>{e.exports=require("node:readline/promises")}),7075:(e=>{e.exports=require("node:stream")}),8500:(e=>{e.exports=require("node:timers/promises")}),1692:(e=>{e.exports=require("node:tls")}),3136:(e=>{e.exports=require("node:url")}),7975:(e=>{e.exports=require("node:util")}),8522:(e=>{e.exports=require("node:zlib")}),857:(e=>{e.exports=require("os")}),932:(e=>{e.exports=require("process")}),4756:(e=>{e.exports=require("tls")}),2018:(e=>{e.exports=require("tty")}),7016:(e=>{e.exports=require("url")}),9023:(e=>{e.exports=require("util")})},l={};function __nccwpck_require__(e){var t=l[e];if(void 0!==t)return t.exports;var r=l[e]={exports:{}},n=!0;try{a[e](r,r.exports,__nccwpck_require__),n=!1}finally{n&&delete l[e]}return r.exports}__nccwpck_require__.m=a,__nccwpck_require__.ab=__dirname+"/",e="function"==typeof Symbol?Symbol("webpack queues"):"__webpack_queues__",t="function"==typeof Symbol?Symbol("webpack exports"):"__webpack_exports__",r="function"==typeof Symbol?Symbol("webpack error"):"__webpack_error__",n=e=>{e&&e.d<1&&(e.d=1,e.forEach(e=>e.r--),e.forEach(e=>e.r--?e.r++:e()))},__nccwpck_require__.a=(o,i,s)=>{s&&((a=[]).d=-1);var a,l,u,c,d=new Set,h=o.exports,f=new Promise((e,t)=>{c=t,u=e});f[t]=h,f[e]=e=>(a&&e(a),d.forEach(e),f.catch(e=>{})),o.exports=f,i(o=>{l=o.map(o=>{if(null!==o&&"object"==typeof o){if(o[e])return o;if(o.then){var i=[];i.d=0,o.then(e=>{s[t]=e,n(i)},e=>{s[r]=e,n(i)});var s={};return s[e]=e=>e(i),s}}var a={};return a[e]=e=>{},a[t]=o,a});var i,getResult=()=>l.map(e=>{if(e[r])throw e[r];return e[t]}),s=new Promise(t=>{(i=()=>t(getResult)).r=0;var fnQueue=e=>e!==a&&!d.has(e)&&(d.add(e),e&&!e.d&&(i.r++,e.push(i)));l.map(t=>t[e](fnQueue))});return i.r?s:getResult()},e=>(e?c(f[r]=e):u(h),n(a))),a&&a.d<0&&(a.d=0)},__nccwpck_require__.n=e=>{var t=e&&e.__esModule?()=>e.default:()=>e;return __nccwpck_require__.d(t,{a:t}),t},i=Object.getPrototypeOf?e=>Object.getPrototypeOf(e):e=>e.__proto__,__nccwpck_require__.t=function(e,t){if(1&t&&(e=this(e)),8&t||"object"==typeof e&&e&&(4&t&&e.__esModule||16&t&&"function"==typeof e.then))return e;var r=Object.create(null);__nccwpck_require__.r(r);var n={};o=o||[null,i({}),i([]),i(i)];for(var s=2&t&&e;"object"==typeof s&&!~o.indexOf(s);s=i(s))Object.getOwnPropertyNames(s).forEach(t=>n[t]=()=>e[t]);return n.default=()=>e,__nccwpck_require__.d(r,n),r},__nccwpck_require__.d=(e,t)=>{for(var r in t)__nccwpck_require__.o(t,r)&&!__nccwpck_require__.o(e,r)&&Object.defineProperty(e,r,{enumerable:!0,get:t[r]})},__nccwpck_require__.f={},__nccwpck_require__.e=e=>Promise.all(Object.keys(__nccwpck_require__.f).reduce((t,r)=>(__nccwpck_require__.f[r](e,t),t),[])),__nccwpck_require__.u=e=>""+e+".index.js",__nccwpck_require__.o=(e,t)=>Object.prototype.hasOwnProperty.call(e,t),__nccwpck_require__.r=e=>{"u">typeof Symbol&&Symbol.toStringTag&&Object.defineProperty(e,Symbol.toStringTag,{value:"Module"}),Object.defineProperty(e,"__esModule",{value:!0})},s={8792:1},__nccwpck_require__.f.require=(e,t)=>{s[e]||(e=>{var t=e.modules,r=e.ids,n=e.runtime;for(var o in t)__nccwpck_require__.o(t,o)&&(__nccwpck_require__.m[o]=t[o]);n&&n(__nccwpck_require__);for(var i=0;i<r.length;i++)s[r[i]]=1})(require("./"+__nccwpck_require__.u(e)))};var u=__nccwpck_require__(6234);module.exports=u})();