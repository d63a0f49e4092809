// Mistakes that no test can notice, since the program does the same with them: each with its reason. They count neither as noticed nor as missed.
import type { Mutant } from './mutants.ts';

const SHORTCUT_OF_PROOF =
  'a share at or below the line is never proved above it; asking the share first is only faster';

const ALWAYS_AN_OUTAGE = 'an answer with an error is always an outage, and the place is reached with one of both only';

const FOR_THE_TYPES = 'each check that is wanted was asked in both rounds; the other value is for the types';

const SPLIT = 'a text that is split has a first part; the other value is for the types';

const NO_JSON = 'no body and an empty one are both no JSON';

const NO_TYPE = 'the word "undefined" is no such value either';

const BOUND_OF_A_RATIO = 'an exact bound is found by halving an interval: it is never exactly the limit';

const NO_RUN = 'without a run record the value is only asked whether it is true, and undefined is not';

const PASSED_PARTS = 'where every part passed, each has a figure, and one of them is the worst';

const AT_ITS_LIMIT = 'a mean without an interval is not at its limit; the other value is for the types';

const HAVE_A_MEAN = 'two samples have a mean; the other value is for the types';

const NO_SAMPLES = 'without samples the upper bound is 1, which is more than any line allows';

const FIGURES_ONLY = 'parts without a figure are left out before; the other value is for the types';

const EACH_HAS_A_NEWEST = 'the subject of each reading has a newest reading; the other value is for the types';

const SORTED_ALREADY = 'sorting what is in order, with each time once, gives the same list';

