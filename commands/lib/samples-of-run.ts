// The availability probes of a gate as samples of the history. Pure. Their run tells them from the schedule's.
import { PROBES } from '../../checks/api/availability-probes.ts';
import { classOf, mayBeOwnNetwork, timeOf, type Sample } from '../../monitoring/sample.ts';
import type { HttpRecord, ResultRecord } from '../../reports/result.ts';

const ENDPOINTS: ReadonlySet<string> = new Set(PROBES.map(({ endpoint }) => endpoint));
const isProbe = (record: ResultRecord): record is HttpRecord =>
  record.kind === 'http' && record.source === 'probe' && record.requests === 1 && ENDPOINTS.has(record.endpoint);

/** `left`: why none are stored; undefined: they are. */
export type SamplesOfRun = { samples: Sample[]; left?: string };

/**
 * A request without an answer may be the fault of the machine that ran the gate. If the control address did not answer either, it is
 * `own-network`. Without a control address it is not known, so none of the samples are stored: the answered ones alone would be too good.
 */
export function samplesOfRun(records: readonly ResultRecord[]): SamplesOfRun {
  const hasControl = records.some((record) => record.kind === 'run' && record.control === true);
  const isOurs = records.some(
    (record) => record.kind === 'http' && record.failures.some(({ code }) => code === 'own-network'),
  );
  const samples = records.filter(isProbe).map(sampleOf);
  const unanswered = samples.filter(mayBeOwnNetwork).length;
  if (unanswered > 0 && !hasControl)
    return {
      samples: [],
      left: `The ${samples.length} probes of this run are not stored as samples: ${unanswered} were not answered, and without --control it is not known whose network failed`,
    };
  const judged = samples.map((sample): Sample =>
    isOurs && mayBeOwnNetwork(sample) ? { ...sample, class: 'own-network', ttfbMs: null } : sample,
  );
  return { samples: apart(judged) };
}

function sampleOf({ at, endpoint, valid, serverErrors, rateLimited, ttfb, failures }: HttpRecord): Sample {
  const [first] = failures;
  const code = valid > 0 ? null : (first?.code ?? (serverErrors > 0 ? 'server-error' : 'tool'));
  const status = valid > 0 ? 200 : rateLimited > 0 ? 429 : statusIn(first?.message);
  return {
    // A record has the time of its end, a sample the time at which the request was due.
    at: Math.round(Date.parse(at) - (ttfb.n === 0 ? 0 : ttfb.sumMs)),
    endpoint,
    class: serverErrors > 0 ? 'server-error' : classOf(code, status),
    status,
    ttfbMs: ttfb.n === 0 ? null : timeOf(ttfb.sumMs, ttfb.ownDelayMs),
    code,
    message: first?.message.split('\n', 1)[0] ?? null,
  };
}

/** The probes write the status of an unexpected answer into their message. */
function statusIn(message = ''): number | null {
  const found = /\bstatus (\d{3})\b/.exec(message)?.[1];
  return found === undefined ? null : Number(found);
}

/** Two probes of one endpoint in the same millisecond are two samples. The same records give the same times. */
function apart(samples: readonly Sample[]): Sample[] {
  const taken = new Set<string>();
  return samples.map((sample) => {
    let { at } = sample;
    while (taken.has(`${at} ${sample.endpoint}`)) at += 1;
    taken.add(`${at} ${sample.endpoint}`);
    return { ...sample, at };
  });
}
