// What the last whole proofs over HTTP showed: kept in the repository, and shown in the README. Figures are measured, never typed in.
import { z } from 'zod';

const day = z.iso.date().describe('The day of the run, UTC');
export const proofFigures = z.strictObject({
  http: z
    .strictObject({
      day,
      faults: z.int().nonnegative().describe('Faults that were switched on, one at a time'),
      withoutCheck: z.int().nonnegative().describe('Faults that no check notices yet: they were not switched on'),
      caught: z
        .int()
        .nonnegative()
        .describe('Of those that a check over HTTP must notice: noticed, and nothing else red'),
      visible: z.int().nonnegative().describe('Faults that a check over HTTP must notice'),
      differ: z.int().nonnegative().describe('Faults of all that reddened too little or too much'),
    })
    .optional(),
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
      }),
    )
    .optional()
    .describe('Mutants of each room'),
});
export type ProofFigures = z.infer<typeof proofFigures>;

/** No rate of false alarms above it is compatible with 0 in `runs`, at 95 %. */
export const falseAlarmBound = (runs: number): number => 1 - 0.05 ** (1 / runs);

type Healthy = NonNullable<ProofFigures['healthy']>;
function falseAlarmText({ runs, breaches, day: on }: Healthy, how: string, flags: string): string[] {
  const bound = `at most ${(100 * falseAlarmBound(runs)).toFixed(2)} % of runs at 95 % confidence`;
  return [
    `- ${breaches} false alarms in ${runs} runs on a healthy site with ${how}${breaches === 0 ? `: ${bound}` : ''}`,
    `  (${on}, \`npm run prove -- --healthy ${runs}${flags}\`).`,
  ];
}

/** The README's sentences, a line each. */
export function figuresText({ http, healthy, healthyWhole, mutation = {} }: ProofFigures): string[] {
  const lines: string[] = [];
  if (http)
    lines.push(
      `- ${http.faults} faults switched on, one at a time: ${http.visible} can be seen over HTTP, ${http.caught} of them were caught by exactly the`,
      `  checks that must notice them. ${http.differ === 0 ? 'No fault reddened anything else' : `${http.differ} reddened too little or too much`} (${http.day}, \`npm run prove -- --http\`).`,
    );
  if (http !== undefined && http.withoutCheck > 0)
    lines.push(`- ${http.withoutCheck} more faults have no check that notices them yet (\`npm run prove -- --list\`).`);
  if (healthy) lines.push(...falseAlarmText(healthy, 'ordinary life', ''));
  if (healthyWhole)
    lines.push(
      ...falseAlarmText(healthyWhole, 'journeys and load', ' --only front-door,contracts,security,journeys,load'),
    );
  for (const [room, { day: on, mutants, noticed }] of Object.entries(mutation))
    lines.push(
      `- Mistakes put into ${room}, one at a time: ${noticed} of ${mutants} turned a test red (${((100 * noticed) / mutants).toFixed(1)} %; ${on}, \`npm run mutate -- --room ${room}\`).`,
    );
  return lines;
}