/** By file, then by the edit as the list of survivors shows it; where only one place of it changes nothing, with the line of the file. */
export const EQUIVALENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'checks/api/edge-wall.ts': {
    "headers['location'] ?? '' -> headers['location']": 'without a location both lead to the same host',
    "headers['content-type'] ?? '' -> headers['content-type']": NO_TYPE,
  },
  'checks/api/front-door-stage.ts': {
    'every -> some, in: failures.length > 0 && failures.every(({ code }) => BLOCKED.has(code));':
      'an answer that is blocked has no second failure',
    'first[i]?.failures ?? [] -> first[i]?.failures': FOR_THE_TYPES,
    'second[i]?.failures ?? [] -> second[i]?.failures': FOR_THE_TYPES,
  },
  'checks/api/judge-answer.ts': {
    'ours.meaning.length > 0 -> ours.meaning.length >= 0': 'no clock leaves fewer failures than none',
    "headers['content-type'] ?? '' -> headers['content-type']": NO_TYPE,
  },
  'checks/api/live-commit.ts': {
    "second === 'late' -> false": 'the word "late" names no commit either',
  },
  'checks/api/page-identity.ts': {
    "headers['content-disposition'] ?? '' -> headers['content-disposition']": NO_TYPE,
  },
  'checks/api/run-contract.ts': {
    'asked += 1 -> asked -= 1': 'only whether it is zero is read',
    '1 -> 1 + 1, in: asked += 1;': 'only whether it is zero is read',
    "expected.thereBy ?? '' -> expected.thereBy":
      'a page is absent only for a case with that id; the other value is for the types',
    "value ?? '' -> value": 'a path with a missing value is not asked',
  },
  'checks/api/site-health.ts': {
    "answers.get(path)?.body ?? '' -> answers.get(path)?.body": NO_JSON,
  },
  'checks/api/site-states.ts': {
    "answers.get(path)?.body ?? '' -> answers.get(path)?.body": NO_JSON,
  },
  'checks/api/soft-failure.ts': {
    "String(error).split('\\n')[0] ?? '' -> String(error).split('\\n')[0]": SPLIT,
  },
  'checks/api/strict-json.ts': {
    "quoted.includes('\\\\') -> true":
      'a text without a backslash reads the same as JSON; taking it as it is is only faster',
  },
  'checks/audits/audit-budgets.ts': {
    'value < 100 -> value <= 100': '100 has no tenth to show',
  },
  'checks/audits/judge-audit.ts': {
    'samples.findLast((sample) => sample.machineProblem !== undefined)?.mac... -> samples.findLast((sample) => sample.machineProblem !== undefined)?.mac...':
      'a page gets its least runs first: where too few were on an idle machine, one was on a busy one',
    "reason ?? '' -> reason": 'a row that did not pass has a reason; the other value is for the types',
  },
  'checks/guards/asked-again.ts': {
    "low <= kpi('error-rate').target.limit -> low < kpi('error-rate').target.limit": BOUND_OF_A_RATIO,
    '0 -> 0 + 1, in: return again?.type === undefined ? finding : asRequest(finding, again, failedAgain.get(again.url)?.status ?? 0);':
      'no answer has the status 0 or 1: both only stand below 400',
  },
  'checks/guards/guard-record.ts': {
    '0 -> 0 + 1, in: { at, rerun, requests = 0 }: { at: Date; rerun: string; requests?: number },':
      'what failed counts as a request, so none and one are the same',
  },
  'checks/html/read-page.ts': {
    "readings.keys().next().value ?? '' -> readings.keys().next().value":
      'a full cache has a first key; the other value is for the types',
    "'value' in child -> true": 'a part without a value joins as an empty text',
    "attribute(meta, 'content') ?? '' -> attribute(meta, 'content')":
      'the word "undefined" is no directive of a robots tag',
  },
  'checks/security/auth-bypass.security.ts': {
    'answer.status ?? 0 -> answer.status': 'no status is among the refusals, nor is 0',
    '0 -> 0 + 1, in: if (refusals.includes(answer.status ?? 0)) return [];': 'neither 0 nor 1 is among the refusals',
    'down -> true': ALWAYS_AN_OUTAGE,
  },
  'checks/security/cookies.security.ts': {
    'down -> true': ALWAYS_AN_OUTAGE,
    "cookie.trim().split('=')[0] ?? '' -> cookie.trim().split('=')[0]": SPLIT,
  },
  'checks/security/cors.security.ts': {
    "PATHS[i] ?? '' -> PATHS[i]": 'there are as many answers as addresses; the other value is for the types',
  },
  'checks/security/exposure.security.ts': { 'down -> true': ALWAYS_AN_OUTAGE },
  'checks/security/headers.security.ts': {
    'down -> true': ALWAYS_AN_OUTAGE,
    "headers['server'] ?? '' -> headers['server']": NO_TYPE,
  },
  'checks/security/injection.security.ts': {
    'answer.error -> false':
      'an answer with an error is an outage, which the lines below return, too; the question is for the types',
    'down -> true, in: if (answer.error) return down ? [down] : [];': ALWAYS_AN_OUTAGE,
    'usual.error -> false':
      'an answer with an error is an outage, which is asked before; the question is for the types',
  },
  'checks/security/open-redirect.security.ts': {
    'down -> true': ALWAYS_AN_OUTAGE,
    'readPage(page) .forms.flatMap(({ fields }) => fields) .find(({ name })... -> readPage(page) .forms.flatMap(({ fields }) => fields) .find(({ name })...':
      'the word "undefined" is an address of the same host, too',
  },
  'checks/security/open-routes.security.ts': { 'down -> true': ALWAYS_AN_OUTAGE },
  'checks/security/security-request.ts': {
    "headers['content-type'] ?? '' -> headers['content-type']": NO_TYPE,
  },
  'checks/security/sign-in-form.ts': {
    'page.error -> false': 'an answer with an error is an outage, which is asked before; the question is for the types',
    'i < password -> i <= password': 'the field of the password is no action of React',
  },
  'checks/security/transport.security.ts': {
    'down -> true': ALWAYS_AN_OUTAGE,
    "home.headers['strict-transport-security'] ?? '' -> home.headers['strict-transport-security']": NO_TYPE,
    'signal -> true': 'no signal and one that is undefined are the same',
    "answer.headers['location'] ?? '' -> answer.headers['location']":
      'the word "undefined" is an address over plain HTTP, too',
  },
  'checks/journeys/voting/counts.check.ts': { 'find -> findLast': 'the id of a song is unique' },
  'contracts/monitoring-dashboard.contract.ts': {
    'Math.abs(performance.error_rate + performance.success_rate - 1) < RATE... -> Math.abs(performance.error_rate + performance.success_rate - 1) <= RAT...':
      'near 1 the sum of two doubles is a multiple of 2^-53, and so is its distance from 1; 0.0001 is none',
  },
  'contracts/search.contract.ts': {
    'artists: z.array(z.looseObject({ name: z.string() })) -> artists may be missing':
      'an answer without a list and one that is refused both have no names',
  },
  'load/judge.ts': {
    'early || !summary || !generator -> early || !summary && !generator':
      'a run without a summary or a report has an early end; both questions are for the types',
  },
  'load/site-failures.ts': {
    "metric.split('{')[0] ?? '' -> metric.split('{')[0]": SPLIT,
    'lowerBound(asked - counts.valid, asked, 1 - WINDOW_FALSE_ALARM) > PROM... -> lowerBound(asked - counts.valid, asked, 1 - WINDOW_FALSE_ALARM) >= PRO...':
      'the bound is exactly 0.001 for one failure of one alone, and then no answer was valid',
  },
  'load/windows.ts': {
    'tail(failed, window.asked, allowed) >= WINDOW_FALSE_ALARM -> tail(failed, window.asked, allowed) > WINDOW_FALSE_ALARM':
      'a sum of floating-point terms is never exactly 0.001',
  },
  'monitoring/alerts/binomial-proof.ts': {
    '200_000 -> 200000 + 1': 'how many results are kept changes how fast it is, and no result',
    'failures / n > PROOF.promised -> failures / n >= PROOF.promised': SHORTCUT_OF_PROOF,
    'failures / n > allowed -> failures / n >= allowed': SHORTCUT_OF_PROOF,
    'failures / n -> failures * n': SHORTCUT_OF_PROOF,
    'chance(failures, n, PROOF.promised) < PROOF.chance -> chance(failures, n, PROOF.promised) <= PROOF.chance':
      'the incomplete beta function of whole numbers is never exactly 1e-7',
    'chance(failures, n, allowed) < 1 - PROOF.confidence -> chance(failures, n, allowed) <= 1 - PROOF.confidence':
      'the incomplete beta function of whole numbers is never exactly 0.05',
  },
  'monitoring/alerts/facts.ts': {
    'spans.length === 0 -> false':
      'without maintenance every sample counts, and each window leaves out what lies after its end',
  },
  'monitoring/alerts/judge-rules.ts': {
    'span === undefined && (topics === undefined || topics.size === 0) -> false':
      'without a maintenance and a silence each finding is returned as it is, one by one',
    'whole ?? span -> whole': 'what holds for the next millisecond holds for the start of the next day',
  },
  'monitoring/alerts/maintenance.ts': {
    'start >= toMs -> start > toMs': 'a span that begins at the end of what is asked for is cut to nothing',
    'wanted - first.dayOfWeek + 7 -> wanted - first.dayOfWeek - 7':
      'the search begins up to a week earlier, and what lies before is cut off',
    '2 -> 2 + 1': 'the search begins a day earlier, and what lies before is cut off',
    '86_400_000 -> 86400000 + 1': 'the search begins two milliseconds earlier than two days before',
    "(error as NodeJS.ErrnoException).code ?? 'unknown' -> (error as NodeJS.ErrnoException).code":
      'each error of the file system has a code; the other value is for the types',
  },
  'monitoring/alerts/rules/application-down.ts': {
    "lastBadMs === null -> false, in: if (lastBadMs === null) return { ...seen, state: 'ok', literal };":
      'without a failure no endpoint has one in a row, which is ok, too',
    'seen.firstBadMs === null || seen.lastBadMs === null -> seen.firstBadMs === null && seen.lastBadMs === null':
      'both are null, or none is',
  },
  'monitoring/alerts/rules/dependencies.ts': {
    'newest.get(subject) ?? 1 -> newest.get(subject)': EACH_HAS_A_NEWEST,
    '1 -> 1 + 1, in: if ((newest.get(subject) ?? 1) > 0) continue;': EACH_HAS_A_NEWEST,
  },
  'monitoring/alerts/rules/security.ts': {
    "message ?? '' -> message": 'no message is searched as the word "null", which is no secret either',
  },
  'monitoring/alerts/short-windows.ts': {
    'true -> false, in: let isOrdered = true;': SORTED_ALREADY,
    'isOrdered -> false': SORTED_ALREADY,
    's.ttfbMs > t.ttfbMaxMs -> s.ttfbMs >= t.ttfbMaxMs': 'the same value is put in the place of itself',
  },
  'monitoring/incidents/incident-seen.ts': {
    'failing.size > 1 -> failing.size >= 1': 'where exactly one fails, the line before has returned',
  },
  'monitoring/incidents/incident-step.ts': {
    'isIdle(alerts, incidents, findings) -> false': 'the long way comes to the same where nothing is going on',
    'serviceFamily !== undefined || service !== undefined -> true':
      'a family without alerts and without an incident stays without one',
    'a.seenMs > now -> a.seenMs >= now': 'the same time is put in the place of itself',
  },
  'monitoring/incidents/incident-store.ts': {
    '1 -> 1 + 1, in: return (await this.#db.query(sql, [this.target, limit ?? -1])).rows.map(incidentOf);':
      'each negative limit is no limit',
  },
  'monitoring/incidents/site-route.ts': { '1 -> 1 + 1': 'only the first part is read' },
  'reports/verdict/apply-known-issues.ts': {
    'issues.of(row.id).length === 0 -> false':
      'without an entry nothing has vanished and no finding is known: each way returns the row itself',
    "issue && state !== 'new' -> issue || state !== 'new', in: const known = seen.flatMap(({ state, issue }) => (issue && state !== 'new' ? [rowOf(state, issue)] : []));":
      'a finding has an entry exactly where it is not new',
    '!first -> false': 'both callers return before it where there is no entry',
    "open.state === 'expired' && open.issue -> open.state === 'expired' || open.issue":
      'of the open findings of a check the expired ones have an entry, and the new ones have none',
    'first?.issue -> true': 'the place is reached where every finding is known, so the first one has an entry',
    "row.reason ?? '' -> row.reason":
      'the first finding is known, so its entry is the reason; the other value is for the types',
  },
  'reports/verdict/check-verdicts.ts': {
    "ORDER.find((v) => verdicts.includes(v)) ?? 'broken' -> ORDER.find((v) => verdicts.includes(v))":
      'ORDER has every verdict; the other value is for the types',
    'find -> findLast, in: const stage = ctx.stages.find((s) => s.stage === check.stage);':
      'a stage ends once: a second end is a problem of the results',
  },
  'reports/verdict/group-causes.ts': {
    'culprit !== undefined -> true':
      'no check has the id undefined, so no fact stands there; the question is for the types',
    'id === kpi.id -> id !== kpi.id':
      'a fact is that of a check among the causes, so another id is always there; the fact of a KPI that is no cause is not read',
    'cause.id === culprit -> cause.id !== culprit':
      'only causes have facts: a culprit with a fact is one, and so is the check that names it',
    '100 -> 100 + 1': 'the second part of a rank is at most 99: any greater factor gives the same order',
  },
  'reports/verdict/judge-ratio.ts': {
    'low > allowed -> low >= allowed': BOUND_OF_A_RATIO,
    'high <= allowed -> high < allowed': BOUND_OF_A_RATIO,
    'n > 0 -> n >= 0': NO_SAMPLES,
    '0 -> 0 + 1, in: if (n > 0 && high <= allowed) {':
      'the upper bound of one sample is 0.95, which is more than any line allows',
    'failures > 0 -> failures >= 0, in: if (failures > 0 && failures / n > allowed) {':
      'no failure is a share of 0, or of no samples no number: neither is above a line',
    "0 -> 0 + 1, in: const settled = down.verdict === 'held' && !lines.slice(0, -1).some(({ verdict }) => verdict === 'suspected');":
      'the first line is the one that was asked before: it held',
  },
  'reports/verdict/judge-run.ts': {
    "r.kind === 'check' -> true": 'the list has only checks; the question is for the types',
    'ctx.run?.stages.includes(s) ?? false -> ctx.run?.stages.includes(s)': NO_RUN,
    'false -> true, in: (ctx.run?.checks.some((c) => c.stage === s && !c.selected && c.reason === LEFT_OUT_BY_ONLY) ?? false);':
      'without a run record no stage is selected, which is asked before',
    '0 -> 0 + 1, in: const issues = new KnownIssues(options.knownIssues ?? [], ctx.run === undefined ? new Date(0) : new Date(ctx.run.at));':
      'an entry lapses on a day, and a millisecond later the day is the same',
    'ctx.run?.checks.some((c) => c.stage === s && !c.selected && c.reason =... -> ctx.run?.checks.some((c) => c.stage === s && !c.selected && c.reason =...':
      NO_RUN,
  },
  'reports/verdict/judge-times.ts': {
    'p95s.length === 0 -> false': 'where a record has several times there is a time',
    'n < 2 -> false':
      'the interval of fewer than two samples is then no number, and nothing is closer to a limit than that',
    'mean(samples) ?? 0 -> mean(samples)': HAVE_A_MEAN,
    '0 -> 0 + 1, in: const middle = mean(samples) ?? 0;': HAVE_A_MEAN,
    'n > 0 -> n >= 0': 'without samples both means are no number, which is within no limit',
    't.p95 === undefined -> false': 'the place is reached with a time, and a time has a p95',
    't.halfMs ?? 0 -> t.halfMs': AT_ITS_LIMIT,
    '0 -> 0 + 1, in: reason: `at the limit, ${show(t.halfMs ?? 0, kpi.unit)} either way: ${shown}`,': AT_ITS_LIMIT,
  },
  'reports/verdict/kpi-figures.ts': {
    "ORDER.find((v) => parts.some((p) => p.verdict === v)) ?? 'inconclusive... -> ORDER.find((v) => parts.some((p) => p.verdict === v))":
      'a record makes a part, and ORDER has every verdict of one; the other value is for the types',
    "1 -> 1 + 1, in: const worse = kpi.target.op === '<' || kpi.target.op === '<=' ? 1 : -1;":
      'only the sign of the factor decides the order',
    'worst -> true': PASSED_PARTS,
    "worst?.reason ?? '' -> worst?.reason": PASSED_PARTS,
    "kpi.notObservable ?? '' -> kpi.notObservable": 'its only caller asks first; the other value is for the types',
  },
  'reports/verdict/read-results.ts': {
    '(error as NodeJS.ErrnoException).code ?? String(error) -> (error as NodeJS.ErrnoException).code':
      'each error of reading a file has a code; the other value is for the types',
    "issue?.message ?? 'invalid' -> issue?.message": 'a failed parse has an issue, and an issue has a message',
  },
  'reports/verdict/shown-figure.ts': {
    '1 -> 1 + 1': 'only the sign of the factor decides the order',
    'a.found ?? 0 -> a.found': FIGURES_ONLY,
    '0 -> 0 + 1, in: return bad.toSorted((a, b) => sign * ((a.found ?? 0) - (b.found ?? 0)))[0];': FIGURES_ONLY,
    'b.found ?? 0 -> b.found': FIGURES_ONLY,
  },
  'reports/verdict/wanted-samples.ts': {
    'false -> true': 'it matters for exactly one failure, and the place is reached with two or more',
  },
};

/** Why no test can notice the mistake; undefined: one should. */
export const reasonOf = ({ file, what, code }: Pick<Mutant, 'file' | 'what' | 'code'>): string | undefined => {
  const edits = EQUIVALENT[file] ?? {};
  return [what, `${what}, in: ${code}`].flatMap((key) => (Object.hasOwn(edits, key) ? edits[key] : []))[0];
};
