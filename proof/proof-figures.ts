// Results of the last complete proofs: stored in the repository and shown in the README. The figures are measured, never typed.
import { z } from 'zod';

const day = z.iso.date().describe('The day of the run, UTC');
export const proofFigures = z.strictObject({
  http: z
    .strictObject({
      day,
      faults: z.int().nonnegative().describe('Faults that were switched on, one at a time'),
      withoutCheck: z.int().nonnegative().describe('Faults without a check: they were not switched on'),
      caught: z
        .int()
        .nonnegative()
        .describe('Of those that a check over HTTP must notice: noticed, and nothing else red'),
      visible: z.int().nonnegative().describe('Faults that a check over HTTP must notice'),
      differ: z.int().nonnegative().describe('Faults that turned too few or too many checks red'),
    })
    .optional(),
  whole: z
    .strictObject({
      day,
      faults: z
        .int()
        .nonnegative()
        .describe('Faults, presets and the healthy site: in all stages, with browser, Lighthouse and load'),
      proved: z.int().nonnegative().describe('Turned red exactly what they must turn red'),
    })
    .optional()
    .describe('The whole matrix, joined from its shards'),
  healthy: z
    .strictObject({ day, runs: z.int().positive(), breaches: z.int().nonnegative() })
    .optional()
    .describe('Runs over HTTP on a healthy site with ordinary life'),
  healthyWhole: z
    .strictObject({ day, runs: z.int().positive(), breaches: z.int().nonnegative() })
    .optional()
    .describe('The same with journeys and load'),
  mutation: z
    .record(
      z.string(),
      z.strictObject({
        day,
        mutants: z.int().positive(),
        noticed: z.int().nonnegative().describe('Mutants that turned a test red'),
        equivalent: z.int().nonnegative().describe('Mutants that change nothing, not counted: each has its reason'),
        of: z.int().positive().exactOptional().describe('A sample: so many mutants has the room'),
        seed: z.int().nonnegative().exactOptional(),
        survivors: z
          .array(z.strictObject({ file: z.string(), what: z.string(), code: z.string().exactOptional() }))
          .exactOptional(),
      }),
    )
    .optional()
    .describe('Mutants of each room'),
});
export type ProofFigures = z.infer<typeof proofFigures>;

/** Upper bound of the false-alarm rate at 95 % confidence, with 0 false alarms in `runs`. */
export const falseAlarmBound = (runs: number): number => 1 - 0.05 ** (1 / runs);

type Healthy = NonNullable<ProofFigures['healthy']>;
function falseAlarmText({ runs, breaches, day: on }: Healthy, how: string, flags: string): string[] {
  const bound = `at most ${(100 * falseAlarmBound(runs)).toFixed(2)} % of runs at 95 % confidence`;
  return [
    `- ${breaches} false alarms in ${runs} runs on a healthy site with ${how}${breaches === 0 ? `: ${bound}` : ''}`,
    `  (${on}, \`npm run prove -- --healthy ${runs}${flags}\`).`,
  ];
}

/** The README's sentences, one per line. */
export function figuresText({ http, whole, healthy, healthyWhole, mutation = {} }: ProofFigures): string[] {
  const lines: string[] = [];
  if (whole && healthy && healthyWhole)
    lines.push(
      `**${whole.faults} states of the site, ${whole.proved} judged as they must be; ${healthy.breaches + healthyWhole.breaches} false alarms in ${healthy.runs + healthyWhole.runs} healthy runs.**`,
      '',
    );
  if (http)
    lines.push(
      `- ${http.faults} faults switched on, one at a time: ${http.visible} can be seen over HTTP, ${http.caught} of them were caught by exactly the`,
      `  checks that must notice them. ${http.differ === 0 ? 'No fault turned another check red' : `${http.differ} turned too few or too many checks red`} (${http.day}, \`npm run prove -- --http\`).`,
    );
  if (http !== undefined && http.withoutCheck > 0)
    lines.push(`- ${http.withoutCheck} more faults have no check yet (\`npm run prove -- --list\`).`);
  if (whole)
    lines.push(
      `- The same with browser, Lighthouse and load: ${whole.proved} of ${whole.faults} runs turned red exactly what they must (${whole.day},`,
      '  `npm run prove`, in shards).',
    );
  if (healthy) lines.push(...falseAlarmText(healthy, 'normal variation', ''));
  if (healthyWhole)
    lines.push(
      ...falseAlarmText(healthyWhole, 'journeys and load', ' --only front-door,contracts,security,journeys,load'),
    );
  for (const [room, { day: on, mutants, noticed, of }] of Object.entries(mutation))
    lines.push(
      `- Mistakes put into ${room}, one at a time: ${noticed} of ${mutants} turned a test red (${((100 * noticed) / mutants).toFixed(1)} %${of === undefined ? '' : ` of a sample of ${of}`}; ${on}, \`npm run mutate -- --room ${room}\`).`,
    );
  return lines;
}
