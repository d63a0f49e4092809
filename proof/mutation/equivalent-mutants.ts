// Mistakes that no test can notice, since the program does the same with them: each with its reason. They count neither as noticed nor as missed.

/** By file, then by the edit as the list of survivors shows it, without its place. */
export const EQUIVALENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {};
