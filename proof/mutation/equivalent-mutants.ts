// Mistakes that no test can notice, since the program does the same with them: each with its reason. They count neither as noticed nor as missed.

/** By file, then by the edit as the list of survivors shows it, without its place. */
export const EQUIVALENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'load/judge.ts': {
    'generator?.lagMaxMs ?? 0 -> generator?.lagMaxMs':
      'a run without a generator is never overloaded: trust is not asked',
  },
  'load/windows.ts': {
    'tail(failed, window.asked, allowed) >= WINDOW_FALSE_ALARM -> tail(failed, window.asked, allowed) > WINDOW_FALSE_ALARM':
      'a sum of floating-point terms is never exactly 0.001',
  },
  'reports/verdict/check-verdicts.ts': {
    "ORDER.find((v) => verdicts.includes(v)) ?? 'broken' -> ORDER.find((v) => verdicts.includes(v))":
      'ORDER has every verdict; the other value is for the types',
  },
};
